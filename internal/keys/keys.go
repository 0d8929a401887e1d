// Package keys declares every key once. Dispatch, the hints at the foot of a
// screen, the help screen and the read-only mode all follow from here.
package keys

import (
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
	Change, Clear, Tenants, System, Filter, State, Sort, Refresh, Help, Back, Quit key.Binding

	// Lists with a search field, and the field itself.
	Choose, Leave key.Binding

	// Change.
	Previous, Next, Reason, Apply, Cancel key.Binding

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

		Change:  bind("change", " "),
		Clear:   bind("clear", "c"),
		Tenants: bind("tenants", "t"),
		System:  bind("system view", "S"),
		Filter:  bind("filter", "/"),
		State:   bind("show only", "o"),
		Sort:    bind("sort", "s"),
		Refresh: bind("refresh", "r"),
		Help:    bind("help", "?"),
		Back:    bind("back", "esc"),
		Quit:    bind("quit", "q"),

		Choose: bind("choose", "enter"),
		Leave:  bind("back", "esc"),

		Previous: bind("choose", "left", "h", "shift+tab"),
		Next:     bind("choose", "right", "l"),
		Reason:   bind("reason", "tab"),
		Apply:    bind("apply", "y"),
		Cancel:   bind("cancel", "esc"),

		Interrupt: bind("quit", "ctrl+c"),
		Suspend:   bind("suspend", "ctrl+z"),
	}
}

// ReadOnly returns the keys of a session in which nothing can be changed:
// every key that leads to a write is disabled, and so gone from the help.
func ReadOnly() Map {
	m := Default()
	for _, binding := range []*key.Binding{&m.Change, &m.Clear, &m.Apply, &m.Reason} {
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
	// Hints are shown at the foot of the screen, as many as fit.
	Hints []key.Binding
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

// Browse is the main screen's keys.
func (m Map) Browse() Group {
	return Group{Title: "Flags",
		Hints:  []key.Binding{m.Change, m.Tenants, m.Filter, m.Clear, m.State, m.Help, m.Quit},
		Others: append(m.Moves(), m.System, m.Sort, m.Refresh, m.Back, m.Interrupt, m.Suspend)}
}

// Picker is the tenant picker's keys. Letters go to its search field.
func (m Map) Picker() Group {
	return Group{Title: "Tenants",
		Hints:  []key.Binding{m.Choose, m.Leave},
		Others: []key.Binding{only(m.Up, "up", "ctrl+p"), only(m.Down, "down", "ctrl+n"), only(m.PageUp, "pgup"), only(m.PageDown, "pgdown")}}
}

// Toggle is the change screen's keys.
func (m Map) Toggle() Group {
	return Group{Title: "Change", Hints: []key.Binding{m.Apply, m.Next, m.Reason, m.Cancel}, Others: []key.Binding{m.Previous}}
}

// Groups returns the keys of every screen.
func (m Map) Groups() []Group { return []Group{m.Browse(), m.Picker(), m.Toggle()} }

// Moves is the keys that move through a list.
func (m Map) Moves() []key.Binding {
	return []key.Binding{m.Up, m.Down, m.PageUp, m.PageDown, m.Top, m.Bottom}
}

// only returns the binding with these keys alone: what is left of it where
// letters are typed.
func only(binding key.Binding, keys ...string) key.Binding {
	binding.SetKeys(keys...)
	return binding
}
