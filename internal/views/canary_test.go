package views

import (
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
)

// Every screen that shows a canary feature's value shows what decides the value. A
// value that depends on the person is neither on nor off.
func TestCanaryScreens(t *testing.T) {
	theme, m := NewTheme(true, false), keys.Default()
	kinds := []feature.Kind{feature.Project, feature.Section}
	defs := []feature.Definition{{Name: "canvas", Scopes: kinds, Canary: true}, {Name: "copies", Scopes: kinds, Canary: true}, {Name: "lti", Scopes: kinds}}
	info := feature.ScopeInfo{Scope: feature.Scope{Kind: feature.Project, ID: "12"}, Name: "Chemistry"}
	all := feature.Scope{Kind: feature.Global}
	rolled := map[string]feature.FeatureRollouts{
		"canvas": {Rollouts: []feature.Rollout{{Scope: all, Stage: "five_percent"}}},
		"copies": {Rollouts: []feature.Rollout{{Scope: all, Stage: "off"}}, Exemptions: []feature.Exemption{{Publisher: "Torus\x1b", Effect: "force_enable"}}},
		"lti":    {Rollouts: []feature.Rollout{{Scope: all, Stage: "full"}}},
	}
	rules := feature.ScopeRollouts{Scope: info.Scope, Of: rolled}
	own := map[string]feature.Stored{"canvas": {Enabled: true}}
	views := rules.DecideAll(feature.Resolve(featuretest.Kind(info.Scope.Kind), info.Scope, defs, nil, own), true)
	session := Session{Kinds: kindsOf(feature.Live{}, kinds...)}
	shows := func(s Screen, wants ...string) {
		t.Helper()
		text := layOut(Frame{Theme: theme, Back: m.Back, Width: 120, Height: 24}, s)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("no %q on\n%s", want, text)
			}
		}
		if strings.ContainsRune(text, '\x1b') {
			t.Errorf("an escape in\n%q", text)
		}
	}
	b := newBrowse(theme, m)
	b.Kinds = featuretest.All()
	b.Show(info, views, true)
	shows(b, "[~] Depends", "global rollout", "5 % of users (global rollout), its row, on", "[x] Enabled", "exemption", "[ ] Disabled  Not set")
	for filter, kept := range map[stateFilter]string{showAll: "canvas copies lti", showEnabled: "copies", showDisabled: "lti", showDiffering: "copies", showOverridden: "canvas", showDepending: "canvas"} {
		var names []string
		for i := range views {
			if b.stateHolds(filter, &views[i], true) {
				names = append(names, views[i].Name)
			}
		}
		if got := strings.Join(names, " "); got != kept {
			t.Errorf("%s keeps %s, want %s", stateNames[filter], got, kept)
		}
	}

	details := func(name string) *Details {
		d := newDetails(theme, m, info, named(views, name), feature.Count{}, true)
		d.Kinds = featuretest.All()
		d.SetRollouts(map[feature.Scope]feature.ScopeRollouts{info.Scope: rules})
		if name == "canvas" {
			d.ShowChain(nil, &feature.Override{Scope: info.Scope, Name: name, Enabled: true})
		} else {
			d.ShowChain(nil, nil)
		}
		d.ShowHistory(nil, rolled[name])
		return d
	}
	shows(details("canvas"), "[~] Depends, 5 % of users (global rollout); its row, on, does not decide", "a canary feature: not its rows, but the rollouts", "row: on")
	shows(details("copies"), "[x] Enabled, enabled for the publisher Torus", "no row")
	shows(details("lti"), "[ ] Disabled, since it is not set here", "the app ignores the rollouts and exemptions below")
	if intent := details("canvas").Press(press("r")); intent != (Refresh{}) {
		t.Errorf("r: %+v", intent)
	}

	matrix := newMatrix(theme, m, feature.Project, views)
	matrix.Kinds = featuretest.All()
	matrix.SetRollouts(map[feature.Scope]feature.ScopeRollouts{info.Scope: rules}, true)
	matrix.Show(nil, []feature.ScopeInfo{info}, map[feature.Scope]map[string]feature.Stored{info.Scope: own}, true, false)
	shows(matrix, "[~]", "> canvas [~]\n", "copies  %\n", "lti\n", "Depends, 5 % of users (global rollout)")
	matrix.Press(press("down"))
	shows(matrix, "[%]", "Enabled, enabled for the publisher Torus")

	o := NewOverview(theme, m)
	o.Kinds = featuretest.All()
	o.SetRollouts(defs, rolled)
	o.Show([]feature.TitledOverride{{Override: feature.Override{Scope: info.Scope, Name: "canvas", Enabled: true}, Title: "Chemistry"}}, nil)
	shows(o, "5 % of users (global rollout)", "row only, does not decide: Chemistry", "force_enable (exemption of Torus")
	if _, count := o.Title(); count != "3" {
		t.Errorf("%s lines: neither what is off nor what is ignored is enabled anywhere", count)
	}

	toggle := NewToggle(theme, m, session, info, views[0], oppositeSetting(views[0], featuretest.Kind(info.Scope.Kind)))
	if toggle.Change().After != feature.Off || toggle.RowOnly() == "" {
		t.Errorf("%+v", toggle.Change())
	}
	shows(toggle, "Depends", "5 % of users (global rollout)", "Its row becomes off, which does not change who sees it")
	shows(NewBatch(theme, m, session, info, views, feature.On), "row only: it does not decide")
}

// A kill's text names only the kinds of scope that the database has.
func TestKillNamesWhatThereIs(t *testing.T) {
	row := []feature.Override{{Scope: feature.Scope{Kind: feature.Project, ID: "12"}, Name: "a", Enabled: true}}
	for want, kinds := range map[string][]feature.Kind{
		"every project and every section where it is on":                    {feature.Project, feature.Section},
		"Sets the system's override, and every tenant's that is on, to off": {feature.System, feature.Tenant},
		"every tenant's and every project's and every":                      {feature.System, feature.Tenant, feature.Project, feature.Section},
	} {
		session := Session{Kinds: kindsOf(feature.Live{}, kinds...)}
		text := layOut(Frame{Theme: NewTheme(true, false), Width: 120, Height: 24}, NewKill(NewTheme(true, false), keys.Default(), session, feature.ProposeKill("a", row, session.Kinds, anyChange)))
		if !strings.Contains(text, want) || session.Kinds.WithoutSystem() && strings.Contains(text, "tenant") {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// A kill of actors that are on nowhere does not speak of their overrides. Its undo can be
// confirmed although it keeps every setting. Without a history, no undo is promised.
func TestKillOfTargeting(t *testing.T) {
	theme := NewTheme(true, false)
	session := kindsFrame(theme, actorKinds).Session
	p := feature.ProposeKill("a", []feature.Override{{Scope: feature.SystemScope(), Name: "a", Unset: true, Depends: "10 % of the time"}}, actorKinds, anyChange)
	text := func() string {
		return layOut(Frame{Theme: theme, Width: 120, Height: 24}, NewKill(theme, keys.Default(), session, p))
	}
	if got := text(); strings.Contains(got, "override is removed") || !strings.Contains(got, "Off for everyone. One undo puts") || !strings.Contains(got, "1 change") {
		t.Error(got)
	}
	p.Irreversible = true
	if got := text(); strings.Contains(got, "One undo") || !strings.Contains(got, "No undo puts the targeting back") {
		t.Error(got)
	}
	undo := actorsUndo(theme)
	if _, ok := undo.Press(press("y")).(Apply); !ok {
		t.Error("the undo cannot be confirmed")
	}
}

func named(views []feature.View, name string) feature.View {
	view, _ := feature.Find(views, name)
	return view
}

// The refresh key reads every screen that shows stored data again.
func TestRefresh(t *testing.T) {
	theme, m := NewTheme(true, false), keys.Default()
	view := feature.View{Definition: &feature.Definition{Name: "a"}}
	matrix := newMatrix(theme, m, feature.Tenant, []feature.View{view})
	matrix.Show(nil, []feature.ScopeInfo{tenant("acme", "")}, nil, true, false)
	diff := NewDiff(theme, m, system, tenant("acme", ""))
	diff.Show([]feature.Pair{{A: view, B: view}})
	for name, screen := range map[string]interface{ Press(keys.Press) Intent }{
		"matrix": matrix, "overview": NewOverview(theme, m), "history": NewHistory(theme, m, "a", system.Scope), "comparison": diff,
		"details": newDetails(theme, m, system, view, feature.Count{}, true),
	} {
		if intent := screen.Press(press("r")); intent != (Refresh{}) {
			t.Errorf("%s: %+v", name, intent)
		}
	}
}
