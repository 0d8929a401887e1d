package data

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// keptRows holds the whole rows, as JSON, of the overrides that a transaction changes.
// Only a layout.RowKeeper has such rows.
type keptRows struct {
	before, after map[layout.RowKey]string
	selectAfter   []engine.Statement // the statements that fill after
}

// selectWhole returns statements that read the whole rows of the changes into rows. It
// returns none for changes in a layout without whole rows.
func (s *sqlStore) selectWhole(changes []feature.Change, rows map[layout.RowKey]string) (statements []engine.Statement, err error) {
	err = s.byLayout(changes, func(l layout.Layout, changes []feature.Change) error {
		if keeper, ok := l.(layout.RowKeeper); ok {
			statements = append(statements, keeper.SelectWhole(changes, func(key layout.RowKey, text string) { rows[key] = text })...)
		}
		return nil
	})
	return statements, err
}

// keepRows returns the whole rows before the changes. The rows are locked. before holds
// rows that have been read since they were locked, and keepRows reads the others.
func (s *sqlStore) keepRows(ctx context.Context, tx *sqlx.Tx, changes []feature.Change, before map[layout.RowKey]string) (keptRows, error) {
	kept := keptRows{before: map[layout.RowKey]string{}, after: map[layout.RowKey]string{}}
	maps.Copy(kept.before, before)
	unread := slices.DeleteFunc(slices.Clone(changes), func(c feature.Change) bool {
		_, read := before[layout.KeyOf(c)]
		return read
	})
	first, err := s.selectWhole(unread, kept.before)
	if err == nil {
		kept.selectAfter, err = s.selectWhole(changes, kept.after)
	}
	if err != nil || len(first) == 0 {
		return kept, err
	}
	return kept, s.Batch(ctx, tx, first...)
}

// recordedRows holds the whole rows of an override before and after a change, from the
// journal.
type recordedRows struct {
	before, after string
}

// In the journal, an object around the rows marks a change with Everything. putsBackStart
// begins the object of a change with PutsBack.
const everythingStart, putsBackStart, everythingEnd = `{"everything":`, `{"put_back":`, `}`

// recordedText returns the text that the journal holds for the rows of a change.
func recordedText(change feature.Change, rows string) string {
	switch {
	case change.PutsBack:
		return putsBackStart + rows + everythingEnd
	case change.Everything:
		return everythingStart + rows + everythingEnd
	}
	return rows
}

// parseRecorded returns the rows in a text from recordedText.
func parseRecorded(text string) string {
	for _, start := range []string{everythingStart, putsBackStart} {
		if rows, ok := strings.CutPrefix(text, start); ok {
			return strings.TrimSuffix(rows, everythingEnd)
		}
	}
	return text
}

// changedEverything returns expressions for Everything and PutsBack of a record in the
// journal.
func (s *sqlStore) changedEverything() string {
	if !s.recordsRows() {
		return "1 = 0, 1 = 0"
	}
	starts := func(start string) string {
		return fmt.Sprintf("SUBSTR(j.before_rows, 1, %d) = '%s'", len(start), start)
	}
	return starts(everythingStart) + " OR " + starts(putsBackStart) + ", " + starts(putsBackStart)
}

// recordsRows reports whether the journal has columns for whole rows.
func (s *sqlStore) recordsRows() bool { return s.journal.Has("before_rows", "after_rows") }

// selectRecordedRows reads the whole rows in the journal's records of a change-set.
func (s *sqlStore) selectRecordedRows(change string, recorded map[layout.RowKey]recordedRows) []engine.Statement {
	if !s.recordsRows() {
		return nil
	}
	return []engine.Statement{{Text: `SELECT j.scope, j.scope_id, j.name, j.before_rows, j.after_rows FROM ` + s.journal.Source() + ` j WHERE j.change = ? AND j.after_rows <> ''`, Args: []any{change}, Each: func(rows *sql.Rows) error {
		var key layout.RowKey
		var r recordedRows
		err := rows.Scan(&key.Scope, &key.ID, &key.Name, &r.before, &r.after)
		r.before, r.after = parseRecorded(r.before), parseRecorded(r.after)
		recorded[key] = r
		return err
	}}}
}

// sameRows reports whether an override has the same rows in both JSON texts.
func sameRows(keeper layout.RowKeeper, a, b string) bool {
	if comparer, ok := keeper.(layout.RowComparer); ok {
		return comparer.SameRows(a, b)
	}
	return a == b
}

// restore returns the statements that restore the rows from before some changes. It
// fails with feature.ErrConflict if the rows are not as the undone changes left them.
func (k keptRows) restore(undone string, keeper layout.RowKeeper, changes []feature.Change, recorded map[layout.RowKey]recordedRows) (statements []engine.Statement, err error) {
	var conflicts []ConflictRow
	for _, c := range changes {
		key := layout.KeyOf(c)
		r, ok := recorded[key]
		if !ok {
			return nil, &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("%s cannot be undone: history has not recorded the whole row of %q at %s", undone, c.Name, c.Scope),
				Hint: "nothing was written; `flagtui init` makes history record whole rows from then on"}
		}
		if !sameRows(keeper, k.before[key], r.after) {
			conflicts = append(conflicts, ConflictRow{Change: c, Now: c.Before})
			continue
		}
		more, err := keeper.Restore(c, k.before[key], r.before)
		if err != nil {
			return nil, &feature.Problem{Kind: feature.ErrConflict, Text: fmt.Sprintf("the row of %q at %s cannot be put back: %v", c.Name, c.Scope, err), Hint: "nothing was written", Cause: err}
		}
		statements = append(statements, more...)
	}
	if len(conflicts) > 0 {
		return nil, conflictError(undone, conflicts)
	}
	return statements, nil
}
