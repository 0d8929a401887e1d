package views

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// ansiStyle holds the escape sequences around a styled text. They are made once,
// since rendering each text through lipgloss is slow.
type ansiStyle struct{ before, after string }

func (p ansiStyle) render(text string) string {
	if text == "" {
		return ""
	}
	return p.before + text + p.after
}

// reversed returns the style with foreground and background exchanged.
func (p ansiStyle) reversed() ansiStyle {
	if p.before == "" {
		return p
	}
	return ansiStyle{p.before + "\x1b[7m", p.after}
}

// Theme is how the screens look: a style for each role, and the characters that ASCII does
// not have. No state is told by a colour alone.
//
// The roles of values: on and off (of a flag's value), override (a value that an override
// sets), differs (a value that is not the default). Of messages: good, warning, danger. Of
// the rest: title and heading (of a screen, of columns), faint (what is less important),
// border, accent (what can be chosen, such as a key or the tab shown), selection (the row under
// the cursor), match (what a search has found), badge (the context).
type Theme struct {
	title, heading, faint, border, accent, selection, match, badge ansiStyle
	on, off, override, differs                                     ansiStyle
	good, warning, danger                                          ansiStyle

	ownBadge bool // the badge has the context's own colour

	dot, ellipsis, arrow, crumb string
	// ascii: nothing but ASCII is printed, database text included.
	ascii bool
}

// bar returns the row under the cursor: the selection's style from the first cell to the
// last of width. The styles of its parts are dropped, so that the bar is whole, but what a
// search has found is underlined. Without colours the row stays as it is: its first cell has
// a > for that.
func (t Theme) bar(row string, width int) string {
	if t.selection.before == "" {
		return row
	}
	plain := ansi.Strip(row)
	blanks := strings.TrimPrefix(pad(plain, width), plain)
	if t.match.before == "" || !strings.Contains(row, t.match.before) {
		return t.selection.render(plain + blanks)
	}
	matches := strings.Split(row+blanks, t.match.before)
	line := t.selection.render(ansi.Strip(matches[0]))
	for _, match := range matches[1:] {
		found, rest, _ := strings.Cut(match, t.match.after)
		line += t.selection.before + underline + ansi.Strip(found) + t.selection.after + t.selection.render(ansi.Strip(rest))
	}
	return line
}

// underline starts underlined text.
const underline = "\x1b[4m"

// clean is Clean, or CleanASCII for a terminal that shows ASCII only.
func (t Theme) clean(s string) string {
	if t.ascii {
		return CleanASCII(s)
	}
	return Clean(s)
}
