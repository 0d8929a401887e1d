package data

import (
	"regexp"
	"testing"

	"flagtui/internal/data/layout"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// The tenants are those in the app's table and those with an override of any flag. If
// the table is empty, any id is a tenant.
func TestReachCountsTenants(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.TenantTable, func(t *testing.T, p *place) {
		s := p.open().(*sqlStore)
		want := func(most, followers int, among feature.Tenants, count feature.Count) {
			t.Helper()
			impact, err := s.layouts[0].(*simplemodule.Layout).ImpactAmong(t.Context(), "a.b", most)
			if err != nil || impact.Inheriting != followers || impact.Among != among || impact.Count != count {
				t.Errorf("looking at %d: %+v, %v; want %d among %d, %+v", most, impact, err, followers, among, count)
			}
		}
		want(9, 0, feature.OverridingTenants, feature.Count{})
		p.override("system", "", "a.b", true)
		p.override("tenant", "ghost", "a.b", false)
		p.override("tenant", "sandbox", "c.d", true)
		p.override("tenant", "sandbox", "e.f", true)
		p.override("tenant", "", "c.d", true) // no tenant's override
		p.override("Tenant", "odd", "c.d", true)
		want(9, 1, feature.OverridingTenants, feature.Count{Off: 1})
		want(1, -1, feature.OverridingTenants, feature.Count{Off: 1})
		for _, id := range []string{"acme", "globex", "initech"} {
			p.tenant(id, id)
		}
		p.override("tenant", "acme", "a.b", true)
		p.override("tenant", "globex", "c.d", true)
		// acme and ghost have an override of the flag; globex, initech and sandbox have
		// none.
		want(9, 3, feature.AllTenants, feature.Count{On: 1, Off: 1})
		want(4, 3, feature.AllTenants, feature.Count{On: 1, Off: 1})
		want(3, 2, feature.ListedTenants, feature.Count{On: 1, Off: 1})
		p.exec(`DROP TABLE tenants_tenant`)
		s = p.open().(*sqlStore)
		want(9, 2, feature.OverridingTenants, feature.Count{On: 1, Off: 1})
	})
}

// Impact steps in an index from one tenant id to the next, however many overrides each
// tenant has.
func TestReachStepsFromTenantToTenant(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.TenantTable, func(t *testing.T, p *place) {
		on := `i % 2`
		if p.pg {
			on = `i % 2 = 1`
		}
		const series = ` WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 19999) SELECT `
		p.exec(`INSERT INTO tenants_tenant (id, slug, name, status)` + series + `'t' || i, 's' || i, '', 'active' FROM n`)
		p.exec(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_at)` + series + `'tenant', 't' || (i % 400), 'flag.' || (i / 400), ` + on + `, CURRENT_TIMESTAMP FROM n`)
		if p.pg {
			p.exec(`ANALYZE`)
		}
		step := regexp.MustCompile(`\(scope=\? AND scope_id>\?\)`)
		if p.pg {
			step = regexp.MustCompile(`Index Cond: .*scope_id.* > `)
		}
		found, all := false, ""
		for _, plan := range p.plansOf(simplemodule.OverrideTable, func(s Store) error { _, err := s.Impact(t.Context(), "flag.7"); return err }) {
			if p.readsAll(plan, simplemodule.OverrideTable, "o") {
				t.Errorf("it reads all overrides:\n%s", plan)
			}
			found, all = found || step.MatchString(plan), all+plan
		}
		if !found {
			t.Errorf("no statement steps from one tenant to the next:\n%s", all)
		}
	})
}

// Without an index for these steps, Impact counts only the tenants in the app's table.
func TestReachWithoutAnIndex(t *testing.T) {
	t.Parallel()
	p := newSQLite(t, tablesOf(t, "sqlite", simplemodule.TenantTable))
	p.exec(`DROP TABLE feature_flags_override;
		CREATE TABLE feature_flags_override (id INTEGER PRIMARY KEY, scope VARCHAR(10), scope_id VARCHAR(64) COLLATE NOCASE, name VARCHAR(200), enabled BOOLEAN, created_at DATETIME, updated_at DATETIME, created_by TEXT, updated_by TEXT, UNIQUE (scope, scope_id, name))`)
	p.tenant("acme", "Acme")
	p.tenant("globex", "Globex")
	p.override("tenant", "acme", "a.b", true)
	p.override("tenant", "sandbox", "c.d", true)
	impact, err := p.open().Impact(t.Context(), "a.b")
	if err != nil || impact.Inheriting != 1 || impact.Among != feature.ListedTenants || impact.On != 1 {
		t.Errorf("%+v, %v", impact, err)
	}
}

// If the app's table of tenants is empty or absent, no tenant counts as unlisted.
func TestAnyIDIsATenant(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.TenantTable, func(t *testing.T, p *place) {
		p.override("tenant", "acme", "a.b", true)
		want := func(anyID bool) {
			t.Helper()
			s := p.open()
			for _, text := range []string{"", "acm"} {
				page, err := s.Scopes(t.Context(), layout.ScopeQuery{Kind: feature.Tenant, Text: text, Limit: 9})
				if err != nil || len(page.Scopes) == 0 || page.Scopes[0].Scope.ID != "acme" || page.Scopes[0].AnyID != anyID || page.Scopes[0].Listed {
					t.Errorf("search %q: %+v, %v; want any id: %v", text, page.Scopes, err, anyID)
				}
			}
			if info, err := s.Scope(t.Context(), feature.TenantScope("acme")); err != nil || info.AnyID != anyID || info.Listed {
				t.Errorf("%+v, %v; want any id: %v", info, err, anyID)
			}
			if err := s.CheckRows(t.Context(), func(row layout.Row) {
				if row.Listed != anyID {
					t.Errorf("doctor: %+v; want listed: %v", row, anyID)
				}
			}, func(layout.Anomaly) {}); err != nil {
				t.Error(err)
			}
		}
		want(true)
		p.tenant("globex", "Globex")
		want(false)
		p.exec(`DROP TABLE tenants_tenant`)
		want(true)
	})
}
