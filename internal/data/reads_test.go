package data

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"flagtui/internal/data/layout"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// countsOf returns the counts of Counts, without flags whose count is zero.
func countsOf(ctx context.Context, s Store) (map[string]feature.Count, error) {
	counts := map[string]feature.Count{}
	var doubled error
	err := s.Counts(ctx, func(name string, n feature.Count) {
		if _, twice := counts[name]; twice {
			doubled = fmt.Errorf("%q is counted twice", name)
		}
		counts[name] = n
	})
	maps.DeleteFunc(counts, func(_ string, n feature.Count) bool { return n == feature.Count{} })
	return counts, errors.Join(err, doubled)
}

func TestReadsWhatIsStored(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.TenantTable, func(t *testing.T, p *place) {
		s, ctx := p.open(), t.Context()
		p.tenant("acme", "Acme Inc.")
		p.tenant("globex", "Globex")
		p.tenant("initech", "Initech")
		p.override("system", "", "a.b", false)
		p.override("tenant", "acme", "a.b", true)
		p.override("tenant", "acme", "c.d", true)
		p.override("tenant", "ghost", "a.b", false)
		p.override("system", "x", "odd", true)
		p.override("Tenant", "acme", "odd", false)

		check := func(what string, got, want any, err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
				t.Errorf("%s: %s\nwant %s", what, g, w)
			}
		}
		stored, err := s.Stored(ctx, feature.SystemScope())
		// Of the two misplaced rows the last one in the database's order counts, as in
		// the app. The order depends on the collation.
		check("system", len(stored), 2, err)
		check("system", stored["a.b"], feature.Stored{}, err)
		check("odd", stored["odd"].Misplaced, true, err)
		stored, err = s.Stored(ctx, feature.TenantScope("acme"))
		check("acme", stored, map[string]feature.Stored{"a.b": {Enabled: true}, "c.d": {Enabled: true}}, err)
		counts, err := countsOf(ctx, s)
		check("counts", counts, map[string]feature.Count{"a.b": {On: 1, Off: 1}, "c.d": {On: 1}}, err)
		impact, err := s.Impact(ctx, "a.b")
		check("impact", impact, feature.Impact{Inheriting: 2, Count: feature.Count{On: 1, Off: 1}, OnNames: []string{"acme"}, OffNames: []string{"ghost"}}, err)
		p.override("tenant", "", "a.b", true)
		impact, err = s.Impact(ctx, "a.b")
		check("impact without the row that is nobody's", impact, feature.Impact{Inheriting: 2, Count: feature.Count{On: 1, Off: 1}, OnNames: []string{"acme"}, OffNames: []string{"ghost"}}, err)
		p.exec(`DELETE FROM feature_flags_override WHERE scope = 'tenant' AND scope_id = ''`)
		recent, err := s.Recent(ctx, feature.TenantScope("acme"))
		check("recent", recent, []string{"a.b", "c.d"}, err)
		info, err := s.Scope(ctx, feature.TenantScope("acme"))
		check("scope", info, feature.ScopeInfo{Scope: feature.TenantScope("acme"), Name: "Acme Inc.", Slug: "acme-slug", Status: "active", Overrides: 2, Listed: true}, err)
		info, err = s.Scope(ctx, feature.TenantScope("ghost"))
		check("ghost", info, feature.ScopeInfo{Scope: feature.TenantScope("ghost"), Overrides: 1}, err)
		_, err = s.Scope(ctx, feature.TenantScope("initec"))
		var problem *feature.Problem
		if !errors.Is(err, feature.ErrUnknown) || !errors.As(err, &problem) || problem.Hint != `did you mean "initech"?` {
			t.Errorf("unknown tenant: %v, %+v", err, problem)
		}
	})
}

func TestScopesArePaged(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.TenantTable, func(t *testing.T, p *place) {
		s := p.open()
		for _, id := range []string{"c", "b", "a", "d"} {
			p.tenant(id, "Tenant "+strings.ToUpper(id))
		}
		p.override("tenant", "d", "x.y", true)
		p.override("tenant", "ghost", "x.y", true)
		p.override("tenant", "ghost", "x.z", true)
		for limit := 1; limit < 8; limit++ {
			var ids []string
			query := layout.ScopeQuery{Kind: feature.Tenant, Limit: limit}
			for more := true; more; {
				page, err := s.Scopes(t.Context(), query)
				if err != nil || len(page.Scopes) > limit {
					t.Fatal(page, err)
				}
				for _, info := range page.Scopes {
					ids = append(ids, fmt.Sprintf("%s:%d", info.Scope.ID, info.Overrides))
				}
				query.After, more = page.Next, page.More
			}
			if got, want := strings.Join(ids, " "), "d:1 ghost:2 a:0 b:0 c:0"; got != want {
				t.Errorf("pages of %d: %s, want %s", limit, got, want)
			}
		}
		for text, want := range map[string]string{"tenant d": "d", "HOST": "ghost", "b-sl": "b", "%": "", "_": "", "": "d ghost a b c"} {
			page, err := s.Scopes(t.Context(), layout.ScopeQuery{Kind: feature.Tenant, Text: text, Limit: 50})
			var ids []string
			for _, info := range page.Scopes {
				ids = append(ids, info.Scope.ID)
			}
			if got := strings.Join(ids, " "); err != nil || got != want {
				t.Errorf("search %q: %s (%v), want %s", text, got, err, want)
			}
		}
	})
}

// A search lists listed and unlisted tenants by id.
func TestASearchIsPaged(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.TenantTable, func(t *testing.T, p *place) {
		s := p.open()
		for _, id := range []string{"f", "b", "d", "x"} {
			p.tenant(id, "Team "+strings.ToUpper(id))
		}
		p.tenant("g", "Other")
		for _, id := range []string{"d", "a-team", "e-TEAM", "h-team", "i-team", "elsewhere"} {
			p.override("tenant", id, "x.y", true)
			p.override("tenant", id, "x.z", false)
		}
		p.override("system", "c-team", "x.y", true) // not a tenant
		for limit := 1; limit < 10; limit++ {
			var found []string
			query := layout.ScopeQuery{Kind: feature.Tenant, Text: "Team", Limit: limit}
			for more := true; more; {
				page, err := s.Scopes(t.Context(), query)
				if err != nil || len(page.Scopes) > limit {
					t.Fatal(page, err)
				}
				for _, info := range page.Scopes {
					found = append(found, fmt.Sprintf("%s:%d:%s", info.Scope.ID, info.Overrides, info.Name))
				}
				query.After, more = page.Next, page.More
			}
			want := "a-team:2: b:0:Team B d:2:Team D e-TEAM:2: f:0:Team F h-team:2: i-team:2: x:0:Team X"
			if got := strings.Join(found, " "); got != want {
				t.Errorf("pages of %d: %s\nwant %s", limit, got, want)
			}
		}
	})
}

// Counts counts tenants, for the flags that any tenant overrides.
func TestCountsAreOfTenants(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.TenantTable, func(t *testing.T, p *place) {
		s := p.open()
		p.override("system", "", "both", false)
		p.override("Tenant", "acme", "both", true) // the app reads it as the system's
		p.override("tenant", "acme", "both", true)
		p.override("tenant", "globex", "both", false)
		p.override("tenant", "ghost", "both", false)
		p.override("system", "", "system.only", true)
		counts, err := countsOf(t.Context(), s)
		if got, want := fmt.Sprint(counts, err), "map[both:{1 2}] <nil>"; got != want {
			t.Errorf("counted %s, want %s", got, want)
		}
	})
}
