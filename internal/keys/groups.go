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
	Hints  []key.Binding
	Pinned int
	// Others are listed in the help only.
	Others []key.Binding
}

// Enabled returns the group's enabled bindings.
func (g Group) Enabled() []key.Binding {
	var all []key.Binding
	for _, binding := range append(append([]key.Binding{}, g.Hints...), g.Others...) {
		if binding.Enabled() {
			all = append(all, binding)
		}
	}
	return all
}

// Contains tells whether a binding is one of the group's: what it does, it does by
// the same keys, or some of them.
func (g Group) Contains(binding key.Binding) bool {
	return slices.ContainsFunc(g.Enabled(), func(own key.Binding) bool {
		return own.Help() == binding.Help() && !slices.ContainsFunc(binding.Keys(), func(k string) bool { return !slices.Contains(own.Keys(), k) })
	})
}

// WithDismiss returns the group as it is while an error is shown, which back
// dismisses before it does anything else.
func (g Group) WithDismiss(back key.Binding) Group {
	hints := []key.Binding{relabel(back, "dismiss")}
	for i, binding := range g.Hints {
		if slices.Equal(binding.Keys(), back.Keys()) {
			if i >= len(g.Hints)-g.Pinned {
				g.Pinned--
			}
			continue
		}
		hints = append(hints, binding)
	}
	g.Hints = hints
	return g
}

// BrowseKeys is the main screen's keys.
func (m Map) BrowseKeys() Group {
	return Group{Title: "Flags", Pinned: 2,
		Hints: []key.Binding{m.Change, m.Details, m.Tenants, m.Filter, m.Clear, m.History, m.Undo, m.Jump, m.Help, m.Quit},
		Others: append(m.MoveKeys(), m.State, m.Sort, m.Mark, m.MarkAll, m.Matrix, m.Diff, m.Overview, m.System, m.Contexts,
			m.CopyName, m.CopyChange, m.Refresh, m.Back, m.Interrupt, m.Suspend, m.Redraw)}
}

// DetailsKeys is the keys of one flag's details.
func (m Map) DetailsKeys() Group {
	return Group{Title: "Details", Pinned: 1,
		Hints:  []key.Binding{relabel(m.Choose, "go there"), m.Change, m.Kill, m.History, m.CopyName, m.Leave},
		Others: append(m.MoveKeys(), m.Refresh)}
}

// MatrixKeys is the keys of the matrix.
func (m Map) MatrixKeys() Group {
	return Group{Title: "Matrix", Pinned: 1,
		Hints:  []key.Binding{m.Change, relabel(m.Choose, "go there"), join(relabel(m.Left, "scope"), m.Right), m.Kind, m.CopyName, m.Leave},
		Others: append(m.MoveKeys(), m.Refresh)}
}

// ComparisonKeys is the keys of the comparison of two scopes.
func (m Map) ComparisonKeys() Group {
	return Group{Title: "Comparison", Pinned: 1,
		Hints:  []key.Binding{m.Mark, m.MarkAll, m.ToRight, m.ToLeft, m.CopyName, m.Leave},
		Others: append(m.MoveKeys(), m.Refresh)}
}

// OverviewKeys is the keys of the list of all that is enabled anywhere.
func (m Map) OverviewKeys() Group {
	return Group{Title: "Enabled anywhere", Pinned: 1,
		Hints:  []key.Binding{relabel(m.Choose, "go there"), m.Change, m.Filter, m.Sort, m.CopyName, m.Leave},
		Others: append(m.MoveKeys(), m.Refresh)}
}

// JumpKeys is the keys of the field that takes a name to go to.
func (m Map) JumpKeys() Group {
	return Group{Title: "Go to", Pinned: 1, Hints: []key.Binding{m.Choose, m.Complete(), m.Leave}, Others: m.WithoutLetters().MoveKeys()}
}

// Complete completes a name. It is the key of the next kind of scope, and there
// where there is one kind only, too.
func (m Map) Complete() key.Binding {
	complete := relabel(m.Kind, "complete")
	complete.SetEnabled(true)
	return complete
}

// PickerKeys is the tenant picker's keys. Letters go to its search field.
func (m Map) PickerKeys() Group {
	return Group{Title: "Tenants", Hints: []key.Binding{m.Choose, m.Kind, m.Leave}, Pinned: 1, Others: m.WithoutLetters().MoveKeys()}
}

// QuestionKeys is the keys of a question that the picker asks.
func (m Map) QuestionKeys() Group { return Group{Hints: []key.Binding{m.Yes, m.No}} }

// ContextKeys is the keys of the list of contexts.
func (m Map) ContextKeys() Group {
	return Group{Title: "Contexts", Hints: []key.Binding{m.Choose, m.Leave}, Others: m.MoveKeys()}
}

// ChangeKeys is the change screen's keys. Letters choose, so only arrows scroll.
func (m Map) ChangeKeys() Group {
	return Group{Title: "Change", Pinned: 1,
		Hints:  []key.Binding{m.Apply, join(m.Previous, m.Next), m.Reason, m.Kill, m.Cancel},
		Others: m.WithoutLetters().MoveKeys()}
}

// ReviewKeys is the keys of the screen before an undo or a kill.
func (m Map) ReviewKeys() Group {
	return Group{Title: "Undo, kill", Pinned: 1, Hints: []key.Binding{m.Apply, m.Reason, m.Cancel}, Others: m.MoveKeys()}
}

// BatchKeys is the keys of the screen that changes several flags: letters choose.
func (m Map) BatchKeys() Group {
	return Group{Pinned: 1,
		Hints:  []key.Binding{m.Apply, join(m.Previous, m.Next), m.Reason, m.Cancel},
		Others: m.WithoutLetters().MoveKeys()}
}

// HistoryKeys is the keys of the history.
func (m Map) HistoryKeys() Group {
	return Group{Title: "History", Pinned: 1, Hints: []key.Binding{m.Undo, m.Details, m.Kill, m.Narrow, m.CopyChange, m.Leave}, Others: append(m.MoveKeys(), m.Refresh)}
}

// FieldKeys is the keys of a field that is typed into: what enter and esc do.
func (m Map) FieldKeys(enter, esc string) Group {
	return Group{Hints: []key.Binding{relabel(m.Choose, enter), relabel(m.Leave, esc)}}
}

// ReasonKeys is the keys of a field before a write: what enter does. The key that
// cancels goes back.
func (m Map) ReasonKeys(enter string) Group {
	m.Leave = m.Cancel
	return m.FieldKeys(enter, "back")
}

// TextKeys is the keys of a text that is only read.
func (m Map) TextKeys() Group {
	return Group{Hints: []key.Binding{join(relabel(m.Up, "scroll"), m.Down), join(relabel(m.PageUp, "page"), m.PageDown), m.Leave}, Pinned: 1}
}

// HelpGroups returns the keys of every screen that can be reached.
func (m Map) HelpGroups() []Group {
	groups := []Group{m.BrowseKeys(), m.ListKeys(), m.DetailsKeys(), m.PickerKeys(), m.JumpKeys(), m.MatrixKeys(), m.ComparisonKeys(), m.HistoryKeys()}
	if m.Overview.Enabled() {
		groups = append(groups, m.OverviewKeys())
	}
	if m.Apply.Enabled() {
		groups = append(groups, m.ChangeKeys(), m.ReviewKeys())
	}
	return groups
}

// ListKeys is the keys that work in every list.
func (m Map) ListKeys() Group { return Group{Title: "Lists", Others: m.MoveKeys()} }

// MoveKeys is the keys that move through a list.
func (m Map) MoveKeys() []key.Binding {
	return []key.Binding{m.Up, m.Down, m.PageUp, m.PageDown, m.Top, m.Bottom}
}

// WithoutLetters returns the map for a place where letters are typed: what is left of
// the keys that move, or else the usual ones.
func (m Map) WithoutLetters() Map {
	for _, move := range []struct {
		*key.Binding
		usual string
	}{{&m.Up, "up"}, {&m.Down, "down"}, {&m.PageUp, "pgup"}, {&m.PageDown, "pgdown"}} {
		left := slices.DeleteFunc(slices.Clone(move.Keys()), isTyped)
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
