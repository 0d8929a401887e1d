package keys

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"
)

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

// Has tells whether a binding is one of the group's: what it does, it does by
// the same keys, or some of them.
func (g Group) Has(binding key.Binding) bool {
	return slices.ContainsFunc(g.All(), func(own key.Binding) bool {
		return own.Help() == binding.Help() && !slices.ContainsFunc(binding.Keys(), func(k string) bool { return !slices.Contains(own.Keys(), k) })
	})
}

// Dismissing returns the group as it is while an error is shown, which back
// dismisses before it does anything else.
func (g Group) Dismissing(back key.Binding) Group {
	hints := []key.Binding{relabel(back, "dismiss")}
	for i, binding := range g.Hints {
		if slices.Equal(binding.Keys(), back.Keys()) {
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
		Hints: []key.Binding{m.Change, m.Details, m.Tenants, m.Filter, m.Clear, m.History, m.Undo, m.Jump, m.Help, m.Quit},
		Others: append(m.Moves(), m.State, m.Sort, m.Mark, m.MarkAll, m.Matrix, m.Diff, m.Overview, m.System, m.Contexts,
			m.CopyName, m.CopyChange, m.Refresh, m.Back, m.Interrupt, m.Suspend, m.Redraw)}
}

// Flag is the keys of one flag's details.
func (m Map) Flag() Group {
	return Group{Title: "Details", Keep: 1,
		Hints:  []key.Binding{relabel(m.Choose, "go there"), m.Change, m.Kill, m.History, m.CopyName, m.Leave},
		Others: append(m.Moves(), m.Refresh)}
}

// Grid is the keys of the matrix.
func (m Map) Grid() Group {
	return Group{Title: "Matrix", Keep: 1,
		Hints:  []key.Binding{m.Change, relabel(m.Choose, "go there"), join(relabel(m.Left, "scope"), m.Right), m.Kind, m.CopyName, m.Leave},
		Others: append(m.Moves(), m.Refresh)}
}

// Comparison is the keys of the comparison of two scopes.
func (m Map) Comparison() Group {
	return Group{Title: "Comparison", Keep: 1,
		Hints:  []key.Binding{m.Mark, m.MarkAll, m.ToRight, m.ToLeft, m.CopyName, m.Leave},
		Others: append(m.Moves(), m.Refresh)}
}

// Everywhere is the keys of the list of all that is enabled anywhere.
func (m Map) Everywhere() Group {
	return Group{Title: "Enabled anywhere", Keep: 1,
		Hints:  []key.Binding{relabel(m.Choose, "go there"), m.Change, m.Filter, m.Sort, m.CopyName, m.Leave},
		Others: append(m.Moves(), m.Refresh)}
}

// Place is the keys of the field that takes a name to go to.
func (m Map) Place() Group {
	return Group{Title: "Go to", Keep: 1, Hints: []key.Binding{m.Choose, m.Complete(), m.Leave}, Others: m.Arrows().Moves()}
}

// Complete completes a name. It is the key of the next kind of scope, and there
// where there is one kind only, too.
func (m Map) Complete() key.Binding {
	complete := relabel(m.Kind, "complete")
	complete.SetEnabled(true)
	return complete
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
		Hints:  []key.Binding{m.Apply, join(m.Previous, m.Next), m.Reason, m.Kill, m.Cancel},
		Others: m.Arrows().Moves()}
}

// Review is the keys of the screen before an undo or a kill.
func (m Map) Review() Group {
	return Group{Title: "Undo, kill", Keep: 1, Hints: []key.Binding{m.Apply, m.Reason, m.Cancel}, Others: m.Moves()}
}

// Batch is the keys of the screen that changes several flags: letters choose.
func (m Map) Batch() Group {
	return Group{Keep: 1,
		Hints:  []key.Binding{m.Apply, join(m.Previous, m.Next), m.Reason, m.Cancel},
		Others: m.Arrows().Moves()}
}

// Past is the keys of the history.
func (m Map) Past() Group {
	return Group{Title: "History", Keep: 1, Hints: []key.Binding{m.Undo, m.Details, m.Kill, m.Narrow, m.CopyChange, m.Leave}, Others: append(m.Moves(), m.Refresh)}
}

// Field is the keys of a field that is typed into: what enter and esc do.
func (m Map) Field(enter, esc string) Group {
	return Group{Hints: []key.Binding{relabel(m.Choose, enter), relabel(m.Leave, esc)}}
}

// Typing is the keys of a field before a write: what enter does. The key that
// cancels goes back.
func (m Map) Typing(enter string) Group {
	m.Leave = m.Cancel
	return m.Field(enter, "back")
}

// Reader is the keys of a text that is only read.
func (m Map) Reader() Group {
	return Group{Hints: []key.Binding{join(relabel(m.Up, "scroll"), m.Down), join(relabel(m.PageUp, "page"), m.PageDown), m.Leave}, Keep: 1}
}

// Groups returns the keys of every screen that can be reached.
func (m Map) Groups() []Group {
	groups := []Group{m.Browse(), m.Lists(), m.Flag(), m.Picker(), m.Place(), m.Grid(), m.Comparison(), m.Past()}
	if m.Overview.Enabled() {
		groups = append(groups, m.Everywhere())
	}
	if m.Apply.Enabled() {
		groups = append(groups, m.Toggle(), m.Review())
	}
	return groups
}

// Lists is the keys that work in every list.
func (m Map) Lists() Group { return Group{Title: "Lists", Others: m.Moves()} }

// Moves is the keys that move through a list.
func (m Map) Moves() []key.Binding {
	return []key.Binding{m.Up, m.Down, m.PageUp, m.PageDown, m.Top, m.Bottom}
}

// Arrows returns the map for a place where letters are typed: what is left of
// the keys that move, or else the usual ones.
func (m Map) Arrows() Map {
	for _, move := range []struct {
		*key.Binding
		usual string
	}{{&m.Up, "up"}, {&m.Down, "down"}, {&m.PageUp, "pgup"}, {&m.PageDown, "pgdown"}} {
		left := slices.DeleteFunc(slices.Clone(move.Keys()), typed)
		if len(left) == 0 {
			left = []string{move.usual}
		}
		setKeys(move.Binding, left)
	}
	m.Top.SetEnabled(false)
	m.Bottom.SetEnabled(false)
	return m
}

// join is two keys that do the same in two directions, as one line of help.
func join(a, b key.Binding) key.Binding {
	return key.NewBinding(key.WithKeys(append(append([]string{}, a.Keys()...), b.Keys()...)...), key.WithHelp(a.Help().Key+"/"+b.Help().Key, a.Help().Desc))
}

// relabel is a binding with other words in its hint.
func relabel(binding key.Binding, desc string) key.Binding {
	binding.SetHelp(binding.Help().Key, desc)
	return binding
}
