// Package keys declares every key once. Dispatch, the hints at the foot of a
// screen, the help screen and the read-only mode all follow from here.
package keys

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// Press is one key, as a screen sees it.
type Press struct {
	tea.KeyMsg
	// Alone is false for a key that arrived in one burst with others, as fast
	// typing over a slow line does. A key that writes, confirms or opens a
	// prompt counts only when it came alone.
	Alone bool
}

// Is tells whether the press is one of the enabled bindings.
func (p Press) Is(bindings ...key.Binding) bool {
	return !p.Paste && key.Matches(p.KeyMsg, bindings...)
}

// Means is Is for a binding that writes, confirms or opens a prompt.
func (p Press) Means(binding key.Binding) bool { return p.Alone && p.Is(binding) }

// Map is every key of every screen.
type Map struct {
	Up, Down, PageUp, PageDown, Top, Bottom key.Binding

	// Browse.
	Change, Clear, Tenants, System, Contexts, History, Undo, Filter, State, Sort, Refresh, Help, Back, Quit key.Binding

	// Lists with a search field, and the field itself.
	Choose, Leave, Kind key.Binding

	// A question.
	Yes, No key.Binding

	// Change.
	Previous, Next, Reason, Apply, Kill, Cancel key.Binding

	// History.
	Narrow key.Binding

	// Everywhere.
	Interrupt, Suspend key.Binding
}

// Default returns the keys of a session that may write.
func Default() Map {
	return Map{
		Up:       bind("up", "up", "k", "ctrl+p"),
		Down:     bind("down", "down", "j", "ctrl+n"),
		PageUp:   bind("page up", "pgup", "ctrl+b", "ctrl+u"),
		PageDown: bind("page down", "pgdown", "ctrl+f", "ctrl+d"),
		Top:      bind("first", "home", "g"),
		Bottom:   bind("last", "end", "G"),

		Change:   bind("change", " "),
		Clear:    bind("clear", "c"),
		Tenants:  bind("tenants", "t"),
		System:   bind("system view", "S"),
		Contexts: bind("context", "x"),
		History:  bind("history", "h"),
		Undo:     bind("undo", "u"),
		Filter:   bind("filter", "/"),
		State:    bind("show only", "o"),
		Sort:     bind("sort", "s"),
		Refresh:  bind("refresh", "r"),
		Help:     bind("help", "?"),
		Back:     bind("back", "esc"),
		Quit:     bind("quit", "q"),

		Choose: bind("choose", "enter"),
		Leave:  bind("back", "esc"),
		Kind:   bind("next kind", "tab"),

		Yes: bind("yes", "y"),
		No:  bind("back", "esc"),

		Previous: bind("choose", "left", "h"),
		Next:     bind("choose", "right", "l"),
		Reason:   bind("reason", "tab"),
		Apply:    bind("apply", "y"),
		Kill:     bind("off everywhere", "K"),
		Cancel:   bind("cancel", "esc"),

		Narrow: bind("everything, this flag, this scope", "tab"),

		Interrupt: bind("quit", "ctrl+c"),
		Suspend:   bind("suspend", "ctrl+z"),
	}
}

// ReadOnly returns the keys of a session in which nothing can be changed:
// every key that leads to a write is disabled, and so gone from the help.
func ReadOnly() Map {
	m := Default()
	for _, binding := range []*key.Binding{&m.Change, &m.Clear, &m.Undo, &m.Apply, &m.Kill, &m.Reason} {
		binding.SetEnabled(false)
	}
	return m
}

func bind(help string, keys ...string) key.Binding {
	shown := keys[0]
	if shown == " " {
		shown = "space"
	}
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, help))
}

// Group is the keys of one screen, for its hints and for the help.
type Group struct {
	Title string
	// Hints are shown at the foot of the screen, as many as fit; the last few
	// of them, as many as Keep, before the others.
	Hints []key.Binding
	Keep  int
	// Others are listed in the help only.
	Others []key.Binding
}

// All returns the group's enabled bindings.
func (g Group) All() []key.Binding {
	var all []key.Binding
	for _, binding := range append(append([]key.Binding{}, g.Hints...), g.Others...) {
		if binding.Enabled() {
			all = append(all, binding)
		}
	}
	return all
}

// Dismissing returns the group as it is while an error is shown, which esc
// dismisses before it does anything else.
func (g Group) Dismissing() Group {
	dismiss := relabel(Default().Back, "dismiss")
	hints := []key.Binding{dismiss}
	for i, binding := range g.Hints {
		if slices.Equal(binding.Keys(), dismiss.Keys()) {
			if i >= len(g.Hints)-g.Keep {
				g.Keep--
			}
			continue
		}
		hints = append(hints, binding)
	}
	g.Hints = hints
	return g
}

// Browse is the main screen's keys.
func (m Map) Browse() Group {
	return Group{Title: "Flags", Keep: 2,
		Hints:  []key.Binding{m.Change, m.Tenants, m.Filter, m.Clear, m.History, m.Undo, m.State, m.Help, m.Quit},
		Others: append(m.Moves(), m.System, m.Contexts, m.Sort, m.Refresh, m.Back, m.Interrupt, m.Suspend)}
}

// Picker is the tenant picker's keys. Letters go to its search field.
func (m Map) Picker() Group {
	return Group{Title: "Tenants", Hints: []key.Binding{m.Choose, m.Kind, m.Leave}, Keep: 1, Others: m.Arrows().Moves()}
}

// Question is the keys of a question that the picker asks.
func (m Map) Question() Group { return Group{Hints: []key.Binding{m.Yes, m.No}} }

// Context is the keys of the list of contexts.
func (m Map) Context() Group {
	return Group{Title: "Contexts", Hints: []key.Binding{m.Choose, m.Leave}, Others: m.Moves()}
}

// Toggle is the change screen's keys. Letters choose, so only arrows scroll.
func (m Map) Toggle() Group {
	return Group{Title: "Change", Keep: 1,
		Hints:  []key.Binding{m.Apply, join("left/right", m.Previous, m.Next), m.Reason, m.Kill, m.Cancel},
		Others: m.Arrows().Moves()}
}

// Review is the keys of the screen before an undo or a kill.
func (m Map) Review() Group {
	return Group{Title: "Undo, kill", Keep: 1, Hints: []key.Binding{m.Apply, m.Reason, m.Cancel}, Others: m.Moves()}
}

// Past is the keys of the history.
func (m Map) Past() Group {
	return Group{Title: "History", Keep: 1, Hints: []key.Binding{m.Undo, m.Narrow, m.Leave}, Others: m.Moves()}
}

// Field is the keys of a field that is typed into: what enter and esc do.
func (m Map) Field(enter, esc string) Group {
	return Group{Hints: []key.Binding{relabel(m.Choose, enter), relabel(m.Leave, esc)}}
}

// Reader is the keys of a text that is only read.
func (m Map) Reader() Group {
	return Group{Hints: []key.Binding{join("up/down", relabel(m.Up, "scroll"), m.Down), join("pgup/pgdown", relabel(m.PageUp, "page"), m.PageDown), m.Leave}, Keep: 1}
}

// Groups returns the keys of every screen that can be reached.
func (m Map) Groups() []Group {
	groups := []Group{m.Browse(), m.Picker(), m.Past()}
	if m.Apply.Enabled() {
		groups = append(groups, m.Toggle(), m.Review())
	}
	return groups
}

// Moves is the keys that move through a list.
func (m Map) Moves() []key.Binding {
	return []key.Binding{m.Up, m.Down, m.PageUp, m.PageDown, m.Top, m.Bottom}
}

// Arrows returns the map for a place where letters are typed: what is left of
// the keys that move.
func (m Map) Arrows() Map {
	m.Up.SetKeys("up", "ctrl+p")
	m.Down.SetKeys("down", "ctrl+n")
	m.PageUp.SetKeys("pgup")
	m.PageDown.SetKeys("pgdown")
	m.Top.SetEnabled(false)
	m.Bottom.SetEnabled(false)
	return m
}

// join is two keys that do the same in two directions, as one line of help.
func join(shown string, a, b key.Binding) key.Binding {
	return key.NewBinding(key.WithKeys(append(append([]string{}, a.Keys()...), b.Keys()...)...), key.WithHelp(shown, a.Help().Desc))
}

// relabel is a binding with other words in its hint.
func relabel(binding key.Binding, desc string) key.Binding {
	binding.SetHelp(binding.Help().Key, desc)
	return binding
}
