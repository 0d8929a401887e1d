package feature

import (
	"slices"
	"testing"

	"flagtui/internal/words"
)

// A kill removes rows that hold only targeting. Targeting in a row that is a setting
// stays. Targeting has no effect where the system's setting decides alone.
func TestKilledTargeting(t *testing.T) {
	system := func(unset bool) []Override {
		return []Override{{Scope: SystemScope(), Name: "a", Enabled: true}, {Scope: SystemScope(), Name: "a", Unset: unset, Depends: "25 % of actors"},
			{Scope: Scope{Kind: "actor", ID: "7"}, Name: "a", Enabled: true, Depends: "rollout 5", Unset: unset}}
	}
	for _, c := range []struct {
		combine                    Combine
		unset                      bool
		removed, ineffective, stay []string
	}{
		{AnyOn, true, []string{"25 % of actors"}, nil, nil},
		{OwnFirst, false, nil, nil, []string{"25 % of actors", "rollout 5"}},
		{AnyOn, false, []string{"25 % of actors"}, nil, []string{"rollout 5"}},
		{AboveSet, true, nil, []string{"25 % of actors", "rollout 5"}, nil},
	} {
		kinds := KindList{{Kind: System, Settings: []Setting{On, Off}, Combine: c.combine, KillsTargeting: c.combine == AnyOn}, {Kind: "actor", Settings: []Setting{On, Inherit}, Inherits: System, Combine: c.combine}}
		p := ProposeKill("a", system(c.unset), kinds, func(Change) error { return nil })
		removed, ineffective, stay := p.KilledTargeting(kinds)
		if !slices.Equal(removed, c.removed) || !slices.Equal(ineffective, c.ineffective) || !slices.Equal(stay, c.stay) {
			t.Errorf("%d: removed %q, ineffective %q, stay %q", c.combine, removed, ineffective, stay)
		}
	}
}

// A kill of a flag without a setting, and its undo, read well in a history.
func TestTextOfEverything(t *testing.T) {
	kinds := KindList{{Kind: System, Name: "system", Settings: []Setting{On, Off}, Without: Off}}
	kill := Entry{Scope: SystemScope(), Name: "a", Everything: true}
	undo := kill
	undo.PutsBack = true
	if c := undo.Made(); c != kill.Inverse() || undo.Inverse() != kill.Made() {
		t.Errorf("an undo makes %+v, and its undo %+v", kill.Inverse(), undo.Inverse())
	}
	changed := kill
	changed.Before = On
	for _, c := range []struct {
		entry           Entry
		text, targeting string
	}{
		{kill, "targeting removed", "the targeting, such as percentages and groups, was removed"},
		{undo, "targeting put back", "the targeting, such as percentages and groups, was put back"},
		{changed, "on -> off", "the targeting, such as percentages and groups, was removed"},
		{Entry{Scope: SystemScope(), Before: On}, "on -> off", ""},
	} {
		if text, targeting := c.entry.Text(words.English, kinds, " -> "), c.entry.TargetingText(words.English); text != c.text || targeting != c.targeting {
			t.Errorf("%+v: %q, %q", c.entry, text, targeting)
		}
	}
}

// The view below the system takes what the system's row says of such scopes.
func TestBelow(t *testing.T) {
	system := KindInfo{Kind: System, Settings: []Setting{On, Off}, Combine: AnyOn, Without: Off}
	actor := KindInfo{Kind: "actor", Settings: []Setting{On, Inherit}, Inherits: System, Combine: AnyOn, Without: Off}
	view := View{Definition: &Definition{Name: "a"}}.At(system, &Stored{Unset: true, Depends: []string{"2 actors"}}, nil)
	if view.Word() != "depends" || view.Below(actor, Inherit).Word() != "off" || view.Below(actor, On).Word() != "on" {
		t.Errorf("%s, below %s and %s", view.Word(), view.Below(actor, Inherit).Word(), view.Below(actor, On).Word())
	}
	if on := view.With(On, system); on.Word() != "on" || !slices.Equal(on.Targeting(), []string{"2 actors"}) || on.With(Off, system).Word() != "depends" {
		t.Errorf("%s with %q, and off again %s", on.Word(), on.Targeting(), on.With(Off, system).Word())
	}
}
