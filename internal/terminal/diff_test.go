package terminal

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// random generates rows of a terminal.
type random struct{ *rand.Rand }

func (r random) word() string {
	words := []string{"alpha", "beta", "größer", "日本", "e\u0301te", "\x1b[1mbold\x1b[0m", "\x1b[32mgreen ", "\x1b[0m", "   ", "x", "[x]", "👍🏽", "1\ufe0f\u20e3", "a…", "·", "한국어", "क्षि", "🇩🇪", "\x1b[4m", "\x1b[7m rev \x1b[0m", "\x1b[1m  \x1b[2m", strings.Repeat(" ", 15), strings.Repeat("long", 12)}
	return words[r.IntN(len(words))]
}

func (r random) line(w int) string {
	text := ""
	for range r.IntN(9) {
		text += r.word()
		if r.IntN(3) > 0 {
			text += " "
		}
	}
	return ansi.Truncate(text, w, "") + "\x1b[0m"
}

// change returns rows changed as a screen would be: all rows, rows that scroll, or one
// row.
func (r random) change(before []string, w, h int) []string {
	rows := slices.Clone(before)
	switch change := r.IntN(12); {
	case rows == nil || change == 0:
		rows = nil
		for range h {
			rows = append(rows, r.line(w))
		}
	case change < 4:
		from := r.IntN(h - 2)
		to := from + 2 + r.IntN(h-from-1)
		by := 1 + r.IntN(to-from-1)
		if part := rows[from:to]; r.IntN(2) == 0 {
			copy(part, slices.Clone(part[by:]))
		} else {
			copy(part[by:], slices.Clone(part))
		}
	case change < 8: // the start of a line
		i := r.IntN(h)
		if _, rest, ok := strings.Cut(rows[i], " "); ok {
			rows[i] = ansi.Truncate(r.word()+" "+rest, w, "") + "\x1b[0m"
		}
	default:
		rows[r.IntN(h)] = r.line(w)
	}
	return rows
}

// After any writes, a change of size or a failed write, the terminal shows exactly the
// last frame.
func TestTheScreenIsTheLastFrame(t *testing.T) {
	r := random{rand.New(rand.NewPCG(1, 2))}
	w, h := 70, 12
	shown, c := newScreen(w, h), &frameWriter{}
	var rows []string
	whole, written := 0, 0
	for n := range 2_000 {
		redraw := n == 0
		switch r.IntN(60) {
		case 0: // a new size; the terminal has cut or wrapped its rows
			w, h = 50+r.IntN(40), 4+r.IntN(12)
			rows, redraw, shown = nil, true, newScreen(w, h)
			fallthrough
		case 1: // a write that fails halfway
			shown.write(t, fmt.Sprintf("\x1b[2;3r\x1b[%dHxyz\x1b[1mzyx", 1+r.IntN(h)))
			c.redraw = true
		case 2: // a redraw on request
			redraw = true
		}
		c.done = make(chan struct{}) // keeps show from starting the writer
		for range 1 + r.IntN(2) {    // a frame may be replaced before it is written
			rows = r.change(rows, w, h)
			c.show(strings.Join(rows, "\n"), redraw)
		}
		text := c.next()
		shown.write(t, text)

		want, all := newScreen(w, h), ""
		for i, row := range rows {
			all += fmt.Sprintf("\x1b[%dH%s", i+1, row)
		}
		want.write(t, all)
		if shown.String() != want.String() {
			t.Fatalf("frame %d: after %q it shows\n%s\ninstead of\n%s", n, text, shown, want)
		}
		whole, written = whole+len(all), written+len(text)
	}
	if written > whole/2 {
		t.Errorf("%d bytes are written for %d of whole frames", written, whole)
	}
}

// The terminal itself scrolls a list. Only the rows that become visible are written.
func TestScrolling(t *testing.T) {
	list := func(from int) (rows []string) {
		for i := range 20 {
			rows = append(rows, fmt.Sprintf("row %d with a long description", from+i))
		}
		return rows
	}
	for _, by := range []int{1, 10, -1, -10} {
		text := diff(list(100), list(100+by))
		if n := strings.Count(text, "a long description"); n != max(by, -by) {
			t.Errorf("scrolling by %d writes %d rows: %q", by, n, text)
		}
	}
}

// Terminals disagree on the width of some characters. Whatever the widths, any number
// of changes leads to the same screen as a redraw of the last frame.
func TestEveryTerminalShowsTheLastFrame(t *testing.T) {
	byRune := func(width func(r rune) int) func(string) (string, int) {
		return func(text string) (string, int) {
			r, size := utf8.DecodeRuneInString(text)
			if r < utf8.RuneSelf {
				return text[:size], 1
			}
			return text[:size], width(r)
		}
	}
	narrow := func(r rune) int {
		if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
			return 0
		}
		return 1
	}
	for name, split := range map[string]func(string) (string, int){
		"as we do":    cluster,
		"runes":       byRune(func(r rune) int { return ansi.StringWidthWc(string(r)) }),
		"all narrow":  byRune(narrow),
		"all wide":    byRune(func(r rune) int { return 2 * narrow(r) }),
		"marks, too":  byRune(func(rune) int { return 1 }),
		"twice these": byRune(func(rune) int { return 2 }),
	} {
		r := random{rand.New(rand.NewPCG(3, 4))}
		const w, h = 70, 12
		screen := func() *screen {
			s := newScreen(w, h)
			s.split = split
			return s
		}
		shown, have := screen(), []string(nil)
		for n := range 500 {
			want, redraw := r.change(have, w, h), screen()
			text := diff(have, want)
			shown.write(t, text)
			redraw.write(t, diff(nil, want))
			if shown.String() != redraw.String() {
				t.Fatalf("%s, frame %d: after %q it shows\n%s\ninstead of\n%s", name, n, text, shown, redraw)
			}
			have = want
		}
	}
}

// Text that the terminal shows already is not written again.
func TestSegments(t *testing.T) {
	const (
		long       = "a column of some length…"
		end        = "  \x1b[2mthe same\x1b[0m"
		endWritten = "  \x1b[2mthe same\x1b[m"
	)
	for _, test := range []struct{ have, want, text string }{
		{"> one" + end, "  one" + end, "\x1b[1H "},
		{"\x1b[1m> one\x1b[0m" + end, "  one" + end, "\x1b[1H  one"},
		{"> one  " + long + end, "  one  " + long + end, "\x1b[1H "},
		{"one" + end, "three" + end, "\x1b[1Hthree" + endWritten},
		{"three  x" + end, "one     " + end, "\x1b[1Hone     "},
		{"größer" + end, "kleine" + end, "\x1b[1Hkleine" + endWritten},
		{"größer", "kleine", "\x1b[1H\x1b[Kkleine"},
		{"one and more", "one", "\x1b[1;5H\x1b[K"},
		{"", "日本", "\x1b[1H日本"},
		{"", "\x1b[2mthe text goes on…\x1b[0m", "\x1b[1H\x1b[2mthe text goes on…\x1b[m"},
		{"", "日本   one", "\x1b[1H日本 \x1b[8Gone"},
		{"", "größere Töne  one", "\x1b[1Hgrößere Töne\x1b[1;15H\x1b[Kone"},
		{"Saving…", "saved, as it was told", "\x1b[1Hsaved, as it was told"},
		{long + "  one" + end, long + "  two" + end, "\x1b[1;27Htwo"},
		{long + "  one", long, "\x1b[1;27H\x1b[K"},
		{long + "  one", long + "  \x1b[32mtwo\x1b[0m  three", "\x1b[1;27H\x1b[32mtwo  \x1b[mthree"},
		{"\x1b[32mgreen  " + long + "\x1b[0m  red", "\x1b[32mgreen  " + long + "  blue\x1b[0m", "\x1b[1;34H\x1b[32mblue\x1b[m"},
		{"\x1b[7m" + long + "  one\x1b[0m", "\x1b[7m" + long + "  two\x1b[0m", "\x1b[1;17H\x1b[K\x1b[7m length…  two\x1b[m"},
		{"\x1b[7m> flag.one  7 on  " + long + "\x1b[0m", "\x1b[7m> flag.two  7 on  " + long + "\x1b[0m", "\x1b[1;3H\x1b[7mflag.two\x1b[m"},
		{"flag.one   " + strings.Repeat("x", 40) + "  │ preview of it", "flag.two" + strings.Repeat(" ", 45) + "│ preview of it", "\x1b[1H\x1b[53Xflag.two"},
		{"twelve bytes \x1b[2mold\x1b[0m", "twelve bytes \x1b[2mnew\x1b[0m", "\x1b[1;14H\x1b[2mnew\x1b[m"},
		{"", "\x1b[2mone…\x1b[0m \x1b[1mtwo\x1b[0m", "\x1b[1H\x1b[2mone… \x1b[6G\x1b[m\x1b[1mtwo\x1b[m"},
		{"", "\x1b[1mone            two\x1b[0m", "\x1b[1H\x1b[1mone \x1b[11Ctwo\x1b[m"},
		{"", "\x1b[7mone            two\x1b[0m", "\x1b[1H\x1b[7mone            two\x1b[m"},
		{"one   twenty", "one            two", "\x1b[1;7H\x1b[K \x1b[8Ctwo"},
		{"one   twenty", "one         two", "\x1b[1;7H      two"},
		{"one  the same column  two  the same", "six  the same column  ten  the same", "\x1b[1Hsix \x1b[18Cten"},
		{"one  the same  two", "six  the same  ten", "\x1b[1Hsix \x1b[11Cten"},
		{"one  it  two", "six  it  ten", "\x1b[1Hsix  it  ten"},
		{"a.first  the same column", "a.third  the same column", "\x1b[1Ha.third"},
		{"one  the same column  …", "six  the same column  ", "\x1b[1Hsix\x1b[23G\x1b[K"},
		{"one  the same column  long text…", "six  the same column  …", "\x1b[1Hsix\x1b[23G\x1b[K…"},
	} {
		if text := diff([]string{test.have}, []string{test.want}); text != test.text {
			t.Errorf("%q becomes %q by %q, not %q", test.have, test.want, text, test.text)
		}
	}
}

// A blank that ends a word has the row's attributes, so that the bar under the cursor
// has no gap.
func TestABarHasNoGap(t *testing.T) {
	bar := func(text string) string {
		return "\x1b[7m" + text + strings.Repeat(" ", 100-len(text)) + "\x1b[0m"
	}
	have := bar("> system           the flags of the whole system                           S")
	for _, text := range []string{"> inventory.backorders                                     flag", "> billing", "> system                                                                   S"} {
		shown, want := newScreen(100, 1), newScreen(100, 1)
		shown.write(t, "\x1b[1H"+have+diff([]string{have}, []string{bar(text)}))
		want.write(t, "\x1b[1H"+bar(text))
		if shown.String() != want.String() {
			t.Errorf("%q is shown instead of %q", shown, want)
		}
	}
}
