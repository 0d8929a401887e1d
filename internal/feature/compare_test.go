package feature

import (
	"slices"
	"testing"
)

func TestDiffering(t *testing.T) {
	defs := []Definition{{Name: "a"}, {Name: "b", Default: true}, {Name: "c"}, {Name: "d", Scopes: []Kind{System}}}
	system := map[string]Stored{"c": {Enabled: true}, "d": {Enabled: true}}
	own := map[string]Stored{"a": {Enabled: true}, "b": {Enabled: true}, "c": {}}
	pairs := Differences(infoOf(System), infoOf(Tenant), Resolve(infoOf(System), SystemScope(), defs, system, nil), Resolve(infoOf(Tenant), TenantScope("acme"), defs, system, own))
	var names string
	for _, p := range pairs {
		names += p.A.Name
		if p.A.Name != p.B.Name || p.A.Enabled == p.B.Enabled {
			t.Errorf("%v and %v are no pair that differs", p.A, p.B)
		}
	}
	if names != "ac" {
		t.Errorf("%q differ, want a and c", names)
	}
}

// TestCopied: a copied flag has the effective value of the original, for every pair of
// kinds and settings.
func TestCopied(t *testing.T) {
	defs := []Definition{{Name: "x", Scopes: allKinds()}, {Name: "y", Default: true, Scopes: allKinds()}}
	settings := []*Stored{nil, {}, {Enabled: true}}
	a, b := func(k Kind) Scope { return Scope{k, "1"} }, func(k Kind) Scope { return Scope{k, "2"} }
	for _, def := range defs {
		base := View{Definition: &def, Registered: true}
		for _, system := range settings {
			for _, own := range settings {
				for _, other := range settings {
					for _, scopes := range [][2]Scope{{a(Tenant), b(Tenant)}, {SystemScope(), b(Tenant)}, {a(Tenant), SystemScope()},
						{a(Project), b(Project)}, {a(Project), b(Section)}, {a(Tenant), b(Project)}} {
						if infoOf(scopes[0].Kind).OptIn && own != nil && !own.Enabled || infoOf(scopes[1].Kind).OptIn && other != nil && !other.Enabled {
							continue // there is no row that means off
						}
						here, there := base.At(infoOf(scopes[0].Kind), system, own), base.At(infoOf(scopes[1].Kind), system, other)
						change := CopyChange(allInfos(), scopes[0], here, scopes[1], there)
						if change.Before != there.Own() || change.Scope != scopes[1] {
							t.Fatalf("%v: %+v", scopes, change)
						}
						if after := there.With(change.After, infoOf(scopes[1].Kind)); after.Enabled != here.Enabled {
							t.Errorf("%v, from %+v to %+v: %s makes it %v", scopes, here, there, change.After, after.Enabled)
						}
					}
				}
			}
		}
	}
}

func TestChangedViews(t *testing.T) {
	defs := []Definition{{Name: "a"}, {Name: "b", Default: true}, {Name: "c"}}
	acme := TenantScope("acme")
	before := Resolve(infoOf(acme.Kind), acme, defs, nil, map[string]Stored{"a": {Enabled: true}})
	for name, c := range map[string]struct {
		defs        []Definition
		system, own map[string]Stored
		want        []string
	}{
		"nothing":                         {defs, nil, map[string]Stored{"a": {Enabled: true}}, nil},
		"an override of the same value":   {defs, nil, map[string]Stored{"a": {Enabled: true}, "b": {Enabled: true}}, []string{"b"}},
		"another value":                   {defs, nil, map[string]Stored{"a": {}}, []string{"a"}},
		"cleared":                         {defs, nil, nil, []string{"a"}},
		"by the system":                   {defs, map[string]Stored{"c": {Enabled: true}, "a": {}}, map[string]Stored{"a": {Enabled: true}}, []string{"c"}},
		"one that is not registered":      {defs, nil, map[string]Stored{"a": {Enabled: true}, "aa": {}}, []string{"aa"}},
		"a definition is no change of it": {append([]Definition{{Name: "0"}}, defs...), nil, map[string]Stored{"a": {Enabled: true}}, nil},
	} {
		if got := ChangedNames(before, Resolve(infoOf(acme.Kind), acme, c.defs, c.system, c.own)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
