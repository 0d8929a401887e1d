package cli

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flagtui/internal/data/pgtest"
	"flagtui/internal/doctor"
	"flagtui/internal/schema"
)

// testDatabase is a database that a test runs commands on.
type testDatabase struct {
	t   *testing.T
	url string
	raw *sql.DB
	pg  bool
}

// onDatabases runs a test on SQLite and on PostgreSQL. The databases have every table
// that flagtui knows. On PostgreSQL the schema is public, or feature_flags, which is not
// on the search_path.
func onDatabases(t *testing.T, test func(t *testing.T, p *testDatabase)) {
	t.Run("sqlite", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "it's.db")
		p := &testDatabase{t: t, url: path, raw: openSQL(t, path)}
		p.exec(schema.Statements(true)...)
		test(t, p)
	})
	for _, inSchema := range []string{"public", "feature_flags"} {
		t.Run("postgres "+inSchema, func(t *testing.T) {
			url := pgtest.Database(t)
			p := &testDatabase{t: t, url: url, raw: openPostgres(t, url), pg: true}
			p.raw.SetMaxOpenConns(1) // keep the search_path
			p.exec(`CREATE SCHEMA IF NOT EXISTS `+inSchema, `SET search_path TO `+inSchema)
			p.exec(schema.Statements(false)...)
			test(t, p)
		})
	}
}

// openPostgres opens a PostgreSQL database without flagtui.
func openPostgres(t *testing.T, url string) *sql.DB {
	t.Helper()
	db, err := sql.Open("postgres", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func (p *testDatabase) exec(statements ...string) {
	p.t.Helper()
	for _, statement := range statements {
		if _, err := p.raw.Exec(statement); err != nil {
			p.t.Fatalf("%v\n%s", err, statement)
		}
	}
}

func (p *testDatabase) override(scope, id, name string, enabled any) {
	p.t.Helper()
	_, err := p.raw.Exec(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ($1, $2, $3, $4)`, scope, id, name, enabled)
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *testDatabase) define(name string, byDefault bool, scopes string) {
	p.t.Helper()
	if _, err := p.raw.Exec(`INSERT INTO flagtui_definition (name, default_enabled, scopes) VALUES ($1, $2, $3)`, name, byDefault, scopes); err != nil {
		p.t.Fatal(err)
	}
}

// doctor runs flagtui doctor --json.
func (p *testDatabase) doctor(code int, args ...string) diagnosis {
	p.t.Helper()
	r := runWith(p.t, "", append([]string{"doctor", "--json", "--db", p.url}, args...)...)
	var d diagnosis
	if err := json.Unmarshal([]byte(r.out), &d); err != nil || r.code != code || r.err != "" {
		p.t.Fatalf("exit %d, want %d: %v\n%s%s", r.code, code, err, r.out, r.err)
	}
	return d
}

func TestDoctorFindsNothing(t *testing.T) {
	onDatabases(t, func(t *testing.T, p *testDatabase) {
		p.define("a.b", false, "")
		p.exec(`INSERT INTO tenants_tenant (id, slug, name, status) VALUES ('acme', 'acme', 'Acme', 'active')`)
		p.override("system", "", "a.b", true)
		p.override("tenant", "acme", "a.b", false)
		d := p.doctor(0)
		if len(d.Findings)+len(d.Notes)+len(d.Counts) > 0 || d.ReadOnly != "" || d.Version == "" || d.Catalogue != (catalogueReport{"table", 1}) ||
			!strings.Contains(p.url, strings.Split(d.Database, "@")[0]) || (d.User != "") != p.pg || (d.Schema != "") != p.pg {
			t.Errorf("%+v", d)
		}
		r := runWith(t, "", "doctor", "--db", p.url)
		r.expect(t, 0, "*")
		for _, part := range []string{"Database\n  name    " + d.Database + "\n", " " + d.Version + "\n", "\n\nTables\n  feature_flags_override      found", "\n\nAccess\n",
			"\n  write    yes\n  history  kept\n", "\n\nCatalogue\n  flagtui_definition  1 definition\n", "\n\nFindings\n  none\n"} {
			if !strings.Contains(r.out, part) {
				t.Errorf("no %q in\n%s", part, r.out)
			}
		}
	})
}

func TestDoctorJSON(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.db")
	p := &testDatabase{t: t, url: path, raw: openSQL(t, path)}
	p.exec(schema.Statements(true, "feature_flags_override")...)
	p.exec(`ALTER TABLE feature_flags_override DROP COLUMN created_by`)
	p.override("tenant", "", "a.b", 1)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	d := p.doctor(1)
	want := fmt.Sprintf(`{"database":%q,"dialect":"sqlite","version":%q,"schema":"","user":"","read_only":"",`+
		`"tables":[{"name":"feature_flags_override","schema":"","found":true,"missing_columns":["created_by"]},`+
		`{"name":"tenants_tenant","schema":"","found":false,"missing_columns":[]},{"name":"audit_log_audit_entry","schema":"","found":false,"missing_columns":[]},`+
		`{"name":"flagtui_definition","schema":"","found":false,"missing_columns":[]},{"name":"flagtui_change","schema":"","found":false,"missing_columns":[]}],`+
		`"catalogue":{"source":"none","definitions":0},"findings":[{"code":"misread",`+
		`"message":"\"a.b\" has the scope \"tenant\" without an id: the app applies it to nobody",`+
		`"mend":"DELETE FROM feature_flags_override WHERE id = 1 AND scope = 'tenant' AND COALESCE(scope_id, '') = '';"}],"counts":{"misread":1},"notes":[`,
		path, d.Version)
	r := runWith(t, "", "doctor", "--db", path, "--json")
	notes, ok := strings.CutPrefix(r.out, want)
	for _, note := range []string{"lacks created_by", "tenants cannot be checked", "flagtui init --db " + path + " makes it", "no catalogue"} {
		ok = ok && strings.Contains(notes, note)
	}
	if !ok || r.code != 1 || r.err != "" {
		t.Errorf("exit %d:\n%s%s\nwant\n%s", r.code, r.out, r.err, want)
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
		t.Error("the database is not as it was", err)
	}
}

func TestDoctorCountsWhatItLeavesOut(t *testing.T) {
	onDatabases(t, func(t *testing.T, p *testDatabase) {
		p.define("a.b", false, "")
		for i := range doctor.MaxPerCode + 50 {
			p.override("system", "", fmt.Sprintf("legacy.%03d", i), true)
		}
		d := p.doctor(1)
		if len(d.Findings) != doctor.MaxPerCode || d.Counts[doctor.Unregistered] != doctor.MaxPerCode+50 || !strings.Contains(d.Findings[99].Message, "legacy.099") {
			t.Errorf("%d findings; %v", len(d.Findings), d.Counts)
		}
		r := runWith(t, "", "doctor", "--db", p.url)
		if !strings.Contains(r.out, "… and 50 more, 150 in all") {
			t.Error(r.out)
		}
	})
}

func TestDoctorCatalogueFile(t *testing.T) {
	onDatabases(t, func(t *testing.T, p *testDatabase) {
		p.define("a.b", false, "")
		p.override("system", "", "a.b", true)
		p.override("system", "", "c.d", true)
		d := p.doctor(1, "--flags", writeFile(t, "- {name: c.d, default_enabled: true}"))
		if d.Catalogue != (catalogueReport{"file", 1}) || d.Counts[doctor.Unregistered] != 1 || d.Counts[doctor.Repeated] != 1 {
			t.Errorf("%+v", d)
		}
		p.exec(`ALTER TABLE flagtui_definition DROP COLUMN description`)
		if d = p.doctor(1); d.Catalogue.Source != "none" || d.Counts[doctor.MissingColumns] != 1 || d.Counts[doctor.Unregistered] != 0 {
			t.Errorf("%+v", d)
		}
		p.fix(d.Findings)
		if d = p.doctor(1); d.Catalogue.Source != "table" || d.Counts[doctor.MissingColumns] != 0 {
			t.Errorf("%+v", d)
		}
	})
}

func TestDoctorAccess(t *testing.T) {
	onDatabases(t, func(t *testing.T, p *testDatabase) {
		d := p.doctor(0, "--read-only")
		if notes := strings.Join(d.Notes, "\n"); d.ReadOnly != "" || !strings.Contains(notes, "asked for by --read-only") {
			t.Errorf("%+v", d)
		}
		if !p.pg {
			return
		}
		const role, password = "flagtui_doctor", "hunter2"
		p.exec(`DROP ROLE IF EXISTS `+role, `CREATE ROLE `+role+` LOGIN PASSWORD '`+password+`'`,
			`GRANT USAGE ON SCHEMA `+d.Schema+` TO `+role, `GRANT SELECT ON feature_flags_override TO `+role)
		t.Cleanup(func() { p.exec(`DROP OWNED BY `+role, `DROP ROLE `+role) })
		p.override("tenant", "", "a.b", true)
		u, err := url.Parse(p.url)
		if err != nil {
			t.Fatal(err)
		}
		u.User = url.UserPassword(role, password)
		as := &testDatabase{t: t, url: u.String()}
		d = as.doctor(1)
		notes := strings.Join(d.Notes, "\n")
		for _, part := range []string{"flagtui_definition is there, but this user may not read it", "need a user who may write", "leave --db out"} {
			if !strings.Contains(notes, part) {
				t.Errorf("no %q in\n%s", part, notes)
			}
		}
		if d.User != role || d.ReadOnly != role+" may not write feature_flags_override" || strings.Contains(fmt.Sprint(d), password) {
			t.Errorf("%+v", d)
		}
		r := runWith(t, "", "doctor", "--db", as.url)
		if !strings.Contains(r.out, "no: "+d.ReadOnly) || strings.Contains(r.out+r.err, password) {
			t.Error(r.out, r.err)
		}
	})
}

func TestDoctorCannot(t *testing.T) {
	dir := t.TempDir()
	runWith(t, "", "doctor", "--db", dir+"/none.db").expect(t, exitUnavailable, "", "cannot open the database file")
	if _, err := openSQL(t, dir+"/other.db").Exec(`CREATE TABLE t (x)`); err != nil {
		t.Fatal(err)
	}
	runWith(t, "", "doctor", "--db", dir+"/other.db").expect(t, exitUsage, "", "no table feature_flags_override", "flagtui init")
	onDatabases(t, func(t *testing.T, p *testDatabase) {
		runWith(t, "", "doctor", "--db", p.url, "--flags", dir+"/none.yaml").expect(t, exitUsage, "", "cannot read the catalogue")
		runWith(t, "", "doctor", "--db", p.url, "x").expect(t, exitUsage, "")
		if p.pg {
			p.exec(`CREATE SCHEMA IF NOT EXISTS feature_flags`, `CREATE TABLE IF NOT EXISTS public.feature_flags_override (id INTEGER)`,
				`CREATE TABLE IF NOT EXISTS feature_flags.feature_flags_override (id INTEGER)`)
			runWith(t, "", "doctor", "--db", p.url).expect(t, exitUsage, "", "several schemas: feature_flags, public", "--schema")
		}
	})
}
