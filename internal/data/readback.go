package data

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// readBack compares the rows that a transaction reads after its writes with the expected
// ones. A trigger, a rule or a row-level security policy may have changed the rows.
type readBack struct {
	want  map[layout.RowKey]feature.Setting    // the expected setting of each row that decides
	known map[layout.RowKey]layout.OverrideRow // the locked rows
	found map[layout.RowKey]feature.Setting
	// taken reports whether an INSERT added no row, as when the row already existed.
	taken bool
}

// newReadBack returns the expectation that the changes are made. It also expects that
// the other rows that some release reads as the system's override are unchanged.
func (s *sqlStore) newReadBack(changes []feature.Change, rows map[layout.RowKey]layout.OverrideRow) *readBack {
	b := &readBack{want: map[layout.RowKey]feature.Setting{}, known: rows, found: map[layout.RowKey]feature.Setting{}}
	system := systemRows(rows)
	for _, change := range changes {
		if s.isBelow(change.Scope.Kind) {
			continue
		}
		for _, row := range system[change.Name] {
			b.want[row.Key()] = row.Setting()
		}
	}
	for _, change := range changes {
		b.want[layout.KeyOf(change)] = change.After
	}
	return b
}

// isBelow reports whether a kind is below the system. The kind of a misplaced row is
// not.
func (s *sqlStore) isBelow(kind feature.Kind) bool {
	return kind != feature.System && s.info.Has(kind)
}

// inserted implements layout.Inserter.
func (b *readBack) inserted(n int, text string, args []any) engine.Statement {
	got := 0
	return engine.Statement{Text: text, Args: args, Each: func(*sql.Rows) error { got++; return nil }, Done: func() error {
		b.taken = b.taken || got != n
		return nil
	}}
}

// add stores the setting of a row that was read. If twins differ, it keeps a wrong
// setting, so that compare fails.
func (b *readBack) add(key layout.RowKey, enabled bool) {
	if now, ok := b.found[key]; !ok || now == b.want[key] {
		b.found[key] = feature.SettingOf(enabled)
	}
}

// addRow stores the setting of a row, unless the row is not a setting.
func (b *readBack) addRow(row layout.OverrideRow) {
	if !row.Unset {
		b.add(row.Key(), row.Enabled)
	}
}

// readAgain returns the changes whose rows are read again one by one. Below the system,
// no row of a killed flag may be on, which one query finds out.
func (s *sqlStore) readAgain(changes []feature.Change, killed string) []feature.Change {
	if killed == "" {
		return changes
	}
	return slices.DeleteFunc(slices.Clone(changes), func(c feature.Change) bool { return s.isBelow(c.Scope.Kind) })
}

// readBack returns the statements that read the changed rows. The last statement fails
// with a layout.NotKeptError if a setting is not as expected. A killed flag must be on
// nowhere.
func (s *sqlStore) readBack(b *readBack, changes []feature.Change, killed string) ([]engine.Statement, error) {
	statements, err := s.selectDeciding(changes, "", b.addRow)
	if err != nil {
		return nil, err
	}
	if killed != "" {
		statements = append(statements, s.selectStillOn(b, killed)...)
	}
	thenCompare(statements, b, s)
	return statements, nil
}

// thenCompare makes the last statement compare the rows after its own Done.
func thenCompare(statements []engine.Statement, b *readBack, s *sqlStore) {
	last := &statements[len(statements)-1]
	done := last.Done
	last.Done = func() error {
		if done != nil {
			if err := done(); err != nil {
				return err
			}
		}
		return b.compare(s)
	}
}

// selectStillOn returns statements that read the rows where a killed flag is still on.
func (s *sqlStore) selectStillOn(b *readBack, name string) (statements []engine.Statement) {
	for _, l := range s.layouts {
		statements = append(statements, l.SelectOn(name, func(key layout.RowKey) {
			if _, ok := b.want[key]; !ok {
				b.want[key] = feature.Off
			}
			b.add(key, true)
		}))
	}
	return statements
}

// compare fails if a setting is not as expected.
func (b *readBack) compare(s *sqlStore) error {
	var wrong []layout.RowKey
	again := b.taken
	for key := range b.found {
		if _, ok := b.want[key]; !ok {
			b.want[key] = feature.Inherit
		}
	}
	for key, want := range b.want {
		if b.found[key] != want {
			wrong = append(wrong, key)
			_, known := b.known[key]
			again = again || !known && b.found[key] != feature.Inherit // someone else may have made the row
		}
	}
	switch {
	case len(wrong) > 0:
		slices.SortFunc(wrong, func(x, y layout.RowKey) int {
			return cmp.Or(cmp.Compare(x.Scope, y.Scope), cmp.Compare(x.ID, y.ID), cmp.Compare(x.Name, y.Name))
		})
		first := wrong[0]
		scope := feature.Scope{Kind: feature.Kind(first.Scope), ID: first.ID}
		info := s.info.Kinds.Of(scope.Kind)
		text := fmt.Sprintf("%q at %s is %s, not %s", first.Name, scope, info.Word(b.found[first]), info.Word(b.want[first]))
		if more := len(wrong) - 1; more > 0 {
			text += fmt.Sprintf(" (and %d more)", more)
		}
		return layout.NotKeptAt(s.tableOf(scope.Kind).PlainRef(), text, again)
	case b.taken:
		return layout.ErrOvertaken
	}
	return nil
}

// checkHidden fails if the transaction can read a row but not lock it. PostgreSQL's
// row-level security may hide such a row from users who change rows.
func (s *sqlStore) checkHidden(ctx context.Context, tx *sqlx.Tx, changes []feature.Change, rows map[layout.RowKey]layout.OverrideRow) error {
	if s.Dialect == engine.SQLite {
		return nil
	}
	var absent []feature.Change
	system := systemRows(rows)
	for _, c := range changes {
		_, now := layout.Find(rows, c)
		if c.Before != feature.Inherit && now == feature.Inherit && (c.Scope != feature.SystemScope() || len(system[c.Name]) == 0) {
			absent = append(absent, c)
		}
	}
	if len(absent) == 0 {
		return nil
	}
	b := s.newReadBack(nil, nil)
	read, err := s.selectDeciding(absent, "", b.addRow)
	if err == nil {
		err = s.Batch(ctx, tx, read...)
	}
	if err != nil {
		return err
	}
	for _, c := range absent {
		if _, ok := b.found[layout.KeyOf(c)]; ok {
			return &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("%q at %s cannot be changed: it can be read, but not locked", c.Name, c.Scope),
				Hint: "nothing was written", Cause: &layout.NotKeptError{Table: s.tableOf(c.Scope.Kind).PlainRef(), Again: true}}
		}
	}
	return nil
}

// checkKilled fails if a kill has nothing to change, but the flag is still on in a row
// that the transaction could not lock.
func (s *sqlStore) checkKilled(ctx context.Context, tx *sqlx.Tx, chosen choice) error {
	if s.Dialect == engine.SQLite || chosen.killed == "" {
		return nil
	}
	b := s.newReadBack(nil, chosen.rows)
	read := s.selectStillOn(b, chosen.killed)
	thenCompare(read, b, s)
	return s.Batch(ctx, tx, read...)
}

// explainNotKept adds the table's triggers, rules and policies to a layout.NotKeptError.
func (s *sqlStore) explainNotKept(ctx context.Context, err error) error {
	kept, ok := errors.AsType[*layout.NotKeptError](err)
	if !ok {
		return err
	}
	text, args := `SELECT 'the trigger ' || m.name FROM sqlite_master m WHERE m.type = 'trigger' AND lower(m.tbl_name) = lower(?) ORDER BY 1`, []any{kept.Table}
	if s.Dialect == engine.Postgres {
		text = `SELECT 'the trigger ' || t.tgname FROM pg_catalog.pg_trigger t WHERE t.tgrelid = CAST(? AS regclass) AND NOT t.tgisinternal AND t.tgenabled <> 'D' AND t.tgname <> ?
			UNION ALL SELECT 'the rule ' || r.rulename FROM pg_catalog.pg_rewrite r WHERE r.ev_class = CAST(? AS regclass) AND r.rulename <> '_RETURN'
			UNION ALL SELECT 'row-level security' WHERE row_security_active(CAST(? AS regclass)) ORDER BY 1`
		args = []any{kept.Table, engine.TriggerName, kept.Table, kept.Table}
	}
	var causes []string
	failed := s.Read(ctx, func(ctx context.Context) error {
		return engine.Query(ctx, s.Pool, text, args, func(rows *sql.Rows) error {
			var cause string
			err := rows.Scan(&cause)
			causes = append(causes, cause)
			return err
		})
	})
	var problem *feature.Problem
	if failed != nil || !errors.As(err, &problem) {
		return err
	}
	extended := *problem
	switch {
	case len(causes) > 0:
		extended.Text += fmt.Sprintf("; %s has %s", kept.Table, strings.Join(causes, ", "))
	case kept.Again:
		return layout.ErrOvertaken
	}
	return &extended
}
