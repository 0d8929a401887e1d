package views

import (
	"strings"
	"testing"

	"flagtui/internal/flag"
	"flagtui/internal/keys"
)

// Every screen that shows the value of a canary feature shows what decides it,
// and takes one that depends on the person for neither on nor off.
func TestCanaryScreens(t *testing.T) {
	theme, m := NewTheme(true, false), keys.Default()
	kinds := []flag.Kind{flag.Project, flag.Section}
	defs := []flag.Definition{{Name: "canvas", Scopes: kinds, Canary: true}, {Name: "copies", Scopes: kinds, Canary: true}, {Name: "lti", Scopes: kinds}}
	info := flag.ScopeInfo{Scope: flag.Scope{Kind: flag.Project, ID: "12"}, Name: "Chemistry"}
	all := flag.Scope{Kind: flag.Global}
	rolled := map[string]flag.Asides{
		"canvas": {Rollouts: []flag.Rollout{{Scope: all, Stage: "five_percent"}}},
		"copies": {Rollouts: []flag.Rollout{{Scope: all, Stage: "off"}}, Exemptions: []flag.Exemption{{Publisher: "Torus\x1b", Effect: "force_enable"}}},
		"lti":    {Rollouts: []flag.Rollout{{Scope: all, Stage: "full"}}},
	}
	gates := flag.Gates{Scope: info.Scope, Of: rolled}
	own := map[string]flag.Stored{"canvas": {Enabled: true}}
	views := gates.DecideAll(flag.Resolve(info.Scope, defs, nil, own), true)
	session := Session{ScopedOnly: true, Kinds: kinds}
	shows := func(s Screen, wants ...string) {
		t.Helper()
		text := Frame{Theme: theme, Back: m.Back, Width: 120, Height: 24}.Draw(s)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("no %q on\n%s", want, text)
			}
		}
		if strings.ContainsRune(text, '\x1b') {
			t.Errorf("an escape in\n%q", text)
		}
	}
	b := NewBrowse(theme, m)
	b.Show(info, views, true)
	shows(b, "[~] Depends", "global rollout", "5 % of users (global rollout), its row, on", "[x] Enabled", "exemption", "[ ] Disabled  Not set")
	for filter, kept := range map[stateFilter]string{showAll: "canvas copies lti", showEnabled: "copies", showDisabled: "lti", showDiffering: "copies", showOverridden: "canvas"} {
		var names []string
		for i := range views {
			if filter.keeps(&views[i], true) {
				names = append(names, views[i].Name)
			}
		}
		if got := strings.Join(names, " "); got != kept {
			t.Errorf("%s keeps %s, want %s", stateNames[filter], got, kept)
		}
	}

	details := func(name string) *Details {
		d := NewDetails(theme, m, info, named(views, name), flag.Count{}, true)
		d.Decide(map[flag.Scope]flag.Gates{info.Scope: gates})
		if name == "canvas" {
			d.ShowChain(nil, &flag.Override{Scope: info.Scope, Name: name, Enabled: true})
		} else {
			d.ShowChain(nil, nil)
		}
		d.ShowPast(nil, rolled[name])
		return d
	}
	shows(details("canvas"), "[~] Depends, 5 % of users (global rollout); its row, on, does not decide", "a canary feature: what follows decides", "row: on")
	shows(details("copies"), "[x] Enabled, enabled for the publisher Torus", "no row")
	shows(details("lti"), "[ ] Disabled, since it is not set here", "rollouts and exemptions are ignored")
	if intent := details("canvas").Press(press("r")); intent != (Refresh{}) {
		t.Errorf("r: %+v", intent)
	}

	matrix := NewMatrix(theme, m, flag.Project, views)
	matrix.Decide(map[flag.Scope]flag.Gates{info.Scope: gates}, true)
	matrix.Show(nil, []flag.ScopeInfo{info}, map[flag.Scope]map[string]flag.Stored{info.Scope: own}, true, false)
	shows(matrix, "[~] rollout", "[x] exempt", "[ ] off")

	o := NewOverview(theme, m)
	o.Decide(defs, rolled)
	o.Show([]flag.Placed{{Override: flag.Override{Scope: info.Scope, Name: "canvas", Enabled: true}, Title: "Chemistry"}}, nil)
	shows(o, "5 % of users (global rollout)", "row only, does not decide: Chemistry", "force_enable (exemption of Torus")
	if _, count := o.Title(); count != "3" {
		t.Errorf("%s lines: neither what is off nor what is ignored is enabled anywhere", count)
	}

	toggle := NewToggle(theme, m, session, info, views[0], opposite(views[0]))
	if toggle.Change().After != flag.Off || toggle.RowOnly() == "" {
		t.Errorf("%+v", toggle.Change())
	}
	shows(toggle, "Depends", "5 % of users (global rollout)", "Its row becomes off, which does not change who sees it")
	shows(NewBatch(theme, m, session, info, views, flag.On), "row only: it does not decide")
}

// What a kill turns off is named by what the database has.
func TestKillNamesWhatThereIs(t *testing.T) {
	row := []flag.Override{{Scope: flag.Scope{Kind: flag.Project, ID: "12"}, Name: "a", Enabled: true}}
	for want, kinds := range map[string][]flag.Kind{
		"every project and every section where it is on":  {flag.Project, flag.Section},
		"the system's override, and every tenant's that":  {flag.System, flag.Tenant},
		"every tenant's and every project's and every se": {flag.System, flag.Tenant, flag.Project, flag.Section},
	} {
		session := Session{Kinds: kinds, ScopedOnly: kinds[0] == flag.Project}
		text := Frame{Theme: NewTheme(true, false), Width: 120, Height: 24}.Draw(NewKill(NewTheme(true, false), keys.Default(), session, "a", row))
		if !strings.Contains(text, want) || session.ScopedOnly && strings.Contains(text, "tenant") {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

func named(views []flag.View, name string) flag.View {
	view, _ := flag.Find(views, name)
	return view
}

// r reads every screen again that shows what is stored.
func TestRefresh(t *testing.T) {
	theme, m := NewTheme(true, false), keys.Default()
	view := flag.View{Definition: &flag.Definition{Name: "a"}}
	matrix := NewMatrix(theme, m, flag.Tenant, []flag.View{view})
	matrix.Show(nil, []flag.ScopeInfo{tenant("acme", "")}, nil, true, false)
	diff := NewDiff(theme, m, system, tenant("acme", ""))
	diff.Show([]flag.Pair{{A: view, B: view}})
	for name, screen := range map[string]interface{ Press(keys.Press) Intent }{
		"matrix": matrix, "overview": NewOverview(theme, m), "history": NewHistory(theme, m, "a", system.Scope), "comparison": diff,
		"details": NewDetails(theme, m, system, view, flag.Count{}, true),
	} {
		if intent := screen.Press(press("r")); intent != (Refresh{}) {
			t.Errorf("%s: %+v", name, intent)
		}
	}
}
