package layout

import (
	"encoding/json"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// RowKeeper is a layout whose rows say more than on or off. The journal keeps the whole
// rows before and after each change, and an undo puts them back exactly.
type RowKeeper interface {
	// SelectWhole reads the whole rows of the overrides that changes concern. It calls
	// each once for every change, with the rows as JSON that Restore reads; with
	// Change.Everything, also with the rows that decide besides. Equal rows have equal
	// JSON. The last statement's Done makes the calls.
	SelectWhole(changes []feature.Change, each func(key RowKey, rows string)) []engine.Statement
	// Restore returns the statements that make the rows of a change, which are as now
	// says, as before says. Both are JSON of SelectWhole.
	Restore(change feature.Change, now, before string) ([]engine.Statement, error)
}

// WholeRows are rows of one table, as a RowKeeper keeps them.
type WholeRows []engine.WholeRow

// JSON returns the rows as JSON.
func (rows WholeRows) JSON() string {
	if rows == nil {
		rows = WholeRows{}
	}
	text, _ := json.Marshal(rows) // texts and nils never fail
	return string(text)
}

// RestoreRows returns the statements that turn the rows of a table from what they are
// now into what they were before. Rows are the same if they have the same key.
func RestoreRows(db *engine.DB, t engine.Table, now, before WholeRows) (statements []engine.Statement, err error) {
	byKey := func(rows WholeRows) map[string]engine.WholeRow {
		found := map[string]engine.WholeRow{}
		for _, row := range rows {
			if key, ok := t.Keyed(row); ok {
				found[key] = row
			}
		}
		return found
	}
	was, is := byKey(before), byKey(now)
	add := func(make func(engine.Table, engine.WholeRow) (engine.Statement, error), row engine.WholeRow) {
		statement, failed := make(t, row)
		if failed != nil {
			err = failed
		}
		statements = append(statements, statement)
	}
	for _, row := range now {
		if key, _ := t.Keyed(row); was[key] == nil {
			add(db.DeleteWhole, row)
		}
	}
	for _, row := range before {
		switch key, _ := t.Keyed(row); {
		case is[key] == nil:
			add(db.InsertWhole, row)
		case (WholeRows{row}).JSON() != (WholeRows{is[key]}).JSON():
			add(db.UpdateWhole, row)
		}
	}
	return statements, err
}

// ParseWholeRows reads the JSON of WholeRows.
func ParseWholeRows(text string) (rows WholeRows, err error) {
	err = json.Unmarshal([]byte(text), &rows)
	return rows, err
}

// KeepRows returns statements of one table for RowKeeper.SelectWhole. query returns what
// follows the table's name, called o, for changes, with arguments; keyOf returns the
// override that a row belongs to.
func KeepRows(db *engine.DB, t engine.Table, changes []feature.Change, query string, args []any, keyOf func(engine.WholeRow) RowKey, each func(RowKey, string)) engine.Statement {
	kept := map[RowKey]WholeRows{}
	statement := db.SelectWhole(t, query, args, func(row engine.WholeRow) {
		key := keyOf(row)
		kept[key] = append(kept[key], row)
	})
	statement.Done = func() error {
		for _, change := range changes {
			each(KeyOf(change), kept[KeyOf(change)].JSON())
		}
		return nil
	}
	return statement
}
