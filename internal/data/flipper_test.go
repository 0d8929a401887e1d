package data

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// onFlipper runs a test on Flipper's own tables, on each database.
func onFlipper(t *testing.T, test func(t *testing.T, p *place)) { onLibrary(t, "flipper", test) }

// appTime is the time of the rows that the app has written.
const appTime = `'2020-01-02 03:04:05.000006'`

// flip adds gates of a flag, each as key=value, and the flag's row in flipper_features.
func (p *place) flip(name string, gates ...string) {
	p.t.Helper()
	p.exec(`INSERT INTO flipper_features (key, created_at, updated_at) VALUES ('` + name + `', ` + appTime + `, ` + appTime + `)`)
	for _, gate := range gates {
		key, value, _ := strings.Cut(gate, "=")
		p.exec(`INSERT INTO flipper_gates (feature_key, key, value, created_at, updated_at) VALUES ('` + name + `', '` + key + `', '` + strings.ReplaceAll(value, "'", "''") + `', ` + appTime + `, ` + appTime + `)`)
	}
}

// flips returns both tables, to the letter.
func (p *place) flips() string {
	return p.rows(`SELECT * FROM flipper_features ORDER BY id`) + "\n" + p.rows(`SELECT * FROM flipper_gates ORDER BY id`)
}

// gatesOf returns the gates of a flag, and whether the app has written each.
func (p *place) gatesOf(name string) string {
	return p.rows(`SELECT key, value, CASE WHEN created_at = ` + appTime + ` AND updated_at = ` + appTime + ` THEN 'app' WHEN created_at = updated_at THEN 'flagtui' ELSE 'two times' END FROM flipper_gates WHERE feature_key = '` + name + `' ORDER BY id`)
}

// TestFlipperIsRead holds what Flipper 1.3 answers for each set of gates.
func TestFlipperIsRead(t *testing.T) {
	system, account := feature.SystemScope(), actorScope("Account;12")
	gates := map[string][]string{
		"nothing": nil, "on": {"boolean=true"}, "one": {"boolean=1"}, "TRUE": {"boolean=TRUE"}, "t": {"boolean=t"}, "yes": {"boolean=yes"}, "false": {"boolean=false"}, "0": {"boolean=0"},
		"first off": {"boolean=false", "boolean=true"}, "first on": {"boolean=true", "boolean=TRUE"},
		"quarter": {"percentage_of_actors=25", "percentage_of_time=0"}, "always": {"percentage_of_time=100"}, "half": {"percentage_of_time=0.5"}, "all": {"percentage_of_actors=100"},
		"left over": {"percentage_of_actors=0", "percentage_of_time=0"},
		"group":     {"groups=staff", "groups=admins"}, "expression": {`expression={"Equal":[1,1]}`},
		"denied":   {"deny_actors=Account;12", "boolean=true"},
		"accounts": {"actors=Account;12", "actors=Account;7", "actors=account;12", "actors=Admin::User;3", "actors=bare"},
		"mixed":    {"actors=Account;7", "groups=staff"}, "on mixed": {"boolean=true", "actors=Account;7", "groups=staff"},
	}
	staff := "group staff (its members are code)"
	onFlipper(t, func(t *testing.T, p *place) {
		for name, of := range gates {
			p.flip(name, of...)
		}
		p.exec(`INSERT INTO flipper_gates (feature_key, key, value, created_at, updated_at) VALUES ('no row', 'boolean', 'true', ` + appTime + `, ` + appTime + `)`)
		s := p.open()
		for _, tc := range []struct {
			scope   feature.Scope
			name    string
			own     feature.Setting
			enabled bool
			depends []string
			locked  string
		}{
			{system, "unknown", feature.Inherit, false, nil, ""}, {account, "unknown", feature.Inherit, false, nil, ""},
			{system, "nothing", feature.Inherit, false, nil, ""}, {system, "on", feature.On, true, nil, ""}, {account, "on", feature.Inherit, true, nil, ""},
			{system, "one", feature.On, true, nil, ""}, {system, "TRUE", feature.Inherit, false, nil, ""}, {system, "t", feature.Inherit, false, nil, ""},
			{system, "yes", feature.Inherit, false, nil, ""}, {system, "false", feature.Inherit, false, nil, ""}, {system, "0", feature.Inherit, false, nil, ""},
			{system, "first off", feature.Inherit, false, nil, ""}, {system, "first on", feature.On, true, nil, ""}, {system, "no row", feature.On, true, nil, ""},
			{system, "quarter", feature.Inherit, false, []string{"25 % of actors"}, ""}, {account, "quarter", feature.Inherit, false, []string{"25 % of actors"}, ""},
			{system, "always", feature.On, true, nil, ""}, {account, "always", feature.Inherit, true, nil, ""},
			{system, "half", feature.Inherit, false, []string{"0.5 % of the time"}, ""}, {system, "all", feature.Inherit, false, []string{"100 % of actors"}, ""},
			{system, "left over", feature.Inherit, false, nil, ""}, {account, "left over", feature.Inherit, false, nil, ""},
			{system, "group", feature.Inherit, false, []string{staff, "group admins (its members are code)"}, ""},
			{system, "expression", feature.Inherit, false, []string{`the expression {"Equal":[1,1]}`}, ""},
			{system, "denied", feature.On, true, nil, "unknown gate deny_actors"}, {account, "denied", feature.Inherit, true, nil, "unknown gate deny_actors"},
			{system, "accounts", feature.Inherit, false, []string{"2 accounts", "1 actor", "1 admin user", "1 account"}, ""},
			{account, "accounts", feature.On, true, nil, ""}, {actorScope("account;12"), "accounts", feature.On, true, nil, ""}, {actorScope("Account;1"), "accounts", feature.Inherit, false, nil, ""},
			{system, "mixed", feature.Inherit, false, []string{"1 account", staff}, ""}, {account, "mixed", feature.Inherit, false, []string{staff}, ""}, {actorScope("Account;7"), "mixed", feature.On, true, nil, ""},
			{system, "on mixed", feature.On, true, nil, ""}, {account, "on mixed", feature.Inherit, true, nil, ""},
		} {
			v := view(t, s, tc.scope, tc.name)
			if v.Own() != tc.own || v.Enabled != tc.enabled || !sameTexts(v.Depends, tc.depends) || v.Locked != tc.locked {
				t.Errorf("%q at %s: own %s, enabled %v, depends %q, locked %q", tc.name, tc.scope, v.Own(), v.Enabled, v.Depends, v.Locked)
			}
		}
		before := p.flips()
		for _, scope := range []feature.Scope{system, account} {
			_, err := s.Apply(t.Context(), set(scope, "denied", view(t, s, scope, "denied").Own(), feature.Inherit))
			if scope == account {
				_, err = s.Apply(t.Context(), set(scope, "denied", feature.Inherit, feature.On))
			}
			wantProblem(t, err, feature.ErrRefused, "unknown gate deny_actors")
		}
		_, err := s.Kill(t.Context(), "denied", feature.ChangeSet{Actor: "alice"})
		wantProblem(t, err, feature.ErrRefused, "unknown gate deny_actors")
		wantSame(t, "refused", p.flips(), before)
	})
}

// sameTexts reports whether two lists have the same texts, in any order.
func sameTexts(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

func TestFlipperIsWritten(t *testing.T) {
	system, account := feature.SystemScope(), actorScope("Account;12")
	onFlipper(t, func(t *testing.T, p *place) {
		p.flip("s", "actors=Account;7", "groups=staff")
		s := p.open()
		start := p.flips()
		on := apply(t, s, set(system, "s", feature.Inherit, feature.On))
		wantSame(t, "on", p.gatesOf("s"), "actors|Account;7|app\ngroups|staff|app\nboolean|true|flagtui")
		off := apply(t, s, set(system, "s", feature.On, feature.Off))
		wantSame(t, "off", p.flips(), start)
		undo(t, s, off)
		undo(t, s, on)
		wantSame(t, "undone", p.flips(), start)

		x := apply(t, s, set(system, "x", feature.Inherit, feature.On))
		wantSame(t, "a flag without a row", p.gatesOf("x")+"\n"+p.rows(`SELECT key, CASE WHEN created_at = `+appTime+` THEN 'app' WHEN created_at = updated_at THEN 'flagtui' END FROM flipper_features ORDER BY id`), "boolean|true|flagtui\ns|app\nx|flagtui")
		undo(t, s, x)
		wantSame(t, "undone", p.flips(), start)

		apply(t, s, set(account, "s", feature.Inherit, feature.On))
		if again, err := s.Apply(t.Context(), set(account, "s", feature.Inherit, feature.On)); err != nil || len(again.Changed) > 0 {
			t.Errorf("%+v, %v", again, err)
		}
		wantSame(t, "an actor", p.gatesOf("s"), "actors|Account;7|app\ngroups|staff|app\nactors|Account;12|flagtui")
		apply(t, s, set(account, "s", feature.On, feature.Inherit))
		wantSame(t, "no actor", p.flips(), start)
		_, err := s.Apply(t.Context(), set(account, "s", feature.Inherit, feature.Off))
		wantProblem(t, err, feature.ErrRefused, "Flipper has no off for one actor")

		p.flip("odd", "boolean=TRUE")
		apply(t, s, set(system, "odd", feature.Inherit, feature.On))
		wantSame(t, "an odd boolean", p.gatesOf("odd"), "boolean|true|flagtui")
		p.flip("always", "percentage_of_time=100", "boolean=true")
		before := p.flips()
		_, err = s.Apply(t.Context(), set(system, "always", feature.On, feature.Off))
		wantProblem(t, err, feature.ErrRefused, `"always" stays on: percentage_of_time is 100`, "flagtui kill")
		wantSame(t, "refused", p.flips(), before)
	})
}

// TestFlipperIsKilled: a kill removes every gate of the flag, and its undo restores each row
// to the letter.
func TestFlipperIsKilled(t *testing.T) {
	for what, gates := range map[string][]string{
		"everything": {"boolean=true", "actors=A;1", "actors=A;2", "actors=A;3", "percentage_of_actors=25", "groups=staff"},
		"no setting": {"percentage_of_actors=25", "percentage_of_time=0"},
		"odd":        {"boolean=TRUE", "actors=", "expression={"},
		"always":     {"percentage_of_time=100"},
	} {
		t.Run(what, func(t *testing.T) {
			onFlipper(t, func(t *testing.T, p *place) {
				p.flip("other", gates...)
				p.flip("s", gates...)
				s := p.open()
				start := p.flips()
				for range 2 {
					killed, err := s.Kill(t.Context(), "s", feature.ChangeSet{Actor: "alice"})
					if err != nil {
						t.Fatal(err)
					}
					wantSame(t, "killed", p.rows(`SELECT feature_key, COUNT(*) FROM flipper_gates GROUP BY feature_key`)+"\n"+p.rows(`SELECT key FROM flipper_features ORDER BY id`), fmt.Sprintf("other|%d\nother\ns", len(gates)))
					if again, err := s.Kill(t.Context(), "s", feature.ChangeSet{Actor: "alice"}); err != nil || len(again.Changed) > 0 {
						t.Errorf("%+v, %v", again, err)
					}
					undo(t, s, killed.ID)
					wantSame(t, "undone", p.flips(), start)
				}
				killed, err := s.Kill(t.Context(), "s", feature.ChangeSet{Actor: "alice"})
				if err != nil {
					t.Fatal(err)
				}
				p.exec(`INSERT INTO flipper_gates (feature_key, key, value, created_at, updated_at) VALUES ('s', 'groups', 'new', ` + appTime + `, ` + appTime + `)`)
				before := p.flips()
				_, err = s.Undo(t.Context(), killed.ID, feature.ChangeSet{Actor: "bob"})
				wantProblem(t, err, feature.ErrConflict, "has changed since")
				wantSame(t, "refused", p.flips(), before)
			})
		})
	}
}

// TestFlipperUndoKeepsOtherGates: an undo of one setting keeps the other gates.
func TestFlipperUndoKeepsOtherGates(t *testing.T) {
	onFlipper(t, func(t *testing.T, p *place) {
		s := p.open()
		on := apply(t, s, set(feature.SystemScope(), "s", feature.Inherit, feature.On))
		actor := apply(t, s, set(actorScope("A;1"), "s", feature.Inherit, feature.On))
		p.exec(`INSERT INTO flipper_gates (feature_key, key, value, created_at, updated_at) VALUES ('s', 'groups', 'staff', ` + appTime + `, ` + appTime + `)`)
		undo(t, s, on)
		wantSame(t, "undone", p.gatesOf("s"), "actors|A;1|flagtui\ngroups|staff|app")
		undo(t, s, actor)
		wantSame(t, "undone", p.gatesOf("s")+"\n"+p.rows(`SELECT key FROM flipper_features`), "groups|staff|app\ns")
	})
}

// TestFlipperIsChecked: the doctor names each gate that the app reads otherwise than it
// looks, with a statement that fixes the gate.
func TestFlipperIsChecked(t *testing.T) {
	onFlipper(t, func(t *testing.T, p *place) {
		p.flip("fine", "boolean=true", "actors=Account;1", "percentage_of_time=0", "boolean=true ", `expression={"a":1}`)
		p.exec(`DELETE FROM flipper_gates WHERE value = 'true '`)
		p.flip("TRUE", "boolean=TRUE")
		p.flip("by hand", "actors=true")
		p.flip("expression", "expression={")
		p.flip("twice", "boolean=true", "boolean=1")
		p.flip("denied", "deny_groups=staff")
		p.flip("unlisted", "boolean=true")
		p.exec(`DELETE FROM flipper_features WHERE key = 'unlisted'`)
		s := p.open()
		check := func(fix bool) (found []string) {
			var fixes []string
			err := s.CheckRows(t.Context(), func(layout.Row) {}, func(a layout.Anomaly) {
				if a.Code == layout.AnomalyApp {
					found, fixes = append(found, a.Row.Name+": "+a.Text), append(fixes, a.Fix)
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, statement := range fixes {
				if fix && statement != "" {
					p.exec(statement)
				}
			}
			return found
		}
		found := check(true)
		for _, want := range []string{`TRUE: "TRUE" (row`, `by hand: "by hand" is on for the actor "true"`, `expression: "expression" (row`, `twice: "twice" has two boolean gates`, `denied: "denied" (row`, `unlisted: "unlisted" has gates, but no row in flipper_features`} {
			if !slices.ContainsFunc(found, func(text string) bool { return strings.HasPrefix(text, want) }) {
				t.Errorf("no finding %q in %q", want, found)
			}
		}
		if len(found) != 6 {
			t.Errorf("%d findings: %q", len(found), found)
		}
		if left := check(false); len(left) != 1 || !strings.HasPrefix(left[0], "denied") {
			t.Errorf("the fixes have left %q", left)
		}
		if !view(t, s, feature.SystemScope(), "twice").Enabled || !view(t, s, feature.SystemScope(), "unlisted").Enabled {
			t.Error("a fix has changed what the app reads")
		}
	})
}
