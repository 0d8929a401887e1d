package views

import (
	"slices"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// seen returns the first and last line of a change screen over a list, and whether the
// list's cursor is visible.
func seen(t *testing.T, f Frame, below List, g *Toggle) (first, last int, cursor bool) {
	t.Helper()
	first = -1
	for i, line := range strings.Split(layOutOver(f, below, g), "\n") {
		boxed := strings.HasPrefix(line, "┌") || strings.HasPrefix(line, "│") || strings.HasPrefix(line, "└")
		switch {
		case boxed && first < 0:
			first, last = i, i
		case boxed:
			if last++; i != last {
				t.Errorf("the change screen is in two pieces:\n%s", layOutOver(f, below, g))
			}
		case strings.HasPrefix(line, "> "):
			cursor = true
		}
	}
	return first, last, cursor
}

// The row under the cursor stays visible. The change screen stays where it opened, even
// if its text grows.
func TestAPanelStaysWhereItIs(t *testing.T) {
	for _, size := range [][2]int{{200, 50}, {120, 40}, {100, 24}, {98, 22}, {97, 40}, {80, 24}, {80, 40}, {80, 21}, {60, 24}, {40, 21}} {
		for _, n := range []int{1, 9, 40, 100} {
			for at := range min(n, 40) {
				theme := NewTheme(true, false)
				f, b := frame(theme), numbered(theme, n)
				f.Width, f.Height = size[0], size[1]
				layOut(f, b)
				typeText(b, "g"+strings.Repeat("j", at))
				view, _ := b.selected()
				g := NewToggle(theme, keys.Default(), f.Session, system, view, feature.On)
				g.session.Protected = true
				g.Arm()
				opened, end, ok := seen(t, f, b, g)
				if opened < HeaderLines {
					t.Fatalf("%v: the change screen lies over the title, or not on the list: %d", size, opened)
				}
				row := cursorLine(f, b, g)
				if row != opened-1 && row != end+1 {
					t.Errorf("%v, %d of %d: the change screen is not beside its row:\n%s", size, at, n, layOutOver(f, b, g))
				}
				step := func(what string) {
					first, last, cursor := seen(t, f, b, g)
					ok = ok && cursor
					bottom := f.Height - 2 - len(f.message(""))
					if first != opened && last != end && last != bottom {
						t.Errorf("%v, %d of %d: with %s it has moved from %d-%d to %d-%d", size, at, n, what, opened, end, first, last)
					}
				}
				g.SetImpact(feature.Impact{Inheriting: 143, Count: feature.Count{On: 5, Off: 2}, OnNames: []string{"acme", "globex", "initech"}, OffNames: []string{"hooli", "umbrella"}})
				step("the effect")
				g.Press(press("tab"))
				typeText(g, strings.Repeat("why ", 40))
				step("a reason")
				g.Press(press("enter"))
				g.Press(press("y"))
				step("a name to type")
				g.Conflict("bob@ops2 has set it to off meanwhile.", feature.Off)
				step("a conflict")
				f.Status.Problem = strings.Repeat("the database has gone away; ", 5)
				step("a problem")
				f.Status.Problem = ""
				b.Show(system, b.views[:(n+1)/2], true)
				step("a list that is shorter")
				if !ok {
					t.Errorf("%v, %d of %d: the cursor is out of sight:\n%s", size, at, n, layOutOver(f, b, g))
				}
			}
		}
	}
}

// cursorLine returns the frame's line with the list's cursor.
func cursorLine(f Frame, below List, g *Toggle) int {
	return slices.IndexFunc(strings.Split(layOutOver(f, below, g), "\n"), func(line string) bool { return strings.HasPrefix(line, "> ") })
}

// The list's title stays visible. If there is room beside the row, the list does not
// move.
func TestAPanelLeavesTheTitle(t *testing.T) {
	for _, size := range [][2]int{{200, 50}, {120, 40}, {100, 24}, {80, 24}} {
		theme := NewTheme(true, false)
		f, b := frame(theme), numbered(theme, 100)
		f.Width, f.Height = size[0], size[1]
		before := strings.Split(layOut(f, b), "\n")
		view, _ := b.selected()
		after := strings.Split(layOutOver(f, b, NewToggle(theme, keys.Default(), f.Session, system, view, feature.On)), "\n")
		for i, line := range before[:HeaderLines+5] {
			if line != after[i] {
				t.Errorf("%v: the line %q is %q", size, line, after[i])
			}
		}
	}
}

// A text that does not fit into the compact form gets its own line.
func TestTheCompactFormLosesNothing(t *testing.T) {
	theme := NewTheme(true, false)
	f, b := frame(theme), numbered(theme, 100)
	f.Width, f.Height = 100, 40
	name := strings.Repeat("long.", 20) + "end"
	view := feature.View{Definition: &feature.Definition{Name: name}, Source: feature.Source(feature.System), Enabled: true, Setting: feature.On}
	g := NewToggle(theme, keys.Default(), f.Session, system, view, feature.Off)
	g.session.Protected = true
	g.SetImpact(feature.Impact{Inheriting: 1e9, Count: feature.Count{On: 1e9, Off: 1e9}, OnNames: []string{"acme"}, OffNames: []string{"hooli"}})
	g.Conflict("bob@ops2 has set it to off meanwhile.", feature.On)
	g.view.Misplaced = true
	g.Arm()
	g.Press(press("tab"))
	typeText(g, "a reason that needs much room, more than a line of this terminal has, and so goes on on another one.")
	g.Press(press("enter"))
	g.Press(press("y"))
	text := strings.Join(strings.FieldsFunc(layOutOver(f, b, g), func(r rune) bool { return strings.ContainsRune(" \n│", r) }), " ")
	for _, want := range []string{"Flag long.", "long.end", "Scope System (all tenants)", "Now Enabled, system override (an odd row: flagtui help rows)", "After ( ) on",
		"1000000000 tenants inherit", "1000000000 on, 1000000000 off.", "Takes effect within 30 s, or when the app restarts (simple_module < 0.0.40)",
		"Reason a reason", "another one.", "type prod to apply", "Nothing was written"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is nowhere in %s", want, text)
		}
	}
}
