package data

import (
	"context"
	"database/sql"
	"flagtui/internal/data/engine"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/feature"
)

// layout is one way in which an application stores overrides: a main table, and
// the scopes that its rows are of. A database may hold several. A layout returns
// statements; the store runs them, several of them in one round trip.
type layout interface {
	// holds tells whether the overrides at scopes of this kind are in the main table.
	holds(kind feature.Kind) bool
	// kinds describes the kinds of scope that can be named in this database.
	kinds() []feature.KindInfo
	// main is the table of the overrides.
	main() engine.Table
	// normalize returns a change as the main table can store it.
	normalize(change feature.Change) feature.Change

	// selectStored reads the settings at scopes of one kind; with names, of these
	// flags only. Of several rows that the app reads as one override, the last one
	// that is read counts.
	selectStored(kind feature.Kind, ids, names []string, each func(id, name string, stored feature.Stored)) ([]engine.Statement, error)
	// selectRecent reads the names of the flags that are overridden at scope, the
	// one whose override changed last first.
	selectRecent(scope feature.Scope, each func(name string)) (engine.Statement, error)
	// selectRows reads the rows at one scope; with names, of these flags only,
	// unless they are more than chunk.
	selectRows(scope feature.Scope, names []string, each func(overrideRow)) (engine.Statement, error)
	// selectPage reads up to limit rows of one flag, those after q.After.
	selectPage(q OverrideQuery, limit int, each func(overrideRow)) (engine.Statement, error)
	// selectAll reads every row.
	selectAll(each func(overrideRow)) engine.Statement
	// selectCounts reads for each flag how many rows are on and off; see Store.Counts.
	selectCounts(add func(name string, n feature.Count)) engine.Statement
	// selectByKey reads the rows of these overrides.
	selectByKey(keys []feature.Change, each func(overrideRow)) []engine.Statement

	// selectDeciding reads the rows that decide what changes are about. end ends
	// each statement: it locks the rows, or is empty.
	selectDeciding(changes []feature.Change, end string, each func(overrideRow)) ([]engine.Statement, error)
	// lockFlag reads and locks all rows of a flag.
	lockFlag(name string, each func(overrideRow)) engine.Statement
	// selectOn reads the rows of a flag that are on for somebody.
	selectOn(name string, each func(rowKey)) engine.Statement
	// write returns what makes changes whose rows are locked, and records them in
	// the app's own audit trail. It reads what it needs in tx, and fails before
	// anything is written.
	write(ctx context.Context, tx *sqlx.Tx, set feature.ChangeSet, changes []feature.Change, rows map[rowKey]overrideRow, back *readBack) ([]engine.Statement, error)

	// scopes and scope are Store.Scopes and Store.Scope, for kinds that holds has.
	scopes(ctx context.Context, q ScopeQuery) (ScopePage, error)
	scope(ctx context.Context, scope feature.Scope) (feature.ScopeInfo, error)
	// selectNames reads the names that the app's table has for scopes of one kind, of
	// kinds that holds has; none where there is no such table.
	selectNames(kind feature.Kind, ids []string, each func(id, name string)) []engine.Statement

	// companions are the app's tables of this layout that schema.sql does not have; the
	// zero table stands for one that is absent.
	companions() []engine.Table
	// watched are the tables whose changes a watch tells.
	watched() []engine.Table
	// indexes are those that the statements rely on.
	indexes() []wantedIndex
	// check is Store.CheckRows; unique: no row can be there twice.
	check(ctx context.Context, row func(Row), tell func(Anomaly), unique bool) error

	// recordsAll tells whether the app records each change that it makes itself, in
	// its audit trail.
	recordsAll() bool
	// records tells whether the app's audit trail, as write fills it, holds the id of
	// these changes, and a history can read it there.
	records(set feature.ChangeSet, changes []feature.Change) bool
	// selectNewest reads the newest rows that a history is about; none where it is
	// about a scope that this layout does not hold.
	selectNewest(q HistoryQuery, each func(overrideRow)) []engine.Statement
	// selectTrailStart reads the time of the first record in the app's audit trail.
	selectTrailStart(each func(time.Time)) []engine.Statement
	// selectTrailRecords reads the records of these overrides in the app's audit
	// trail, except those that flagtui_change has, too.
	selectTrailRecords(keys []feature.Change, keep func(feature.Entry)) []engine.Statement
	// trailReader reads the app's audit trail for a history; nil where there is
	// nothing to read for it. kind is the place that it has among the sources.
	trailReader(ctx context.Context, q HistoryQuery) (kind int, r reader, err error)
}

// layoutOf returns the layout that holds the overrides at scopes of a kind; nil
// where none does. simple_module's comes first in the list and is asked last: its
// table takes any kind.
func (s *sqlStore) layoutOf(kind feature.Kind) layout {
	for _, l := range slices.Backward(s.layouts) {
		if l.holds(kind) {
			return l
		}
	}
	return nil
}

// tableOf returns the main table of overrides at scopes of a kind; the zero table
// where there is none.
func (s *sqlStore) tableOf(kind feature.Kind) engine.Table {
	if l := s.layoutOf(kind); l != nil {
		return l.main()
	}
	return engine.Table{}
}

// byLayout calls fn for each layout that some of the changes are of, in the order
// of the list, which is the order in which all transactions lock rows.
func (s *sqlStore) byLayout(changes []feature.Change, fn func(layout, []feature.Change) error) error {
	of := map[layout][]feature.Change{}
	for _, c := range changes {
		l := s.layoutOf(c.Scope.Kind)
		if l == nil {
			return noScopes(c.Scope.Kind)
		}
		of[l] = append(of[l], c)
	}
	for _, l := range s.layouts {
		if len(of[l]) > 0 {
			if err := fn(l, of[l]); err != nil {
				return err
			}
		}
	}
	return nil
}

// normalize returns changes as the tables can store them.
func (s *sqlStore) normalize(changes []feature.Change) []feature.Change {
	changes = slices.Clone(changes)
	for i, c := range changes {
		if l := s.layoutOf(c.Scope.Kind); l != nil {
			changes[i] = l.normalize(c)
		}
	}
	return changes
}

// concerns tells whether a history is about overrides of this layout.
func (s *sqlStore) concerns(q HistoryQuery, l layout) bool {
	return q.Scope.Kind == "" || s.layoutOf(q.Scope.Kind) == l
}

// timeInto reads one time from each row.
func timeInto(each func(time.Time)) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var at engine.TimeValue
		err := rows.Scan(&at)
		each(at.Time)
		return err
	}
}
