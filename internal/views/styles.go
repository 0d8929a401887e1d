package views

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/words"
)

// ansiStyle holds the escape sequences around a styled text. A theme computes them
// once, because rendering with lipgloss is slow.
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

// Theme holds the styles of the screens by role, the characters that have ASCII
// substitutes, and the language. The screens never rely on colour alone.
//
// Roles of values are on, off, override (set by an override) and differs (other than
// the default). Roles of messages are good, warning and danger.
//
// The other roles are title (of a screen), heading (of a column), faint (less important
// text), border, accent (what can be chosen), selection (the row under the cursor),
// match (what a search found) and badge (the context).
type Theme struct {
	words.Language // of the screens

	title, heading, faint, border, accent, selection, match, badge ansiStyle
	on, off, override, differs                                     ansiStyle
	good, warning, danger                                          ansiStyle

	ownBadge bool // whether the badge has the context's own colour

	dot, ellipsis, arrow, crumb string
	// If ascii is set, all output is ASCII, including texts of the database.
	ascii bool
}

// bar returns the row under the cursor as a bar of width cells. The bar drops all
// styles of the row; matches are underlined. A theme without colours returns the row
// unchanged, because its first cell is a ">".
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

// clean returns Clean(s), or CleanASCII(s) if the theme is ASCII.
func (t Theme) clean(s string) string {
	if t.ascii {
		return CleanASCII(s)
	}
	return Clean(s)
}
