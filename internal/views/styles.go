package views

import (
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
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

// Theme is how the screens look: the 16 colours of the user's own terminal
// theme, or none. No state is told by a colour alone.
type Theme struct {
	title, heading, faint, cursor, on, override, warn, bad, good, label ansiStyle

	dot, ellipsis, arrow string
	// ascii: nothing but ASCII is printed, database text included.
	ascii bool
}

// NewTheme makes a theme for a terminal. plain: no colours and no attributes.
// styles replace the default styles of their roles.
func NewTheme(plain, ascii bool, styles ...Style) Theme {
	t := Theme{dot: " · ", ellipsis: "…", arrow: " → ", ascii: ascii}
	if ascii {
		t.dot, t.ellipsis, t.arrow = " - ", "~", " -> "
	}
	if plain {
		return t
	}
	renderer := lipgloss.NewRenderer(nil)
	renderer.SetColorProfile(termenv.ANSI)
	for _, s := range append(defaultStyles(), styles...) {
		style := renderer.NewStyle()
		for _, word := range s.words {
			style = attributes[word](style)
		}
		before, after, _ := strings.Cut(style.Render("x"), "x")
		*t.roles()[s.role] = ansiStyle{before, after}
	}
	return t
}

// clean is Clean, or CleanASCII for a terminal that shows ASCII only.
func (t Theme) clean(s string) string {
	if t.ascii {
		return CleanASCII(s)
	}
	return Clean(s)
}
