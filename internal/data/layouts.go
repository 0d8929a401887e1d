package data

import (
	"fmt"
	"slices"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// layoutOf returns the layout of overrides at scopes of a kind; nil if there is none.
// simple_module's comes first in the list and is asked last, since its table takes any
// kind.
func (s *sqlStore) layoutOf(kind feature.Kind) layout.Layout {
	for _, l := range slices.Backward(s.layouts) {
		if l.Holds(kind) {
			return l
		}
	}
	return nil
}

// checkKinds fails if a layout holds overrides at scopes of a kind that another layout
// of the database holds, too: only one of the tables would be read and written.
func checkKinds(others []layout.Layout, l layout.Layout) error {
	kinds := feature.KindList(l.Kinds())
	for _, other := range others {
		for _, info := range other.Kinds() {
			if kinds.Has(info.Kind) {
				return &feature.Problem{Kind: feature.ErrUsage,
					Text: fmt.Sprintf("%s and %s both hold overrides of the kind %s, and flagtui cannot tell which of them the app reads", other.Main().Ref(), l.Main().Ref(), info.Kind),
					Hint: "rename the table that the app does not read; or, if it is in another schema, name the app's with --schema"}
			}
		}
	}
	return nil
}

// tableOf returns the main table of overrides at scopes of a kind; the zero table if
// there is none.
func (s *sqlStore) tableOf(kind feature.Kind) engine.Table {
	if l := s.layoutOf(kind); l != nil {
		return l.Main()
	}
	return engine.Table{}
}

// byLayout calls fn for each layout with its changes, in the order in which all
// transactions lock rows.
func (s *sqlStore) byLayout(changes []feature.Change, fn func(layout.Layout, []feature.Change) error) error {
	of := map[layout.Layout][]feature.Change{}
	for _, c := range changes {
		l := s.layoutOf(c.Scope.Kind)
		if l == nil {
			return layout.NoScopes(c.Scope.Kind)
		}
		of[l] = append(of[l], c)
	}
	for _, l := range s.layouts {
		if len(of[l]) > 0 {
			if err := fn(l, of[l]); err != nil {
				return err
			}
		}
	}
	return nil
}

// normalize returns changes as the tables can store them.
func (s *sqlStore) normalize(changes []feature.Change) []feature.Change {
	changes = slices.Clone(changes)
	for i, c := range changes {
		if l := s.layoutOf(c.Scope.Kind); l != nil {
			changes[i] = l.Normalize(c)
		}
	}
	return changes
}

// concerns reports whether a history has overrides of this layout.
func (s *sqlStore) concerns(q HistoryQuery, l layout.Layout) bool {
	return q.Scope.Kind == "" || s.layoutOf(q.Scope.Kind) == l
}
