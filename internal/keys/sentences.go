package keys

import (
	"cmp"
	"strings"

	"github.com/charmbracelet/bubbles/key"

	"flagtui/internal/words"
)

// kindSeparator stands between the kinds of scope in a help text.
const kindSeparator = " / "

// Label returns a binding's help text in a language.
func Label(l words.Language, b key.Binding) string { return label(l, b.Help().Desc) }

// ShortLabel returns a binding's help text for a hint on a narrow terminal.
func ShortLabel(l words.Language, b key.Binding) string {
	return label(l, cmp.Or(shortTexts[b.Help().Desc], b.Help().Desc))
}

// label returns a help text in a language, or each of the kinds of scope that it lists.
func label(l words.Language, desc string) string {
	parts := strings.Split(desc, kindSeparator)
	for i, part := range parts {
		parts[i] = l.Label(part)
	}
	return strings.Join(parts, kindSeparator)
}

// Sentence returns a full sentence about a binding of the group. If there is none, it
// returns the help text.
func (g Group) Sentence(l words.Language, binding key.Binding) string {
	desc := binding.Help().Desc
	if text := g.kindSentence(l, desc); text != "" {
		return text
	}
	for _, name := range []string{g.Title + "/" + desc, desc} {
		if text, ok := words.KeySentences[name]; ok {
			return l.Say(text)
		}
	}
	return Label(l, binding)
}

// EverywhereKeys returns the keys that work on every screen.
func (m Map) EverywhereKeys() Group {
	return Group{Title: "Everywhere", Others: []key.Binding{m.Help, relabel(m.Filter, "find"), m.Jump, m.Quit, m.Leave, m.Interrupt, m.Suspend, m.Redraw}}
}

// FindKeys returns the keys of the field that searches a list.
func (m Map) FindKeys() Group {
	m = m.WithoutLetters()
	return Group{Title: "Search", Pinned: 1, Hints: []key.Binding{relabel(m.Choose, "stay here"), join(relabel(m.Up, "other matches"), m.Down), m.Leave}}
}

// HelpKeys returns the keys of the help.
func (m Map) HelpKeys() Group {
	m = m.WithoutLetters()
	return Group{Title: "Help", Pinned: 1, Hints: []key.Binding{relabel(m.Choose, "press this key"), join(relabel(m.Up, "move"), m.Down), m.Leave},
		Others: []key.Binding{m.PageUp, m.PageDown}}
}
