// Package views draws the screens. A screen gets data and a size, and returns its text,
// or an Intent for a key. Screens use no store, run no command and read no clock.
package views

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
)

// Clean makes text from a database or a user safe to print. It replaces unprintable
// characters (escapes, line breaks, bidirectional overrides, broken bytes) by Go escape
// sequences. All such text has to pass through Clean before it reaches a terminal.
func Clean(text string) string {
	if isPrintableASCII(text) {
		return text
	}
	if feature.IsPrintable(text) {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD"):
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case r == utf8.RuneError || !unicode.IsPrint(r) || i == 0 && unicode.Is(unicode.M, r): // a leading mark would combine with the preceding text
			quoted := fmt.Sprintf("%+q", r)
			b.WriteString(quoted[1 : len(quoted)-1])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isPrintableASCII reports whether text is printable ASCII. The check is fast, and most
// texts pass it.
func isPrintableASCII(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' {
			return false
		}
	}
	return true
}

// CleanASCII is Clean for a terminal that shows only ASCII.
func CleanASCII(text string) string {
	var b strings.Builder
	for _, r := range Clean(text) {
		if r < utf8.RuneSelf {
			b.WriteRune(r)
			continue
		}
		quoted := fmt.Sprintf("%+q", r)
		b.WriteString(quoted[1 : len(quoted)-1])
	}
	return b.String()
}

// cut shortens text to at most w cells.
func (t Theme) cut(text string, w int) string {
	if len(text) <= w { // a cell takes at least one byte
		return text
	}
	if w <= 0 {
		return ""
	}
	return ansi.Truncate(text, w, t.ellipsis)
}

// cutMiddle shortens text to at most w cells by leaving out its middle. The ends of a
// dotted name say the most.
func (t Theme) cutMiddle(text string, w int) string {
	width := ansi.StringWidth(text)
	tail := (w - ansi.StringWidth(t.ellipsis)) / 2
	if width <= w || tail < 3 {
		return t.cut(text, w)
	}
	head := ansi.Truncate(text, w-tail, t.ellipsis)
	return head + lastCells(text, w-ansi.StringWidth(head))
}

// lastCells returns at most the last w cells of text.
func lastCells(text string, w int) string {
	from := ansi.StringWidth(text) - w
	end := ansi.TruncateLeft(text, from, "")
	for ansi.StringWidth(end) > w { // TruncateLeft keeps a wide character that crosses the edge
		from++
		end = ansi.TruncateLeft(text, from, "")
	}
	return end
}

// textWidth returns the number of cells that text takes.
func textWidth(text string) int {
	if isPrintableASCII(text) {
		return len(text)
	}
	return ansi.StringWidth(text)
}

// maxWidth returns the larger of w and the width of text. Since measuring is slow, it
// skips a text that has at most w bytes, or at most half as many characters.
func maxWidth(w int, text string) int {
	if len(text) <= w || 2*utf8.RuneCountInString(text) <= w {
		return w
	}
	return max(w, ansi.StringWidth(text))
}

// pad appends blanks to text up to w cells.
func pad(text string, w int) string {
	if missing := w - textWidth(text); missing > 0 {
		return text + strings.Repeat(" ", missing)
	}
	return text
}

// justify puts left and right at the two ends of a line of w cells. If they do not fit,
// left is cut. If left would get less than half of the line, right is left out.
func (t Theme) justify(left, right string, w int) string {
	room := w - ansi.StringWidth(right) - 2
	if right == "" || room < ansi.StringWidth(left) && room < w/2 {
		return t.cut(left, w)
	}
	return pad(t.cut(left, room), room+2) + right
}

// wrap breaks unstyled text into at most n lines of at most w cells. It does not use
// ansi.Wrap, whose lines can be too wide after a wide character.
func (t Theme) wrap(text string, w, n int) []string {
	text = strings.TrimRight(text, " ")
	var lines []string
	for {
		line := ansi.Truncate(text, w, "")
		if line == text || line == "" {
			return append(lines, line)
		}
		if len(lines) == n-1 {
			return append(lines, t.cut(text, w))
		}
		if text[len(line)] != ' ' {
			if space := strings.LastIndexByte(line, ' '); space > 0 {
				line = line[:space]
			}
		}
		lines = append(lines, strings.TrimRight(line, " "))
		text = strings.TrimLeft(text[len(line):], " ")
	}
}

// withDot replaces the dots in a text of flagtui by the theme's dot.
func (t Theme) withDot(text string) string { return strings.ReplaceAll(text, " · ", t.dot) }
