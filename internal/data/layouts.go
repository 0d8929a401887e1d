package data

import (
	"fmt"
	"slices"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/flipper"
	"flagtui/internal/data/funwithflags"
	"flagtui/internal/data/layout"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/data/waffle"
	"flagtui/internal/feature"
)

// layoutOf returns the layout of the overrides at scopes of a kind, or nil. It prefers
// the layout that lists the kind. No layout lists the kind of a misplaced row. For such
// a kind, layoutOf returns the last layout whose table may hold the kind.
func (s *sqlStore) layoutOf(kind feature.Kind) (last layout.Layout) {
	if i, ok := s.listing[kind]; ok {
		return s.layouts[i]
	}
	for _, l := range s.layouts {
		if l.Holds(kind) {
			last = l
		}
	}
	return last
}

// checkKinds fails if another layout of the database also holds overrides at one of l's
// kinds of scope. flagtui would read and write only one of the two tables.
func checkKinds(others []layout.Layout, l layout.Layout) error {
	kinds := feature.KindList(l.Kinds())
	for _, other := range others {
		for _, info := range other.Kinds() {
			if kinds.Has(info.Kind) {
				return &feature.Problem{Kind: feature.ErrUsage,
					Text: fmt.Sprintf("%s and %s both hold overrides of the kind %s, and flagtui cannot tell which of them the app reads", other.Main().Ref(), l.Main().Ref(), info.Kind),
					Hint: fmt.Sprintf("make a context for each in the config file, with `%s` and with `%s`; or name the schema of one with --schema", layoutLine(other), layoutLine(l))}
			}
		}
	}
	return nil
}

// layoutLine returns the line of the config file that opens only this layout's tables.
func layoutLine(l layout.Layout) string {
	switch l.(type) {
	case *flipper.Layout:
		return "layout: {flipper: {}}"
	case *funwithflags.Layout:
		return "layout: {fun_with_flags: {}}"
	case *waffle.Layout:
		return "layout: {waffle: {}}"
	case *simplemodule.Layout:
		return `layout: {table: feature_flags_override, name: name, enabled: enabled, scope: {column: scope, id: scope_id, system: system, none: ""}, live: within 30s}`
	}
	return fmt.Sprintf("layout: {table: %s, …}", l.Main().Name)
}

// tableOf returns the main table of overrides at scopes of a kind. Without a layout it
// returns the zero table.
func (s *sqlStore) tableOf(kind feature.Kind) engine.Table {
	if l := s.layoutOf(kind); l != nil {
		return l.Main()
	}
	return engine.Table{}
}

// byLayout calls fn with each layout and the layout's changes, in the order in which all
// transactions lock rows.
func (s *sqlStore) byLayout(changes []feature.Change, fn func(layout.Layout, []feature.Change) error) error {
	of := map[layout.Layout][]feature.Change{}
	for _, c := range changes {
		l := s.layoutOf(c.Scope.Kind)
		switch {
		case l == nil:
			return layout.NoScopes(c.Scope.Kind)
		case len(s.layouts) == 1: // no need to copy the changes
			of[l] = changes
		default:
			of[l] = append(of[l], c)
		}
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

// normalize returns changes in the form that the tables can store.
func (s *sqlStore) normalize(changes []feature.Change) []feature.Change {
	changes = slices.Clone(changes)
	for i, c := range changes {
		if l := s.layoutOf(c.Scope.Kind); l != nil {
			changes[i] = l.Normalize(c)
		}
	}
	return changes
}

// concerns reports whether a history can have overrides of this layout.
func (s *sqlStore) concerns(q HistoryQuery, l layout.Layout) bool {
	return q.Scope.Kind == "" || s.layoutOf(q.Scope.Kind) == l
}
