package views

import (
	"reflect"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
)

func batchAt(at feature.ScopeInfo) *Review {
	r := batchOf(NewTheme(true, false), at)
	r.Arm()
	r.Resize(100, 30)
	return r
}

// Each flag changes from its current setting to the chosen setting.
func TestBatchChooses(t *testing.T) {
	acme := tenant("acme", "")
	change := func(name string, before, after feature.Setting) feature.Change {
		return feature.Change{Scope: acme.Scope, Name: name, Before: before, After: after}
	}
	for _, c := range []struct {
		keys  string
		after feature.Setting
	}{{"", feature.Off}, {"right", feature.Inherit}, {"left", feature.On}, {"l l", feature.On}, {"right right right", feature.Off}, {"h h", feature.Inherit}} {
		r := batchAt(acme)
		pressAll(r, c.keys)
		want := Apply{Proposal: feature.Proposal{What: "set 3 flags to " + c.after.String() + " at tenant:acme", Changes: []feature.Change{
			change("access.passkeys", feature.On, c.after), change("billing.new_invoice", feature.Off, c.after), change("orders.beta_checkout", feature.Inherit, c.after)}}}
		if got := r.Press(press("y")); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %#v", c.keys, got)
		}
	}
	project := feature.ScopeInfo{Scope: feature.Scope{Kind: feature.Project, ID: "12"}}
	r := NewBatch(NewTheme(true, false), batchAt(acme).keys, Session{Kinds: featuretest.All()}, project, []feature.View{find(system, "access.passkeys").At(featuretest.Kind(project.Scope.Kind), nil, nil)}, feature.On)
	r.Arm()
	for i, want := range []feature.Setting{feature.Off, feature.On} { // a kind that inherits nothing has no setting inherit
		if r.Press(press("right")); r.proposal.Changes[0].After != want {
			t.Errorf("right, %d times: %s", i+1, r.proposal.Changes[0].After)
		}
	}
}

func TestBatchKeys(t *testing.T) {
	checkKeys(t, func() screenWithKeys { return batchAt(system) }, []keyCase{
		{"cancel", "esc", Back{}},
		{"any other key cancels", "x", Back{}},
		{"scroll", "down", nil},
		{"give a reason", "tab", nil},
		{"it is typed", "tab x", nil},
		{"esc ends that first", "tab x esc", nil},
		{"and then leaves", "tab x esc esc", Back{}},
	})
	r := batchAt(system)
	for what, got := range map[string]Intent{"in a burst": r.Press(burst("y")), "pasted": r.Press(paste("y"))} {
		if got != nil {
			t.Errorf("y %s: %#v", what, got)
		}
	}
	if r = batchOf(NewTheme(true, false), system); r.Press(press("y")) != nil {
		t.Error("y counts before the screen was seen")
	}
	r = batchAt(system)
	pressAll(r, "tab why esc")
	if got := r.Press(press("y")).(Apply); got.Reason != "why" {
		t.Errorf("the reason is %q", got.Reason)
	}
	if got := r.Press(press("y")); got != nil {
		t.Errorf("y while it is saved: %#v", got)
	}
	if r.Failed(); r.Press(press("y")) == nil {
		t.Error("after a failure it cannot be tried again")
	}
	empty := NewBatch(NewTheme(true, false), r.keys, Session{Kinds: tenantKinds}, tenant("acme", ""), []feature.View{find(tenant("acme", ""), "access.passkeys")}, feature.On)
	empty.Arm()
	if got := empty.Press(press("y")); got != nil {
		t.Errorf("everything is so already, and y means %#v", got)
	}
}

// After a conflict the screen shows what others did. The next attempt starts from their
// settings, after a new confirmation.
func TestBatchConflict(t *testing.T) {
	r := batchAt(tenant("acme", ""))
	r.Press(press("y"))
	if !r.Conflict("bob was here.", map[string]feature.Setting{"access.passkeys": feature.Inherit}) {
		t.Fatal("it cannot be chosen again")
	}
	r.Resize(100, 30)
	body := strings.Join(r.Body(), "\n")
	if !strings.Contains(body, "bob was here. Nothing was written.") || strings.Count(body, "changed meanwhile") != 1 {
		t.Errorf("the screen is\n%s", body)
	}
	if got := r.Press(press("y")); got != nil {
		t.Errorf("y counts before the screen was seen: %#v", got)
	}
	r.Arm()
	if got := r.Press(press("y")).(Apply).Proposal.Changes; got[0].Before != feature.Inherit || got[1].Before != feature.Off {
		t.Errorf("it starts from %+v", got)
	}
	if undo := NewUndo(NewTheme(true, false), r.keys, Session{Kinds: tenantKinds}, feature.ProposeUndo(entries())); undo.Conflict("x", nil) || undo.Done(nil) {
		t.Error("an undo can be chosen again")
	}
}

// Each flag shows its result. Any key then leaves the screen.
func TestBatchDone(t *testing.T) {
	r := batchAt(tenant("acme", ""))
	r.Press(press("y"))
	if !r.Done(r.proposal.Changes[:2]) {
		t.Fatal("it does not tell")
	}
	r.Resize(100, 30)
	body := strings.Join(r.Body(), "\n")
	if strings.Count(body, "  saved") != 2 || strings.Count(body, "  as it was") != 1 || strings.Contains(body, "Reason") {
		t.Errorf("the screen is\n%s", body)
	}
	if title, _ := r.Title(); title != " Changed 2 of 3 flags" {
		t.Errorf("the title is %q", title)
	}
	for name, want := range map[string]Intent{"down": nil, "y": Back{}, "esc": Back{}, " ": Back{}} {
		if got := r.Press(press(name)); got != want {
			t.Errorf("%q: %#v", name, got)
		}
	}
	if got := r.Press(burst("y")); got != nil {
		t.Errorf("y in a burst: %#v", got)
	}
}

// A kill's screen names every scope that it changes besides the system's own row.
func TestKillNamesOddRows(t *testing.T) {
	rows := []feature.Override{{Scope: feature.SystemScope(), Name: "a", Enabled: true}, {Scope: feature.Scope{Kind: feature.System, ID: "x"}, Name: "a", Enabled: true, Misplaced: true},
		{Scope: feature.Scope{Kind: "workspace", ID: "w1"}, Name: "a", Enabled: true, Misplaced: true}}
	for n, odd := range map[int]bool{1: false, 3: true} {
		r := NewKill(NewTheme(true, false), keys.Default(), Session{Kinds: tenantKinds}, feature.ProposeKill("a", rows[:n], featuretest.Kinds(feature.System, feature.Tenant), anyChange))
		r.Resize(100, 30)
		text := strings.Join(strings.Fields(strings.Join(r.Body(), " ")), " ")
		for _, part := range []string{"system:x", "workspace:w1", "read as the system's are set to off"} {
			if strings.Contains(text, part) != odd {
				t.Errorf("%d rows: %q is said: %v; %s", n, part, !odd, text)
			}
		}
	}
}

// Each flag shows its settings before and after, with an inherited value in
// parentheses. The effect says how many values change.
func TestBatchShowsResults(t *testing.T) {
	for keys, want := range map[string][]string{
		"":      {"access.passkeys on → off", "billing.new_invoice off already", "orders.beta_checkout inherit (off) → off", "Effect 1 of 3 flags change: 1 to off."},
		"right": {"access.passkeys on → inherit (off)", "billing.new_invoice off → inherit (on)", "orders.beta_checkout inherit (off) already", "Effect 2 of 3 flags change: 1 to on, 1 to off."},
		"left":  {"access.passkeys on already", "billing.new_invoice off → on", "orders.beta_checkout inherit (off) → on", "Effect 2 of 3 flags change: 2 to on."},
	} {
		r := batchAt(tenant("acme", ""))
		pressAll(r, keys)
		r.Resize(100, 30)
		for _, line := range want {
			if !strings.Contains(body(r), line) {
				t.Errorf("%q: no %q in\n%s", keys, line, strings.Join(r.Body(), "\n"))
			}
		}
	}
	whole := batchAt(system)
	if !strings.Contains(body(whole), "Tenants without an override of their own change, too.") {
		t.Error(body(whole))
	}
	unknown := NewBatch(NewTheme(true, false), keys.Default(), Session{Kinds: frame(Theme{}).Session.Kinds}, system,
		[]feature.View{{Definition: feature.Undefined("a", false, featuretest.Kind(feature.System)), Enabled: true, Setting: feature.On, Source: feature.Source(feature.System)}}, feature.Inherit)
	unknown.Resize(100, 30)
	if text := body(unknown); !strings.Contains(text, "a on → inherit (?)") || !strings.Contains(text, "1 from or to an unknown default") {
		t.Error(text)
	}
}

// Removing the overrides of a kind of scope that has only on and off turns the flags off.
func TestOnlySettingsOfTheKindAreProposed(t *testing.T) {
	theme, session := NewTheme(true, false), Session{Kinds: featuretest.All()}
	project := feature.ScopeInfo{Scope: feature.Scope{Kind: feature.Project, ID: "12"}}
	view := feature.View{Definition: &feature.Definition{Name: "a"}}.At(featuretest.Kind(feature.Project), nil, &feature.Stored{Enabled: true})
	if got := NewBatch(theme, keys.Default(), session, project, []feature.View{view}, feature.Inherit).proposal.Changes[0].After; got != feature.Off {
		t.Errorf("a batch proposes %s", got)
	}
	if got := NewToggle(theme, keys.Default(), session, project, view, feature.Inherit).Change().After; got != feature.Off {
		t.Errorf("a change proposes %s", got)
	}
	at := actor("Account;12")
	if got := NewToggle(theme, keys.Default(), Session{Kinds: actorKinds}, at, actorFlag(at, "search"), feature.Off).Change().After; got != feature.Inherit {
		t.Errorf("without off, a change proposes %s", got)
	}
}
