package views

import (
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// The cursor moves to the next row with all words, and wraps around the end. Enter
// keeps it there, esc restores it.
func TestFindInAList(t *testing.T) {
	m, theme := keys.Default(), NewTheme(true, false)
	list := newMatrix(theme, m, feature.Tenant, sampleViews(system))
	list.Resize(100, 30)
	name := func() string { return list.rowName(list.rows.cursor) }
	for _, c := range []struct {
		text, then string
		want       string
	}{
		{"BILL", "", "billing.new_invoice"},
		{"links bill", "", "billing.payment_links"},
		{"bill", "down", "billing.payment_links"},
		{"bill", "down down", "billing.new_invoice"},
		{"bill", "up", "billing.payment_links"},
		{"api", "", "access.api_key_rotation"},
		{"受注", "", "受注.一括登録"},
		{"no such flag", "down", "access.passkeys"},
	} {
		list.rows.moveTo(1)
		f := NewFind(theme, m, list)
		f.Resize(100, 30)
		typed(f, c.text)
		pressAll(f, c.then)
		if name() != c.want {
			t.Errorf("%s %s: the cursor is on %s, not on %s", c.text, c.then, name(), c.want)
		}
		if none := strings.Contains(f.Foot(), "No match"); none != (c.text == "no such flag") {
			t.Errorf("%s: it says %q", c.text, f.Foot())
		}
		if got := f.Press(press("enter")); got != (Back{}) || name() != c.want {
			t.Errorf("%s: enter: %#v, and the cursor is on %s", c.text, got, name())
		}
		if got := f.Press(press("esc")); got != (Back{}) || name() != "access.passkeys" {
			t.Errorf("%s: esc: %#v, and the cursor is on %s", c.text, got, name())
		}
	}
	empty := NewFind(theme, m, newMatrix(theme, m, feature.Tenant, nil))
	typeText(empty, "a")
	pressAll(empty, "down")
}
