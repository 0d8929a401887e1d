package cli

import (
	"strings"
	"testing"
)

// readAsApp returns the system's value as the application reads it. Up to 0.0.39 the
// last row whose scope is not "tenant" counts. In later releases the last row whose
// scope is "system" counts.
func (p *testDatabase) readAsApp(from40 bool, name string) string {
	p.t.Helper()
	rows, err := p.raw.Query(`SELECT scope, enabled FROM feature_flags_override WHERE name = $1 ORDER BY scope, scope_id, name`, name)
	if err != nil {
		p.t.Fatal(err)
	}
	defer rows.Close()
	found := "inherit"
	for rows.Next() {
		var scope string
		var on bool
		if err := rows.Scan(&scope, &on); err != nil {
			p.t.Fatal(err)
		}
		if scope == "system" || scope != "tenant" && !from40 {
			found = map[bool]string{true: "on", false: "off"}[on]
		}
	}
	return found
}

// TestCommandsWithOddRows checks that after a command, every release of the app reads
// the printed value, even with rows that only some releases read as the system's.
func TestCommandsWithOddRows(t *testing.T) {
	for _, odd := range [][2]string{{"workspace", "w1"}, {"system", "x"}, {"alpha", ""}} {
		t.Run(odd[0], func(t *testing.T) {
			onDatabases(t, func(t *testing.T, p *testDatabase) {
				for _, name := range []string{"a.b", "c.d", "e.f", "g.h"} {
					p.define(name, false, "")
					p.override(odd[0], odd[1], name, true)
				}
				p.override("system", "", "c.d", false)
				p.override("system", "", "e.f", true)
				scope := strings.TrimSuffix(odd[0]+":"+odd[1], ":")
				for _, step := range []struct{ args, out, want string }{
					{"kill a.b", "a.b at " + scope + ": off", "off"},
					{"set c.d=on", `"c.d" enabled`, "on"},
					{"set c.d=off", `"c.d" disabled`, "off"},
					{"clear c.d", `Override cleared for "c.d"`, "inherit"},
					{"set e.f=off", `"e.f" disabled`, "off"},
					{"clear e.f", `Override cleared for "e.f"`, "inherit"},
					{"undo", "e.f at " + scope + ": off", "off"},
					{"set g.h=on", "enabled", "on"},
				} {
					name := strings.FieldsFunc(step.args+" e.f", func(c rune) bool { return c == ' ' || c == '=' })[1]
					args := append(strings.Fields(step.args), "--db", p.url)
					if effect := runWith(t, "", append(args, "--dry-run")...); !strings.Contains(effect.err, scope) {
						t.Errorf("%s: the effect does not name %s: %s", step.args, scope, effect.err)
					}
					r := runWith(t, "", append(args, "--yes")...)
					if r.code != 0 || !strings.Contains(r.out, step.out) {
						t.Errorf("%s: exit %d: %s%s", step.args, r.code, r.out, r.err)
					}
					for _, from40 := range []bool{false, true} {
						if got := p.readAsApp(from40, name); got != step.want {
							t.Errorf("%s: from 0.0.40 on: %v: the app reads %s, want %s", step.args, from40, got, step.want)
						}
					}
				}
			})
		})
	}
}

// TestCommandsNameATrigger checks that a write that a trigger changes exits 5 with an
// error that names the trigger.
func TestCommandsNameATrigger(t *testing.T) {
	onDatabases(t, func(t *testing.T, p *testDatabase) {
		p.define("a.b", false, "")
		p.override("system", "", "a.b", true)
		if p.pg {
			p.exec(`CREATE FUNCTION keep_on() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.enabled := true; RETURN NEW; END $$`,
				`CREATE TRIGGER keep_on BEFORE UPDATE ON feature_flags_override FOR EACH ROW EXECUTE FUNCTION keep_on()`)
		} else {
			p.exec(`CREATE TRIGGER keep_on AFTER UPDATE ON feature_flags_override BEGIN UPDATE feature_flags_override SET enabled = 1 WHERE id = NEW.id; END`)
		}
		for _, args := range [][]string{{"set", "a.b=off"}, {"kill", "a.b"}} {
			r := runWith(t, "", append(args, "--yes", "--db", p.url)...)
			if r.code != exitRefused || !strings.Contains(r.err, "the database did not keep what was written") || !strings.Contains(r.err, "keep_on") {
				t.Errorf("%v: exit %d: %s%s", args, r.code, r.out, r.err)
			}
		}
		if got := p.readAsApp(true, "a.b"); got != "on" {
			t.Errorf("a.b is %s", got)
		}
	})
}
