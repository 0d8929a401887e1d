package data

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
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

func (row storedOverride) key() rowKey {
	return rowKey{string(row.Scope.Kind), row.Scope.ID, row.Name}
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
// each other. Once they are locked, then runs too.
func (s *sqlStore) lockRows(ctx context.Context, tx *sqlx.Tx, changes []flag.Change, then ...statement) (map[rowKey]storedOverride, error) {
	rows := make(map[rowKey]storedOverride, len(changes))
	scoped, changes := s.split(changes)
	if len(scoped) > 0 {
		if err := s.scoped.lock(ctx, tx, scoped, rows); err != nil {
			return nil, err
		}
	}
	var statements []statement
	for part := range slices.Chunk(inOrder(changes), chunk) {
		args := make([]any, 0, 3*len(part))
		for _, change := range part {
			args = append(args, string(change.Scope.Kind), change.Scope.ID, change.Name)
		}
		statements = append(statements, statement{text: `SELECT ` + s.whole() + ` FROM ` + s.overrides.ref() + ` o
			WHERE (o.scope, o.scope_id, o.name) IN (VALUES ` + list(len(part), "(?, ?, ?)") + `)
			ORDER BY o.scope, o.scope_id, o.name` + s.lock, args: args, each: func(found *sql.Rows) error {
			row, err := scanOverride(found)
			rows[row.key()] = row
			return err
		}})
	}
	return rows, s.together(ctx, tx, append(statements, then...)...)
}

// sortOut tells the changes of locked rows apart: the rows to add, and the ids
// of those to change, by what they are set to, and to delete.
func sortOut(changes []flag.Change, rows map[rowKey]storedOverride) (inserts []flag.Change, updates map[flag.Setting][]any, deletes []any) {
	updates = map[flag.Setting][]any{}
	for _, change := range changes {
		row, now := find(rows, change)
		switch {
		case now == flag.Follow:
			inserts = append(inserts, change)
		case change.After == flag.Follow:
			deletes = append(deletes, row.id)
		default:
			updates[change.After] = append(updates[change.After], row.id)
		}
	}
	return inserts, updates, deletes
}

// writeRows makes the changes, as the app's ORM would: one statement for each
// kind of change, whatever their number.
func (s *sqlStore) writeRows(changes []flag.Change, rows map[rowKey]storedOverride, by string) []statement {
	inserts, updates, deletes := sortOut(changes, rows)
	return slices.Concat(s.insertRows(inserts, by), s.updateRows(flag.On, updates[flag.On], by),
		s.updateRows(flag.Off, updates[flag.Off], by), onIDs(`DELETE FROM `+s.overrides.ref(), nil, deletes))
}

func (s *sqlStore) updateRows(to flag.Setting, ids []any, by string) []statement {
	text, args := `UPDATE `+s.overrides.ref()+` SET enabled = ?`, []any{s.enabled(to)}
	if s.overrides.has("updated_at") {
		text += `, updated_at = ` + s.timeOfWrite(s.overrides, "updated_at")
	}
	if s.overrides.has("updated_by") {
		text, args = text+`, updated_by = ?`, append(args, by)
	}
	return onIDs(text, args, ids)
}

// onIDs is a statement for the rows with these ids. The rows are locked, so
// every one of them must be there.
func onIDs(text string, args, ids []any) (statements []statement) {
	for part := range slices.Chunk(ids, chunk) {
		statements = append(statements, counted(len(part), errNotAll,
			text+` WHERE id IN (`+list(len(part), "?")+`) RETURNING id`, append(slices.Clone(args), part...)))
	}
	return statements
}

// errNotAll: something in the database keeps rows from being written.
var errNotAll = errors.New("not all of the rows were written")

// errOvertaken: a row that was not there to be locked is there now, made by
// someone else in between. Another try sees it.
var errOvertaken = &flag.Problem{Kind: flag.ErrConflict, Text: "someone else is changing the same overrides", Hint: "nothing was written; look again"}

// insertRows adds overrides, in the order in which rows are locked: a new row
// waits for another's of the same key. updated_at stays NULL until a row is
// changed.
func (s *sqlStore) insertRows(changes []flag.Change, by string) (statements []statement) {
	columns, form := "scope, scope_id, name, enabled", "?, ?, ?, ?"
	if s.overrides.has("created_at") {
		columns, form = columns+", created_at", form+", "+s.timeOfWrite(s.overrides, "created_at")
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
		statements = append(statements, counted(len(part), errOvertaken, `INSERT INTO `+s.overrides.ref()+` (`+columns+`) VALUES `+
			list(len(part), "("+form+")")+` ON CONFLICT DO NOTHING RETURNING id`, args))
	}
	return statements
}
