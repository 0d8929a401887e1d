package data

import (
	"slices"
	"testing"

	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
)

// The layouts describe their kinds of scope as feature.Resolve treats them.
func TestKindsAreAsTheRules(t *testing.T) {
	torusPlaces(t, false, func(t *testing.T, p *place) {
		kinds := append(feature.KindList((&simplemodule.Layout{}).Kinds()), p.open().Info().Kinds...)
		if got := kinds.Kinds(); !slices.Equal(got, featuretest.All().Kinds()) {
			t.Fatalf("the kinds are %v", got)
		}
		for _, info := range kinds {
			if test := featuretest.Kind(info.Kind); info.Inherits != test.Inherits || info.Without != test.Without || info.Combine != test.Combine || info.OptIn != test.OptIn || info.Fixed != test.Fixed || !slices.Equal(info.Settings, test.Settings) || info.Plural != test.Plural {
				t.Errorf("tests use %+v, the layout says %+v", test, info)
			}
			scope := feature.Scope{Kind: info.Kind}
			if info.IDForm != "" {
				scope.ID = "1"
			}
			if err := scope.Validate(); err != nil {
				t.Errorf("%s: %v", info.Kind, err)
			}
			defs := []feature.Definition{{Name: "a", Default: true, Scopes: featuretest.All().Kinds()}, {Name: "b", Scopes: featuretest.All().Kinds()}}
			views := feature.Resolve(info, scope, defs, map[string]feature.Stored{"b": {Enabled: true}}, nil)
			if byDefault := views[0].Enabled; byDefault != slices.Contains(info.Settings, feature.Inherit) {
				t.Errorf("%s: the settings are %v, but without a row a flag that is on by default is on: %v", info.Kind, info.Settings, byDefault)
			}
			if bySystem := views[1].Enabled; bySystem != (info.Kind == feature.System || info.Inherits == feature.System) {
				t.Errorf("%s inherits %q, but without a row a flag that is on for the system is on: %v", info.Kind, info.Inherits, bySystem)
			}
		}
	})
}

// Options.Live applies to every kind of scope.
func TestLiveAsOptionsSayIt(t *testing.T) {
	torusPlaces(t, false, func(t *testing.T, p *place) {
		for _, live := range []feature.Live{{}, feature.LiveAfterRestart()} {
			want := live
			if live == (feature.Live{}) {
				want = feature.LiveOnEveryCheck()
			}
			for _, info := range p.open(func(o *Options) { o.Live = live }).Info().Kinds {
				if info.Live != want {
					t.Errorf("%s is live %+v, want %+v", info.Kind, info.Live, want)
				}
			}
		}
	})
}
