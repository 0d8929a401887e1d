package views

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/lipgloss"

	"flagtui/internal/feature"
	"flagtui/internal/feature/nearest"
)

// Style is the style of a role: see ParseStyle.
type Style struct {
	role  string
	words []string // names of colours and attributes
}

// roles returns the theme's styles by the names of their roles.
func (t *Theme) roles() map[string]*ansiStyle {
	return map[string]*ansiStyle{"title": &t.title, "heading": &t.heading, "faint": &t.faint, "border": &t.border, "accent": &t.accent,
		"selection": &t.selection, "match": &t.match, "badge": &t.badge, "on": &t.on, "off": &t.off, "override": &t.override,
		"differs": &t.differs, "good": &t.good, "warning": &t.warning, "danger": &t.danger}
}

// formerRoles maps former names of roles to the current names, since config files may
// use either.
var formerRoles = map[string]string{"cursor": "selection", "warn": "warning", "bad": "danger", "label": "badge"}

// colours are the terminal's first eight colours, in order. The other eight are their
// bright variants.
var colours = []string{"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"}

// noStyle is the word for a role without colour or attribute.
const noStyle = "none"

// attributes holds, by word, the effect on a style.
var attributes = func() map[string]func(lipgloss.Style) lipgloss.Style {
	all := map[string]func(lipgloss.Style) lipgloss.Style{
		"bold":      func(s lipgloss.Style) lipgloss.Style { return s.Bold(true) },
		"faint":     func(s lipgloss.Style) lipgloss.Style { return s.Faint(true) },
		"italic":    func(s lipgloss.Style) lipgloss.Style { return s.Italic(true) },
		"underline": func(s lipgloss.Style) lipgloss.Style { return s.Underline(true) },
		"reverse":   func(s lipgloss.Style) lipgloss.Style { return s.Reverse(true) },
		noStyle:     func(s lipgloss.Style) lipgloss.Style { return s },
	}
	for i, name := range colours {
		for number, name := range map[int]string{i: name, i + len(colours): "bright-" + name} {
			colour := lipgloss.Color(strconv.Itoa(number))
			all[name] = func(s lipgloss.Style) lipgloss.Style { return s.Foreground(colour) }
		}
	}
	return all
}()

func isHexColour(word string) bool {
	digits, ok := strings.CutPrefix(word, "#")
	_, err := strconv.ParseUint(digits, 16, 32)
	return ok && err == nil && len(digits) == 6
}

// apply applies a word to a style.
func apply(style lipgloss.Style, word string) lipgloss.Style {
	if isHexColour(word) {
		return style.Foreground(lipgloss.Color(word))
	}
	return attributes[word](style)
}

// ParseStyle parses the style of a role, which is words separated by blanks. At most
// one word is a colour (red, bright-red, #ff8800). The others are bold, faint, italic,
// underline and reverse. The word none stands alone. ParseStyle fails with a usage
// problem.
func ParseStyle(role, text string) (Style, error) {
	bad := func(hint, format string, args ...any) (Style, error) {
		return Style{}, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf(format, args...), Hint: hint}
	}
	if name := formerRoles[role]; name != "" {
		role = name
	}
	if roles := new(Theme).roles(); roles[role] == nil {
		return bad(suggest(role, roles), "no role is called %q", role)
	}
	words, colour := strings.Fields(text), ""
	for _, word := range words {
		hex := isHexColour(word)
		switch {
		case !hex && strings.HasPrefix(word, "#"):
			return bad("write six digits, as in #ff8800", "%q is neither a colour nor an attribute", word)
		case !hex && attributes[word] == nil:
			return bad(suggest(word, attributes), "%q is neither a colour nor an attribute", word)
		case word == noStyle && len(words) > 1:
			return bad("leave the other words out, or this one", "none stands alone")
		case !hex && !slices.Contains(colours, strings.TrimPrefix(word, "bright-")):
		case colour != "":
			return bad("choose one of them", "%s and %s are two colours", colour, word)
		default:
			colour = word
		}
	}
	if len(words) == 0 {
		return bad(`name a colour or an attribute, or none; YAML takes # for a comment, so write "#ff8800" in quotes`, "no word is given for it")
	}
	return Style{role, words}, nil
}

// ParseColour checks the colour of a context: red, bright-red or #ff8800. It fails with
// a usage problem.
func ParseColour(word string) error {
	if isHexColour(word) || slices.Contains(colours, strings.TrimPrefix(word, "bright-")) {
		return nil
	}
	known := map[string]bool{}
	for _, name := range colours {
		known[name], known["bright-"+name] = true, true
	}
	return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("%q is not a colour", word), Hint: suggest(word, known) + "; or write one such as \"#ff8800\", in quotes"}
}

// suggest returns a hint for a mistyped word: the nearest known word, or all known
// words.
func suggest[V any](word string, known map[string]V) string {
	names := slices.Sorted(maps.Keys(known))
	if hint := nearest.Hint(word, names); hint != "" {
		return hint
	}
	return "there are " + strings.Join(names, ", ")
}
