package views

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/keys"
)

func TestRows(t *testing.T) {
	m := keys.Default()
	for _, c := range []struct {
		name          string
		count, height int
		keys          string
		cursor, top   int
	}{
		{"down to the last line of the screen", 100, 10, strings.Repeat("j ", 9), 9, 0},
		{"over the edge", 100, 10, strings.Repeat("j ", 12), 12, 3},
		{"back to the upper edge", 100, 10, strings.Repeat("j ", 12) + strings.Repeat("k ", 9), 3, 3},
		{"and over it", 100, 10, strings.Repeat("j ", 12) + strings.Repeat("k ", 10), 2, 2},
		{"a page down keeps the line", 100, 10, "j j pgdown", 12, 10},
		{"two, and one up", 100, 10, "j j pgdown pgdown pgup", 12, 10},
		{"a page over the end", 100, 10, "end pgdown", 99, 90},
		{"a page over the start", 100, 10, "j pgup", 0, 0},
		{"to the end", 100, 10, "G", 99, 90},
		{"to the end and up over the edge", 100, 10, "end" + strings.Repeat(" k", 10), 89, 89},
		{"to the start", 100, 10, "G home", 0, 0},
		{"up at the start", 100, 10, "up", 0, 0},
		{"down at the end of a short list", 3, 10, "j j j j", 2, 0},
		{"an empty list", 0, 10, "j pgdown G k", 0, 0},
		{"one line", 5, 1, "j j", 2, 2},
		{"no line at all counts as one", 5, 0, "j", 1, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			var r rows
			r.resize(c.count, c.height)
			for _, name := range strings.Fields(c.keys) {
				if !r.press(press(name), m) {
					t.Errorf("%q does not move", name)
				}
			}
			if r.cursor != c.cursor || r.top != c.top {
				t.Errorf("cursor %d, top %d, want %d and %d", r.cursor, r.top, c.cursor, c.top)
			}
		})
	}
	half := rows{halfPages: true}
	half.resize(100, 10)
	for i, top := range []int{0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 6} {
		if half.press(press("j"), m); half.top != top {
			t.Errorf("by half pages, after %d steps the first row is %d, not %d", i+1, half.top, top)
		}
	}
	var r rows
	r.resize(9, 3)
	if r.press(press("x"), m) || r.press(keys.Press{KeyMsg: press("j").KeyMsg}, m) == false {
		t.Error("x moves, or j in a burst does not")
	}
	pasted := press("j")
	if pasted.Paste = true; r.press(pasted, m) {
		t.Error("a paste moves")
	}
}

// Under random moves the cursor stays visible, while list and screen grow and shrink.
func TestRowsShowTheCursor(t *testing.T) {
	var r rows
	m := keys.Default()
	random := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		switch random.IntN(5) {
		case 0:
			r.resize(random.IntN(40), random.IntN(12))
		case 1:
			r.moveTo(random.IntN(50) - 5)
		default:
			r.press(press([]string{"j", "k", "pgup", "pgdown", "g", "G"}[random.IntN(6)]), m)
		}
		lines := r.draw(NewTheme(true, false), 80, func(i int, marked bool) string {
			if i < 0 || i >= r.count {
				t.Fatalf("row %d of %d is drawn", i, r.count)
			}
			return map[bool]string{true: ">", false: "."}[marked]
		})
		shown := strings.Join(lines, "")
		if len(lines) != r.height || strings.Count(shown, ">") != min(1, r.count) {
			t.Fatalf("%+v shows %q", r, shown)
		}
		if full := min(r.count, r.height); len(shown) != full {
			t.Fatalf("%+v shows %d rows, and could show %d", r, len(shown), full)
		}
	}
}

func TestReader(t *testing.T) {
	lines := strings.Split("a b c d e f g", " ")
	for _, c := range []struct {
		keys, shown string
		below       int
	}{
		{"", "abc", 4}, {"down", "bcd", 3}, {"pgdown", "def", 1}, {"pgdown pgdown", "efg", 0},
		{"G", "efg", 0}, {"G k", "def", 1}, {"G pgup", "bcd", 3}, {"G g", "abc", 4}, {"up", "abc", 4},
	} {
		var r scrollText
		r.resize(lines, 3)
		for _, name := range strings.Fields(c.keys) {
			r.press(press(name), keys.Default())
		}
		if got := strings.Join(r.visible(), ""); got != c.shown || r.linesBelow() != c.below {
			t.Errorf("%q: shows %s and %d below, want %s and %d", c.keys, got, r.linesBelow(), c.shown, c.below)
		}
	}
	var r scrollText
	r.resize(lines, 3)
	r.scrollTo(4)
	if r.resize(lines[:2], 3); !slices.Equal(r.visible(), lines[:2]) {
		t.Errorf("a text that shrank shows %q", r.visible())
	}
	if r.resize(nil, 0); len(r.visible()) > 0 || r.press(press("x"), keys.Default()) {
		t.Error("an empty text shows something, or x scrolls it")
	}
}
