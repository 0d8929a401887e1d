package views

import (
	"reflect"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// In a protected context, enter in the reason goes on to the context's name. If nothing
// changes, or in a burst, enter only ends the reason.
func TestEnterInAReason(t *testing.T) {
	acme := tenant("acme", "")
	for _, c := range []struct {
		name      string
		protected bool
		after     feature.Setting
		enter     keys.Press
		typing    bool // whether the name is being typed
	}{
		{"protected", true, feature.Off, press("enter"), true},
		{"in a burst", true, feature.Off, burst("enter"), false},
		{"nothing to change", true, feature.On, press("enter"), false},
		{"not protected", false, feature.Off, press("enter"), false},
		{"tab ends it", true, feature.Off, press("tab"), false},
	} {
		g := toggle(NewTheme(true, false), acme, "access.passkeys", c.after)
		g.session.Protected, g.session.Context = c.protected, "prod"
		g.Press(press("tab"))
		typeText(g, "why")
		if c.enter.String() == "enter" && !c.enter.Alone {
			c.enter = press("enter")
			c.enter.Alone = false
		}
		g.Press(c.enter)
		if (g.typing == &g.name) != c.typing || g.typing == &g.reason {
			t.Errorf("%s: typing the name: %v, the reason: %v", c.name, g.typing == &g.name, g.typing == &g.reason)
		}
		if !c.typing {
			continue
		}
		typeText(g, "prod")
		if got := g.Press(press("enter")); !reflect.DeepEqual(got, Apply{Proposal: feature.Proposal{Changes: []feature.Change{g.Change()}}, Reason: "why"}) {
			t.Errorf("%s: %#v", c.name, got)
		}
	}
}

// The arrows recall this session's reasons, newest first. Back down they restore what
// was typed.
func TestRecentReasons(t *testing.T) {
	g := toggle(NewTheme(true, false), tenant("acme", ""), "access.passkeys", feature.Off)
	g.session.Reasons = []string{"second wave", "support asked"}
	g.Press(press("tab"))
	typeText(g, "my own")
	for _, c := range []struct{ key, want string }{
		{"up", "second wave"}, {"up", "support asked"}, {"up", "support asked"}, {"down", "second wave"}, {"down", "my own"}, {"down", "my own"}, {"up", "second wave"},
	} {
		g.Press(press(c.key))
		if got := g.reason.value(); got != c.want {
			t.Errorf("%s: %q, want %q", c.key, got, c.want)
		}
	}
	typeText(g, "!")
	if g.Press(press("enter")); g.reasonText() != "second wave!" {
		t.Errorf("a reason that was recalled and changed: %q", g.reasonText())
	}
	g.Press(press("tab"))
	if hints := strings.Join(hintsOf(g), " "); !strings.Contains(hints, "up/down recent reasons") {
		t.Errorf("the hints are %s", hints)
	}
	g.session.Reasons = nil
	if hints := strings.Join(hintsOf(g), " "); strings.Contains(hints, "recent") {
		t.Errorf("without reasons the hints are %s", hints)
	}
}

func hintsOf(s Screen) (hints []string) {
	for _, binding := range s.Keys().Hints {
		hints = append(hints, binding.Help().Key+" "+binding.Help().Desc)
	}
	return hints
}

// The effect is a warning from ten tenants, and a danger from half of all tenants.
func TestEffectStyle(t *testing.T) {
	colours := NewTheme(false, false)
	for _, c := range []struct {
		impact feature.Impact
		after  feature.Setting
		want   ansiStyle
	}{
		{feature.Impact{Inheriting: 9, Count: feature.Count{On: 10}}, feature.On, ansiStyle{}},
		{feature.Impact{Inheriting: 10, Count: feature.Count{On: 11}}, feature.On, colours.warning},
		{feature.Impact{Inheriting: 10, Count: feature.Count{On: 6, Off: 4}}, feature.On, colours.danger},
		{feature.Impact{Inheriting: 1}, feature.On, colours.danger},
		{feature.Impact{Inheriting: 0, Count: feature.Count{On: 50}}, feature.On, ansiStyle{}},
		{feature.Impact{Inheriting: -1}, feature.On, colours.warning},
		{feature.Impact{Inheriting: 100}, feature.Off, ansiStyle{}}, // the value stays
	} {
		g := toggle(colours, system, "access.passkeys", c.after)
		g.SetImpact(c.impact)
		if got := g.effectStyle(); got != c.want {
			t.Errorf("%+v to %s: %q, want %q", c.impact, c.after, got.before, c.want.before)
		}
	}
	if g := toggle(colours, tenant("acme", ""), "access.passkeys", feature.Off); g.effectStyle() != (ansiStyle{}) {
		t.Error("a change at one tenant warns")
	}
}
