package views

import (
	"slices"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
)

// If no flag has the words, the list shows the flags whose names have the words'
// characters in order. The closest comes first and has the cursor.
func TestSimilarNames(t *testing.T) {
	var defs []feature.Definition
	for _, name := range []string{"access.sign_in", "billing.never_gain_weight_in_november", "billing.new_invoice", "orders.newest"} {
		defs = append(defs, feature.Definition{Name: name, Description: "No word of these"})
	}
	b := newBrowse(NewTheme(false, false), keys.Default())
	b.Show(system, feature.Resolve(featuretest.Kind(system.Scope.Kind), system.Scope, defs, nil, nil), true)
	b.Resize(100, 20)
	typeText(b, "/newinv")
	if want := []string{"billing.new_invoice", "billing.never_gain_weight_in_november"}; !slices.Equal(b.names(), want) || b.selectedName() != want[0] {
		t.Errorf("%q, the cursor on %q", b.names(), b.selectedName())
	}
	if foot := b.Foot(); !strings.Contains(foot, "1/2 of 4 similar") {
		t.Errorf("the foot is %q", foot)
	}
	typeText(b, "e")
	if want := []string{"billing.new_invoice", "billing.never_gain_weight_in_november"}; !slices.Equal(b.names(), want) {
		t.Errorf("a longer text finds %q", b.names())
	}
	b.Press(press("backspace"))
	typeText(b, "oi")
	if want := []string{"billing.new_invoice"}; !slices.Equal(b.names(), want) {
		t.Errorf("a longer text finds %q", b.names())
	}
	typeText(b, "q")
	if body := strings.Join(b.Body(), "\n"); len(b.names()) > 0 || !strings.Contains(body, "No match") {
		t.Errorf("nothing is similar, and shown is\n%s", body)
	}
}

// The cursor moves to a flag whose name parts start with the words, or else to one
// whose name has the words. It stays on a flag that matches equally well.
func TestSearchMovesToName(t *testing.T) {
	defs := []feature.Definition{
		{Name: "billing.credit_limits", Description: "Hold new orders"},
		{Name: "billing.renewals"},
		{Name: "billing.new_invoice"},
		{Name: "inventory.negative_stock"},
		{Name: "platform.new_navigation"},
	}
	for _, c := range []struct{ start, typed, want string }{
		{"billing.credit_limits", "new", "billing.new_invoice"},
		{"inventory.negative_stock", "ne", "inventory.negative_stock"},
		{"inventory.negative_stock", "new", "billing.new_invoice"},
		{"platform.new_navigation", "new", "platform.new_navigation"},
		{"platform.new_navigation", "new bil", "billing.new_invoice"},
		{"billing.credit_limits", "ewa", "billing.renewals"},
		{"billing.credit_limits", "hold", "billing.credit_limits"},
	} {
		for _, tree := range []bool{false, true} {
			b := newBrowse(NewTheme(false, false), keys.Default())
			b.Show(system, feature.Resolve(featuretest.Kind(system.Scope.Kind), system.Scope, defs, nil, nil), true)
			b.Resize(100, 20)
			b.rebuild(c.start)
			if tree {
				b.tree.open = map[string]bool{"billing": true, "inventory": true, "platform": true}
				b.Press(press("T"))
				b.layOutRows(c.start)
			}
			typeText(b, "/"+c.typed)
			if got := b.selectedName(); got != c.want {
				t.Errorf("from %s, tree %v: /%s has the cursor on %q, want %q", c.start, tree, c.typed, got, c.want)
			}
		}
	}
}

// The marked characters of each name are upper case here.
func TestClosestMatch(t *testing.T) {
	for _, c := range []struct{ name, word, marked string }{
		{"billing.new_invoice", "newinv", "........NEW.INV...."},
		{"billing.new_invoice", "bni", "B.......N...I......"},
		{"a_ab_abc", "abc", ".....ABC"},
		{"orders.İstanbul", "ist", ""}, // İ is longer in lower case
	} {
		at := closestMatch(c.name, c.word)
		marked := []byte(strings.Repeat(".", len(c.name)))
		for _, i := range at {
			marked[i] = strings.ToUpper(c.name)[i]
		}
		if got := string(marked); got != c.marked && (c.marked != "" || at != nil) {
			t.Errorf("%s in %s: %s, want %s", c.word, c.name, got, c.marked)
		}
	}
}

// Matches are underlined, even under the cursor. If a match is cut off or hidden, the
// row shows it with the text around it, or else the foot does.
func TestFoundIsShown(t *testing.T) {
	theme := NewTheme(false, false)
	for _, c := range []struct {
		query string
		width int
		want  string
	}{
		{"NEW", 160, "billing.«new»_invoice"},
		{"/new.in/", 160, "billing.«new_in»voice"},
		{"bnwinv", 160, "«b»illing.«n»e«w»_«inv»oice"},
		{"engine", 160, "Invoices by the new «engine»"},
		{"engine", 100, "…the new «engine»"},
		{"passkey", 160, "Sign in with a «passkey»"},
		{"campaign", 160, "…every «campaign»"},
		{"price_lists", 80, "…_specific_«price_lists»_with_val…"},
		{"specific_price", 80, "….customer_«specific_price»_lists…"}, // the name is cut around the match
	} {
		b := searched(theme, system)
		b.Resize(c.width, 30)
		typeText(b, "/"+c.query)
		body := strings.Join(append(b.Body(), b.Foot()), "\n")
		for _, from := range []string{theme.match.before, theme.selection.before + underline} {
			body = strings.ReplaceAll(body, from, "«")
		}
		marked := ""
		for i, part := range strings.Split(body, "«") {
			if i > 0 {
				part = "«" + strings.Replace(part, "\x1b[0m", "»", 1)
			}
			marked += part
		}
		for {
			start := strings.Index(marked, "\x1b[")
			if start < 0 {
				break
			}
			marked = marked[:start] + marked[start+strings.IndexByte(marked[start:], 'm')+1:]
		}
		if !strings.Contains(marked, c.want) {
			t.Errorf("%q at %d: no %s in\n%s", c.query, c.width, c.want, marked)
		}
	}
}

// If a row has no room for a hidden match, the foot shows it.
func TestFoundInNoRoom(t *testing.T) {
	b := searched(NewTheme(true, false), system)
	b.Resize(60, 30)
	typeText(b, "/engine")
	if foot := b.Foot(); !strings.Contains(foot, "…the new engine") {
		t.Errorf("the foot is %q", foot)
	}
	b.clearFilter()
	typeText(b, "/by:bob")
	b.Resize(80, 30)
	if body := strings.Join(b.Body(), "\n"); !strings.Contains(body, "8d bob") {
		t.Errorf("who changed it is not shown:\n%s", body)
	}
}

// The first term that needs the last changes asks for them. Until they arrive, the list
// does not change.
func TestChangesAreReadOnce(t *testing.T) {
	b := browse(NewTheme(true, false), keys.Default(), system)
	b.Resize(120, 30)
	asked := 0
	for _, r := range "/b by:alice since:1w" {
		if _, ok := b.Press(press(string(r))).(ReadChanges); ok {
			asked++
		}
	}
	if want := []string{"access.passkeys", "billing.new_invoice", "billing.payment_links", "catalog.customer_specific_price_lists_with_validity", "files.public_uploads", "orders.beta_checkout"}; asked != 1 || !b.WantsChanges() || len(b.names()) > len(want) {
		t.Errorf("asked %d times; shown are %q", asked, b.names())
	}
	b.CountAges(searchedAt)
	b.SetChanges(searchedAt, map[string]feature.Entry{"billing.new_invoice": {Actor: "alice", At: searchedAt}})
	if want := []string{"billing.new_invoice"}; !slices.Equal(b.names(), want) {
		t.Errorf("then shown are %q", b.names())
	}
	b.Show(tenant("acme", ""), b.views, true)
	if b.changes != nil || !b.WantsChanges() {
		t.Error("another scope has the changes of the first, or does not want its own")
	}
	if body := strings.Join(b.Body(), "\n"); strings.Contains(body, "No match") {
		t.Errorf("while they are read:\n%s", body)
	}
	b.ChangesFailed()
	if intent := b.Press(press("backspace")); intent != (ReadChanges{}) {
		t.Errorf("after a failure the next key asks for %#v", intent)
	}
}

// No match and no change by others appears under another column's heading. A search by
// change has a heading of its own if there is no room for another column.
func TestHeadingsStayTrue(t *testing.T) {
	for width := 60; width <= 139; width++ {
		b := searched(NewTheme(true, false), system)
		b.SetChanged(map[string]string{"billing.new_invoice": "on by bob@ops2"})
		b.Resize(width, 30)
		typeText(b, "/engine")
		b.Resize(width, 30)
		lines := b.Body()
		at := slices.IndexFunc(lines, func(line string) bool { return strings.Contains(line, "STATUS") })
		column := strings.Index(lines[at], "TENANTS")
		if column < 0 {
			continue
		}
		if row := lines[at+1]; !strings.HasPrefix(row[column:], "12 on") {
			t.Errorf("at %d the row has no number under TENANTS:\n%s\n%s", width, lines[at], row)
		}
		if all := strings.Join(append(lines, b.Foot()), "\n"); !strings.Contains(all, "on by bob@ops2") {
			t.Errorf("at %d who changed it is not shown:\n%s", width, all)
		}
		b.clearFilter()
		typeText(b, "/by:bob")
		b.Resize(width, 30)
		lines = b.Body()
		column = strings.Index(lines[at], "CHANGED")
		if column < 0 || !strings.Contains(lines[at+1][column:], "bob") {
			t.Errorf("at %d a search by change shows no change:\n%s\n%s", width, lines[at], lines[at+1])
		}
	}
}
