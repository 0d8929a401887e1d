package views

import (
	"reflect"
	"testing"

	"flagtui/internal/flag"
	"flagtui/internal/keys"
)

// keyCase is what keys mean on a screen: the last one's intent counts.
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

// writers are the screens from which a key leads to a write, where the cursor
// is on something to write, and those keys.
func writers(m keys.Map) map[string]struct {
	screen screenWithKeys
	keys   []string
} {
	type writer = struct {
		screen screenWithKeys
		keys   []string
	}
	marked := browse(NewTheme(true, false), m, tenant("acme", ""))
	typeText(marked, "vv")
	return map[string]writer{
		"marked":   {marked, []string{" ", "c"}},
		"details":  {details(m), []string{" ", "K"}},
		"matrix":   {matrixOf(m, flag.Tenant), []string{" "}},
		"diff":     {diffOf(m), []string{"<", ">"}},
		"overview": {overviewOf(m), []string{" "}},
	}
}

// TestScreensWriteOnlyAlone gives the keys that lead to a write in a burst, as
// a paste, and to a session that may not write.
func TestScreensWriteOnlyAlone(t *testing.T) {
	for name := range writers(keys.Default()) {
		for i, pressed := range writers(keys.Default())[name].keys {
			w, readOnly := writers(keys.Default())[name], writers(keys.ReadOnly())[name]
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
			for _, hint := range readOnly.screen.Keys().All() {
				if reflect.DeepEqual(hint.Keys(), []string{pressed}) {
					t.Errorf("%s, read-only, tells of %q", name, pressed)
				}
			}
		}
	}
}
