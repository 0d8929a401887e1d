package views

import (
	"slices"
	"strings"
	"testing"

	"flagtui/internal/keys"
)

// The sort key steps through the orders. The title shows each order with its direction.
func TestBrowseSort(t *testing.T) {
	b := browse(NewTheme(true, false), keys.Default(), system)
	byName := b.names()
	recent := []string{"orders.beta_checkout", "gone.long_ago", "access.passkeys"}
	if intent := b.Press(press("s")); intent != (SortByChange{}) {
		t.Errorf("the order of changes is not asked for: %#v", intent)
	}
	b.SortByChange(recent)
	rest := slices.DeleteFunc(slices.Clone(byName), func(name string) bool { return slices.Contains(recent, name) })
	reversed := slices.Clone(byName)
	slices.Reverse(reversed)
	shows := func(what, order string, want []string) {
		t.Helper()
		if _, count := b.Title(); !strings.HasSuffix(count, "sort "+order) || !slices.Equal(b.names(), want) {
			t.Errorf("%s: %q, %q\nwant %q", what, count, b.names(), want)
		}
	}
	changed := append([]string{"orders.beta_checkout", "access.passkeys"}, rest...)
	shows("by change", "changed ↓", changed)
	b.SetCounts(b.counts)
	b.Show(system, b.views, true)
	shows("read again", "changed ↓", changed)
	b.Press(press("s"))
	shows("the first changes first", "changed ↑", append([]string{"access.passkeys", "orders.beta_checkout"}, rest...))
	b.SortByChange(slices.Clone(recent))
	shows("the order read again", "changed ↑", append([]string{"access.passkeys", "orders.beta_checkout"}, rest...))
	// The flags with overrides have 16, 2, 1 (the system's) and 1 of them.
	few := []string{"billing.new_invoice", "orders.beta_checkout", "access.passkeys", "files.public_uploads"}
	none := slices.DeleteFunc(slices.Clone(byName), func(name string) bool { return slices.Contains(few, name) })
	b.Press(press("s"))
	shows("by overrides", "overrides ↓", append(slices.Clone(few), none...))
	b.Press(press("s"))
	shows("the least overridden first", "overrides ↑", append(none, "access.passkeys", "files.public_uploads", "orders.beta_checkout", "billing.new_invoice"))
	b.Press(press("s"))
	shows("the names backwards", "name ↓", reversed)
	b.Press(press("s"))
	shows("by name", "name ↑", byName)

	b.SortByChange([]string{})
	if !b.SortedByChange() || !slices.Equal(b.names(), byName) {
		t.Error("nothing has changed ever: by change, and in the order of the names")
	}
	if b.Show(tenant("acme", ""), b.views, true); b.SortedByChange() {
		t.Error("the order of the changes at one scope is used at another")
	}
	shows("another scope", "name ↑", byName)
}
