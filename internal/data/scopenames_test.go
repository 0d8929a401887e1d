package data

import (
	"fmt"
	"testing"

	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// The names come from the app's table. An unlisted tenant has no name, and neither has
// the system.
func TestScopeNames(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.TenantTable, func(t *testing.T, p *place) {
		s := p.open()
		p.tenant("acme", "Acme Ltd")
		p.tenant("Globex ", "Globex, with a blank")
		p.tenant("other", "Not asked for")
		p.override("tenant", "ghost", "a.b", true)
		names, err := s.ScopeNames(t.Context(), []feature.Scope{feature.SystemScope(), feature.TenantScope("acme"), feature.TenantScope("ghost"), feature.TenantScope("Globex "), feature.TenantScope("globex"), {}, {Kind: "planet", ID: "7"}})
		if want := "map[tenant:Globex :Globex, with a blank tenant:acme:Acme Ltd]"; err != nil || fmt.Sprint(names) != want {
			t.Errorf("%v, %v, want %s", names, err, want)
		}
	})
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		names, err := p.open().ScopeNames(t.Context(), []feature.Scope{feature.TenantScope("acme")})
		if err != nil || len(names) > 0 {
			t.Errorf("without a table of tenants: %v, %v", names, err)
		}
	})
}

func TestScopedNames(t *testing.T) {
	torusPlaces(t, false, func(t *testing.T, p *place) {
		names, err := p.open().ScopeNames(t.Context(), []feature.Scope{project("12"), project("99"), project("chem"), section("7"), {}})
		if want := "map[project:12:Chemistry section:7:Chem 101]"; err != nil || fmt.Sprint(names) != want {
			t.Errorf("%v, %v, want %s", names, err, want)
		}
	})
}
