package views

import (
	"maps"
	"slices"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// Colours is the number of colours that a terminal shows. The zero value means 16.
type Colours int

// The numbers of colours that themes support.
const (
	Colours16 Colours = iota
	Colours256
	TrueColour
)

func (c Colours) profile() termenv.Profile {
	return map[Colours]termenv.Profile{Colours256: termenv.ANSI256, TrueColour: termenv.TrueColor, Colours16: termenv.ANSI}[c]
}

// ThemeOptions describe a theme. The zero value is the dark theme in 16 colours.
type ThemeOptions struct {
	Base    string // one of ThemeNames, or "" for dark
	Colours Colours
	Plain   bool    // without colours and attributes
	ASCII   bool    // all output is ASCII, including texts of the database
	Badge   string  // the context's colour, or ""
	Styles  []Style // replace styles of the base theme
	// Language is the language of the screens.
	Language words.Language
}

// Theme returns the theme.
func (o ThemeOptions) Theme() Theme {
	t := Theme{dot: " · ", ellipsis: "…", arrow: " → ", crumb: " › ", ascii: o.ASCII, ownBadge: o.Badge != "", Language: o.Language}
	if o.ASCII {
		t.Language = o.Language.ASCII()
		t.dot, t.ellipsis, t.arrow, t.crumb = " - ", "~", " -> ", " > "
	}
	if o.Plain {
		return t
	}
	renderer := lipgloss.NewRenderer(nil)
	renderer.SetColorProfile(o.Colours.profile())
	roles := t.roles()
	styles := slices.Concat(baseStyles(o.Base, o.Colours), o.Styles)
	if o.Badge != "" {
		styles = append(styles, Style{"badge", []string{o.Badge, "reverse"}})
	}
	for _, s := range styles {
		style := renderer.NewStyle()
		for _, word := range s.words {
			style = apply(style, word)
		}
		before, after, _ := strings.Cut(style.Render("x"), "x")
		*roles[s.role] = ansiStyle{before, after}
	}
	return t
}

// NewTheme returns the dark theme in 16 colours. A plain theme has no colours and no
// attributes.
func NewTheme(plain, ascii bool, styles ...Style) Theme {
	return ThemeOptions{Plain: plain, ASCII: ascii, Styles: styles}.Theme()
}

// baseTheme holds the styles of a built-in theme, by role.
type baseTheme map[string]string

// baseThemes are the built-in themes. Dark uses the terminal's own palette. On a light
// background, green, yellow and cyan of many palettes are illegible, so light brings
// its own colours. In 16 colours, light uses only colours that are dark in every
// palette.
var baseThemes = map[string]baseTheme{
	"dark": {"on": "green", "override": "cyan", "differs": "magenta", "accent": "bright-blue", "good": "green", "warning": "yellow", "danger": "red bold"},
	"light": {"on": "#116329", "override": "#0b6b74", "differs": "#8a2be2", "accent": "#0550ae", "good": "#116329", "warning": "#8a4600",
		"danger": "#b00020 bold"},
	"light16": {"on": "blue", "override": "magenta", "differs": "bold", "accent": "blue bold", "good": "blue", "warning": "red", "danger": "red bold"},
	"mono":    {"on": "bold", "override": "underline", "differs": "bold", "accent": "bold", "good": "none", "warning": "bold", "danger": "bold reverse"},
}

// sharedStyles are the styles that all built-in themes share.
var sharedStyles = baseTheme{"title": "bold", "heading": "faint", "faint": "faint", "border": "faint", "selection": "reverse", "match": "underline",
	"badge": "reverse", "off": "faint"}

// ThemeNames holds the names of the built-in themes.
var ThemeNames = []string{"dark", "light", "mono"}

// CheckThemeName fails with a usage problem if no built-in theme has the name.
func CheckThemeName(name string) error {
	if slices.Contains(ThemeNames, name) {
		return nil
	}
	return &feature.Problem{Kind: feature.ErrUsage, Text: "no theme is called " + `"` + name + `"`, Hint: "there are " + strings.Join(ThemeNames, ", ") + "; the look of a role is written as {on: green}"}
}

// baseStyles returns the styles of a built-in theme, sorted by role.
func baseStyles(name string, colours Colours) []Style {
	switch {
	case name == "":
		name = "dark"
	case name == "light" && colours == Colours16:
		name = "light16"
	}
	all := maps.Clone(sharedStyles)
	maps.Copy(all, baseThemes[name])
	var styles []Style
	for _, role := range slices.Sorted(maps.Keys(all)) {
		styles = append(styles, Style{role, strings.Fields(all[role])})
	}
	return styles
}
