package data

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/flag"
)

// Applied is what Apply did.
type Applied struct {
	ID string // the change-set's; empty when no override changed
	// Changed are the changes that were written, in the order asked for:
	// setting what a row already says writes nothing.
	Changed []flag.Change
	// Catalogue tells whether the definitions were replaced.
	Catalogue bool
}

// Conflict is the cause of a flag.ErrConflict: the rows that are not as the
// caller saw them.
type Conflict struct{ Rows []ConflictRow }

// ConflictRow is a change that was asked for, and what is there instead.
type ConflictRow struct {
	flag.Change
	Now flag.Setting
	At  time.Time // when the row last changed, UTC; zero where unknown
	By  string    // who changed it; empty where unknown
}

// Error implements error.
func (c *Conflict) Error() string {
	return fmt.Sprintf("%d rows have changed since they were read", len(c.Rows))
}

// Apply implements Store.
func (s *sqlStore) Apply(ctx context.Context, set flag.ChangeSet) (Applied, error) {
	seen := make(map[rowKey]bool, len(set.Changes))
	for _, change := range set.Changes {
		if err := s.validate(change); err != nil {
			return Applied{}, err
		}
		if seen[keyOf(change)] {
			return Applied{}, &flag.Problem{Kind: flag.ErrUsage, Text: fmt.Sprintf("%q at %s is named twice", change.Name, change.Scope)}
		}
		seen[keyOf(change)] = true
	}
	if set.Catalogue != nil {
		if err := s.checkDefinitions(set.Catalogue); err != nil {
			return Applied{}, err
		}
	}
	return s.commit(ctx, set, func(context.Context, *sqlx.Tx) ([]flag.Change, error) { return set.Changes, nil })
}

// commit makes a change-set in one transaction. choose returns its changes,
// from what it finds inside the transaction.
func (s *sqlStore) commit(ctx context.Context, set flag.ChangeSet, choose func(context.Context, *sqlx.Tx) ([]flag.Change, error)) (Applied, error) {
	if set.ID == "" {
		set.ID = newChangeID()
	}
	set.Actor, set.Client, set.Reason = storable(set.Actor), storable(set.Client), storable(set.Reason)
	var changed []flag.Change
	var err error = errOvertaken
	for try := 0; try < 3 && overtaken(err); try++ {
		err = s.write(ctx, func(ctx context.Context, tx *sqlx.Tx) (err error) {
			if set.Changes, err = choose(ctx, tx); err == nil {
				changed, err = s.apply(ctx, tx, set)
			}
			return err
		})
	}
	if err != nil {
		return Applied{}, err
	}
	if len(changed) == 0 {
		set.ID = ""
	}
	return Applied{ID: set.ID, Changed: changed, Catalogue: set.Catalogue != nil}, nil
}

func (s *sqlStore) validate(change flag.Change) error {
	if err := change.Scope.Validate(); err != nil {
		return err
	}
	if !slices.Contains(s.facts.Kinds, change.Scope.Kind) {
		return &flag.Problem{Kind: flag.ErrUnknown, Text: fmt.Sprintf("this database has no %s", change.Scope.Kind.Plural())}
	}
	return flag.ValidateName(change.Name)
}

// newChangeID makes an id that sorts by time, says it, and can be typed.
func newChangeID() string {
	return time.Now().UTC().Format("20060102-150405-") + strings.ToLower(rand.Text()[:6])
}

// apply locks the rows, compares them with what the caller saw, and writes.
func (s *sqlStore) apply(ctx context.Context, tx *sqlx.Tx, set flag.ChangeSet) ([]flag.Change, error) {
	rows, err := s.lockRows(ctx, tx, set.Changes)
	if err != nil {
		return nil, err
	}
	var todo []flag.Change
	var conflicts []ConflictRow
	for _, change := range set.Changes {
		row, now := find(rows, change)
		switch {
		case now == change.After: // already so, whoever did it
		case now != change.Before:
			conflict := ConflictRow{Change: change, Now: now}
			conflict.At, conflict.By = row.Changed()
			conflicts = append(conflicts, conflict)
		default:
			todo = append(todo, change)
		}
	}
	if len(conflicts) > 0 {
		return nil, conflictError(conflicts)
	}
	if set.Catalogue != nil {
		if err := s.replaceDefinitions(ctx, tx, set.Catalogue); err != nil {
			return nil, err
		}
	}
	if len(todo) == 0 {
		return nil, nil
	}
	ids, err := s.writeRows(ctx, tx, todo, rows, writer(set))
	if err != nil {
		return nil, err
	}
	if err := s.auditChanges(ctx, tx, set, todo, ids); err != nil {
		return nil, err
	}
	return todo, s.journalChanges(ctx, tx, set, todo)
}

// writer is the person as the app's own columns name it.
func writer(set flag.ChangeSet) string { return truncate("flagtui:"+set.Actor, flag.MaxActor) }

func conflictError(rows []ConflictRow) error {
	first := rows[0]
	text := fmt.Sprintf("%q at %s has changed since it was read: it was %s, and is %s now", first.Name, first.Scope, first.Before, first.Now)
	if first.By != "" && first.Now != flag.Follow {
		text += fmt.Sprintf(", by %s at %s", first.By, first.At.Format(time.RFC3339))
	}
	if more := len(rows) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	return &flag.Problem{Kind: flag.ErrConflict, Text: text, Hint: "nothing was written; look again, and choose again", Cause: &Conflict{Rows: rows}}
}

// rowKey is what the table's unique constraint is on.
type rowKey struct{ scope, id, name string }

func keyOf(change flag.Change) rowKey {
	return rowKey{string(change.Scope.Kind), change.Scope.ID, change.Name}
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
	for part := range slices.Chunk(changes, chunk) {
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

// insertRows adds overrides, and their ids to ids. updated_at stays NULL until
// a row is changed.
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
	for part := range slices.Chunk(changes, chunk) {
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
