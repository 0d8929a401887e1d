package data

import (
	"slices"
	"strings"
	"testing"

	"flagtui/internal/data/simplemodule"
	"flagtui/internal/data/torus"
	"flagtui/internal/feature"
)

// everyRight grants a role the tables, apart from row-level security.
const everyRight = `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ROLE; GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ROLE;`

// flagtui warns of hidden rows if row-level security is in force for this user and no
// policy shows every row. The server must agree.
func TestRowsHidden(t *testing.T) {
	t.Parallel()
	var names []string
	cases := map[string]struct {
		rights string // the role's rights, besides those on the tables
		hidden []string
		count  string // the number of overrides that the role can see
	}{
		"no policy":              {`ALTER TABLE feature_flags_override ENABLE ROW LEVEL SECURITY`, []string{simplemodule.OverrideTable}, "0"},
		"of tenants":             {`ALTER TABLE tenants_tenant ENABLE ROW LEVEL SECURITY`, []string{simplemodule.TenantTable}, "2"},
		"of both":                {`ALTER TABLE tenants_tenant ENABLE ROW LEVEL SECURITY; ALTER TABLE feature_flags_override ENABLE ROW LEVEL SECURITY`, []string{simplemodule.OverrideTable, simplemodule.TenantTable}, "0"},
		"of the journal":         {`ALTER TABLE flagtui_change ENABLE ROW LEVEL SECURITY`, []string{journalTable}, "2"},
		"some rows":              {`ALTER TABLE feature_flags_override ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON feature_flags_override USING (scope = 'system')`, []string{simplemodule.OverrideTable}, "1"},
		"every row":              {`ALTER TABLE feature_flags_override ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON feature_flags_override USING (true)`, nil, "2"},
		"every row to the role":  {`ALTER TABLE feature_flags_override ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON feature_flags_override FOR SELECT TO ROLE USING (true)`, nil, "2"},
		"every row to another":   {`ALTER TABLE feature_flags_override ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON feature_flags_override TO postgres USING (true)`, []string{simplemodule.OverrideTable}, "0"},
		"every row, restricted":  {`ALTER TABLE feature_flags_override ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON feature_flags_override USING (true); CREATE POLICY q ON feature_flags_override AS RESTRICTIVE USING (scope = 'system')`, []string{simplemodule.OverrideTable}, "1"},
		"every row to write":     {`ALTER TABLE feature_flags_override ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON feature_flags_override FOR UPDATE USING (true)`, []string{simplemodule.OverrideTable}, "0"},
		"the owner":              {`ALTER TABLE feature_flags_override ENABLE ROW LEVEL SECURITY; ALTER TABLE feature_flags_override OWNER TO ROLE`, nil, "2"},
		"the owner, forced":      {`ALTER TABLE feature_flags_override ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; ALTER TABLE feature_flags_override OWNER TO ROLE`, []string{simplemodule.OverrideTable}, "0"},
		"BYPASSRLS":              {`ALTER TABLE feature_flags_override ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; ALTER USER ROLE BYPASSRLS`, nil, "2"},
		"superuser":              {`ALTER TABLE feature_flags_override ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; ALTER USER ROLE SUPERUSER`, nil, "2"},
		"policies not in effect": {`CREATE POLICY p ON feature_flags_override USING (false)`, nil, "2"},
	}
	for name := range cases {
		names = append(names, name)
	}
	slices.Sort(names)
	onPostgres(t, names, func(t *testing.T, p *place, name string) {
		test := cases[name]
		p.exec(tablesOf(t, "postgres", simplemodule.TenantTable))
		p.own(journalTable)
		p.override("system", "", "a.b", true)
		p.override("tenant", "acme", "a.b", true)
		as := p.role(everyRight + test.rights)
		t.Cleanup(func() { p.exec(`DROP TABLE feature_flags_override`) }) // the role may own the table

		s := p.open(as)
		facts := s.Info()
		slices.Sort(facts.Filtered)
		if !slices.Equal(facts.Filtered, test.hidden) {
			t.Errorf("may be hidden: %v, want %v", facts.Filtered, test.hidden)
		}
		says := facts.RowsHidden()
		if (says != "") != (len(test.hidden) > 0) || says != "" && !(strings.Contains(says, test.hidden[0]) && strings.Contains(says, facts.User)) {
			t.Errorf("says %q", says)
		}
		theirs := &place{t: t, url: p.options(as).URL, pg: true}
		theirs.raw = theirs.openRaw()
		wantSame(t, "the role sees", theirs.rows(`SELECT COUNT(*) FROM feature_flags_override`), test.count)

		// A kill turns the flag off for everyone, or says that this is unknown.
		_, err := s.Kill(t.Context(), "a.b", feature.ChangeSet{Actor: "alice"})
		on := p.rows(`SELECT COUNT(*) FROM feature_flags_override WHERE enabled`)
		switch {
		case slices.Contains(test.hidden, simplemodule.OverrideTable):
			wantProblem(t, err, feature.ErrRefused, "row-level security may hide rows of "+simplemodule.OverrideTable)
			wantSame(t, "on", on, "2")
		case err == nil:
			wantSame(t, "on", on, "0")
		default: // a policy or the journal prevents the write
			wantProblem(t, err, feature.ErrRefused)
			wantSame(t, "on", on, "2")
		}
	})
}

// A change of a hidden row is refused, and nothing is written.
func TestChangeOfHiddenRows(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.TenantTable))
	p.override("system", "", "a.b", true)
	s := p.open(p.role(everyRight + `ALTER TABLE feature_flags_override ENABLE ROW LEVEL SECURITY`))
	if stored, err := s.Stored(t.Context(), feature.SystemScope()); err != nil || len(stored) > 0 {
		t.Errorf("%v, %v", stored, err)
	}
	for _, name := range []string{"a.b", "c.d"} {
		_, err := s.Apply(t.Context(), set(feature.SystemScope(), name, feature.Inherit, feature.Off))
		wantProblem(t, err, feature.ErrRefused, "row-level security")
	}
	_, err := s.Apply(t.Context(), set(feature.SystemScope(), "a.b", feature.On, feature.Off))
	wantProblem(t, err, feature.ErrConflict)
	wantSame(t, "rows", p.rows(`SELECT name, enabled FROM feature_flags_override`), "a.b|true")
}

// OLI Torus' tables may have hidden rows, too.
func TestRowsHiddenOfScopedFlags(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, torusDDL(t, false, false))
	p.exec(`INSERT INTO projects (id, title, slug, status) VALUES (12, 'Chemistry', 'chem', 'active');
		INSERT INTO scoped_feature_flag_states (feature_name, project_id, inserted_at, updated_at) VALUES ('cells', 12, now(), now())`)
	as := p.role(everyRight)
	wantSame(t, "hidden", p.open(as).Info().RowsHidden(), "")
	for _, hidden := range []string{torus.ProjectTable, torus.StateTable} {
		p.exec(`ALTER TABLE ` + hidden + ` ENABLE ROW LEVEL SECURITY`)
		s := p.open(as)
		if got := s.Info().RowsHidden(); !strings.Contains(got, hidden) {
			t.Errorf("says %q of %s", got, hidden)
		}
		if hidden == torus.StateTable {
			_, err := s.Kill(t.Context(), "cells", feature.ChangeSet{Actor: "alice"})
			wantProblem(t, err, feature.ErrRefused, "row-level security may hide rows of ", torus.StateTable)
		}
	}
	wantSame(t, "rows", p.rows(`SELECT COUNT(*) FROM scoped_feature_flag_states`), "1")
}
