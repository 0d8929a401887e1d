package data

import (
	"context"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// addRow adds a row to rows. Without a unique index a row may have twins with the same
// scope and name. They are changed together.
func addRow(rows map[layout.RowKey]layout.OverrideRow, row layout.OverrideRow) {
	if row.Unset && row.Locked == "" && !row.Settable {
		return
	}
	row.Place = len(rows)
	if twin, ok := rows[row.Key()]; ok {
		row.Place, row.Twins = twin.Place, append(twin.Twins, twin.ID)
		row.Differ = twin.Differ || twin.Enabled != row.Enabled
	}
	rows[row.Key()] = row
}

// lockRows reads and locks the rows that decide the changes. For a change at system
// scope these are all rows that some release of the app reads as the system's override.
// All transactions lock in the same order, which prevents deadlocks. The statements in
// the parameter then run after the locks.
func (s *sqlStore) lockRows(ctx context.Context, tx *sqlx.Tx, changes []feature.Change, then ...engine.Statement) (map[layout.RowKey]layout.OverrideRow, error) {
	rows := make(map[layout.RowKey]layout.OverrideRow, len(changes))
	statements, err := s.selectDeciding(changes, s.Lock, func(row layout.OverrideRow) { addRow(rows, row) })
	if err != nil {
		return nil, err
	}
	return rows, s.Batch(ctx, tx, append(statements, then...)...)
}

// lockWhole is lockRows, which also returns the whole rows of the changes, read once the
// rows are locked.
func (s *sqlStore) lockWhole(ctx context.Context, tx *sqlx.Tx, changes []feature.Change, then ...engine.Statement) (rows map[layout.RowKey]layout.OverrideRow, whole map[layout.RowKey]string, err error) {
	whole = map[layout.RowKey]string{}
	statements, err := s.selectWhole(changes, whole)
	if err == nil {
		rows, err = s.lockRows(ctx, tx, changes, append(then, statements...)...)
	}
	return rows, whole, err
}

// selectDeciding returns the statements that read the rows for lockRows.
func (s *sqlStore) selectDeciding(changes []feature.Change, end string, each func(layout.OverrideRow)) (statements []engine.Statement, err error) {
	err = s.byLayout(changes, func(l layout.Layout, changes []feature.Change) error {
		more, err := l.SelectDeciding(changes, end, each)
		statements = append(statements, more...)
		return err
	})
	return statements, err
}
