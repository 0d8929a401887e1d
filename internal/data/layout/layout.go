package layout

import (
	"context"
	"database/sql"
	"time"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// Layout is how an application stores overrides: a main table, and the scopes of its
// rows. A database may have several layouts. A layout returns statements, which the
// store runs, several of them in one round trip. A layout itself runs what takes several
// steps that depend on each other.
type Layout interface {
	// ID is the layout's unique name.
	ID() string
	// Holds reports whether overrides at scopes of this kind are in the main table.
	Holds(kind feature.Kind) bool
	// Kinds describes the kinds of scope in this database.
	Kinds() []feature.KindInfo
	// Main is the table of the overrides.
	Main() engine.Table
	// Tables are the application's tables; the zero table stands for one that is absent.
	Tables() []engine.Table
	// Watched are the tables whose changes a watch signals.
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
	// SelectRecent reads the names of the flags with an override at scope, the last
	// changed first.
	SelectRecent(scope feature.Scope, each func(name string)) (engine.Statement, error)
	// SelectRows reads the rows at one scope; with names, only rows of these flags,
	// unless they are more than engine.Chunk.
	SelectRows(scope feature.Scope, names []string, each func(OverrideRow)) (engine.Statement, error)
	// SelectPage reads up to limit rows of one flag, those after q.After.
	SelectPage(q OverrideQuery, limit int, each func(OverrideRow)) (engine.Statement, error)
	// SelectAll reads every row.
	SelectAll(each func(OverrideRow)) engine.Statement
	// SelectAfter reads the first limit rows after a row's id, in the order of ids. It
	// skips rows without a flag or a scope.
	SelectAfter(id string, limit int, each func(OverrideRow)) engine.Statement
	// SelectCounts reads for each flag how many rows are on and off; see Store.Counts.
	SelectCounts(add func(name string, n feature.Count)) engine.Statement
	// SelectByKey reads the rows of these overrides.
	SelectByKey(keys []feature.Change, each func(OverrideRow)) []engine.Statement

	// SelectDeciding reads the rows that decide the settings to be changed. end ends
	// each statement: engine.Dialect.Lock, or empty.
	SelectDeciding(changes []feature.Change, end string, each func(OverrideRow)) ([]engine.Statement, error)
	// LockFlag reads and locks all rows of a flag.
	LockFlag(name string, each func(OverrideRow)) engine.Statement
	// SelectOn reads the rows that turn a flag on for some scope.
	SelectOn(name string, each func(RowKey)) engine.Statement
	// Write returns the statements that make changes and record them in the app's own
	// audit trail. The rows are locked. Write may read in tx; it fails before anything
	// is written. inserted makes the statements that insert rows.
	Write(ctx context.Context, tx *sqlx.Tx, set feature.ChangeSet, changes []feature.Change, rows map[RowKey]OverrideRow, inserted Inserter) ([]engine.Statement, error)

	// Scopes and Scope are Store.Scopes and Store.Scope, for kinds that Holds has.
	Scopes(ctx context.Context, q ScopeQuery) (ScopePage, error)
	Scope(ctx context.Context, scope feature.Scope) (feature.ScopeInfo, error)
	// SelectNames reads the names that the app's table has for scopes of one kind. It
	// returns no statement if there is no such table.
	SelectNames(kind feature.Kind, ids []string, each func(id, name string)) []engine.Statement

	// Check calls row with every row, and report with each anomaly. unique: no row can be
	// there twice.
	Check(ctx context.Context, row func(Row), report func(Anomaly), unique bool) error

	// RecordsAll reports whether the app's audit trail has every change that the app
	// makes.
	RecordsAll() bool
	// Records reports whether the app's audit trail, as Write fills it, has the
	// change-set's id, so that a history finds these changes by it.
	Records(set feature.ChangeSet, changes []feature.Change) bool
	// SelectNewest reads the newest rows of the overrides in a history, at most limit.
	SelectNewest(q HistoryFilter, limit int, each func(OverrideRow)) []engine.Statement
	// SelectTrailStart reads the time of the first record in the app's audit trail.
	SelectTrailStart(each func(time.Time)) []engine.Statement
	// SelectTrailRecords reads the records of these overrides in the app's audit
	// trail, except those that flagtui_change has, too.
	SelectTrailRecords(keys []feature.Change, keep func(feature.Entry)) []engine.Statement
	// TrailReader returns a reader of the app's audit trail; nil if there is no trail.
	// rows are the result of FindRows, nil if the layout has none.
	TrailReader(ctx context.Context, q HistoryFilter, rows *HistoryRows) (Reader, error)
}

// Inserter returns a statement that inserts n rows. The SQL text has to return a row for
// each.
type Inserter func(n int, text string, args []any) engine.Statement

// Interfaces of some layouts.
type (
	// Impacter is a layout whose scopes inherit from the system.
	Impacter interface {
		// Impact is Store.Impact.
		Impact(ctx context.Context, name string) (feature.Impact, error)
	}
	// FirstPager is a layout that reads a first page in one statement.
	FirstPager interface {
		// SelectFirstPage reads definitions and the settings of their flags. The query
		// definitions has the columns name, description, default_enabled and scopes, and
		// args.
		SelectFirstPage(scope feature.Scope, definitions string, args []any, page FirstPage) engine.Statement
	}
	// RowFinder is a layout whose audit trail is read by row ids.
	RowFinder interface {
		// FindRows returns the rows whose records a history needs; nil if the trail is
		// read by time.
		FindRows(ctx context.Context, q HistoryFilter) (*HistoryRows, error)
	}
	// ActorNamer is a layout that knows the names of the app's users.
	ActorNamer interface {
		// NameUsers replaces user ids by names.
		NameUsers(ctx context.Context, people ...*string) error
	}
	// ConflictExplainer is a layout whose columns may compare different texts as equal.
	ConflictExplainer interface {
		// ExplainConflict adds that to ErrOvertaken.
		ExplainConflict(err error) error
	}
	// Annotator is a layout of an app in which more than the rows decides about a
	// feature.
	Annotator interface {
		// See Store.
		FeatureRollouts(ctx context.Context, name string) (feature.FeatureRollouts, error)
		ScopeRollouts(ctx context.Context, scopes []feature.Scope, names ...string) (map[feature.Scope]feature.ScopeRollouts, error)
		Rollouts(ctx context.Context) (map[string]feature.FeatureRollouts, error)
		FeatureStates(ctx context.Context) ([]feature.FeatureState, error)
		// HasRolloutMode reports whether definitions say how a feature is rolled out.
		HasRolloutMode() bool
	}
	// EnabledLister is a layout that can list every enabled feature.
	EnabledLister interface {
		// Enabled is Store.Enabled.
		Enabled(ctx context.Context) ([]feature.TitledOverride, error)
	}
)

// WantIndex is an index that flagtui's queries rely on.
type WantIndex struct {
	Table   engine.Table
	Unique  bool // exactly these columns; otherwise the index begins with them
	Columns []string
}

// UniqueIndex is a unique index on just these columns.
func UniqueIndex(t engine.Table, columns ...string) WantIndex { return WantIndex{t, true, columns} }

// PlainIndex is an index that begins with these columns.
func PlainIndex(t engine.Table, columns ...string) WantIndex { return WantIndex{t, false, columns} }

// EachCount returns a function that reads a row of a name, a number on and a number off.
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
