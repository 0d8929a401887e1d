package data

import (
	"cmp"
	"context"
	"database/sql"
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

// lockRows reads the rows that decide the changes, and keeps others from
// changing them: those that the changes name and, of a flag that is changed for
// the system, every row that some release of the app reads as the system's. One
// order for all callers keeps two batches from waiting for each other. Once
// they are locked, then runs too.
func (s *sqlStore) lockRows(ctx context.Context, tx *sqlx.Tx, changes []feature.Change, then ...statement) (map[rowKey]overrideRow, error) {
	rows := make(map[rowKey]overrideRow, len(changes))
	scoped, changes := s.split(changes)
	if len(scoped) > 0 {
		if err := s.scoped.lock(ctx, tx, scoped, rows); err != nil {
			return nil, err
		}
	}
	statements := s.selectRows(changes, s.whole(), s.lock, func(found *sql.Rows) error {
		row, err := scanOverride(found)
		gather(rows, row)
		return err
	})
	return rows, s.together(ctx, tx, append(statements, then...)...)
}

// selectRows reads columns of the rows of the override table that decide
// changes, as lockRows says. end ends each statement.
func (s *sqlStore) selectRows(changes []feature.Change, columns, end string, each func(*sql.Rows) error) (statements []statement) {
	var names, keys []any // of the system's rows; of tenants' rows, scope ids and names
	named := map[string]bool{}
	for _, change := range inOrder(changes) {
		switch {
		case change.Scope.Kind == feature.Tenant:
			keys = append(keys, change.Scope.ID, change.Name)
		case !named[change.Name]:
			named[change.Name] = true
			names = append(names, change.Name)
		}
	}
	from := `SELECT ` + columns + ` FROM ` + s.overrides.source() + ` o WHERE `
	const order = ` ORDER BY o.scope || '', o.scope_id, o.name`
	where, args := at(feature.SystemScope())
	for part := range slices.Chunk(names, chunk) {
		statements = append(statements, statement{text: from + where + ` AND o.name || '' IN (` + list(len(part), "?") + `)` + order + end,
			args: append(slices.Clone(args), part...), each: each})
	}
	for part := range slices.Chunk(keys, 2*chunk) {
		statements = append(statements, statement{text: from + `o.scope = 'tenant' AND (o.scope_id, o.name) IN (VALUES ` + list(len(part)/2, "(?, ?)") + `)` + order + end,
			args: part, each: each})
	}
	return statements
}

// partition tells the changes of locked rows apart: the rows to add, and the ids
// of those to change, by what they are set to, and to delete.
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

// writeRows makes the changes, as the app's ORM would: one statement for each
// kind of change, whatever their number.
func (s *sqlStore) writeRows(changes []feature.Change, rows map[rowKey]overrideRow, by string, back *readBack) []statement {
	inserts, updates, deletes := partition(changes, rows)
	return slices.Concat(s.insertRows(inserts, by, back), s.updateRows(feature.On, updates[feature.On], by),
		s.updateRows(feature.Off, updates[feature.Off], by), s.onIDs(s.overrides, `DELETE FROM `+s.overrides.ref(), nil, deletes))
}

func (s *sqlStore) updateRows(to feature.Setting, ids []any, by string) []statement {
	text, args := `UPDATE `+s.overrides.ref()+` SET enabled = ?`, []any{s.setting(s.overrides, to)}
	if s.overrides.has("updated_at") {
		text += `, updated_at = ` + s.timeOfWrite(s.overrides, "updated_at")
	}
	if s.overrides.has("updated_by") {
		text, args = text+`, updated_by = ?`, append(args, by)
	}
	return s.onIDs(s.overrides, text, args, ids)
}

// onIDs is a statement for the rows of a table with these ids. Whether they were all
// written is read back.
func (s *sqlStore) onIDs(t table, text string, args, ids []any) (statements []statement) {
	for part := range slices.Chunk(ids, chunk) {
		statements = append(statements, statement{text: text + ` WHERE ` + s.exact(t, "id") + ` IN (` + list(len(part), "?") + `)`, args: append(slices.Clone(args), part...)})
	}
	return statements
}

// errOvertaken: a row that was not there to be locked is there now, made by
// someone else in between. Another try sees it.
var errOvertaken = &feature.Problem{Kind: feature.ErrConflict, Text: "someone else is changing the same overrides", Hint: "nothing was written; look again"}

// insertRows adds overrides, in the order in which rows are locked: a new row
// waits for another's of the same key. updated_at stays NULL until a row is
// changed.
func (s *sqlStore) insertRows(changes []feature.Change, by string, back *readBack) (statements []statement) {
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
	makesIDs := s.overrides.makesIDs()
	if makesIDs {
		columns, form = columns+", id", form+", ?"
	}
	for part := range slices.Chunk(inOrder(changes), chunk) {
		var args []any
		for _, change := range part {
			args = append(args, string(change.Scope.Kind), change.Scope.ID, change.Name, s.setting(s.overrides, change.After))
			args = append(args, slices.Repeat([]any{by}, people)...)
			if makesIDs {
				args = append(args, s.newID(s.overrides))
			}
		}
		statements = append(statements, back.inserted(len(part), `INSERT INTO `+s.overrides.ref()+` (`+columns+`) VALUES `+
			list(len(part), "("+form+")")+s.unlessThere(s.overrides)+` RETURNING id`, args))
	}
	return statements
}
