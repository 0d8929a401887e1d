package data

import (
	"cmp"
	"context"
	"flagtui/internal/data/engine"
	"slices"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/feature"
)

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

// gather adds a row that was read to the others. Where nothing makes a scope
// and a name unique, a row may have twins, which are changed with it.
func gather(rows map[rowKey]overrideRow, row overrideRow) {
	row.place = len(rows)
	if twin, ok := rows[row.key()]; ok {
		row.place, row.twins = twin.place, append(twin.twins, twin.id)
		row.differ = twin.differ || twin.Enabled != row.Enabled
	}
	rows[row.key()] = row
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
func (s *sqlStore) onIDs(t engine.Table, text string, args, ids []any) (statements []engine.Statement) {
	for part := range slices.Chunk(ids, engine.Chunk) {
		statements = append(statements, engine.Statement{Text: text + ` WHERE ` + s.Exact(t, "id") + ` IN (` + engine.Repeat(len(part), "?") + `)`, Args: append(slices.Clone(args), part...)})
	}
	return statements
}

// errOvertaken: a row that was not there to be locked is there now, made by
// someone else in between. Another try sees it.
var errOvertaken = &feature.Problem{Kind: feature.ErrConflict, Text: "someone else is changing the same overrides", Hint: "nothing was written; look again", Cause: engine.ErrAgain}

// lockRows reads the rows that decide the changes, and keeps others from
// changing them: those that the changes name and, of a flag that is changed for
// the system, every row that some release of the app reads as the system's. One
// order for all callers keeps two transactions from waiting for each other. Once
// they are locked, then runs too.
func (s *sqlStore) lockRows(ctx context.Context, tx *sqlx.Tx, changes []feature.Change, then ...engine.Statement) (map[rowKey]overrideRow, error) {
	rows := make(map[rowKey]overrideRow, len(changes))
	statements, err := s.selectDeciding(changes, s.Lock, func(row overrideRow) { gather(rows, row) })
	if err != nil {
		return nil, err
	}
	return rows, s.Batch(ctx, tx, append(statements, then...)...)
}

// selectDeciding reads the rows that decide the changes, as lockRows says.
func (s *sqlStore) selectDeciding(changes []feature.Change, end string, each func(overrideRow)) (statements []engine.Statement, err error) {
	err = s.byLayout(changes, func(l layout, changes []feature.Change) error {
		more, err := l.selectDeciding(changes, end, each)
		statements = append(statements, more...)
		return err
	})
	return statements, err
}
