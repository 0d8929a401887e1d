package layout

import (
	"context"
	"database/sql"
	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
	"time"

	"github.com/jmoiron/sqlx"
)

// Layout is one way in which an application stores overrides: a main table, and
// the scopes that its rows are of. A database may hold several. A layout returns
// statements; the store runs them, several of them in one round trip. What takes
// several steps, of which each depends on the one before, the layout runs itself.
type Layout interface {
	// ID is the layout's name, which no other layout has.
	ID() string
	// Holds tells whether the overrides at scopes of this kind are in the main table.
	Holds(kind feature.Kind) bool
	// Kinds describes the kinds of scope that can be named in this database.
	Kinds() []feature.KindInfo
	// Main is the table of the overrides.
	Main() engine.Table
	// Tables are the application's tables; the zero table stands for one that is absent.
	Tables() []engine.Table
	// Watched are the tables whose changes a watch tells.
	Watched() []engine.Table
	// Written are the tables that Write writes.
	Written() []engine.Table
	// Indexes are those that the statements rely on.
	Indexes() []WantIndex
	// Normalize returns a change as the main table can store it.
	Normalize(change feature.Change) feature.Change

	// SelectStored reads the settings at scopes of one kind; with names, of these
	// flags only. Of several rows that the app reads as one override, the last one
	// that is read counts.
	SelectStored(kind feature.Kind, ids, names []string, each func(id, name string, stored feature.Stored)) ([]engine.Statement, error)
	// SelectRecent reads the names of the flags that are overridden at scope, the
	// one whose override changed last first.
	SelectRecent(scope feature.Scope, each func(name string)) (engine.Statement, error)
	// SelectRows reads the rows at one scope; with names, of these flags only,
	// unless they are more than chunk.
	SelectRows(scope feature.Scope, names []string, each func(OverrideRow)) (engine.Statement, error)
	// SelectPage reads up to limit rows of one flag, those after q.After.
	SelectPage(q OverrideQuery, limit int, each func(OverrideRow)) (engine.Statement, error)
	// SelectAll reads every row.
	SelectAll(each func(OverrideRow)) engine.Statement
	// SelectAfter reads the first limit rows after a row's id, by their ids, without
	// those whose flag or scope is not known.
	SelectAfter(id string, limit int, each func(OverrideRow)) engine.Statement
	// SelectCounts reads for each flag how many rows are on and off; see Store.Counts.
	SelectCounts(add func(name string, n feature.Count)) engine.Statement
	// SelectByKey reads the rows of these overrides.
	SelectByKey(keys []feature.Change, each func(OverrideRow)) []engine.Statement

	// SelectDeciding reads the rows that decide what changes are about. end ends
	// each statement: it locks the rows, or is empty.
	SelectDeciding(changes []feature.Change, end string, each func(OverrideRow)) ([]engine.Statement, error)
	// LockFlag reads and locks all rows of a flag.
	LockFlag(name string, each func(OverrideRow)) engine.Statement
	// SelectOn reads the rows of a flag that are on for somebody.
	SelectOn(name string, each func(RowKey)) engine.Statement
	// Write returns what makes changes whose rows are locked, and records them in
	// the app's own audit trail. It reads what it needs in tx, and fails before
	// anything is written. inserted makes the statements that insert rows.
	Write(ctx context.Context, tx *sqlx.Tx, set feature.ChangeSet, changes []feature.Change, rows map[RowKey]OverrideRow, inserted Inserter) ([]engine.Statement, error)

	// Scopes and Scope are Store.Scopes and Store.Scope, for kinds that Holds has.
	Scopes(ctx context.Context, q ScopeQuery) (ScopePage, error)
	Scope(ctx context.Context, scope feature.Scope) (feature.ScopeInfo, error)
	// SelectNames reads the names that the app's table has for scopes of one kind, of
	// Kinds that Holds has; none where there is no such table.
	SelectNames(kind feature.Kind, ids []string, each func(id, name string)) []engine.Statement

	// Check calls row with every row, and tell with what is odd about how rows are
	// stored; unique: no row can be there twice.
	Check(ctx context.Context, row func(Row), tell func(Anomaly), unique bool) error

	// RecordsAll tells whether the app records each change that it makes itself, in
	// its audit trail.
	RecordsAll() bool
	// Records tells whether the app's audit trail, as Write fills it, holds the id of
	// these changes, and a history can read it there.
	Records(set feature.ChangeSet, changes []feature.Change) bool
	// SelectNewest reads the newest rows that a history is about, at most limit.
	SelectNewest(q HistoryFilter, limit int, each func(OverrideRow)) []engine.Statement
	// SelectTrailStart reads the time of the first record in the app's audit trail.
	SelectTrailStart(each func(time.Time)) []engine.Statement
	// SelectTrailRecords reads the records of these overrides in the app's audit
	// trail, except those that flagtui_change has, too.
	SelectTrailRecords(keys []feature.Change, keep func(feature.Entry)) []engine.Statement
	// TrailReader reads the app's audit trail for a history; nil where there is
	// nothing to read for it. rows are what FindRows has found; nil: it was not asked.
	TrailReader(ctx context.Context, q HistoryFilter, rows *HistoryRows) (Reader, error)
}

// Inserter makes a statement that inserts n rows, and returns something for each.
type Inserter func(n int, text string, args []any) engine.Statement

// What some layouts have besides.
type (
	// Impacter is a layout in which scopes inherit a setting from the system.
	Impacter interface {
		// Impact is Store.Impact.
		Impact(ctx context.Context, name string) (feature.Impact, error)
	}
	// FirstPager is a layout that reads a first page in one statement.
	FirstPager interface {
		// SelectFirstPage reads the definitions that a query of the columns name,
		// description, enabled and scopes has, and the settings of these flags.
		SelectFirstPage(scope feature.Scope, definitions string, args []any, page FirstPage) engine.Statement
	}
	// RowFinder is a layout whose audit trail is read by the ids of rows.
	RowFinder interface {
		// FindRows returns the rows that a history is of; nil where the trail is read
		// without.
		FindRows(ctx context.Context, q HistoryFilter) (*HistoryRows, error)
	}
	// ActorNamer is a layout that has names for the ids of the app's users.
	ActorNamer interface {
		// NameUsers replaces user ids among people by names.
		NameUsers(ctx context.Context, people ...*string) error
	}
	// ConflictExplainer is a layout whose columns may take texts for equal that differ.
	ConflictExplainer interface {
		// ExplainConflict adds that to the error that another row took the place of a
		// new one.
		ExplainConflict(err error) error
	}
	// Annotator is a layout whose app has more that decides about a feature than the
	// rows.
	Annotator interface {
		// These are the methods of Store.
		FeatureRollouts(ctx context.Context, name string) (feature.FeatureRollouts, error)
		ScopeRollouts(ctx context.Context, scopes []feature.Scope, names ...string) (map[feature.Scope]feature.ScopeRollouts, error)
		Rollouts(ctx context.Context) (map[string]feature.FeatureRollouts, error)
		FeatureStates(ctx context.Context) ([]feature.FeatureState, error)
		// HasRolloutMode: a definition says how a feature is rolled out.
		HasRolloutMode() bool
	}
	// EnabledLister is a layout that can tell every feature that is on, anywhere.
	EnabledLister interface {
		// Enabled is Store.Enabled.
		Enabled(ctx context.Context) ([]feature.TitledOverride, error)
	}
)

// WantIndex is an index that flagtui's queries rely on.
type WantIndex struct {
	Table   engine.Table
	Unique  bool // on just these columns; otherwise they come first
	Columns []string
}

// UniqueIndex is a unique index on just these columns.
func UniqueIndex(t engine.Table, columns ...string) WantIndex { return WantIndex{t, true, columns} }

// PlainIndex is an index that begins with these columns.
func PlainIndex(t engine.Table, columns ...string) WantIndex { return WantIndex{t, false, columns} }

// EachCount reads a name, and how many are on and how many off.
func EachCount(add func(name string, n feature.Count)) func(*sql.Rows) error {
	var name string
	var n feature.Count
	row := []any{engine.TextInto(&name), &n.On, &n.Off}
	return func(rows *sql.Rows) error {
		if err := rows.Scan(row...); err != nil {
			return err
		}
		add(name, n)
		return nil
	}
}
