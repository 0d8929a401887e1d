package keys

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"

	"flagtui/internal/feature"
)

// Group holds the keys of one screen, for its hints and for the help.
type Group struct {
	Title string
	// Hints are shown at the foot of the screen, as many as fit. The most useful come
	// first.
	Hints []key.Binding
	// The last Pinned hints always stay; the others give way to them.
	Pinned int
	Others []key.Binding

	kinds feature.KindList // the kinds of scope in the database, except the system
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

// Contains reports whether the group has an enabled binding with the given binding's
// help text and keys.
func (g Group) Contains(binding key.Binding) bool {
	return slices.ContainsFunc(g.Enabled(), func(own key.Binding) bool {
		return own.Help() == binding.Help() && !slices.ContainsFunc(binding.Keys(), func(k string) bool { return !slices.Contains(own.Keys(), k) })
	})
}

// WithDismiss returns the group for a screen that shows an error. The first hint says
// that the key back dismisses the error.
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

// WithHint moves one of the group's other keys to the hints, before the pinned ones.
func (g Group) WithHint(binding key.Binding) Group {
	at := len(g.Hints) - g.Pinned
	g.Hints = slices.Insert(slices.Clone(g.Hints), at, binding)
	g.Others = slices.DeleteFunc(slices.Clone(g.Others), func(other key.Binding) bool { return other.Help() == binding.Help() })
	return g
}

// offForEveryone is the hint for the kill switch.
const offForEveryone = "off for everyone"

// BrowseKeys returns the keys of the list of flags.
func (m Map) BrowseKeys() Group {
	return Group{Title: "Flags", Pinned: 1, kinds: m.kinds,
		Hints: []key.Binding{m.Change, m.Details, m.Tenants, m.Filter, m.Clear, m.History, m.Undo, m.Jump, m.Quit, m.Help},
		Others: append(m.MoveKeys(), m.ShowAll, m.ShowOn, m.ShowOff, m.ShowOverridden, m.ShowNever, m.ShowUnregistered, m.ShowNotLive, m.State, m.Sort, m.Tree, relabel(m.Unfold, "open the module"), relabel(m.Fold, "fold the module"), m.Mark, m.MarkAll, m.Matrix, m.Diff, m.Overview, m.Doctor, m.AskApp, m.Preview, m.System, m.Contexts, relabel(m.OpenReadOnly, "make this session read-only"),
			m.CopyName, m.CopyChange, m.Refresh, m.Back, m.Interrupt, m.Suspend, m.Redraw)}
}

// DetailsKeys returns the keys of one flag's details.
func (m Map) DetailsKeys() Group {
	return Group{Title: "Details", Pinned: 1,
		Hints:  []key.Binding{relabel(m.Choose, "go there"), m.Change, relabel(m.Kill, offForEveryone), m.Clear, m.History, m.NextSection, m.Undo, m.CopyName, m.Leave},
		Others: append(m.MoveKeys(), m.Unfold, m.Fold, m.AskApp, m.Refresh)}
}

// MatrixKeys returns the keys of the matrix.
func (m Map) MatrixKeys() Group {
	return Group{Title: "Matrix", Pinned: 1, kinds: m.kinds,
		Hints:  []key.Binding{m.Change, relabel(m.Choose, "go there"), m.Differing, join(relabel(m.Left, "scope"), m.Right), m.Kind, m.CopyName, m.Leave},
		Others: append(m.MoveKeys(), m.Refresh)}
}

// DoctorKeys returns the keys of the doctor screen.
func (m Map) DoctorKeys() Group {
	return Group{Title: "Doctor", Pinned: 1,
		Hints:  []key.Binding{m.Select, m.Fix, relabel(m.CopyName, "copy the fix"), relabel(m.Choose, "go there"), m.Leave},
		Others: append(m.MoveKeys(), m.MarkAll, m.Refresh)}
}

// ComparisonKeys returns the keys of the comparison of two scopes.
func (m Map) ComparisonKeys() Group {
	return Group{Title: "Comparison", Pinned: 1,
		Hints:  []key.Binding{m.Mark, m.MarkAll, m.ToRight, m.ToLeft, m.CopyName, m.Leave},
		Others: append(m.MoveKeys(), m.Refresh)}
}

// OverviewKeys returns the keys of the list of flags that are enabled anywhere.
func (m Map) OverviewKeys() Group {
	return Group{Title: "Enabled anywhere", Pinned: 1,
		Hints:  []key.Binding{relabel(m.Choose, "go there"), m.Change, m.Filter, m.Sort, m.CopyName, m.Leave},
		Others: append(m.MoveKeys(), m.Refresh)}
}

// PaletteKeys returns the keys of the palette.
func (m Map) PaletteKeys() Group {
	return Group{Title: "Palette", Pinned: 1, Hints: []key.Binding{m.Choose, m.Complete(), m.Leave}, Others: m.WithoutLetters().MoveKeys()}
}

// Complete returns the binding that completes a name in the palette. It has the keys of
// Kind, but is always enabled.
func (m Map) Complete() key.Binding {
	complete := relabel(m.Kind, "complete")
	complete.SetEnabled(true)
	return complete
}

// PickerKeys returns the keys of the picker. Letters go to its search field.
func (m Map) PickerKeys() Group {
	return Group{Title: "Scopes", kinds: m.kinds, Hints: []key.Binding{m.Choose, m.Kind, m.Leave}, Pinned: 1, Others: m.WithoutLetters().MoveKeys()}
}

// QuestionKeys returns the keys of a question that the picker asks.
func (m Map) QuestionKeys() Group { return Group{Hints: []key.Binding{m.Yes, m.No}} }

// ContextKeys returns the keys of the list of contexts.
func (m Map) ContextKeys() Group {
	return Group{Title: "Contexts", Pinned: 1, Hints: []key.Binding{relabel(m.Choose, "open"), m.OpenReadOnly, m.Leave}, Others: m.MoveKeys()}
}

// ChangeKeys returns the keys of the change screen. Letters choose a setting, so
// only other keys scroll.
func (m Map) ChangeKeys() Group {
	return Group{Title: "Change", Pinned: 1,
		Hints:  []key.Binding{m.Apply, join(m.Previous, m.Next), m.Reason, relabel(m.Kill, offForEveryone), m.Cancel},
		Others: m.WithoutLetters().MoveKeys()}
}

// ReviewKeys returns the keys of the screen that confirms an undo or a kill.
func (m Map) ReviewKeys() Group {
	return Group{Title: "Undo, kill", Pinned: 1, Hints: []key.Binding{m.Apply, m.Reason, m.Cancel}, Others: m.MoveKeys()}
}

// BatchKeys returns the keys of the screen that changes several flags. Letters
// choose a setting, so only other keys scroll.
func (m Map) BatchKeys() Group {
	return Group{Pinned: 1,
		Hints:  []key.Binding{m.Apply, join(m.Previous, m.Next), m.Reason, m.Cancel},
		Others: m.WithoutLetters().MoveKeys()}
}

// HistoryKeys returns the keys of the history.
func (m Map) HistoryKeys() Group {
	return Group{Title: "History", Pinned: 1,
		Hints:  []key.Binding{m.Undo, m.CopyChange, relabel(m.Details, "open"), m.Export, relabel(m.Filter, "search"), m.Narrow, relabel(m.Kill, offForEveryone), m.Leave},
		Others: append(append(m.MoveKeys(), m.Spans()...), m.Refresh)}
}

// ChangeSetKeys returns the keys of one change-set.
func (m Map) ChangeSetKeys() Group {
	return Group{Title: "Change-set", Pinned: 1,
		Hints:  []key.Binding{m.Undo, relabel(m.Details, "open the flag"), m.CopyChange, m.CopyName, relabel(m.Kill, offForEveryone), m.Leave},
		Others: append(m.MoveKeys(), m.History, m.Refresh)}
}

// Spans returns the keys that choose how far back the history goes.
func (m Map) Spans() []key.Binding {
	return []key.Binding{m.LastDay, m.LastWeek, m.LastMonth, m.FromStart}
}

// FieldKeys returns the keys of a text field. enter and esc are the help texts of the
// keys that confirm and leave the field.
func (m Map) FieldKeys(enter, esc string) Group {
	return Group{Hints: []key.Binding{relabel(m.Choose, enter), relabel(m.Leave, esc)}}
}

// ReasonKeys returns the keys of a text field on a screen that confirms a write. enter
// is the help text of the key that confirms the field. recent reports whether the
// arrows recall recent reasons. The cancel key leaves the field, not the screen.
func (m Map) ReasonKeys(enter string, recent bool) Group {
	m.Leave = m.Cancel
	group := m.FieldKeys(enter, "back")
	if recent {
		move := m.WithoutLetters()
		group.Hints = append(group.Hints, join(relabel(move.Up, "recent reasons"), move.Down))
	}
	return group
}

// TextKeys returns the keys of a screen that only shows text.
func (m Map) TextKeys() Group {
	return Group{Hints: []key.Binding{join(relabel(m.Up, "scroll"), m.Down), join(relabel(m.PageUp, "page"), m.PageDown), m.Leave}, Pinned: 1}
}

// ScreenActions returns the group's enabled bindings that act on what the screen shows.
// It omits keys that move, leave the screen, or work everywhere.
func (m Map) ScreenActions(g Group) []key.Binding {
	others := append(m.MoveKeys(), m.Left, m.Right, m.Back, m.Leave, m.Cancel, m.Jump, m.Interrupt, m.Suspend, m.Redraw)
	return slices.DeleteFunc(g.Enabled(), func(b key.Binding) bool {
		return slices.ContainsFunc(others, func(other key.Binding) bool { return slices.Contains(b.Keys(), other.Keys()[0]) })
	})
}

// HelpGroups returns the keys of every screen that the user can open, for the help.
func (m Map) HelpGroups() []Group {
	groups := []Group{m.BrowseKeys(), m.ListKeys(), m.DetailsKeys(), m.PickerKeys(), m.PaletteKeys(), m.MatrixKeys(), m.ComparisonKeys(), m.DoctorKeys(), m.HistoryKeys(), m.ChangeSetKeys()}
	if m.Overview.Enabled() {
		groups = append(groups, m.OverviewKeys())
	}
	if m.Apply.Enabled() {
		groups = append(groups, m.ChangeKeys(), m.ReviewKeys())
	}
	return groups
}

// ListKeys returns the keys that work in every list.
func (m Map) ListKeys() Group { return Group{Title: "Lists", Others: m.MoveKeys()} }

// MoveKeys returns the keys that move through a list.
func (m Map) MoveKeys() []key.Binding {
	return []key.Binding{m.Up, m.Down, m.PageUp, m.PageDown, m.Top, m.Bottom}
}

// WithoutLetters returns the map for a screen with a text field. The field takes
// letters, so the bindings that move the cursor lose them. A binding left without keys
// gets its default key. Top and Bottom are disabled.
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

// join returns one binding for two opposite directions, which then share a hint.
func join(a, b key.Binding) key.Binding {
	return key.NewBinding(key.WithKeys(append(append([]string{}, a.Keys()...), b.Keys()...)...), key.WithHelp(a.Help().Key+"/"+b.Help().Key, a.Help().Desc))
}

// relabel returns a binding with another help text.
func relabel(binding key.Binding, desc string) key.Binding {
	binding.SetHelp(binding.Help().Key, desc)
	return binding
}
