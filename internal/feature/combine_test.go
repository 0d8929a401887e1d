package feature

import (
	"slices"
	"testing"
)

// libraryRules are the reading rules of the libraries, each as its source has it. system
// and own are the settings, depends is the targeting for the system and below. The
// answer is on, off, or depends.
var libraryRules = map[string]struct {
	combine Combine
	rule    func(system, own Setting, depends bool) string
}{
	// flag.override(scope) || flag.override("system") || flag.default
	"simple_module": {OwnFirst, func(system, own Setting, _ bool) string {
		for _, setting := range []Setting{own, system} {
			if setting != Inherit {
				return setting.String()
			}
		}
		return "off"
	}},
	// gates.any? { |gate| gate.open?(actor) }
	"Flipper": {AnyOn, func(system, own Setting, depends bool) string {
		switch {
		case system == On || own == On:
			return "on"
		case depends:
			return "depends"
		}
		return "off"
	}},
	// feature.enabled && (teamFeature.enabled ?? true)
	"a gate above": {AboveOff, func(system, own Setting, _ bool) string {
		if system != On || own == Off {
			return "off"
		}
		return "on"
	}},
	// if everyone is not None: return everyone; if users.contains(user): return True; …
	"django-waffle": {AboveSet, func(system, own Setting, depends bool) string {
		switch {
		case system != Inherit:
			return system.String()
		case own != Inherit:
			return own.String()
		case depends:
			return "depends"
		}
		return "off"
	}},
}

// shown is a view's value in the words of libraryRules.
func shown(v View) string {
	switch {
	case len(v.Depends) > 0:
		return "depends"
	case v.Enabled:
		return "on"
	}
	return "off"
}

// A scope below the system has the value that the library reads there, whatever is set
// above and here. With predicts that value for every other setting.
func TestCombine(t *testing.T) {
	settings := []Setting{Inherit, Off, On}
	for name, library := range libraryRules {
		below := KindInfo{Kind: "account", Settings: settings, Inherits: System, Combine: library.combine, Without: Off}
		for _, above := range settings {
			for _, here := range settings {
				for _, depends := range []bool{false, true} {
					if depends && (library.combine == OwnFirst || library.combine == AboveOff) || library.combine == AnyOn && (here == Off || above == Off) {
						continue // the library has no such rows
					}
					resolve := func(here Setting) View {
						system, own := map[string]Stored{}, map[string]Stored{}
						if row := rowOf(above); depends {
							row.Depends, row.DependsBelow = []string{"25 % of actors", "3 accounts"}, []string{"25 % of actors"}
							system["f"] = row
						} else if above != Inherit {
							system["f"] = row
						}
						if here != Inherit {
							own["f"] = rowOf(here)
						}
						return Resolve(below, Scope{"account", "1"}, []Definition{{Name: "f"}}, system, own)[0]
					}
					view := resolve(here)
					if got, want := shown(view), library.rule(above, here, depends); got != want {
						t.Errorf("%s: system %s, here %s, depends %v: %s, want %s", name, above, here, depends, got, want)
					}
					if depends && len(view.Depends) > 0 && !slices.Equal(view.Depends, []string{"25 % of actors"}) {
						t.Errorf("%s: it depends on %q", name, view.Depends)
					}
					if view.Own() != here || view.Overridden() != (here != Inherit) || view.SystemSetting != above {
						t.Errorf("%s: the view's own setting is %s, the system's %s, want %s and %s", name, view.Own(), view.SystemSetting, here, above)
					}
					for _, after := range settings {
						if library.combine == AnyOn && after == Off {
							continue
						}
						if got, want := view.With(after, below), resolve(after); shown(got) != shown(want) || got.Source != want.Source || got.Own() != after {
							t.Errorf("%s: system %s, here %s, depends %v, set to %s: %s by %s, want %s by %s", name, above, here, depends, after, shown(got), got.Source, shown(want), want.Source)
						}
					}
					if on, known := view.Inherited(below); known != (shown(resolve(Inherit)) != "depends") || known && on != (shown(resolve(Inherit)) == "on") {
						t.Errorf("%s: system %s, here %s: it inherits %v, %v", name, above, here, on, known)
					}
				}
			}
		}
	}
}

func rowOf(setting Setting) Stored { return Stored{Enabled: setting == On, Unset: setting == Inherit} }

// At the system, targeting counts unless the setting decides alone.
func TestDependsOfTheSystem(t *testing.T) {
	for _, c := range []struct {
		combine Combine
		setting Setting
		want    string
	}{
		{AnyOn, On, "on"}, {AnyOn, Inherit, "depends"},
		{AboveSet, On, "on"}, {AboveSet, Off, "off"}, {AboveSet, Inherit, "depends"},
		{OwnFirst, On, "depends"}, {OwnFirst, Off, "depends"}, {OwnFirst, Inherit, "depends"},
	} {
		info := KindInfo{Kind: System, Settings: []Setting{On, Off, Inherit}, Combine: c.combine, Without: Off}
		row := rowOf(c.setting)
		row.Depends = []string{"25 % of actors"}
		view := Resolve(info, SystemScope(), []Definition{{Name: "f", Default: true}}, map[string]Stored{"f": row}, nil)[0]
		if got := shown(view); got != c.want || view.Source != "system" || view.Own() != c.setting {
			t.Errorf("%v, %s: %s by %s, own %s, want %s", c.combine, c.setting, got, view.Source, view.Own(), c.want)
		}
		if view.Is(true) != (c.want == "on") || view.Is(false) != (c.want == "off") {
			t.Errorf("%v, %s: on %v, off %v", c.combine, c.setting, view.Is(true), view.Is(false))
		}
	}
}

// FunWithFlags opens a percentage only where the flag is not on: targeting changes with
// the setting.
func TestDependsAfter(t *testing.T) {
	info := KindInfo{Kind: System, Settings: []Setting{On, Off, Inherit}, Without: Off}
	percentage := []string{"50 % of actors"}
	after := map[Setting][]string{Off: percentage, Inherit: percentage}
	on := Resolve(info, SystemScope(), nil, map[string]Stored{"f": {Enabled: true, DependsAfter: after}}, nil)[0]
	off := Resolve(info, SystemScope(), nil, map[string]Stored{"f": {Depends: percentage, DependsAfter: after}}, nil)[0]
	for want, got := range map[string]View{"on": on, "depends": off} {
		if shown(got) != want {
			t.Errorf("it is %s, want %s", shown(got), want)
		}
	}
	for setting, want := range map[Setting]string{On: "on", Off: "depends", Inherit: "depends"} {
		if got := shown(on.With(setting, info)); got != want {
			t.Errorf("on, set to %s: %s, want %s", setting, got, want)
		}
		if got := shown(off.With(setting, info)); got != want {
			t.Errorf("off, set to %s: %s, want %s", setting, got, want)
		}
	}
}

// Without says what no row at all means, whatever the catalogue's default is.
func TestWithout(t *testing.T) {
	for _, without := range []Setting{Inherit, Off, On} {
		for _, byDefault := range []bool{false, true} {
			info := KindInfo{Kind: "workspace", Settings: []Setting{On, Off, Inherit}, Without: without}
			view := Resolve(info, Scope{"workspace", "1"}, []Definition{{Name: "f", Default: byDefault}}, nil, nil)[0]
			if want := without == On || without == Inherit && byDefault; view.Enabled != want || view.Source != SourceDefault {
				t.Errorf("without %s, default %v: %v by %s", without, byDefault, view.Enabled, view.Source)
			}
		}
	}
}

// A flag that flagtui never writes is so at every scope that sees its rows.
func TestLocked(t *testing.T) {
	const reason = "unknown gate deny_actors"
	info := KindInfo{Kind: "actor", Settings: []Setting{On, Inherit}, Inherits: System, Combine: AnyOn, Without: Off}
	system := map[string]Stored{"f": {Enabled: true, Locked: reason}}
	if got := Resolve(info, Scope{"actor", "1"}, nil, system, nil)[0]; got.Locked != reason || !got.Is(true) {
		t.Errorf("%+v", got)
	}
	if got := Resolve(info, Scope{"actor", "1"}, nil, nil, map[string]Stored{"f": {Unset: true, Locked: reason}})[0]; got.Locked != reason || !got.Is(false) || got.Overridden() {
		t.Errorf("%+v", got)
	}
}

// Where a kind has no off, off removes the setting, unless the flag is on without it. A
// change to off that no row can hold stays one, and the layout refuses it.
func TestChangeToOffWithoutOff(t *testing.T) {
	info, scope := KindInfo{Kind: "actor", Settings: []Setting{On, Inherit}, Inherits: System, Combine: AnyOn, Without: Off}, Scope{"actor", "1"}
	for _, c := range []struct {
		system, own, after Setting
		needed             bool
	}{
		{Inherit, On, Inherit, true},
		{Inherit, Inherit, Inherit, false},
		{On, Inherit, Off, true},
		{On, On, Off, true},
	} {
		system, own := rowOf(c.system), rowOf(c.own)
		change, needed := View{Definition: &Definition{Name: "f"}}.At(info, &system, &own).ChangeTo(info, scope, Off)
		if change.After != c.after || needed != c.needed || change.Before != c.own {
			t.Errorf("system %s, here %s: %+v, needed %v", c.system, c.own, change, needed)
		}
	}
	groups, own := Stored{Unset: true, Depends: []string{"group staff"}, DependsBelow: []string{"group staff"}}, rowOf(On)
	change, needed := View{Definition: &Definition{Name: "f"}}.At(info, &groups, &own).ChangeTo(info, scope, Off)
	if change.After != Inherit || !needed {
		t.Errorf("with a group: %+v, needed %v", change, needed)
	}
}
