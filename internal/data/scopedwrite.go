package data

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/flag"
)

// split tells the changes of scoped feature flags from the others.
func (s *sqlStore) split(changes []flag.Change) (scoped, others []flag.Change) {
	for _, change := range changes {
		if s.isScoped(change.Scope.Kind) {
			scoped = append(scoped, change)
		} else {
			others = append(others, change)
		}
	}
	return scoped, others
}

// normal returns changes as the tables can hold them: where a row by itself
// means on, off is no row.
func (s *sqlStore) normal(changes []flag.Change) []flag.Change {
	if s.scoped == nil || !s.scoped.presence() {
		return changes
	}
	changes = slices.Clone(changes)
	for i, change := range changes {
		if s.isScoped(change.Scope.Kind) {
			changes[i].Before, changes[i].After = present(change.Before), present(change.After)
		}
	}
	return changes
}

func present(setting flag.Setting) flag.Setting {
	if setting == flag.Off {
		return flag.Follow
	}
	return setting
}

// lock reads the rows that changes are about, and keeps others from changing
// them.
func (l *scopedLayout) lock(ctx context.Context, tx *sqlx.Tx, changes []flag.Change, rows map[rowKey]storedOverride) error {
	for _, kind := range []flag.Kind{flag.Project, flag.Section} {
		var args []any
		for _, c := range changes {
			if c.Scope.Kind != kind {
				continue
			}
			id, err := homeID(c.Scope)
			if err != nil {
				return err
			}
			args = append(args, c.Name, id)
		}
		for part := range slices.Chunk(args, 2*chunk) {
			err := query(ctx, tx, `SELECT `+l.whole()+` FROM `+l.states.ref()+` o
				WHERE (o.feature_name, o.`+l.columnOf[kind]+`) IN (VALUES `+list(len(part)/2, "("+l.text("?")+", "+l.integer("?")+")")+`)
				ORDER BY o.id`+l.sqlStore.lock, part, func(found *sql.Rows) error {
				row, err := l.scan(found)
				rows[rowKey{string(row.Scope.Kind), row.Scope.ID, row.Name}] = row
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// lockNamed reads the rows of a feature, and keeps others from changing them.
func (l *scopedLayout) lockNamed(ctx context.Context, tx *sqlx.Tx, name string) ([]flag.Override, error) {
	var found []flag.Override
	err := query(ctx, tx, `SELECT `+l.whole()+` FROM `+l.states.ref()+` o WHERE o.feature_name = ? ORDER BY o.id`+l.sqlStore.lock, []any{name}, func(rows *sql.Rows) error {
		row, err := l.scan(rows)
		found = append(found, row.Override)
		return err
	})
	return found, err
}

// text and integer give an argument its type where PostgreSQL cannot tell.
func (l *scopedLayout) text(arg string) string    { return "CAST(" + arg + " AS VARCHAR(255))" }
func (l *scopedLayout) integer(arg string) string { return "CAST(" + arg + " AS BIGINT)" }

// now is the time in whole seconds, UTC and without a zone. A cast would
// round up, into the future.
func (l *scopedLayout) now() string {
	if l.dialect == sqlite {
		return `strftime('%Y-%m-%d %H:%M:%S', 'now')`
	}
	return `date_trunc('second', clock_timestamp() AT TIME ZONE 'UTC')`
}

// write makes changes whose rows are locked, and records them in the app's
// audit trail.
func (l *scopedLayout) write(ctx context.Context, tx *sqlx.Tx, set flag.ChangeSet, changes []flag.Change, rows map[rowKey]storedOverride) error {
	author, err := l.author(ctx, tx, set.Author) // refused, if at all, before anything is written
	if err != nil {
		return err
	}
	var deletes []any
	for _, c := range changes {
		row, now := find(rows, c)
		var err error
		switch {
		case c.After == flag.Follow:
			deletes = append(deletes, row.id)
		case now == flag.Follow:
			err = l.insert(ctx, tx, c)
		default: // only a table with the column enabled gets here
			_, err = tx.ExecContext(ctx, tx.Rebind(`UPDATE `+l.states.ref()+` SET enabled = ?, updated_at = `+l.now()+` WHERE id = ?`), l.enabled(c.After), row.id)
		}
		if err != nil {
			return err
		}
	}
	if err := l.onIDs(ctx, tx, `DELETE FROM `+l.states.ref(), nil, deletes); err != nil {
		return err
	}
	return l.audit(ctx, tx, set, author, changes)
}

func (l *scopedLayout) insert(ctx context.Context, tx *sqlx.Tx, c flag.Change) error {
	id, err := homeID(c.Scope)
	if err != nil {
		return err
	}
	columns, values, args := "feature_name, "+l.columnOf[c.Scope.Kind]+", inserted_at, updated_at", "?, ?, "+l.now()+", "+l.now(), []any{c.Name, id}
	if !l.presence() {
		columns, values, args = columns+", enabled", values+", ?", append(args, l.enabled(c.After))
	}
	result, err := tx.ExecContext(ctx, tx.Rebind(`INSERT INTO `+l.states.ref()+` (`+columns+`) VALUES (`+values+`) ON CONFLICT DO NOTHING`), args...)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return errOvertaken
}

// audit writes the rows that the app would have written. Its page fails on an
// event type that it does not know; keys of the details that it does not know
// it leaves alone.
func (l *scopedLayout) audit(ctx context.Context, tx *sqlx.Tx, set flag.ChangeSet, author sql.NullInt64, changes []flag.Change) error {
	if l.events.name == "" {
		return nil
	}
	judge := flag.NewJudge(set.Known, nil)
	for _, c := range changes {
		removed := c.After == flag.Follow && judge.Stray(c)
		if c.Before != flag.On && c.After != flag.On && !removed {
			continue // a table with the column enabled; it was off, and is
		}
		id, err := homeID(c.Scope)
		if err != nil {
			return err
		}
		var title sql.NullString
		err = query(ctx, tx, `SELECT h.title FROM `+l.homes[c.Scope.Kind].ref()+` h WHERE h.id = ?`, []any{id}, func(rows *sql.Rows) error { return rows.Scan(&title) })
		if err != nil {
			return err
		}
		event, details, err := scopedEvent(set, c, title.String, removed)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, tx.Rebind(`INSERT INTO `+l.events.ref()+` (event_type, `+l.columnOf[c.Scope.Kind]+`, author_id, details, inserted_at)
			VALUES (?, ?, ?, ?, `+l.now()+`)`), event, id, author, details)
		if err != nil {
			return err
		}
	}
	return nil
}

// scopedEvent words a change as the app's audit trail does. The row of a flag
// that the app does not know there is removed; others are enabled and disabled.
func scopedEvent(set flag.ChangeSet, c flag.Change, title string, removed bool) (event, details string, err error) {
	event = "feature_flag_disabled"
	var enabled any = c.After == flag.On
	switch {
	case removed:
		event, enabled = "feature_flag_removed", nil
	case c.After == flag.On:
		event = "feature_flag_enabled"
	}
	fields := map[string]any{
		"feature_name": c.Name, "enabled": enabled, "resource_type": c.Scope.Kind, string(c.Scope.Kind) + "_title": title,
		"source": "flagtui", "actor": person(set),
	}
	if set.Reason != "" {
		fields["reason"] = set.Reason
	}
	text, err := json.Marshal(fields)
	return event, string(text), err
}

// author returns the id of the author with an e-mail address, which is compared
// as the column's type compares; none is NULL.
func (l *scopedLayout) author(ctx context.Context, tx *sqlx.Tx, email string) (sql.NullInt64, error) {
	var id sql.NullInt64
	if email == "" || l.events.name == "" {
		return id, nil
	}
	if l.authors.name != "" {
		err := query(ctx, tx, `SELECT a.id FROM `+l.authors.ref()+` a WHERE a.email = ? ORDER BY a.id DESC`, []any{email}, func(rows *sql.Rows) error { return rows.Scan(&id) })
		if err != nil || id.Valid {
			return id, err
		}
	}
	return id, &flag.Problem{Kind: flag.ErrUnknown, Text: fmt.Sprintf("no author has the e-mail address %q", email), Hint: "--author names one as the app knows it; without it none is recorded"}
}
