package data

import (
	"cmp"
	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
	"slices"
)

// overrideRow is an override with its row's id.
type overrideRow struct {
	id string
	feature.Override
	place  int   // where the row stands in the order in which the app reads rows
	twins  []any // the ids of other rows of the same scope and name
	differ bool  // its twins do not all say the same
}

// rowKey is what the table's unique constraint is on.
type rowKey struct{ scope, id, name string }

func keyOf(change feature.Change) rowKey {
	return rowKey{string(change.Scope.Kind), change.Scope.ID, change.Name}
}

// inOrder sorts a copy of the changes in the order in which rows are locked:
// tenants come last.
func inOrder(changes []feature.Change) []feature.Change {
	last := func(c feature.Change) int {
		if c.Scope.Kind == feature.Tenant {
			return 1
		}
		return 0
	}
	return slices.SortedFunc(slices.Values(changes), func(a, b feature.Change) int {
		return cmp.Or(cmp.Compare(last(a), last(b)), cmp.Compare(a.Scope.Kind, b.Scope.Kind), cmp.Compare(a.Scope.ID, b.Scope.ID), cmp.Compare(a.Name, b.Name))
	})
}

// ids are the ids of a row and of its twins.
func (row overrideRow) ids() []any { return append(slices.Clone(row.twins), row.id) }

func (row overrideRow) key() rowKey {
	return rowKey{string(row.Scope.Kind), row.Scope.ID, row.Name}
}

func find(rows map[rowKey]overrideRow, change feature.Change) (overrideRow, feature.Setting) {
	row, ok := rows[keyOf(change)]
	if !ok {
		return row, feature.Inherit
	}
	return row, feature.SettingOf(row.Enabled)
}

// partition splits changes of locked rows into the rows to insert, and the ids of
// those to update, by their new setting, and to delete.
func partition(changes []feature.Change, rows map[rowKey]overrideRow) (inserts []feature.Change, updates map[feature.Setting][]any, deletes []any) {
	updates = map[feature.Setting][]any{}
	for _, change := range changes {
		row, now := find(rows, change)
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

// onIDs is a statement for the rows of a table with these ids. Whether they were all
// written is read back.
func onIDs(db *engine.DB, t engine.Table, text string, args, ids []any) (statements []engine.Statement) {
	for part := range slices.Chunk(ids, engine.Chunk) {
		statements = append(statements, engine.Statement{Text: text + ` WHERE ` + db.Exact(t, "id") + ` IN (` + engine.Repeat(len(part), "?") + `)`, Args: append(slices.Clone(args), part...)})
	}
	return statements
}
