package layout

import (
	"cmp"
	"slices"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// OverrideRow is an override with its row's id.
type OverrideRow struct {
	ID string
	feature.Override
	Place  int   // the row's position in the app's reading order
	Twins  []any // the ids of other rows with the same scope and name
	Differ bool  // the row and its twins have different values
	// Settable reports whether a change may write this row, even if the row is Unset.
	Settable bool
}

// RowKey identifies an override by the columns of the unique constraint.
type RowKey struct{ Scope, ID, Name string }

// KeyAt returns the key of a flag's override at a scope.
func KeyAt(scope feature.Scope, name string) RowKey {
	return RowKey{string(scope.Kind), scope.ID, name}
}

// KeyOf returns the key of the override that a change changes.
func KeyOf(change feature.Change) RowKey {
	return RowKey{string(change.Scope.Kind), change.Scope.ID, change.Name}
}

// InOrder returns a copy of the changes in the order in which rows are locked. The
// changes of the system come first.
func InOrder(changes []feature.Change) []feature.Change {
	last := func(c feature.Change) int {
		if c.Scope.IsSystem() {
			return 0
		}
		return 1
	}
	return slices.SortedFunc(slices.Values(changes), func(a, b feature.Change) int {
		return cmp.Or(cmp.Compare(last(a), last(b)), cmp.Compare(a.Scope.Kind, b.Scope.Kind), cmp.Compare(a.Scope.ID, b.Scope.ID), cmp.Compare(a.Name, b.Name))
	})
}

// ids returns the ids of the row and of its twins.
func (row OverrideRow) ids() []any { return append(slices.Clone(row.Twins), row.ID) }

// Key returns the key of the row's override.
func (row OverrideRow) Key() RowKey {
	return RowKey{string(row.Scope.Kind), row.Scope.ID, row.Name}
}

// Find returns the locked row of a change and the row's present setting. Without a row
// the setting is feature.Inherit.
func Find(rows map[RowKey]OverrideRow, change feature.Change) (OverrideRow, feature.Setting) {
	row, ok := rows[KeyOf(change)]
	if !ok {
		return row, feature.Inherit
	}
	return row, row.Setting()
}

// Partition splits changes by the kind of statement. updates maps a new setting to the
// ids of the rows to update. deletes holds the ids of the rows to delete.
func Partition(changes []feature.Change, rows map[RowKey]OverrideRow) (inserts []feature.Change, updates map[feature.Setting][]any, deletes []any) {
	updates = map[feature.Setting][]any{}
	for _, change := range changes {
		row, now := Find(rows, change)
		switch {
		case now == feature.Inherit:
			inserts = append(inserts, change)
		case change.After == feature.Inherit:
			deletes = append(deletes, row.ids()...)
		default:
			updates[change.After] = append(updates[change.After], row.ids()...)
		}
	}
	return inserts, updates, deletes
}

// OnIDs returns statements that run text on the rows with these ids. They do not check
// the number of rows, because the read-back finds a row that was not written.
func OnIDs(db *engine.DB, t engine.Table, text string, args, ids []any) (statements []engine.Statement) {
	for part := range slices.Chunk(ids, engine.Chunk) {
		statements = append(statements, engine.Statement{Text: text + ` WHERE ` + db.Exact(t, t.Key()) + ` IN (` + engine.Repeat(len(part), "?") + `)`,
			MakeArgs: func() []any { return slices.Concat(args, part) }})
	}
	return statements
}
