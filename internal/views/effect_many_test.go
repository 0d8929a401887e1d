package views

import (
	"strings"
	"testing"

	"flagtui/internal/feature"
)

// A change that turns a flag on at more scopes than the app takes says so.
func TestEffectOfTooManyScopes(t *testing.T) {
	actor := feature.KindInfo{Kind: "actor", Name: "actor", Plural: "actors", IDForm: "ID", Settings: []feature.Setting{feature.On, feature.Inherit}, Without: feature.Off, Most: 100}
	scope, view := feature.Scope{Kind: "actor", ID: "Account;7"}, feature.View{Definition: &feature.Definition{Name: "f"}}
	const warning = `"f" is then on for 101 actors, and the app may refuse more than 100.`
	for _, c := range []struct {
		on    int
		own   feature.Setting
		after feature.Setting
		warns bool
	}{{99, feature.Inherit, feature.On, false}, {100, feature.Inherit, feature.On, true}, {100, feature.On, feature.On, false}, {100, feature.On, feature.Inherit, false}} {
		view.Setting, view.Enabled = c.own, c.own == feature.On
		got := NewTheme(true, false).Effect(feature.KindList{actor}, scope, view, c.after, &feature.Impact{Inheriting: -1, Count: feature.Count{On: c.on}})
		if strings.Contains(got, warning) != c.warns {
			t.Errorf("%d on, from %s to %s: %s", c.on, c.own, c.after, got)
		}
	}
}
