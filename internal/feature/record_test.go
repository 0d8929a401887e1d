package feature

import "testing"

// The effect of a change is what the scope's own override, the system's, or the
// default gives before and after it.
func TestEffects(t *testing.T) {
	acme := TenantScope("acme")
	past := []Entry{ // newest first
		{Scope: acme, Name: "a", Before: On, After: Inherit},
		{Scope: SystemScope(), Name: "a", Before: On, After: Off},
		{Scope: acme, Name: "a", Before: Inherit, After: On},
		{Scope: SystemScope(), Name: "a", Before: Inherit, After: On},
	}
	system := map[string]Stored{"a": {Enabled: false}}
	for name, test := range map[string]struct {
		defs []Definition
		last Effect
	}{
		"defined":      {[]Definition{{Name: "a", Default: true}}, Effect{On, On}},
		"unregistered": {[]Definition{{Name: "b"}}, Effect{Off, On}},
		"no catalogue": {nil, Effect{Inherit, On}},
	} {
		effects := NewEffects(infoOf(Tenant), test.defs, system, nil)
		for i, want := range []Effect{{On, Off}, {On, On}, {On, On}, test.last} {
			if got := effects.Of(past[i]); got != want {
				t.Errorf("%s, %d: %+v, want %+v", name, i, got, want)
			}
		}
	}
}
