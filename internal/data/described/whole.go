package described

import (
	"database/sql"
	"slices"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// SelectWhole implements layout.RowKeeper.
func (l *Layout) SelectWhole(changes []feature.Change, each func(layout.RowKey, string)) (statements []engine.Statement) {
	groups, err := l.groups(changes)
	if err != nil {
		return nil // the statements that lock the rows have reported the error
	}
	names := map[string]string{} // flag names by definition id
	if l.byID() {
		statements = l.selectIDs(namesOf(changes), func(id, name string) { names[id] = name })
	}
	kept := map[layout.RowKey]layout.WholeRows{}
	where, pinned := l.where()
	for _, g := range groups {
		statements = append(statements, l.DB.SelectWhole(l.table, where+` AND `+g.where+l.order(), slices.Concat(pinned, g.args), func(row engine.WholeRow) {
			key := l.keyOf(row, names)
			kept[key] = append(kept[key], row)
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

// selectIDs reads the ids of definitions.
func (l *Layout) selectIDs(names []string, each func(id, name string)) (statements []engine.Statement) {
	d := l.definitions
	for _, part := range chunks(names) {
		statements = append(statements, engine.Statement{Text: `SELECT ` + d.id.text("d") + `, ` + d.name.text("d") + ` FROM ` + d.table.Ref() + ` d WHERE ` + d.name.text("d") + ` IN (` + engine.Repeat(len(part), "?") + `)`,
			Args: anys(part), Each: layout.NameInto(each)})
	}
	return statements
}

// keyOf returns the key of a whole row's override. names maps definition ids to flag
// names.
func (l *Layout) keyOf(row engine.WholeRow, names map[string]string) layout.RowKey {
	text := func(c column) sql.NullString {
		value := row[c.Name]
		if c.Name == "" || value == nil {
			return sql.NullString{}
		}
		return sql.NullString{Valid: true, String: l.WholeText(*value)}
	}
	name := text(l.name).String
	if l.byID() {
		name = names[name]
	}
	return layout.KeyAt(l.scopeOf(text(l.kindColumn), text(l.id)), name)
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
