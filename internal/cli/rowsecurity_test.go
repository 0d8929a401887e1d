package cli

import (
	"crypto/rand"
	"net/url"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/data/pgtest"
	"flagtui/internal/doctor"
)

// restricted makes a role that may use the tables. It returns the role's name and a
// database URL.
func (p *testDatabase) restricted() (role, dsn string) {
	p.t.Helper()
	role = "flagtui_test_" + strings.ToLower(rand.Text())
	p.exec(`CREATE ROLE `+role+` LOGIN PASSWORD 'flagtui'`, `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO `+role,
		`GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO `+role)
	p.t.Cleanup(func() { p.exec(`DROP OWNED BY `+role, `DROP ROLE `+role) })
	u, err := url.Parse(p.url)
	if err != nil {
		p.t.Fatal(err)
	}
	u.User = url.UserPassword(role, "flagtui")
	return role, u.String()
}

// TestCommandsWithHiddenRows checks that every command warns if row-level security may
// hide rows. doctor finds the fault, and its fix works. No command claims that a flag is
// off for everyone.
func TestCommandsWithHiddenRows(t *testing.T) {
	dsn := pgtest.Database(t)
	p := &testDatabase{t: t, url: dsn, raw: openPostgres(t, dsn), pg: true}
	runWith(t, "", "init", "--yes", "--db", dsn).expect(t, 0, "*", "")
	p.exec(`INSERT INTO tenants_tenant (id, slug, name, status) VALUES ('acme', 'acme', 'Acme', 'active')`)
	p.define("a.b", false, "")
	p.override("system", "", "a.b", true)
	role, restricted := p.restricted()
	p.exec(`ALTER TABLE feature_flags_override ENABLE ROW LEVEL SECURITY`, `ALTER TABLE tenants_tenant ENABLE ROW LEVEL SECURITY`)

	says := "row-level security may hide rows of feature_flags_override, tenants_tenant from " + role
	run := func(code int, args string) ran {
		t.Helper()
		r := runWith(t, "", append(strings.Fields(args), "--db", restricted)...)
		if r.code != code || !strings.Contains(r.err, says) {
			t.Errorf("%s: exit %d, want %d; stderr %q, want %q", args, r.code, code, r.err, says)
		}
		return r
	}
	run(0, "list")
	run(0, "get a.b")
	run(1, "test a.b")
	if r := run(5, "set a.b=off --yes"); !strings.Contains(r.err, "violates row-level security policy") {
		t.Error(r.err)
	}
	for _, args := range []string{"kill a.b --yes", "kill a.b --dry-run"} {
		if r := run(5, args); !strings.Contains(r.err, `so a kill might not turn "a.b" off for everyone`) || r.out != "" {
			t.Errorf("%s: %s%s", args, r.out, r.err)
		}
	}
	var on bool
	if err := p.raw.QueryRow(`SELECT enabled FROM feature_flags_override`).Scan(&on); err != nil || !on {
		t.Error(on, err)
	}

	theirs := &testDatabase{t: t, url: restricted, raw: p.raw, pg: true}
	d := theirs.doctor(1)
	if d.Counts["rows_hidden"] != 2 {
		t.Errorf("%+v", d)
	}
	for _, f := range d.Findings {
		if f.Code == "rows_hidden" {
			p.exec(f.Fix)
		}
	}
	if d := theirs.doctor(0); d.Counts["rows_hidden"] != 0 {
		t.Errorf("after its fixes: %+v", d)
	}
	runWith(t, "", "test", "a.b", "--db", restricted).expect(t, 0, "", "")
	if d := p.doctor(0); slices.ContainsFunc(d.Findings, func(f doctor.Finding) bool { return f.Code == "rows_hidden" }) {
		t.Errorf("a superuser sees every row: %+v", d)
	}
}

// TestCommandsWithHiddenScopedRows is TestCommandsWithHiddenRows for OLI Torus' table.
func TestCommandsWithHiddenScopedRows(t *testing.T) {
	dsn := pgtest.Database(t)
	p := &testDatabase{t: t, url: dsn, raw: openPostgres(t, dsn), pg: true}
	p.exec(`CREATE TABLE projects (id BIGSERIAL PRIMARY KEY, slug TEXT, title TEXT, status TEXT)`,
		`CREATE TABLE scoped_feature_flag_states (id BIGSERIAL PRIMARY KEY, feature_name VARCHAR(255) NOT NULL, project_id BIGINT, section_id BIGINT,
			inserted_at TIMESTAMP NOT NULL DEFAULT now(), updated_at TIMESTAMP NOT NULL DEFAULT now())`,
		`CREATE UNIQUE INDEX ON scoped_feature_flag_states (feature_name, project_id)`, `CREATE UNIQUE INDEX ON scoped_feature_flag_states (feature_name, section_id)`,
		`INSERT INTO projects VALUES (12, 'chem', 'Chemistry', 'active')`, `INSERT INTO scoped_feature_flag_states (feature_name, project_id) VALUES ('cells', 12)`)
	_, restricted := p.restricted()
	p.exec(`ALTER TABLE scoped_feature_flag_states ENABLE ROW LEVEL SECURITY`)
	catalogue := writeFile(t, `[{name: cells, scopes: [authoring]}]`)
	for args, code := range map[string]int{"list --project 12": 0, "test cells --project 12": 1, "kill cells --yes": 5} {
		r := runWith(t, "", append(strings.Fields(args), "--db", restricted, "--flags", catalogue)...)
		if r.code != code || !strings.Contains(r.err, "row-level security may hide rows of scoped_feature_flag_states from ") {
			t.Errorf("%s: exit %d, want %d: %s%s", args, r.code, code, r.out, r.err)
		}
	}
	theirs := &testDatabase{t: t, url: restricted, raw: p.raw, pg: true}
	d := theirs.doctor(1, "--flags", catalogue)
	if d.Counts["rows_hidden"] != 1 {
		t.Errorf("%+v", d)
	}
	for _, f := range d.Findings {
		p.exec(f.Fix)
	}
	if d := theirs.doctor(0, "--flags", catalogue); len(d.Findings) > 0 {
		t.Errorf("after its fixes: %+v", d)
	}
}
