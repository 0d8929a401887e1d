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

// Style is how one role of a theme looks: see ParseStyle.
type Style struct {
	role  string
	words []string // of attributes
}

// roles are what there is to style, by name.
func (t *Theme) roles() map[string]*ansiStyle {
	return map[string]*ansiStyle{"title": &t.title, "heading": &t.heading, "faint": &t.faint, "cursor": &t.cursor, "on": &t.on,
		"override": &t.override, "warn": &t.warn, "bad": &t.bad, "good": &t.good, "label": &t.label}
}

// usualStyles are those of every role.
func defaultStyles() []Style {
	return []Style{
		{"title", []string{"bold"}},
		{"heading", []string{"faint"}},
		{"faint", []string{"faint"}},
		{"cursor", []string{"bold"}},
		{"on", []string{"green"}},
		{"override", []string{"cyan"}},
		{"warn", []string{"yellow"}},
		{"bad", []string{"red", "bold"}},
		{"good", []string{"green"}},
		{"label", []string{"reverse"}},
	}
}

// colours are those of every terminal, in their order; the other eight are
// bright ones.
var colours = []string{"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"}

// noStyle is the word for a role that looks like any other text.
const noStyle = "none"

// attributes are what a word does to a style.
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

// ParseStyle reads how a role is to look: words between blanks, of which one may
// be a colour (red, bright-red, …) and the others are bold, faint, italic,
// underline and reverse; or none. It fails with a usage problem.
func ParseStyle(role, text string) (Style, error) {
	bad := func(hint, format string, args ...any) (Style, error) {
		return Style{}, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf(format, args...), Hint: hint}
	}
	if roles := new(Theme).roles(); roles[role] == nil {
		return bad(suggest(role, roles), "no role is called %q", role)
	}
	words, colour := strings.Fields(text), ""
	for _, word := range words {
		switch {
		case attributes[word] == nil:
			return bad(suggest(word, attributes), "%q is neither a colour nor an attribute", word)
		case word == noStyle && len(words) > 1:
			return bad("leave the other words out, or this one", "none stands alone")
		case !slices.Contains(colours, strings.TrimPrefix(word, "bright-")):
		case colour != "":
			return bad("choose one of them", "%s and %s are two colours", colour, word)
		default:
			colour = word
		}
	}
	if len(words) == 0 {
		return bad("name a colour or an attribute, or none", "no word is given for it")
	}
	return Style{role, words}, nil
}

// suggest names what a word may have meant, or else all that there is.
func suggest[V any](word string, known map[string]V) string {
	names := slices.Sorted(maps.Keys(known))
	if hint := nearest.Hint(word, names); hint != "" {
		return hint
	}
	return "there are " + strings.Join(names, ", ")
}
