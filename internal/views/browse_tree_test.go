package views

import (
	"slices"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
)

// treeOf returns the list as a tree of two modules and a flag without one.
func treeOf(t Theme, pressed string) *Browse {
	var defs []feature.Definition
	for _, name := range []string{"access.keys", "access.passkeys", "billing.new_invoice", "billing.payment_links", "billing.tax.vat", "search"} {
		defs = append(defs, feature.Definition{Name: name, Default: name == "billing.tax.vat"})
	}
	b := newBrowse(t, keys.Default())
	b.Show(system, feature.Resolve(featuretest.Kind(system.Scope.Kind), system.Scope, defs, map[string]feature.Stored{"billing.new_invoice": {Enabled: true}}, nil), true)
	b.SetCounts(feature.NewCounts(nil))
	b.Resize(100, 20)
	pressAll(b, pressed)
	return b
}

// treeRows returns the rows of the tree up to the end of the names.
func treeRows(b *Browse) []string {
	var rows []string
	for _, line := range b.Body()[len(b.intro):] {
		if line = strings.TrimRight(line, " "); line != "" {
			rows = append(rows, strings.TrimRight(line[:2+b.widths.name], " "))
		}
	}
	return rows
}

// The table holds keys, followed by the rows and the cursor after them. The cursor
// follows its flag or module.
func TestTree(t *testing.T) {
	for _, c := range []struct{ keys, want string }{
		{"T", "  - access|>   keys|    passkeys|  + billing|  search"},
		{"j j T", "  + access|  - billing|>   new_invoice|    payment_links|    tax.vat|  search"},
		{"j j T left", "  + access|> - billing|    new_invoice|    payment_links|    tax.vat|  search"},
		{"j j T left left", "  + access|> + billing|  search"},
		{"j j T left left left up right", "> - access|    keys|    passkeys|  + billing|  search"},
		{"T left enter", "> + access|  + billing|  search"},
		{"T left enter enter", "> - access|    keys|    passkeys|  + billing|  search"},
		{"T end left right", "  - access|    keys|    passkeys|  + billing|> search"},
		{"j j j T 2", "  - billing|    new_invoice|>   tax.vat"}, // the flag is hidden, so the cursor stays in its row
		{"j j T 2 1", "  + access|  - billing|>   new_invoice|    payment_links|    tax.vat|  search"},
		{"j j T left left 2", "> + billing"},
		{"j j T reverse", "  search|  - billing|    tax.vat|    payment_links|>   new_invoice|  + access"},
		{"T left / v a t enter", "> - billing|    tax.vat"},
		{"T left / a enter G k left left", "  - access|    keys|    passkeys|> + billing|  search"}, // modules fold during a search, too
		{"T left / a enter G k left left esc", "  - access|    keys|    passkeys|> + billing|  search"},
		{"T left left j right j T", "  access.keys|  access.passkeys|> billing.new_invoice|  billing.payment_links|  billing.tax.vat|  search"},
		{"T left T", "> access.keys|  access.passkeys|  billing.new_invoice|  billing.payment_links|  billing.tax.vat|  search"},
	} {
		b := treeOf(NewTheme(true, true), "")
		for _, key := range strings.Fields(c.keys) {
			if key == "reverse" {
				b.sortBy(sortOrder{sortByName, true})
			} else {
				b.Press(press(key))
			}
		}
		if got := strings.Join(treeRows(b), "|"); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.keys, got, c.want)
		}
	}
}

// A name with an empty part has no module.
func TestModuleOf(t *testing.T) {
	for name, want := range map[string]string{"a.b": "a", "a.b.c": "a", "a": "", "a.": "", ".b": "", "": "", "受注.一括": "受注"} {
		if got := moduleOf(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// A module's row says how many of its flags are on, overridden and marked.
func TestTreeModules(t *testing.T) {
	b := treeOf(NewTheme(true, false), "j j T left V")
	body := strings.Join(b.Body(), "\n")
	for _, want := range []string{">+▾ billing ", "2 of 3 on", "1 overridden", "3 marked", "▸ access ", "0 of 2 on"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in\n%s", want, body)
		}
	}
	if len(b.marked()) != 3 {
		t.Errorf("%d are marked", len(b.marked()))
	}
	if pressAll(b, "j V"); len(b.marked()) != 0 { // from within the module
		t.Errorf("pressed again, %d are marked", len(b.marked()))
	}
	if pressAll(b, "G V"); len(b.marked()) != 1 || b.marked()[0].Name != "search" {
		t.Errorf("a flag without a module: %d are marked", len(b.marked()))
	}
	if pressAll(b, "k k k k v"); len(b.marked()) != 4 || b.marked()[3].Name != "search" {
		t.Errorf("v on a module: %d are marked", len(b.marked()))
	}
}

// On a module, keys change no flag unless some are marked.
func TestTreeKeys(t *testing.T) {
	for keys, want := range map[string]Intent{
		"T left space":    ShowNotice{`"access" is a module: right opens it, V marks its flags`},
		"T left c":        ShowNotice{`"access" is a module: right opens it, V marks its flags`},
		"T left y":        nil,
		"T left h":        OpenHistory{},
		"T y":             Copy{Text: "access.keys", What: "the flag's name"},
		"T j enter":       OpenDetails{Scope: system, Name: "access.passkeys"},
		"T G y":           Copy{Text: "search", What: "the flag's name"},
		"T left left G y": Copy{Text: "search", What: "the flag's name"},
	} {
		if got := pressAll(treeOf(NewTheme(true, false), ""), keys); got != want {
			t.Errorf("%s: %#v, want %#v", keys, got, want)
		}
	}
	b := treeOf(NewTheme(true, false), "T left left V")
	many, ok := b.Press(press(" ")).(ProposeMany)
	if !ok || len(many.Views) != 2 || many.After != feature.On {
		t.Errorf("a marked module is changed by %#v", many)
	}
	if !b.Find("billing.tax.vat") || b.selectedName() != "billing.tax.vat" {
		t.Errorf("found in a folded module: the cursor is on %q", b.selectedName())
	}
	if names := b.RowsShown(); !slices.Contains(names, "billing.tax.vat") || slices.Contains(names, "access.keys") {
		t.Errorf("the flags on the screen are %q", names)
	}
}

// After any typing, folding and sorting, each flag found is in the list once: in a row
// or in a folded module.
func TestTreeHasEveryFlagOnce(t *testing.T) {
	_, b := manyFlags(200)
	pressed := strings.Fields("T left left j j right G right k left / 1 7 enter s s V esc 4 right G left k k enter 1 esc T")
	for i, key := range pressed {
		if intent := b.Press(press(key)); intent == (SortByChange{}) {
			b.SortByChange([]string{"area03.feature_000020"})
		}
		var flags []int
		for _, line := range b.lines {
			if line >= 0 {
				flags = append(flags, line)
			} else if m := b.tree.modules[-1-line]; !m.open {
				flags = append(flags, m.flags...)
			}
		}
		slices.Sort(flags)
		shown := slices.Sorted(slices.Values(b.shown))
		if !slices.Equal(flags, shown) {
			t.Fatalf("after %q: %d flags in the tree, and %d shown", pressed[:i+1], len(flags), len(shown))
		}
	}
}
