package cli

import (
	"cmp"
	"io"
	"os"
	"strings"

	"github.com/muesli/termenv"

	"flagtui/internal/views"
)

// theme returns the theme for this terminal. context is the context whose colour the badge has;
// it may be empty.
func (a *app) theme(context string) views.Theme {
	options := views.ThemeOptions{ASCII: a.asciiOnly(), Styles: a.styles, Base: a.baseTheme,
		Plain: a.noColor || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" || strings.HasPrefix(os.Getenv("TERM"), "vt")}
	if options.Base == "" && lightBackground(os.Getenv("COLORFGBG")) {
		options.Base = "light"
	}
	switch termenv.NewOutput(io.Discard, termenv.WithTTY(true)).ColorProfile() {
	case termenv.TrueColor:
		options.Colours = views.TrueColour
	case termenv.ANSI256:
		options.Colours = views.Colours256
	}
	if c := a.file.Contexts[context]; c != nil {
		options.Badge = c.Colour
	}
	return options.Theme()
}

// shownContext returns the context that the header names: the protected one that the database
// belongs to, or the one whose database is open; empty if there is neither.
func (a *app) shownContext() string { return cmp.Or(a.guard, a.contextName()) }

// lightBackground reports whether COLORFGBG, which some terminals set, says that the
// terminal's background is light: its last number is 7, or 9 and above, in the terminal's
// palette. Nothing else tells the background without asking the terminal.
func lightBackground(colorfgbg string) bool {
	background := colorfgbg[strings.LastIndexByte(colorfgbg, ';')+1:]
	switch background {
	case "7", "9", "10", "11", "12", "13", "14", "15":
		return true
	}
	return false
}
