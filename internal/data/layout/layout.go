package layout

import (
	"context"
	"database/sql"
	"time"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// Layout is the way an application stores overrides: a main table, and the scopes of its
// rows. A database may have several layouts. Most methods return statements, so that the
// store can run several of them in one round trip. A layout itself runs only steps that
// depend on each other.
type Layout interface {
	// ID returns the layout's unique name.
	ID() string
	// Holds reports whether the main table holds the overrides at scopes of this kind.
	Holds(kind feature.Kind) bool
	// Kinds describes the kinds of scope in this database.
	Kinds() []feature.KindInfo
	// Main returns the table of the overrides.
	Main() engine.Table
	// Tables returns the application's tables. A zero table stands for an absent one.
	Tables() []engine.Table
	// Watched returns the tables whose changes a watch signals.
	Watched() []engine.Table
	// Written returns the tables that Write writes.
	Written() []engine.Table
	// Indexes returns the indexes that the statements rely on.
	Indexes() []WantIndex
	// Normalize returns a change in the form that the main table can store.
	Normalize(change feature.Change) feature.Change

	// Validate fails if the app cannot store a change. The error is ErrUsage for an
	// invalid name or id, ErrUnknown for an id that no scope can have, and ErrRefused
	// for a setting that no row can hold. isNew reports whether the change inserts a
	// row. Only new rows must fit the lengths of the columns.
	Validate(change feature.Change, isNew bool) error

	// SelectStored reads the settings at scopes of one kind. A non-empty names limits
	// the result to these flags. If the app reads several rows as one override, the
	// statement passes the deciding row to each last.
	SelectStored(kind feature.Kind, ids, names []string, each func(id, name string, stored feature.Stored)) ([]engine.Statement, error)
	// SelectRecent reads the names of the flags with an override at scope, the most
	// recently changed first.
	SelectRecent(scope feature.Scope, each func(name string)) (engine.Statement, error)
	// SelectRows reads the rows at one scope. A non-empty names limits the result to
	// these flags, unless names is longer than engine.Chunk.
	SelectRows(scope feature.Scope, names []string, each func(OverrideRow)) (engine.Statement, error)
	// SelectPage reads the first limit rows of one flag after q.After.
	SelectPage(q OverrideQuery, limit int, each func(OverrideRow)) (engine.Statement, error)
	// SelectAll reads every row.
	SelectAll(each func(OverrideRow)) engine.Statement
	// SelectAfter reads the first limit rows after a row's id, in the order of ids. It
	// skips rows without a flag or a scope.
	SelectAfter(id string, limit int, each func(OverrideRow)) engine.Statement
	// SelectCounts reads the number of on rows and of off rows for each flag, as
	// Store.Counts describes.
	SelectCounts(add func(name string, n feature.Count)) engine.Statement
	// SelectByKey reads the rows of these overrides.
	SelectByKey(keys []feature.Change, each func(OverrideRow)) []engine.Statement

	// SelectDeciding reads the rows that decide the settings to be changed. end is the
	// SQL text after each query, which is engine.Dialect.Lock or empty.
	SelectDeciding(changes []feature.Change, end string, each func(OverrideRow)) ([]engine.Statement, error)
	// LockFlag reads and locks all rows of a flag.
	LockFlag(name string, each func(OverrideRow)) engine.Statement
	// SelectOn reads the rows that turn a flag on for some scope.
	SelectOn(name string, each func(RowKey)) engine.Statement
	// Write returns the statements that make changes and record them in the app's own
	// audit trail. The caller has locked the rows. Write itself only reads in tx, so a
	// failure of Write leaves nothing written. inserted makes each statement that
	// inserts rows.
	Write(ctx context.Context, tx *sqlx.Tx, set feature.ChangeSet, changes []feature.Change, rows map[RowKey]OverrideRow, inserted Inserter) ([]engine.Statement, error)

	// Scopes implements Store.Scopes for the kinds that Holds reports.
	Scopes(ctx context.Context, q ScopeQuery) (ScopePage, error)
	// Scope implements Store.Scope for the kinds that Holds reports.
	Scope(ctx context.Context, scope feature.Scope) (feature.ScopeInfo, error)
	// SelectNames reads the names of scopes of one kind from the app's own table. It
	// returns no statement if the app has no such table.
	SelectNames(kind feature.Kind, ids []string, each func(id, name string)) []engine.Statement

	// Check calls row with every row, and report with every anomaly. unique reports
	// whether a unique index excludes duplicate rows.
	Check(ctx context.Context, row func(Row), report func(Anomaly), unique bool) error

	// RecordsAll reports whether the app records all its changes in its audit trail.
	RecordsAll() bool
	// Records reports whether Write records these changes in the app's audit trail under
	// the change-set's id. If so, a history can find them by that id.
	Records(set feature.ChangeSet, changes []feature.Change) bool
	// SelectNewest reads the newest rows of the overrides that q selects, at most limit.
	SelectNewest(q HistoryFilter, limit int, each func(OverrideRow)) []engine.Statement
	// SelectTrailStart reads the time of the first record in the app's audit trail.
	SelectTrailStart(each func(time.Time)) []engine.Statement
	// SelectTrailRecords reads the records of these overrides in the app's audit trail.
	// It skips the records that flagtui_change also has.
	SelectTrailRecords(keys []feature.Change, keep func(feature.Entry)) []engine.Statement
	// TrailReader returns a reader of the app's audit trail, or nil if the app has no
	// trail. rows is the result of FindRows, or nil if the layout is not a RowFinder.
	TrailReader(ctx context.Context, q HistoryFilter, rows *HistoryRows) (Reader, error)
}

// Inserter returns a statement that inserts n rows. The SQL text must return one row for
// each inserted row.
type Inserter func(n int, text string, args []any) engine.Statement

// These interfaces are optional for a layout.
type (
	// Impacter is a layout whose scopes inherit from the system.
	Impacter interface {
		// Impact implements Store.Impact.
		Impact(ctx context.Context, name string) (feature.Impact, error)
	}
	// FirstPager is a layout that reads a first page in one statement.
	FirstPager interface {
		// SelectFirstPage reads definitions and the settings of their flags. definitions
		// is a query with the columns name, description, default_enabled and scopes.
		// args are the query's arguments.
		SelectFirstPage(scope feature.Scope, definitions string, args []any, page FirstPage) engine.Statement
	}
	// Narrowed is a layout that may leave out rows of its main table.
	Narrowed interface {
		// Narrowing returns a text that two layouts share only if they leave out the same
		// rows. It is empty for a layout that leaves out none.
		Narrowing() string
	}
	// Slugged is a layout whose scopes have slugs or names besides their ids.
	Slugged interface {
		// SelectSlugs reads the ids of the scopes for Store.ScopesOfSlugs.
		SelectSlugs(kind feature.Kind, slugs []string, each func(id, slug string)) []engine.Statement
	}
	// RowFinder is a layout whose audit trail is read by row ids. Its SelectNewest reads
	// the same rows as SelectByKey.
	RowFinder interface {
		// FindRows returns the rows that a history is about. It returns nil for a
		// history that is read by time.
		FindRows(ctx context.Context, q HistoryFilter) (*HistoryRows, error)
	}
	// ActorNamer is a layout that knows the names of the app's users.
	ActorNamer interface {
		// NameUsers replaces each user id by the user's name.
		NameUsers(ctx context.Context, people ...*string) error
	}
	// ConflictExplainer is a layout whose columns may treat different texts as equal.
	ConflictExplainer interface {
		// ExplainConflict returns ErrOvertaken with an explanation of such columns. It
		// returns any other error unchanged.
		ExplainConflict(err error) error
	}
	// Annotator is a layout of an app in which rollouts, too, decide about a feature.
	// Its methods implement the Store's methods of the same names.
	Annotator interface {
		FeatureRollouts(ctx context.Context, name string) (feature.FeatureRollouts, error)
		ScopeRollouts(ctx context.Context, scopes []feature.Scope, names ...string) (map[feature.Scope]feature.ScopeRollouts, error)
		Rollouts(ctx context.Context) (map[string]feature.FeatureRollouts, error)
		FeatureStates(ctx context.Context) ([]feature.FeatureState, error)
		// HasRolloutMode reports whether a definition says how its feature is rolled
		// out.
		HasRolloutMode() bool
	}
	// Definer is a layout whose app keeps its definitions in a table of its own. They are
	// used where no catalogue is given and flagtui_definition is absent or empty.
	Definer interface {
		// SelectDefinitions reads the definitions, sorted by the bytes of their names.
		SelectDefinitions(each func(feature.Definition)) engine.Statement
	}
	// UndoRecorder is a RowKeeper that records an undo in the app's audit trail, too.
	UndoRecorder interface {
		// RecordUndo returns the statements that record the changes of Restore. These
		// statements run before those of Restore. rows are the locked rows.
		RecordUndo(ctx context.Context, tx *sqlx.Tx, set feature.ChangeSet, changes []feature.Change, rows map[RowKey]OverrideRow) ([]engine.Statement, error)
	}
	// KillChecker is a layout in which a flag may depend on values that flagtui cannot
	// turn off.
	KillChecker interface {
		// CheckKill fails with feature.ErrRefused if a killed flag could still be on. The
		// rows of the flag are locked in tx.
		CheckKill(ctx context.Context, tx *sqlx.Tx, name string) error
	}
	// EnabledLister is a layout that can list every enabled feature.
	EnabledLister interface {
		// Enabled implements Store.Enabled.
		Enabled(ctx context.Context) ([]feature.TitledOverride, error)
	}
)

// WantIndex is an index that flagtui's queries rely on.
type WantIndex struct {
	Table   engine.Table
	Unique  bool // the index has exactly Columns; otherwise it may have more
	Columns []string
}

// UniqueIndex returns a unique index on exactly these columns.
func UniqueIndex(t engine.Table, columns ...string) WantIndex { return WantIndex{t, true, columns} }

// PlainIndex returns an index that begins with these columns.
func PlainIndex(t engine.Table, columns ...string) WantIndex { return WantIndex{t, false, columns} }

// EachCount returns a function that reads a row with a name, the number of on rows and
// the number of off rows.
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
