// Package keys declares every key once, for dispatch, hints, help and read-only mode.
package keys

import (
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
)

// Press is a key, or a turn of the mouse wheel, as a screen receives it.
type Press struct {
	tea.KeyMsg
	// Alone is false for a key that arrived in one burst with others, as in fast typing
	// over a slow line. A key that writes, confirms or opens a prompt has an effect
	// only if Alone is true.
	Alone bool
	// Wheel is the number of rows that the wheel was turned down. It is zero for a key.
	// A turn of the wheel matches no binding.
	Wheel int
}

// Matches reports whether the press is a key of one of the enabled bindings.
func (p Press) Matches(bindings ...key.Binding) bool {
	return p.Wheel == 0 && !p.Paste && key.Matches(p.KeyMsg, bindings...)
}

// MatchesAlone reports whether the press arrived alone and matches a binding. Use it
// for a binding that writes, confirms or opens a prompt.
func (p Press) MatchesAlone(binding key.Binding) bool { return p.Alone && p.Matches(binding) }

// Map holds every key of every screen.
type Map struct {
	Up, Down, PageUp, PageDown, Top, Bottom key.Binding

	// The list of flags, and other screens that list flags.
	Change, Clear, Details, Tenants, System, Contexts, History, Undo, Filter, State, Sort, Refresh, Help, Back, Quit key.Binding
	Tree, ShowAll, ShowOn, ShowOff, ShowOverridden, ShowNever, ShowUnregistered, ShowNotLive                         key.Binding
	Mark, MarkAll, Matrix, Diff, Overview, Doctor, Jump, CopyName, CopyChange, Preview, OpenReadOnly, AskApp         key.Binding

	// Tables wider than the screen, and the comparison of two scopes.
	Left, Right, Differing, ToLeft, ToRight key.Binding

	// Sections and trees.
	Unfold, Fold key.Binding

	// The sections of the details.
	NextSection key.Binding

	// Lists with a search field, and the search field itself.
	Choose, Leave, Kind key.Binding

	// A yes-or-no question.
	Yes, No key.Binding

	// The change screen.
	Previous, Next, Reason, Apply, Kill, Cancel key.Binding

	// The findings of doctor.
	Select, Fix key.Binding

	// The history.
	Narrow, Export                          key.Binding
	LastDay, LastWeek, LastMonth, FromStart key.Binding

	// Everywhere.
	Interrupt, Suspend, Redraw key.Binding

	kinds feature.KindList // see WithKinds
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
		Clear:    bind("remove override", "c"),
		Details:  bind("details", "enter"),
		Tenants:  bind("tenants", "t"),
		System:   bind("system view", "S"),
		Contexts: bind("context", "x"),
		History:  bind("history", "h"),
		Undo:     bind("undo", "u"),
		Filter:   bind("search", "/"),
		State:    bind("next filter", "o"),
		Sort:     bind("sort", "s"),
		Tree:     bind("tree", "T"),
		Refresh:  bind("refresh", "r"),
		Help:     bind("help", "?", "f1"),
		Back:     bind("back", "esc"),
		Quit:     bind("quit", "q"),

		OpenReadOnly: bind("open read-only", "R"),

		ShowAll:          bind("show all flags", "1"),
		ShowOn:           bind("show flags that are on", "2"),
		ShowOff:          bind("show flags that are off", "3"),
		ShowOverridden:   bind("show flags that are overridden here", "4"),
		ShowNever:        bind("show flags that nobody has overridden", "5"),
		ShowUnregistered: bind("show flags that are not registered", "6"),
		ShowNotLive:      bind("show flags that are not live", "7"),

		AskApp:     bind("ask the app", "L"),
		Doctor:     bind("doctor", "!"),
		Mark:       bind("mark", "v"),
		MarkAll:    bind("mark all shown", "V"),
		Matrix:     bind("matrix", "m"),
		Diff:       bind("compare", "D"),
		Overview:   bind("enabled anywhere", "e"),
		Jump:       bind("palette", ":"),
		CopyName:   bind("copy the name", "y"),
		CopyChange: bind("copy the change", "Y"),
		Preview:    bind("preview", "p"),

		Left:      bind("left", "left", "h"),
		Right:     bind("right", "right", "l"),
		Differing: bind("only rows that differ", "d"),
		ToLeft:    bind("copy to the left", "<"),
		ToRight:   bind("copy to the right", ">"),

		Unfold: bind("open a section", "right"),
		Fold:   bind("close a section", "left"),

		NextSection: bind("next section", "tab"),

		Choose: bind("choose", "enter"),
		Leave:  bind("back", "esc"),
		Kind:   bind("tenants / projects / sections", "tab"),

		Yes: bind("yes", "y"),
		No:  bind("back", "esc"),

		Previous: bind("choose", "left", "h"),
		Next:     bind("choose", "right", "l"),
		Reason:   bind("reason", "tab"),
		Apply:    bind("apply", "y"),
		Kill:     bind("kill switch: off for everyone", "K"),
		Cancel:   bind("cancel", "esc"),

		Select: bind("mark", " ", "v"),
		Fix:    bind("fix the marked", "F"),

		Narrow:    bind("all, this flag, this scope", "tab"),
		Export:    bind("write CSV", "E"),
		LastDay:   bind("the last 24 hours", "1"),
		LastWeek:  bind("the last 7 days", "2"),
		LastMonth: bind("the last 30 days", "3"),
		FromStart: bind("from the beginning", "4"),

		Interrupt: bind("quit", "ctrl+c"),
		Suspend:   bind("suspend", "ctrl+z"),
		Redraw:    bind("draw again", "ctrl+l"),
	}
}

// ReadOnly returns the map of a read-only session. Every key that leads to a write is
// disabled, and so is missing from the help.
func (m Map) ReadOnly() Map {
	for _, binding := range m.writing() {
		binding.SetEnabled(false)
	}
	return m
}

// writing returns the bindings that lead to a write.
func (m *Map) writing() []*key.Binding {
	return []*key.Binding{&m.Change, &m.Clear, &m.Undo, &m.Apply, &m.Kill, &m.Reason, &m.ToLeft, &m.ToRight, &m.Fix}
}

// Writes reports whether a key leads to a write on any screen.
func (m Map) Writes(name string) bool {
	return slices.ContainsFunc(m.writing(), func(b *key.Binding) bool { return slices.Contains(b.Keys(), name) })
}

// PressOf returns the press of a binding's first key, or the zero Press if the binding
// has no key.
func PressOf(binding key.Binding) Press {
	if len(binding.Keys()) == 0 {
		return Press{}
	}
	name := binding.Keys()[0]
	msg := tea.KeyMsg{}
	if rest, ok := strings.CutPrefix(name, "alt+"); ok {
		name, msg.Alt = rest, true
	}
	for kind := tea.KeyF20; kind <= tea.KeyBackspace; kind++ {
		if kind != tea.KeyRunes && kind.String() == name {
			msg.Type = kind
			return Press{KeyMsg: msg}
		}
	}
	msg.Type, msg.Runes = tea.KeyRunes, []rune(name)
	return Press{KeyMsg: msg}
}

func bind(help string, keys ...string) key.Binding {
	binding := key.NewBinding(key.WithHelp("", help))
	setKeys(&binding, keys)
	return binding
}

// setKeys sets the keys of a binding, and shows the first of them in its hint.
func setKeys(binding *key.Binding, keys []string) {
	binding.SetKeys(keys...)
	binding.SetHelp(Name(keys[0]), binding.Help().Desc)
}

// Names returns a binding's keys as the help shows them.
func Names(binding key.Binding) []string {
	names := slices.Clone(binding.Keys())
	for i, k := range names {
		names[i] = Name(k)
	}
	return names
}

// Name returns a key as the screens show it.
func Name(k string) string { return strings.ReplaceAll(k, " ", "space") }
