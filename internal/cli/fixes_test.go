package cli

import (
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/doctor"
	"flagtui/internal/feature"
	"flagtui/internal/schema"
)

// arguments returns the arguments of a flagtui command, split as a shell would.
func arguments(t *testing.T, command string) []string {
	t.Helper()
	out, err := exec.Command("sh", "-c", `flagtui() { printf '%s\0' "$@"; }; `+command).Output()
	if err != nil {
		t.Fatalf("%v: %s", err, command)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

// fix runs the fixes of findings.
func (p *testDatabase) fix(found []doctor.Finding) {
	p.t.Helper()
	p.t.Setenv("FLAGTUI_YES", "true")
	client := p
	if p.pg { // psql does not know the schema
		client = &testDatabase{t: p.t, raw: openPostgres(p.t, p.url)}
	}
	for _, f := range found {
		if !strings.HasPrefix(f.Fix, "flagtui ") {
			if !strings.HasSuffix(f.Fix, ";") {
				p.t.Errorf("%s is fixed by %s", f.Code, f.Fix)
			}
			client.exec(f.Fix)
			continue
		}
		args := arguments(p.t, f.Fix)
		if !slices.Contains(args, "--db") {
			args = slices.Insert(args, 1, "--db", p.url)
		}
		if r := runWith(p.t, "", args...); r.code != 0 {
			p.t.Errorf("%s: exit %d: %s", f.Fix, r.code, r.err)
		}
	}
}

// strangers are names with characters that have a meaning for a shell, a terminal or
// SQL.
var strangers = []string{"two words", "it's", `"quoted"`, "$HOME `id` $(id)", "-dash", "--yes", "%s\\n!x", "tab\there", "-\x1b[31mred", "ends with a line\n",
	"\nstarts", "right\u202eleft", "héllo", "*", "~", "a=b", "#", "\u00a0", `back\slash`, "\uFFFD", ";", "\x7f8"}

func TestDoctorFindsAndFixes(t *testing.T) {
	onDatabases(t, func(t *testing.T, p *testDatabase) {
		p.exec(`INSERT INTO tenants_tenant (id, slug, name, status) VALUES ('acme', 'acme', 'Acme', 'active')`,
			`DROP INDEX ix_flagtui_change_undoes`, `ALTER TABLE flagtui_change DROP COLUMN undoes`, `DROP INDEX ix_feature_flags_override_name`)
		if p.pg {
			p.exec(`ALTER TABLE feature_flags_override DROP CONSTRAINT uq_feature_flags_override_scope_scope_id_name`)
		} else {
			table := schema.Statements(true, "feature_flags_override")[0]
			p.exec(`DROP TABLE feature_flags_override`, strings.Replace(table, "UNIQUE (scope,", "UNIQUE (id, scope,", 1))
		}
		for _, name := range []string{"a.b", "m.n", "p.q", "v", "w"} {
			p.define(name, false, "")
		}
		p.define("c.d", true, "tenant system")
		p.define("", true, "")
		p.define("team's", true, "tenant team")

		p.override("system", "", "c.d", true)
		p.override("tenant", "acme", "a.b", false)
		for _, name := range strangers {
			p.override("system", "", name, true)
			p.override("tenant", name, "a.b", true)
		}
		p.override("tenant", "\tACME ", "a.b", true)
		p.override("tenant", "", "a.b", true)
		p.override("system", "x", "m.n", true)
		p.override("system", "", "p.q", true)
		p.override("system", "x", "p.q", false)
		p.override("system", "y", "p.q", true)
		p.override("tenant", "acme", "v", true)
		p.override("tenant", "acme", "v", true)
		p.override("system", "", "", true)
		want := map[string]int{doctor.Repeated: 2, doctor.Unregistered: len(strangers), doctor.UnknownTenant: len(strangers), doctor.MisspeltTenant: 1, doctor.Misread: 4,
			doctor.Duplicate: 1, doctor.NoUniqueConstraint: 1, doctor.NoIndex: 2, doctor.BadName: 1, doctor.BadDefinition: 2, doctor.MissingColumns: 1}
		if !p.pg {
			p.exec(`DROP INDEX ix_flagtui_change_at`)
			p.override("system", "", "a.b", "true")
			p.override("tenant", "acme", "w", 2)
			p.override("system", "", strings.Repeat("x", feature.MaxName+1), 1)
			p.exec(`INSERT INTO flagtui_definition (name) VALUES (CAST(x'ff0078' AS TEXT))`)
			p.exec(`UPDATE feature_flags_override SET created_at = 5, updated_at = 'then' WHERE name = 'w'`)
			want[doctor.NotBoolean], want[doctor.NotTime], want[doctor.NoIndex], want[doctor.Unregistered], want[doctor.BadDefinition] = 2, 1, 3, len(strangers)+1, 3
			want[doctor.Repeated] = 1 // the invalid value is read as on
		}
		d := p.doctor(1)
		if !maps.Equal(d.Counts, want) {
			t.Errorf("%v, want %v", d.Counts, want)
		}
		r := runWith(t, "", "doctor", "--db", p.url)
		if clean(strings.ReplaceAll(r.out, "\n", " ")) != strings.ReplaceAll(r.out, "\n", " ") || r.code != 1 {
			t.Errorf("exit %d; not all of it is printable:\n%q", r.code, r.out)
		}
		for _, f := range d.Findings {
			if !strings.Contains(r.out, clean(f.Fix)+"\n") || clean(f.Fix) != f.Fix {
				t.Errorf("cannot be copied from the report: %s", f.Fix)
			}
		}
		p.fix(d.Findings)
		for _, f := range p.doctor(0).Findings {
			t.Errorf("still there: %+v", f)
		}
		// The app's own rows are still there.
		var rows []string
		found, err := p.raw.Query(`SELECT scope, scope_id, name FROM feature_flags_override WHERE enabled ORDER BY name, scope`)
		if err != nil {
			t.Fatal(err)
		}
		defer found.Close()
		for found.Next() {
			var scope, id, name string
			if err := found.Scan(&scope, &id, &name); err != nil {
				t.Fatal(err)
			}
			rows = append(rows, scope+":"+id+":"+name)
		}
		left := "system::p.q tenant:acme:v"
		if !p.pg {
			left = "system::a.b " + left + " tenant:acme:w"
		}
		if got := strings.Join(rows, " "); got != left {
			t.Errorf("on is %s, want %s", got, left)
		}
	})
}
