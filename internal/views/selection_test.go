package views

import (
	"reflect"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
)

// names returns the names of flags.
func names(views []feature.View) string {
	var all []string
	for _, view := range views {
		all = append(all, view.Name)
	}
	return strings.Join(all, " ")
}

// The table holds keys, the flags that they mark, and the setting proposed for those.
// The sample's first flags are access.api_key_rotation, on by default, access.passkeys
// and billing.new_invoice.
func TestMarks(t *testing.T) {
	acme := tenant("acme", "")
	const first, second, third = "access.api_key_rotation", "access.passkeys", "billing.new_invoice"
	for _, c := range []struct {
		keys  string
		names string
		after feature.Setting // the opposite for the flag under the cursor if that is marked, or else for the first marked
	}{
		{"v space", first, feature.Off},
		{"v v space", first + " " + second, feature.Off},
		{"v v up space", first + " " + second, feature.Off}, // on passkeys, which is on
		{"j v v home space", second + " " + third, feature.Off},
		{"j v v up space", second + " " + third, feature.On}, // on new_invoice, which is off
		{"v v c", first + " " + second, feature.Inherit},
		{"v home v v space", second, feature.Off},          // the first is unmarked again
		{"/ invoice enter V esc space", third, feature.On}, // what was shown is marked
		{"j v / invoice enter space", second, feature.Off}, // what the filter hides stays marked
		{"v / invoice enter v space", first + " " + third, feature.On},
		{"v / invoice enter V V space", first, feature.Off},
		{"v r space", first, feature.Off},
	} {
		b := browse(NewTheme(true, false), keys.Default(), acme)
		b.Resize(100, 20)
		got, ok := pressAll(b, c.keys).(ProposeMany)
		if !ok || names(got.Views) != c.names || got.After != c.after || got.Scope != acme {
			t.Errorf("%s: %s to %s at %s", c.keys, names(got.Views), got.After, got.Scope.Scope)
		}
	}
}

// Esc removes the marks before it leaves the scope. Marks stay when the scope changes.
func TestMarksAreTakenOff(t *testing.T) {
	b := browse(NewTheme(true, false), keys.Default(), tenant("acme", ""))
	b.Resize(100, 20)
	typeText(b, "vv")
	if foot := b.Foot(); !strings.HasSuffix(foot, "2 marked") {
		t.Errorf("the foot is %q", foot)
	}
	b.Show(system, sampleViews(system), true)
	if got := pressAll(b, "space").(ProposeMany); names(got.Views) != "access.api_key_rotation access.passkeys" || got.Scope != system {
		t.Errorf("at the system %s are marked", names(got.Views))
	}
	b.Show(system, sampleViews(system)[1:], true)
	if foot := b.Foot(); !strings.HasSuffix(foot, "1 marked") {
		t.Errorf("a flag that is not there is marked: %q", foot)
	}
	b.Show(system, sampleViews(system), true)
	if got := b.Press(press("esc")); got != nil || names(b.marked()) != "" {
		t.Errorf("after esc %s are marked: %#v", names(b.marked()), got)
	}
	if got := b.Press(press("esc")); got != (Back{}) {
		t.Errorf("the next esc: %#v", got)
	}
	if got, ok := pressAll(b, "space").(Propose); !ok || got.View.Name != b.selectedName() {
		t.Errorf("without marks the flag under the cursor is not what is changed: %+v", got)
	}
}

// The matrix shows the marked flags, or else the flags shown.
func TestChosen(t *testing.T) {
	b := browse(NewTheme(true, false), keys.Default(), system)
	b.Resize(100, 20)
	if got := pressAll(b, "/ invoice enter m").(OpenMatrix); names(got.Flags) != "billing.new_invoice" {
		t.Errorf("those shown: %s", names(got.Flags))
	}
	if got := pressAll(b, "esc v m").(OpenMatrix); names(got.Flags) != "billing.new_invoice" {
		t.Errorf("the one marked: %s", names(got.Flags))
	}
	b.Unmark()
	if got := pressAll(b, "m").(OpenMatrix); len(got.Flags) != len(b.shown) {
		t.Errorf("%d of %d", len(got.Flags), len(b.shown))
	}
	b.Map = keys.Default().ReadOnly()
	if got, ok := pressAll(b, "v m").(OpenMatrix); !ok || len(got.Flags) != 1 {
		t.Error("where nothing can be changed, nothing can be marked for the matrix")
	}
}

// Without a chosen scope nothing can be changed.
func TestMarksWithoutAScope(t *testing.T) {
	b := newBrowse(NewTheme(true, false), keys.Default())
	b.Kinds = featuretest.Kinds(feature.Project, feature.Section)
	b.Show(feature.ScopeInfo{}, sampleViews(system), true)
	b.Resize(100, 20)
	for _, pressed := range []string{"space", "v space", "V space"} {
		if got := pressAll(b, pressed); got != (ShowNotice{"Choose a project or a section first: t"}) {
			t.Errorf("%s: %#v", pressed, got)
		}
	}
}

// Find puts the cursor on a flag, and makes it visible if filters hide it.
func TestFind(t *testing.T) {
	for name, pressed := range map[string]string{
		"orders.beta_checkout": "/ invoice enter", "access.passkeys": "o", "legacy.export_to_floppy": "/ zzz", "billing.new_invoice": "end",
	} {
		b := browse(NewTheme(true, false), keys.Default(), system)
		b.Resize(100, 20)
		pressAll(b, pressed)
		if !b.Find(name) || b.selectedName() != name || b.typing {
			t.Errorf("after %s the cursor is on %s, want %s", pressed, b.selectedName(), name)
		}
	}
	b := browse(NewTheme(true, false), keys.Default(), system)
	before := b.names()
	if b.Find("nothing") || !reflect.DeepEqual(b.names(), before) {
		t.Error("a flag that is not there is found")
	}
}
