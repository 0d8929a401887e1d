package described

import (
	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// SelectWhole implements layout.RowKeeper.
func (l *Layout) SelectWhole(changes []feature.Change, each func(layout.RowKey, string)) (statements []engine.Statement) {
	where, pinned := l.where()
	kept := map[layout.RowKey]layout.WholeRows{}
	for _, c := range changes {
		groups, err := l.groups([]feature.Change{c})
		if err != nil {
			continue // locking the rows has failed before
		}
		g := groups[0]
		statements = append(statements, l.DB.SelectWhole(l.table, where+` AND `+g.where, append(append([]any{}, pinned...), g.args...), func(row engine.WholeRow) {
			kept[layout.KeyOf(c)] = append(kept[layout.KeyOf(c)], row)
		}))
	}
	if len(statements) > 0 {
		statements[len(statements)-1].Done = func() error {
			for _, c := range changes {
				each(layout.KeyOf(c), kept[layout.KeyOf(c)].JSON())
			}
			return nil
		}
	}
	return statements
}

// Restore implements layout.RowKeeper.
func (l *Layout) Restore(_ feature.Change, now, before string) ([]engine.Statement, error) {
	is, err := layout.ParseWholeRows(now)
	if err != nil {
		return nil, err
	}
	was, err := layout.ParseWholeRows(before)
	if err != nil {
		return nil, err
	}
	return layout.RestoreRows(l.DB, l.table, is, was)
}
