package data

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Applied is the result of a write.
type Applied struct {
	ID string // the change-set's id; empty if no override changed
	// Changed holds the written changes, in the order of the request. A change to the
	// present setting is not written.
	Changed []feature.Change
	// Recorded reports whether a history finds the changes by ID, in flagtui_change or
	// in the app's own audit trail.
	Recorded bool
	// Catalogue reports whether the definitions were replaced.
	Catalogue bool
}

// Conflict is the cause of a feature.ErrConflict. It holds the rows that differ from
// what the caller saw.
type Conflict struct {
	Rows  []ConflictRow
	since string // the end of the text "has changed since"
}

// ConflictRow is a requested change, with the present state of its row.
type ConflictRow struct {
	feature.Change
	Now feature.Setting
	At  time.Time // when the row last changed, in UTC; zero if unknown
	By  string    // who changed the row; empty if unknown
}

// Error implements error.
func (c *Conflict) Error() string {
	return fmt.Sprintf("%d rows have changed since they were read", len(c.Rows))
}

// Apply implements Store.
func (s *sqlStore) Apply(ctx context.Context, set feature.ChangeSet) (Applied, error) {
	seen := make(map[layout.RowKey]bool, len(set.Changes))
	for _, change := range set.Changes {
		if err := s.validate(change); err != nil {
			return Applied{}, err
		}
		if seen[layout.KeyOf(change)] {
			return Applied{}, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("%q at %s is named twice", change.Name, change.Scope)}
		}
		seen[layout.KeyOf(change)] = true
	}
	if set.Catalogue != nil {
		if err := s.checkDefinitions(set.Catalogue); err != nil {
			return Applied{}, err
		}
	}
	return s.commit(ctx, set, func(ctx context.Context, tx *sqlx.Tx) (choice, error) {
		changes := s.normalize(set.Changes)
		rows, whole, err := s.lockWhole(ctx, tx, changes)
		if err == nil {
			err = s.checkHidden(ctx, tx, changes, rows)
		}
		if err != nil {
			return choice{}, err
		}
		changes, conflicts := rowByRow(changes, rows)
		if len(conflicts) > 0 {
			return choice{}, conflictError("it was read", conflicts)
		}
		return choice{changes: changes, rows: rows, whole: whole}, nil
	})
}

// choice holds the changes that a transaction will make.
type choice struct {
	changes []feature.Change                     // one change for each row
	rows    map[layout.RowKey]layout.OverrideRow // the locked rows that decide the changes
	killed  string                               // the flag of a kill; empty for other writes
	whole   map[layout.RowKey]string             // their whole rows, as far as they were read with them
	// recorded holds the journal's whole rows for the change-set to undo.
	recorded map[layout.RowKey]recordedRows
}

// isDone reports whether the rows already are as the change would make them. An undo
// also restores rows whose setting is the same.
func (c choice) isDone(change feature.Change) bool {
	r := c.recorded[layout.KeyOf(change)]
	return !change.Everything && r.before == r.after && isDone(c.rows, change)
}

// commit makes a change-set in one transaction. choose reads in the transaction and
// returns the changes.
func (s *sqlStore) commit(ctx context.Context, set feature.ChangeSet, choose func(context.Context, *sqlx.Tx) (choice, error)) (Applied, error) {
	if set.ID == "" {
		set.ID = newChangeID()
	}
	set.Actor, set.Client, set.Reason = layout.StorableActor(set.Actor), engine.Storable(set.Client), engine.Storable(set.Reason)
	var changed []feature.Change
	err := s.Write(ctx, func(ctx context.Context, tx *sqlx.Tx) (engine.Work, error) {
		chosen, err := choose(ctx, tx)
		if err != nil {
			return engine.Work{}, err
		}
		set.Changes, chosen.changes = nil, s.normalize(chosen.changes)
		w := engine.Work{Notify: s.info.Schema, Recorded: s.isRecorded}
		changed, err = s.apply(ctx, tx, set, chosen, &w)
		w.Nothing = len(w.Statements) == 0
		reportProgress(w.Statements, len(changed), set.Progress)
		if len(changed) > 0 && s.journal.Exists() {
			w.Change = set.ID
		}
		return w, err
	})
	if err != nil {
		return Applied{}, s.explainConflict(s.nameConflict(ctx, s.explainNotKept(ctx, err)))
	}
	if len(changed) == 0 {
		set.ID = ""
	}
	return Applied{ID: set.ID, Changed: changed, Recorded: s.records(set, changed), Catalogue: set.Catalogue != nil}, nil
}

func (s *sqlStore) validate(change feature.Change) error {
	if err := change.Scope.Validate(); err != nil {
		return err
	}
	if !s.info.Has(change.Scope.Kind) {
		return layout.NoScopes(change.Scope.Kind)
	}
	return s.info.ValidateChange(change)
}

// checkLocked fails with feature.ErrRefused for a change of a locked flag.
func checkLocked(changes []feature.Change, rows map[layout.RowKey]layout.OverrideRow) error {
	locked := map[string]string{}
	for _, row := range rows {
		if row.Locked != "" {
			locked[row.Name] = row.Locked
		}
	}
	for _, c := range changes {
		if reason := locked[c.Name]; reason != "" {
			return feature.LockedProblem(c.Name, reason)
		}
	}
	return nil
}

// reportProgress makes the statements that write n changes call report.
func reportProgress(statements []engine.Statement, n int, report func(written int)) {
	if report == nil {
		return
	}
	ran := 0 // the number of statements that have run
	for i := range statements {
		done := statements[i].Done
		statements[i].Done = func() error {
			ran++
			report(n * ran / len(statements))
			if done == nil {
				return nil
			}
			return done()
		}
	}
}

// newChangeID returns an id that starts with the time and is short enough to type. Ids
// sort by time.
func newChangeID() string {
	return time.Now().UTC().Format("20060102-150405-") + strings.ToLower(rand.Text()[:6])
}

// apply returns the changes whose rows do not have the new setting yet. It adds to w the
// statements that make, record and read back these changes.
func (s *sqlStore) apply(ctx context.Context, tx *sqlx.Tx, set feature.ChangeSet, chosen choice, w *engine.Work) ([]feature.Change, error) {
	rows := chosen.rows
	todo := slices.DeleteFunc(slices.Clone(chosen.changes), chosen.isDone)
	if set.Catalogue != nil {
		w.Statements = s.replaceDefinitions(set.Catalogue)
	}
	if len(todo) == 0 {
		return nil, s.checkKilled(ctx, tx, chosen)
	}
	if err := checkLocked(todo, rows); err != nil {
		return nil, err
	}
	if set.Undoes == "" { // an undo may restore a row that would be invalid as a new one
		for _, c := range todo {
			if _, now := layout.Find(rows, c); now == feature.Inherit {
				if err := s.info.Validate(c, true); err != nil {
					return nil, err
				}
			}
		}
	}
	kept, err := s.keepRows(ctx, tx, todo, chosen.whole)
	if err != nil {
		return nil, err
	}
	again := s.readAgain(todo, chosen.killed)
	back := s.newReadBack(again, rows)
	err = s.byLayout(todo, func(l layout.Layout, changes []feature.Change) error {
		var more []engine.Statement
		var err error
		if keeper, ok := l.(layout.RowKeeper); ok && set.Undoes != "" {
			if recorder, ok := l.(layout.UndoRecorder); ok {
				more, err = recorder.RecordUndo(ctx, tx, set, changes, rows)
				w.Statements = append(w.Statements, more...)
			}
			if err == nil {
				more, err = kept.restore(set.Undoes, keeper, changes, chosen.recorded)
			}
		} else {
			more, err = l.Write(ctx, tx, set, changes, rows, back.inserted)
		}
		w.Statements = append(w.Statements, more...)
		return err
	})
	if err != nil {
		return nil, err
	}
	read, err := s.readBack(back, again, chosen.killed)
	if len(kept.selectAfter) == 0 {
		w.Statements = slices.Concat(w.Statements, s.journalChanges(set, todo, kept), read)
		return todo, err
	}
	// The journal records the rows after the changes, so a second batch writes it.
	w.Statements = append(w.Statements, kept.selectAfter...)
	w.Then = func() []engine.Statement { return append(s.journalChanges(set, todo, kept), read...) }
	return todo, err
}

// conflictError returns the error for rows that have changed. since ends the text "has
// changed since".
func conflictError(since string, rows []ConflictRow) error {
	first := rows[0]
	is := fmt.Sprintf("and is %s now", first.Now)
	if first.Now == first.Before {
		is = "and is so again"
	}
	text := fmt.Sprintf("%q at %s has changed since %s: it was %s, %s", first.Name, first.Scope, since, first.Before, is)
	if first.By != "" {
		text += fmt.Sprintf(", by %s at %s", first.By, first.At.Format(time.RFC3339))
	}
	if more := len(rows) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	return &feature.Problem{Kind: feature.ErrConflict, Text: text, Hint: "nothing was written; look again, and choose again", Cause: &Conflict{Rows: rows, since: since}}
}
