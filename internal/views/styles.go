package views

import (
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// paint puts a style around text. It is made once: rendering through lipgloss
// for each cell of each frame would cost more than everything else.
type paint struct{ before, after string }

func (p paint) on(text string) string {
	if text == "" {
		return ""
	}
	return p.before + text + p.after
}

// Theme is how the screens look: the 16 colours of the user's own terminal
// theme, or none. No state is told by a colour alone.
type Theme struct {
	title, heading, faint, cursor, on, override, warn, bad, good, label paint

	dot, ellipsis, arrow string
	// ascii: nothing but ASCII is printed, database text included.
	ascii bool
}

// NewTheme makes a theme for a terminal. plain leaves out colours and every
// other attribute.
func NewTheme(plain, ascii bool) Theme {
	renderer := lipgloss.NewRenderer(nil)
	renderer.SetColorProfile(termenv.ANSI)
	if plain {
		renderer.SetColorProfile(termenv.Ascii)
	}
	style := renderer.NewStyle
	painted := func(s lipgloss.Style) paint {
		before, after, _ := strings.Cut(s.Render("x"), "x")
		return paint{before, after}
	}
	t := Theme{
		title:    painted(style().Bold(true)),
		heading:  painted(style().Faint(true)),
		faint:    painted(style().Faint(true)),
		cursor:   painted(style().Bold(true)),
		on:       painted(style().Foreground(lipgloss.Color("2"))),
		override: painted(style().Foreground(lipgloss.Color("6"))),
		warn:     painted(style().Foreground(lipgloss.Color("3"))),
		bad:      painted(style().Foreground(lipgloss.Color("1")).Bold(true)),
		good:     painted(style().Foreground(lipgloss.Color("2"))),
		label:    painted(style().Reverse(true)),
		dot:      " · ",
		ellipsis: "…",
		arrow:    " → ",
		ascii:    ascii,
	}
	if ascii {
		t.dot, t.ellipsis, t.arrow = " - ", "~", " -> "
	}
	return t
}

// text is Clean, or CleanASCII where the terminal needs it.
func (t Theme) text(s string) string {
	if t.ascii {
		return CleanASCII(s)
	}
	return Clean(s)
}
