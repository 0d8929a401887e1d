package layout

import (
	"encoding/json"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// RowKeeper is a layout whose rows hold more than on or off. The journal records the
// whole rows before and after each change, so that an undo restores them exactly.
type RowKeeper interface {
	// SelectWhole reads the whole rows of some overrides. It calls each once for every
	// change, with the rows as JSON for Restore. For a change with Everything, the JSON
	// also has the other rows that decide. Equal rows have equal JSON. The calls come
	// from the last statement's Done.
	SelectWhole(changes []feature.Change, each func(key RowKey, rows string)) []engine.Statement
	// Restore returns the statements that replace a change's present rows by the rows
	// from before the change. now and before are JSON from SelectWhole.
	Restore(change feature.Change, now, before string) ([]engine.Statement, error)
}

// RowComparer is a RowKeeper that keeps more than the rows of one override, such as the
// flag's own row, which overrides of the flag share.
type RowComparer interface {
	// SameRows reports whether the rows that belong to the override alone are equal in
	// both JSON texts.
	SameRows(a, b string) bool
}

// WholeRows holds whole rows of one table.
type WholeRows []engine.WholeRow

// JSON returns the rows as JSON.
func (rows WholeRows) JSON() string {
	if rows == nil {
		rows = WholeRows{}
	}
	text, _ := json.Marshal(rows) // texts and nils always have JSON
	return string(text)
}

// RestoreRows returns the statements that replace the rows in now by the rows in before.
// It matches rows by their keys.
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

// KeepRows returns a statement for RowKeeper.SelectWhole on one table. query follows the
// table's alias o in the SQL text, and args are its arguments. keyOf returns the key of
// a row's override.
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
