package data

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/flag"
)

// rowKey is what the table's unique constraint is on.
type rowKey struct{ scope, id, name string }

func keyOf(change flag.Change) rowKey {
	return rowKey{string(change.Scope.Kind), change.Scope.ID, change.Name}
}

// inOrder sorts a copy of the changes by their rows.
func inOrder(changes []flag.Change) []flag.Change {
	return slices.SortedFunc(slices.Values(changes), func(a, b flag.Change) int {
		return cmp.Or(cmp.Compare(a.Scope.Kind, b.Scope.Kind), cmp.Compare(a.Scope.ID, b.Scope.ID), cmp.Compare(a.Name, b.Name))
	})
}

func find(rows map[rowKey]storedOverride, change flag.Change) (storedOverride, flag.Setting) {
	row, ok := rows[keyOf(change)]
	if !ok {
		return row, flag.Follow
	}
	return row, flag.SettingOf(row.Enabled)
}

// lockRows reads the rows that the changes are about, and keeps others from
// changing them. One order for all callers keeps two batches from waiting for
// each other.
func (s *sqlStore) lockRows(ctx context.Context, tx *sqlx.Tx, changes []flag.Change) (map[rowKey]storedOverride, error) {
	rows := make(map[rowKey]storedOverride, len(changes))
	scoped, changes := s.split(changes)
	if len(scoped) > 0 {
		if err := s.scoped.lock(ctx, tx, scoped, rows); err != nil {
			return nil, err
		}
	}
	for part := range slices.Chunk(inOrder(changes), chunk) {
		args := make([]any, 0, 3*len(part))
		for _, change := range part {
			args = append(args, string(change.Scope.Kind), change.Scope.ID, change.Name)
		}
		err := query(ctx, tx, `SELECT `+s.whole()+` FROM `+s.overrides.ref()+` o
			WHERE (o.scope, o.scope_id, o.name) IN (VALUES `+list(len(part), "(?, ?, ?)")+`)
			ORDER BY o.scope, o.scope_id, o.name`+s.lock, args, func(found *sql.Rows) error {
			row, err := scanOverride(found)
			rows[rowKey{string(row.Scope.Kind), row.Scope.ID, row.Name}] = row
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// writeRows makes the changes, as the app's ORM would: one statement for each
// kind of change, whatever their number. It returns the ids of the rows.
func (s *sqlStore) writeRows(ctx context.Context, tx *sqlx.Tx, changes []flag.Change, rows map[rowKey]storedOverride, by string) (map[rowKey]int64, error) {
	ids := make(map[rowKey]int64, len(changes))
	var inserts []flag.Change
	updates := map[flag.Setting][]any{}
	var deletes []any
	for _, change := range changes {
		row, now := find(rows, change)
		ids[keyOf(change)] = row.id
		switch {
		case now == flag.Follow:
			inserts = append(inserts, change)
		case change.After == flag.Follow:
			deletes = append(deletes, row.id)
		default:
			updates[change.After] = append(updates[change.After], row.id)
		}
	}
	if err := s.insertRows(ctx, tx, inserts, by, ids); err != nil {
		return nil, err
	}
	for _, to := range []flag.Setting{flag.On, flag.Off} {
		if err := s.updateRows(ctx, tx, to, updates[to], by); err != nil {
			return nil, err
		}
	}
	return ids, s.onIDs(ctx, tx, `DELETE FROM `+s.overrides.ref(), nil, deletes)
}

func (s *sqlStore) updateRows(ctx context.Context, tx *sqlx.Tx, to flag.Setting, ids []any, by string) error {
	text, args := `UPDATE `+s.overrides.ref()+` SET enabled = ?`, []any{s.enabled(to)}
	if s.overrides.has("updated_at") {
		text += `, updated_at = ` + s.now
	}
	if s.overrides.has("updated_by") {
		text, args = text+`, updated_by = ?`, append(args, by)
	}
	return s.onIDs(ctx, tx, text, args, ids)
}

// onIDs runs a statement on the rows with these ids. The rows are locked, so
// every one of them must be there.
func (s *sqlStore) onIDs(ctx context.Context, tx *sqlx.Tx, text string, args, ids []any) error {
	for part := range slices.Chunk(ids, chunk) {
		all := append(slices.Clone(args), part...)
		result, err := tx.ExecContext(ctx, tx.Rebind(text+` WHERE id IN (`+list(len(part), "?")+`)`), all...)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil {
			return err
		} else if n != int64(len(part)) {
			return fmt.Errorf("%d of %d rows were written", n, len(part))
		}
	}
	return nil
}

// errOvertaken: a row that was not there to be locked is there now, made by
// someone else in between. Another try sees it.
var errOvertaken = &flag.Problem{Kind: flag.ErrConflict, Text: "someone else is changing the same overrides", Hint: "nothing was written; look again"}

// insertRows adds overrides, and their ids to ids, in the order in which rows
// are locked: a new row waits for another's of the same key. updated_at stays
// NULL until a row is changed.
func (s *sqlStore) insertRows(ctx context.Context, tx *sqlx.Tx, changes []flag.Change, by string, ids map[rowKey]int64) error {
	columns, form := "scope, scope_id, name, enabled", "?, ?, ?, ?"
	if s.overrides.has("created_at") {
		columns, form = columns+", created_at", form+", "+s.now
	}
	people := 0
	for _, column := range []string{"created_by", "updated_by"} {
		if s.overrides.has(column) {
			columns, form, people = columns+", "+column, form+", ?", people+1
		}
	}
	for part := range slices.Chunk(inOrder(changes), chunk) {
		var args []any
		for _, change := range part {
			args = append(args, string(change.Scope.Kind), change.Scope.ID, change.Name, s.enabled(change.After))
			args = append(args, slices.Repeat([]any{by}, people)...)
		}
		inserted := 0
		err := query(ctx, tx, `INSERT INTO `+s.overrides.ref()+` (`+columns+`) VALUES `+list(len(part), "("+form+")")+`
			ON CONFLICT DO NOTHING RETURNING id, scope, scope_id, name`, args, func(rows *sql.Rows) error {
			var id int64
			var key rowKey
			err := rows.Scan(&id, &key.scope, &key.id, &key.name)
			ids[key] = id
			inserted++
			return err
		})
		if err != nil {
			return err
		}
		if inserted != len(part) {
			return errOvertaken
		}
	}
	return nil
}
