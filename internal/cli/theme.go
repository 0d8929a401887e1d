package cli

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/muesli/termenv"

	"flagtui/internal/feature"
	"flagtui/internal/views"
	"flagtui/internal/words"
)

// theme returns the theme for what commands print on this terminal. The badge has the
// colour of context, which may be empty.
func (a *app) theme(context string) views.Theme { return a.themeOptions(context).Theme() }

// screenTheme is theme for the dashboard, in the language of the screens.
func (a *app) screenTheme(context string) views.Theme {
	options := a.themeOptions(context)
	options.Language = a.language
	return options.Theme()
}

// readLanguage reads the language of the screens: that of --lang, or else the locale's.
func (a *app) readLanguage() error {
	a.language = words.FromEnvironment(a.getenv)
	if a.lang == "" {
		return nil
	}
	language, ok := words.Parse(a.lang)
	if !ok {
		return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the screens do not speak %q", clean(a.lang)), Hint: "--lang takes en or de"}
	}
	a.language = language
	return nil
}

func (a *app) themeOptions(context string) views.ThemeOptions {
	options := views.ThemeOptions{ASCII: a.asciiOnly(), Styles: a.styles, Base: a.baseTheme,
		Plain: a.noColor || a.getenv("NO_COLOR") != "" || a.getenv("TERM") == "dumb" || strings.HasPrefix(a.getenv("TERM"), "vt")}
	if options.Base == "" && lightBackground(a.getenv("COLORFGBG")) {
		options.Base = "light"
	}
	switch termenv.NewOutput(io.Discard, termenv.WithTTY(true), termenv.WithEnvironment(environ{a})).ColorProfile() {
	case termenv.TrueColor:
		options.Colours = views.TrueColour
	case termenv.ANSI256:
		options.Colours = views.Colours256
	}
	if c := a.file.Contexts[context]; c != nil {
		options.Badge = c.Colour
	}
	return options
}

// environ is the environment of an app.
type environ struct{ app *app }

// Getenv implements termenv.Environ.
func (e environ) Getenv(name string) string { return e.app.getenv(name) }

// Environ implements termenv.Environ.
func (e environ) Environ() []string { return nil }

// shownContext returns the context for the header, or an empty string. It prefers the
// protected context that owns the database to the context by which the user opened the
// database.
func (a *app) shownContext() string { return cmp.Or(a.guard, a.contextName()) }

// lightBackground reports whether the variable COLORFGBG says that the terminal's
// background is light. The value's last number is a colour of the palette; 7, and 9 and
// above, are light. Only some terminals set COLORFGBG. Any other way would have to ask
// the terminal.
func lightBackground(colorfgbg string) bool {
	background := colorfgbg[strings.LastIndexByte(colorfgbg, ';')+1:]
	switch background {
	case "7", "9", "10", "11", "12", "13", "14", "15":
		return true
	}
	return false
}
