package views

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// hintTexts returns a group's hints for a width as one line.
func hintTexts(group keys.Group, width int) string {
	var all []string
	for _, h := range (Theme{}).fittingHints(group, width) {
		all = append(all, h.key+" "+h.text)
	}
	return strings.Join(all, "  ")
}

// The hints fit, the most needed keys come first, and the pinned one always stays.
func TestHintsByWidth(t *testing.T) {
	m := keys.Default()
	for width, want := range map[int]string{
		12:  "? help",
		40:  "space change  enter open  / find  ? help",
		73:  "space change  enter open  t tenants  / search  c clear  h history  ? help",
		74:  "space change  enter details  t tenants  / find  c clear  h history  ? help",
		93:  "space change  enter details  t tenants  / find  c clear  h history  u undo  : palette  ? help",
		113: "space change  enter details  t tenants  / search  c remove override  h history  u undo  : palette  q quit  ? help",
	} {
		if got := hintTexts(m.BrowseKeys(), width); got != want {
			t.Errorf("in %d cells\n got %s\nwant %s", width, got, want)
		}
	}
	for _, group := range append(m.HelpGroups(), m.ContextKeys(), m.TextKeys(), m.FindKeys(), m.HelpKeys()) {
		all := group.Enabled()[:len(group.Hints)]
		for width := 20; width <= 200; width++ {
			hints := hintTexts(group, width)
			if ansi.StringWidth(hints) > width {
				t.Errorf("%s: in %d cells %q is too long", group.Title, width, hints)
			}
			if group.Pinned == 1 && !strings.Contains(hints, (Theme{}).longHint(all[len(all)-1]).text) {
				t.Errorf("%s: in %d cells the pinned hint is left out: %q", group.Title, width, hints)
			}
		}
		if got := hintTexts(group, 200); !slices.Equal((Theme{}).fittingHints(group, 1000), (Theme{}).fittingHints(group, 200)) {
			t.Errorf("%s: 200 cells do not take all: %s", group.Title, got)
		}
	}
}

// A long foot moves up, unless a message needs the line above the hints.
func TestALongFootLeavesTheHintsTheirLine(t *testing.T) {
	f, matrix := scenes()["matrix"](NewTheme(true, false))
	f.Width, f.Height = 80, 24
	lines := strings.Split(drawn(f, matrix), "\n")
	if last, above := lines[23], lines[22]; !strings.Contains(last, "d differing") || !strings.HasSuffix(above, "Enabled, override") {
		t.Errorf("the last lines are\n%s\n%s", above, last)
	}
	f.Status.Notice = "Nothing to undo"
	lines = strings.Split(drawn(f, matrix), "\n")
	if last, above := lines[23], lines[22]; !strings.HasPrefix(above, "Nothing to undo") || !strings.HasSuffix(last, "Enabled, override") {
		t.Errorf("with a message the last lines are\n%s\n%s", above, last)
	}
	b := browse(NewTheme(true, false), keys.Default(), feature.ScopeInfo{Scope: feature.SystemScope()})
	typeText(b, "/a text that is rather long [")
	f = frame(b.Theme)
	f.Width, f.Height = 80, 24
	if lines = strings.Split(drawn(f, b), "\n"); !strings.Contains(lines[23], "rather long") {
		t.Errorf("what is typed is not in the last line: %q", lines[23])
	}
}
