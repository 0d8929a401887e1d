package data

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Undo implements Store.
func (s *sqlStore) Undo(ctx context.Context, change string, set feature.ChangeSet) (Applied, error) {
	if !s.journal.Exists() {
		return Applied{}, noHistory()
	}
	set.Undoes = change
	return s.commit(ctx, set, func(ctx context.Context, tx *sqlx.Tx) (choice, error) {
		entries, err := s.entriesOf(ctx, tx, change)
		if err != nil {
			return choice{}, err
		}
		changes := make([]feature.Change, len(entries))
		for i, entry := range entries {
			changes[i] = entry.Inverse()
		}
		later, reads := s.laterEntries(entries)
		recorded := map[layout.RowKey]recordedRows{}
		rows, whole, err := s.lockWhole(ctx, tx, changes, append(reads, s.selectRecordedRows(change, recorded)...)...)
		if err == nil {
			err = s.checkUndone(entries, rows, later, recorded)
		}
		if err == nil {
			err = checkNewRows(entries, rows, later)
		}
		return choice{changes: changes, rows: rows, whole: whole, recorded: recorded}, err
	})
}

// checkUndone fails if an override of the entries has changed since, even back to the
// same value. The rows are locked. If the journal has an override's whole rows,
// keptRows.restore compares them instead.
func (s *sqlStore) checkUndone(entries []feature.Entry, rows map[layout.RowKey]layout.OverrideRow, later map[layout.RowKey][]feature.Entry, recorded map[layout.RowKey]recordedRows) error {
	var conflicts []ConflictRow
	for _, entry := range entries {
		inverse := entry.Inverse()
		row, now := layout.Find(rows, inverse)
		_, whole := recorded[layout.KeyOf(inverse)]
		conflict := ConflictRow{Change: inverse, Now: now}
		conflict.At, conflict.By = row.Changed()
		since := later[layout.KeyOf(inverse)]
		newest := slices.MaxFunc(append(since, entry), func(a, b feature.Entry) int { return cmp.Compare(a.ID, b.ID) })
		by, overtaken := feature.SupersededBy(entry, since)
		switch {
		case overtaken && by.Undoes == entry.Change:
			return &feature.Problem{Kind: feature.ErrConflict, Text: fmt.Sprintf("%s is undone already, by %s at %s (%s)", entry.Change, by.Actor, by.At.Format(time.RFC3339), by.Change),
				Hint: "nothing was written; undo " + by.Change + " to have it back"}
		case overtaken:
			conflict.At, conflict.By = by.At, by.Actor
		case now == inverse.Before && (now == feature.Inherit || whole || s.isWrittenBy(row, newest)):
			continue // nothing has changed since
		}
		conflicts = append(conflicts, conflict)
	}
	if len(conflicts) > 0 {
		return conflictError(entries[0].Change, conflicts)
	}
	return nil
}

// isWrittenBy reports whether the change of this entry was the last to write a row. It
// compares users as well as times. The app's times may be coarser than flagtui's, or may
// be the start of the transaction.
func (s *sqlStore) isWrittenBy(row layout.OverrideRow, entry feature.Entry) bool {
	name, ours := strings.CutPrefix(row.UpdatedBy, layout.WriterPrefix)
	ours = ours && strings.HasPrefix(entry.Actor, name)
	named := s.tableOf(entry.Scope.Kind).Has("updated_by")
	at, _ := row.Changed()
	if _, err := uuid.Parse(row.UpdatedBy); err == nil { // the id of --author, if the row and the entry have nearly the same time
		ours = entry.At.Sub(at) < 5*time.Second
	}
	return (ours || !named) && !at.After(entry.At)
}

// laterEntries returns statements that read the later recorded changes of the entries'
// overrides. The statements fill later.
func (s *sqlStore) laterEntries(entries []feature.Entry) (later map[layout.RowKey][]feature.Entry, statements []engine.Statement) {
	first := slices.MinFunc(entries, func(a, b feature.Entry) int { return cmp.Compare(a.ID, b.ID) }).ID
	later = map[layout.RowKey][]feature.Entry{}
	for part := range slices.Chunk(entries, engine.Chunk) {
		args := []any{first, entries[0].Change}
		for _, e := range part {
			args = append(args, string(e.Scope.Kind), e.Scope.ID, e.Name)
		}
		var found []feature.Entry
		st := s.entries(&found, []string{"j.id > ?", "j.change <> ?",
			"(j.scope, j.scope_id, j.name) IN (VALUES " + engine.Repeat(len(part), "(?, ?, ?)") + ")"}, args, 0)
		st.Done = func() error {
			for _, e := range found {
				key := layout.KeyOf(feature.Change{Scope: e.Scope, Name: e.Name})
				later[key] = append(later[key], e)
			}
			return nil
		}
		statements = append(statements, st)
	}
	return later, append(statements, s.laterMisplacedEntries(entries, later)...)
}

// laterMisplacedEntries returns laterEntries' statements for misplaced rows that some
// release of the app reads as the system's override.
func (s *sqlStore) laterMisplacedEntries(entries []feature.Entry, later map[layout.RowKey][]feature.Entry) (statements []engine.Statement) {
	first := entries[0].ID
	undone := map[layout.RowKey]bool{}
	var names []any
	for _, e := range entries {
		first = min(first, e.ID)
		undone[layout.KeyOf(e.Inverse())] = true
		if e.Scope == feature.SystemScope() {
			names = append(names, e.Name)
		}
	}
	var kinds []any // kinds whose rows no release reads as the system's
	for _, info := range s.info.Kinds.WithIDs() {
		kinds = append(kinds, string(info.Kind))
	}
	below := "TRUE"
	if len(kinds) > 0 {
		below = "j.scope NOT IN (" + engine.Repeat(len(kinds), "?") + ")"
	}
	for part := range slices.Chunk(names, engine.Chunk) {
		var found []feature.Entry
		st := s.entries(&found, []string{"j.id > ?", "j.change <> ?", "j.name IN (" + engine.Repeat(len(part), "?") + ")", below, "NOT (j.scope = 'system' AND j.scope_id = '')"},
			slices.Concat([]any{first, entries[0].Change}, part, kinds), 0)
		st.Done = func() error {
			for _, e := range found {
				if key := layout.KeyOf(e.Inverse()); !undone[key] {
					later[key] = append(later[key], e)
				}
			}
			return nil
		}
		statements = append(statements, st)
	}
	return statements
}

// validateKilled fails for a flag that the tables cannot hold.
func (s *sqlStore) validateKilled(name string) error {
	if s.info.Has(feature.System) {
		return s.info.Validate(feature.Change{Scope: feature.SystemScope(), Name: name, After: feature.Inherit}, false)
	}
	return feature.ValidateName(name, math.MaxInt)
}

// Kill implements Store. It locks the flag's rows and reads them again, until no further
// row appears. So it misses no row that someone else added while it waited for locks.
func (s *sqlStore) Kill(ctx context.Context, name string, set feature.ChangeSet) (Applied, error) {
	if err := s.validateKilled(name); err != nil {
		return Applied{}, err
	}
	if err := s.Info().CheckKill(name); err != nil {
		return Applied{}, err
	}
	return s.commit(ctx, set, func(ctx context.Context, tx *sqlx.Tx) (choice, error) {
		var overrides []feature.Override
		var rows map[layout.RowKey]layout.OverrideRow
		for locked := -1; locked < len(overrides); {
			locked, overrides, rows = 0, nil, map[layout.RowKey]layout.OverrideRow{}
			var first, again []engine.Statement
			for _, l := range s.layouts {
				first = append(first, l.LockFlag(name, func(layout.OverrideRow) { locked++ }))
				again = append(again, l.LockFlag(name, func(row layout.OverrideRow) {
					overrides = append(overrides, row.Override)
					addRow(rows, row)
				}))
			}
			if err := s.Batch(ctx, tx, append(first, again...)...); err != nil {
				return choice{}, err
			}
		}
		for _, l := range s.layouts {
			if checker, ok := l.(layout.KillChecker); ok {
				if err := checker.CheckKill(ctx, tx, name); err != nil {
					return choice{}, err
				}
			}
		}
		changes := feature.Kill(name, overrides, s.info.Kinds, s.info.ValidateNew)
		if err := feature.CheckKilled(name, overrides, changes, set.Definitions, s.info.Kinds, s.info.ValidateNew); err != nil {
			return choice{}, err
		}
		return choice{changes: changes, rows: rows, killed: name}, nil
	})
}
