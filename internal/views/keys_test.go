package views

import (
	"reflect"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// keyCase holds keys, and the intent of the last one.
type keyCase struct {
	name, keys string
	want       Intent
}

func checkKeys(t *testing.T, make func() screenWithKeys, cases []keyCase) {
	t.Helper()
	for _, c := range cases {
		screen := make()
		screen.Resize(120, 30)
		if got := pressAll(screen, c.keys); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s (%s): %#v, want %#v", c.name, c.keys, got, c.want)
		}
	}
}

type screenWithKeys interface {
	Screen
	Press(keys.Press) Intent
}

// writers returns the screens with keys that lead to a write, and those keys. The
// cursor of each screen is on something that can be changed.
func writers(m keys.Map) map[string]struct {
	screen screenWithKeys
	keys   []string
} {
	type writer = struct {
		screen screenWithKeys
		keys   []string
	}
	findings := doctorOf(m)
	findings.Press(press("down"))
	marked := browse(NewTheme(true, false), m, tenant("acme", ""))
	typeText(marked, "vv")
	return map[string]writer{
		"marked":   {marked, []string{" ", "c"}},
		"details":  {details(m), []string{" ", "K"}},
		"matrix":   {matrixOf(m, feature.Tenant), []string{" "}},
		"diff":     {diffOf(m), []string{"<", ">"}},
		"overview": {overviewOf(m), []string{" "}},
		"doctor":   {findings, []string{"F"}},
	}
}

// Keys that lead to a write have no effect in a burst, as a paste, and in a read-only
// session.
func TestScreensWriteOnlyAlone(t *testing.T) {
	for name := range writers(keys.Default()) {
		for i, pressed := range writers(keys.Default())[name].keys {
			w, readOnly := writers(keys.Default())[name], writers(keys.Default().ReadOnly())[name]
			w.screen.Resize(80, 20)
			readOnly.screen.Resize(80, 20)
			for what, got := range map[string]Intent{
				"in a burst":       w.screen.Press(burst(pressed)),
				"pasted":           w.screen.Press(paste(pressed)),
				"read-only":        readOnly.screen.Press(press(pressed)),
				"read-only, burst": readOnly.screen.Press(burst(pressed)),
			} {
				if got != nil {
					t.Errorf("%s, %q %s: %#v", name, pressed, what, got)
				}
			}
			if w.screen.Press(press(pressed)) == nil {
				t.Errorf("%s: %q, its key %d, leads nowhere", name, pressed, i)
			}
			for _, hint := range readOnly.screen.Keys().Enabled() {
				if reflect.DeepEqual(hint.Keys(), []string{pressed}) {
					t.Errorf("%s, read-only, tells of %q", name, pressed)
				}
			}
		}
	}
}

// Screens show the keys that the user has chosen.
func TestKeysOfOnesOwn(t *testing.T) {
	m, err := keys.Default().Rebind(map[string][]string{
		"back": {"f2"}, "leave": {"f3"}, "cancel": {"f4"}, "tenants": {"N"}, "show_unregistered": {"X"}, "down": {"n"}, "details": {"d", "enter"},
	})
	if err != nil {
		t.Fatal(err)
	}
	plain := NewTheme(true, false)
	f := frame(plain)
	f.Width, f.Height, f.Back = 80, 12, m.Back
	typing, none := browse(plain, m, system), browse(plain, m, system)
	pressAll(typing, "/ a")
	pressAll(none, "/ zzz enter")
	orphans := newBrowse(plain, m)
	orphans.Show(system, []feature.View{{Definition: &feature.Definition{Name: "a"}, Setting: feature.Off}}, true)
	batch := NewBatch(plain, m, Session{Kinds: tenantKinds}, system, sampleViews(system), feature.On)
	reason := NewBatch(plain, m, Session{Kinds: tenantKinds}, system, sampleViews(system), feature.On)
	reason.Arm()
	pressAll(reason, "tab")
	overview := overviewOf(m)
	pressAll(overview, "/ zzz")
	help := NewHelp(plain, m, m.BrowseKeys(), false)
	pressAll(help, "zzz")
	toggle := NewToggle(plain, m, Session{Kinds: tenantKinds}, system, find(system, "orders.beta_checkout"), feature.On)
	for _, c := range []struct {
		screen Screen
		want   []string
	}{
		{browse(plain, m, system), []string{"d details", "N tenants"}},
		{typing, []string{"enter keep", "f3 clear"}},
		{none, []string{"f2 shows all again"}},
		{orphans, []string{"X shows"}},
		{batch, []string{"n shows", "f4 cancel"}},
		{reason, []string{"enter done", "f4 back"}},
		{overview, []string{"f3 shows all again"}},
		{NewHelp(plain, m, m.BrowseKeys(), false), []string{"d enter", "f3 back", "down shows"}}, // letters search here
		{help, []string{"f3 goes back"}},
		{toggle, []string{"f4 cancel"}},
	} {
		text := layOut(f, c.screen)
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("no %q in\n%s", want, text)
			}
		}
	}
	f.Status.Problem = "it failed"
	if text := layOut(f, browse(plain, m, system)); !strings.Contains(text, "f2 dismiss") {
		t.Errorf("a problem is dismissed otherwise:\n%s", text)
	}
	if got := pressAll(orphans, "d"); got != nil {
		t.Errorf("with no flag shown, d: %#v", got)
	}
	b := browse(plain, m, system)
	if got, ok := pressAll(b, "n d").(OpenDetails); !ok || got.Name != "access.passkeys" {
		t.Errorf("n d: %#v", got)
	}
	if got := pressAll(b, "j"); got != nil || b.selectedName() != "access.passkeys" {
		t.Error("j still moves")
	}
}
