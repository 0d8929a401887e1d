package views

import (
	"reflect"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
)

// The effect names the other rows that are written, even if the value stays.
func TestEffectOfOddRows(t *testing.T) {
	workspace, x := feature.Scope{Kind: "workspace", ID: "w1"}, feature.Scope{Kind: feature.System, ID: "x"}
	odd := feature.View{Definition: &feature.Definition{Name: "a"}, Registered: true, Enabled: true, Setting: feature.On, Misplaced: true, Source: feature.Source(feature.System)}
	plain := odd
	plain.Misplaced = false
	for _, c := range []struct {
		view  feature.View
		after feature.Setting
		rows  []feature.Scope
		want  string
	}{
		{odd, feature.On, []feature.Scope{workspace}, "It stays on. Sets workspace:w1 too, which the app may read as the system's."},
		{odd, feature.Off, []feature.Scope{x, workspace}, "5 tenants inherit the system value and change. Sets system:x, workspace:w1 too, which the app may read as the system's."},
		{odd, feature.Inherit, []feature.Scope{x, x, x, x, x}, "5 tenants inherit the system value and change. Removes system:x, system:x, system:x and 2 more too, which the app may read as the system's."},
		{plain, feature.On, []feature.Scope{workspace}, "None: the override here is on already."},
		{plain, feature.Off, []feature.Scope{workspace}, "5 tenants inherit the system value and change. Sets workspace:w1 too, which the app may read as the system's."},
	} {
		theme := NewTheme(true, false)
		if got := theme.Effect(featuretest.Kinds(feature.System, feature.Tenant), feature.SystemScope(), c.view, c.after, &feature.Impact{Inheriting: 5, Misplaced: c.rows}); got != c.want {
			t.Errorf("%s: %s, want %s", c.after, got, c.want)
		}
		g := NewToggle(theme, keys.Default(), Session{Kinds: tenantKinds}, system, c.view, c.after)
		g.Arm()
		if _, applies := g.Press(press("y")).(Apply); applies != !strings.HasPrefix(c.want, "None") {
			t.Errorf("%s: applied: %v, with the effect %s", c.after, applies, c.want)
		}
	}
}

// The key y applies. Esc and keys of other screens leave without a change.
func TestToggleKeys(t *testing.T) {
	acme := tenant("acme", "")
	apply := func(after feature.Setting, reason string) Intent {
		return Apply{Proposal: feature.Proposal{Changes: []feature.Change{{Scope: acme.Scope, Name: "access.passkeys", Before: feature.On, After: after}}}, Reason: reason}
	}
	for _, c := range []struct {
		name  string
		press []keys.Press // the last key's intent counts
		want  Intent
	}{
		{"y", []keys.Press{press("y")}, apply(feature.Off, "")},
		{"y in a burst", []keys.Press{burst("y")}, nil},
		{"a pasted y", []keys.Press{paste("y")}, nil},
		{"y again while it is being applied", []keys.Press{press("y"), press("y")}, nil},
		{"esc while it is being applied", []keys.Press{press("y"), press("esc")}, Back{}},
		{"right: follow", []keys.Press{press("right"), press("y")}, apply(feature.Inherit, "")},
		{"l", []keys.Press{press("l"), press("y")}, apply(feature.Inherit, "")},
		{"left: on, as it is", []keys.Press{press("left"), press("y")}, nil},
		{"and round to follow", []keys.Press{press("h"), press("left"), press("y")}, apply(feature.Inherit, "")},
		{"and round to off", []keys.Press{press("right"), press("right"), press("right"), press("y")}, apply(feature.Off, "")},
		{"choosing in a burst is harmless", []keys.Press{burst("l"), press("y")}, apply(feature.Inherit, "")},
		{"no change, and another choice", []keys.Press{press("left"), press("y"), press("right"), press("y")}, apply(feature.Off, "")},
		{"enter", []keys.Press{press("enter")}, Back{}},
		{"n", []keys.Press{press("n")}, Back{}},
		{"space, which opened it", []keys.Press{press(" ")}, Back{}},
		{"another key, in a burst", []keys.Press{burst("n")}, nil},
		{"esc", []keys.Press{press("esc")}, Back{}},
		{"a pasted text", []keys.Press{paste("n")}, nil},
		{"a scroll", []keys.Press{press("down")}, nil},
		{"a reason", []keys.Press{press("tab"), press("o"), press("k"), press(" "), press("enter"), press("y")}, apply(feature.Off, "ok")},
		{"y is a letter of the reason", []keys.Press{press("tab"), press("y")}, nil},
		{"a reason that was pasted", []keys.Press{press("tab"), paste("as agreed\non Monday"), press("tab"), press("y")}, apply(feature.Off, "as agreed on Monday")},
		{"esc ends the reason first", []keys.Press{press("tab"), press("y"), press("esc")}, nil},
		{"and keeps it", []keys.Press{press("tab"), press("y"), press("esc"), press("y")}, apply(feature.Off, "y")},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := toggle(NewTheme(true, false), acme, "access.passkeys", feature.Off)
			var got Intent
			for _, p := range c.press {
				got = g.Press(p)
			}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("%#v, want %#v", got, c.want)
			}
		})
	}
}

func TestToggleArms(t *testing.T) {
	acme := tenant("acme", "")
	g := NewToggle(NewTheme(true, false), keys.Default(), Session{Kinds: tenantKinds}, acme, find(acme, "access.passkeys"), feature.Off)
	for _, name := range []string{"y", "right", "tab", "n"} { // typed before the screen was seen
		if intent := g.Press(press(name)); intent != nil || g.Change().After != feature.Off {
			t.Errorf("%s before it is armed: %#v, %+v", name, intent, g.Change())
		}
	}
	g.Arm()
	if intent, ok := g.Press(press("y")).(Apply); !ok || intent.Proposal.Changes[0].Before != feature.On || intent.Reason != "" {
		t.Errorf("armed: %#v", intent)
	}
	g.Failed()
	if _, ok := g.Press(press("y")).(Apply); !ok {
		t.Error("y after a failure does not try again")
	}

	g.Conflict("bob cleared it.", feature.Inherit)
	if intent := g.Press(press("y")); intent != nil {
		t.Errorf("y right after a conflict: %#v", intent)
	}
	g.Arm()
	intent, ok := g.Press(press("y")).(Apply)
	if want := (feature.Change{Scope: acme.Scope, Name: "access.passkeys", Before: feature.Inherit, After: feature.Off}); !ok || intent.Proposal.Changes[0] != want {
		t.Errorf("after the conflict: %#v, want %+v", intent, want)
	}
	g.Conflict("bob switched it off.", feature.Off)
	g.Arm()
	if intent := g.Press(press("y")); intent != nil {
		t.Errorf("what was wanted is so already: %#v", intent)
	}
}

func TestToggleProtected(t *testing.T) {
	acme := tenant("acme", "")
	for _, c := range []struct {
		name, keys string
		applies    bool
	}{
		{"y alone", "y", false},
		{"another name", "y p r o x enter", false},
		{"the name", "y p r o d enter", true},
		{"after another one", "y x enter p r o d enter", true},
		{"no name", "y enter", false},
		{"esc", "y p r o d esc enter", false},
	} {
		g := toggle(NewTheme(true, false), acme, "access.passkeys", feature.Off)
		g.session.Protected, g.session.Context = true, "prod"
		var got Intent
		for _, name := range strings.Fields(c.keys) {
			got = g.Press(press(name))
		}
		if _, ok := got.(Apply); ok != c.applies {
			t.Errorf("%s: %#v", c.name, got)
		}
	}
}

// The table holds the sentences for each effect.
func TestEffect(t *testing.T) {
	acme := tenant("acme", "")
	impact := &feature.Impact{Inheriting: 25}
	for _, c := range []struct {
		at     feature.ScopeInfo
		name   string
		after  feature.Setting
		impact *feature.Impact
		want   string
	}{
		{system, "access.passkeys", feature.On, nil, "Counting the tenants…"},
		{system, "access.passkeys", feature.On, impact, "25 tenants inherit the system value and change."},
		{system, "access.passkeys", feature.On, &feature.Impact{Inheriting: 1}, "1 tenant inherits the system value and changes."},
		{system, "access.passkeys", feature.On, &feature.Impact{Inheriting: 0, Count: feature.Count{Off: 1}, OffNames: []string{"acme"}}, "0 tenants inherit the system value and change. 1 keeps its own: 1 off (acme)."},
		{system, "access.passkeys", feature.On, &feature.Impact{Inheriting: -1, Count: feature.Count{On: 3, Off: 1}, OnNames: []string{"a", "b"}, OffNames: []string{"\x1b"}},
			`Every tenant without an override of its own changes. 4 keep their own: 3 on (a, b, …), 1 off (\x1b).`},
		{system, "access.passkeys", feature.On, &feature.Impact{Inheriting: 25, Among: feature.ListedTenants}, "25 listed tenants inherit the system value and change."},
		{system, "access.passkeys", feature.On, &feature.Impact{Inheriting: 25, Among: feature.OverridingTenants}, "Every tenant without an override of its own changes (25 known by other flags)."},
		{system, "access.passkeys", feature.On, &feature.Impact{Among: feature.OverridingTenants, Count: feature.Count{On: 1}}, "Every tenant without an override of its own changes. 1 keeps its own: 1 on."},
		{system, "access.passkeys", feature.Off, impact, "It stays Disabled, now by an override of its own."},
		{system, "access.passkeys", feature.Inherit, impact, "None: there is no override here."},
		{system, "billing.new_invoice", feature.On, impact, "None: the override here is on already."},
		{system, "billing.new_invoice", feature.Inherit, impact, "25 tenants inherit the system value and change."},
		{acme, "billing.new_invoice", feature.Inherit, nil, "Tenant acme changes from Disabled to Enabled."},
		{acme, "access.passkeys", feature.Off, nil, "Tenant acme changes from Enabled to Disabled."},
		{acme, "orders.beta_checkout", feature.Off, nil, "It stays Disabled, now by an override of its own."},
		{acme, "orders.beta_checkout", feature.On, nil, "Tenant acme changes from Disabled to Enabled."},
	} {
		if got := NewTheme(true, false).Effect(featuretest.Kinds(feature.System, feature.Tenant), c.at.Scope, find(c.at, c.name), c.after, c.impact); got != c.want {
			t.Errorf("%s at %s, to %s: %s\nwant %s", c.name, c.at.Scope, c.after, got, c.want)
		}
	}
	row := &feature.Stored{Enabled: true}
	for _, c := range []struct {
		at          feature.ScopeInfo
		system, own *feature.Stored
		after       feature.Setting
		want        string
	}{
		{system, row, nil, feature.Inherit, "It changes from Enabled to its default, which is unknown: no catalogue is known. 25 tenants inherit the system value and may change."},
		{system, row, nil, feature.Off, "25 tenants inherit the system value and change."},
		{system, nil, nil, feature.On, "It is Enabled then. Its present value is its default, which is unknown: no catalogue is known. 25 tenants inherit the system value and may change."},
		{acme, nil, row, feature.Inherit, "It changes from Enabled to its default, which is unknown: no catalogue is known."},
		{acme, nil, nil, feature.Off, "It is Disabled then. Its present value is its default, which is unknown: no catalogue is known."},
		{acme, row, nil, feature.Off, "Tenant acme changes from Enabled to Disabled."},
		{acme, nil, nil, feature.Inherit, "None: there is no override here."},
	} {
		view := feature.View{Definition: feature.Undefined("x", false, featuretest.Kind(feature.Tenant))}.At(featuretest.Kind(c.at.Scope.Kind), c.system, c.own)
		if got := NewTheme(true, false).Effect(featuretest.Kinds(feature.System, feature.Tenant), c.at.Scope, view, c.after, impact); got != c.want {
			t.Errorf("without a catalogue, %v, %v to %s at %s: %s\nwant %s", c.system, c.own, c.after, c.at.Scope, got, c.want)
		}
	}
}

// On a low screen all text can be scrolled to. The field being typed is visible.
func TestToggleScrolls(t *testing.T) {
	f, screen := scenes()["toggle_tenants"](NewTheme(true, false))
	g := screen.(*Toggle)
	f.Width, f.Height = MinWidth, MinHeight
	seen := layOut(f, g)
	for range 9 {
		g.Press(press("down"))
		seen += layOut(f, g)
	}
	for _, want := range []string{"Scope: System", "After: (*) on", "(hooli, umbrella)", "Takes effect: ", "Reason:"} {
		if !strings.Contains(seen, want) {
			t.Errorf("%q is nowhere", want)
		}
	}
	g.Press(press("home")) // neither a letter nor a scrolling key, so it leaves the screen
	g.Press(press("tab"))
	typeText(g, "because")
	if text := layOut(f, g); !strings.Contains(text, "Reason: because_") || !strings.Contains(text, "enter done  esc back") {
		t.Errorf("the reason that is typed is out of sight, or its keys are:\n%s", text)
	}
	g.Conflict("bob was here.", feature.Off)
	if text := layOut(f, g); !strings.Contains(text, "bob was here. Nothing was written.") {
		t.Errorf("the conflict is out of sight:\n%s", text)
	}
}

// On a low screen the field being typed is visible, with any text before and after it.
func TestReviewShowsTheField(t *testing.T) {
	f, screen := scenes()["undo"](NewTheme(true, false))
	r := screen.(*Review)
	r.fields = append(r.fields, formField{label: "More", text: strings.Repeat("one word after another ", 20)})
	f.Width, f.Height = MinWidth, MinHeight
	layOut(f, r)
	r.Press(press("tab"))
	typeText(r, "because")
	if text := layOut(f, r); !strings.Contains(text, "because_") {
		t.Errorf("the reason is out of sight:\n%s", text)
	}
}

// In a read-only session no key of the history leads to an undo.
func TestHistoryReadOnly(t *testing.T) {
	for _, c := range []struct {
		m    keys.Map
		undo Intent
		kill Intent
	}{{keys.Default(), ReviewUndo{Change: "c3"}, ReviewKill{Name: "billing.new_invoice"}}, {keys.Default().ReadOnly(), nil, nil}} {
		for name, want := range map[string]Intent{"u": c.undo, "K": c.kill} {
			h := NewHistory(NewTheme(true, false), c.m, "", system.Scope)
			h.Show(historyOf(entries()))
			if got := h.Press(press(name)); got != want {
				t.Errorf("%s: %#v, want %#v", name, got, want)
			}
			if got := h.Press(burst(name)); got != nil {
				t.Errorf("%s in a burst: %#v", name, got)
			}
		}
	}
}
