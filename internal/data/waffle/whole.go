package waffle

import (
	"slices"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// SelectWhole implements layout.RowKeeper.
func (l *Layout) SelectWhole(changes []feature.Change, each func(layout.RowKey, string)) (statements []engine.Statement) {
	kept := map[layout.RowKey]layout.WholeRows{}
	keep := func(scope feature.Scope, name string, row engine.WholeRow) {
		key := layout.KeyAt(scope, name)
		kept[key] = append(kept[key], row)
	}
	for part := range slices.Chunk(namesAt(changes, feature.System), engine.Chunk) {
		for _, p := range l.parts(feature.System, false) {
			where := inNames(p.name, part).where
			if p.rank != rankFlags {
				where += ` AND ` + p.isSet
			}
			statements = append(statements, l.DB.SelectWhole(p.table, ` WHERE `+where+` ORDER BY o.id`, anys(part), func(row engine.WholeRow) {
				keep(feature.SystemScope(), l.text(row, "name"), row)
			}))
		}
	}
	names := map[string]string{} // flag names by id
	for i := range l.members {
		m := &l.members[i]
		of := changesAt(changes, m.kind)
		for part := range slices.Chunk(namesAt(of, m.kind), engine.Chunk) {
			statements = append(statements, engine.Statement{Text: `SELECT CAST(f.id AS text), f.name FROM ` + l.flags.Ref() + ` f WHERE f.name IN (` + engine.Repeat(len(part), "?") + `)`, Args: anys(part),
				Each: layout.NameInto(func(id, name string) { names[id] = name })})
		}
		for part := range slices.Chunk(of, engine.Chunk) {
			values, args, _ := m.values(part) // the statements that lock the rows have reported an invalid id
			after := ` WHERE o.id IN (SELECT m.id FROM ` + values + ` JOIN ` + l.flags.Ref() + ` f ON f.name = v.column1 JOIN ` + m.table.Ref() + ` m ON m.` + m.flag + ` = f.id AND m.` + m.id + ` = v.column2) ORDER BY o.id`
			statements = append(statements, l.DB.SelectWhole(m.table, after, args, func(row engine.WholeRow) {
				keep(feature.Scope{Kind: m.kind, ID: l.text(row, m.column.Name)}, names[l.text(row, m.flagID)], row)
			}))
		}
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
func (l *Layout) Restore(change feature.Change, now, before string) ([]engine.Statement, error) {
	is, err := layout.ParseWholeRows(now)
	if err != nil {
		return nil, err
	}
	was, err := layout.ParseWholeRows(before)
	if err != nil {
		return nil, err
	}
	t := l.flags
	switch m := l.membersOf(change.Scope.Kind); {
	case m != nil:
		t = m.table
	case slices.ContainsFunc(slices.Concat(is, was), func(row engine.WholeRow) bool { _, ok := row["active"]; return ok }):
		t = l.switches // only a switch has the column active
	}
	return layout.RestoreRows(l.DB, t, is, was)
}

// text returns the text of a column in a row, or an empty text for NULL.
func (l *Layout) text(row engine.WholeRow, column string) string {
	if value := row[column]; value != nil {
		return l.WholeText(*value)
	}
	return ""
}
