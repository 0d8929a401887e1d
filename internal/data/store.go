// Package data reads and changes what an application's database stores about feature
// flags. It returns stored rows and does not resolve them, because the rules are in
// package feature.
package data

import (
	"context"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Store is one database. Its methods are safe for concurrent use. Every error is a
// *feature.Problem. Its kind is feature.ErrUnavailable if the database is unreachable,
// or does not answer before ctx or the statement timeout ends. Each method documents
// other kinds.
type Store interface {
	Reader
	Scopes
	Writer
	History
	Catalogue
	Watcher

	// Info returns what Open found. Its ReadOnly is the result of the last Access.
	Info() Info

	// Close closes the connections. It does not wait for the database.
	Close() error
}

// Catalogue reads and replaces the catalogue that the database keeps.
type Catalogue interface {
	// Definitions returns the catalogue in flagtui_definition, sorted by the bytes of
	// the names. If the table is absent or empty, it returns the definitions of the
	// app's own table. It returns nil if there is neither.
	Definitions(ctx context.Context) ([]feature.Definition, error)

	// FirstPage returns the first definitions, sorted by the bytes of their names, with
	// the overrides of their flags. One round trip reads them before a large catalogue
	// has been read. most limits the number of definitions. The page is empty at
	// projects and sections, and for a database without a catalogue.
	FirstPage(ctx context.Context, scope feature.Scope, most int) (FirstPage, error)

	// Register replaces the catalogue in flagtui_definition in one transaction, and
	// reads the new catalogue back. It fails with feature.ErrUnknown if the table is
	// absent, and with feature.ErrUsage for an invalid or duplicate name.
	Register(ctx context.Context, defs []feature.Definition) error
}

// Reader reads overrides and targeting.
type Reader interface {
	// Stored returns the overrides at one scope, by flag name. At system scope it reads
	// every row that the app reads as the system's override. A non-empty names limits
	// the result to these flags.
	Stored(ctx context.Context, scope feature.Scope, names ...string) (map[string]feature.Stored, error)

	// StoredAt returns the overrides at several scopes, as Stored does for one scope. A
	// scope without overrides has an empty map. All tenants together cost one query.
	StoredAt(ctx context.Context, scopes []feature.Scope, names ...string) (map[feature.Scope]map[string]feature.Stored, error)

	// Rows returns the overrides at one scope, with their times and users. A non-empty
	// names limits the result to these flags. At system scope it returns every row that
	// the app reads as the system's override. If a flag has several such rows, the last
	// one counts.
	Rows(ctx context.Context, scope feature.Scope, names ...string) ([]feature.Override, error)

	// Recent returns the names of the flags with an override at scope, the most recently
	// changed first.
	Recent(ctx context.Context, scope feature.Scope) ([]string, error)

	// Counts calls add for each flag with overrides. The count is the number of tenants
	// that override the flag, or of projects and sections where a scoped feature is on.
	// A flag in the tables of two applications gets two calls.
	Counts(ctx context.Context, add func(name string, n feature.Count)) error

	// Overrides returns one page of the overrides of one flag. The system's override
	// comes first. The other overrides are sorted by kind of scope and scope id.
	Overrides(ctx context.Context, query layout.OverrideQuery) (OverridePage, error)

	// All returns every override, sorted by the bytes of the kind of scope, the scope id
	// and the name.
	All(ctx context.Context) ([]feature.Override, error)

	// FeatureRollouts returns the state, rollouts and exemptions of a scoped feature. It
	// returns none if the app's tables are absent.
	FeatureRollouts(ctx context.Context, name string) (feature.FeatureRollouts, error)

	// ScopeRollouts returns what decides canary features at projects and sections. It
	// skips other scopes. A non-empty names limits the result to these features. If the
	// tables are unreadable, ScopeRollouts.Unread holds the reason.
	ScopeRollouts(ctx context.Context, scopes []feature.Scope, names ...string) (map[feature.Scope]feature.ScopeRollouts, error)

	// Rollouts returns the rollouts and exemptions of every feature that has any. It
	// skips unreadable tables.
	Rollouts(ctx context.Context) (map[string]feature.FeatureRollouts, error)

	// FeatureStates returns the app's flags for the whole system, by label. It returns
	// none if the app's table is absent.
	FeatureStates(ctx context.Context) ([]feature.FeatureState, error)

	// Enabled returns every override that turns a scoped feature on, by name, kind of
	// scope, title and id. It returns none if the database has no scoped features.
	Enabled(ctx context.Context) ([]feature.TitledOverride, error)

	// Impact returns the number of tenants that inherit the system's value of a flag,
	// and the number of tenants with an override.
	Impact(ctx context.Context, name string) (feature.Impact, error)

	// InSnapshot runs fn, which may run twice. All reads of fn with its context see the
	// database at one moment.
	InSnapshot(ctx context.Context, fn func(context.Context) error) error

	// AtOnce runs reads, each with the context that it gets, and returns the first error.
	// All reads need as many round trips as the longest of them. The reads take turns, so
	// they may share variables.
	AtOnce(ctx context.Context, reads ...func(context.Context) error) error

	// CheckRows calls row with every override, and report with every anomaly, one call
	// at a time. It keeps none of them in memory.
	CheckRows(ctx context.Context, row func(layout.Row), report func(layout.Anomaly)) error
}

// Scopes finds scopes.
type Scopes interface {
	// Scopes returns one page of the scopes of a kind. Scopes with overrides come first,
	// then the others in the app's own table. A search of tenants by text mixes both,
	// sorted by id.
	Scopes(ctx context.Context, query layout.ScopeQuery) (layout.ScopePage, error)

	// Scope finds one scope. If the columns treat different ids as equal, it returns the
	// stored id. It fails with feature.ErrUnknown if neither an override nor the app's
	// own table has the scope. The error's hint names the nearest ids.
	Scope(ctx context.Context, scope feature.Scope) (feature.ScopeInfo, error)

	// ScopesOfSlugs returns the scopes of a kind that have these slugs or names, by slug.
	// It leaves out slugs that no scope has. An id is its own slug, except in OLI Torus,
	// where a slug may be a number.
	ScopesOfSlugs(ctx context.Context, kind feature.Kind, slugs []string) (map[string]feature.Scope, error)

	// ScopeNames returns the names of these scopes from the app's tables. It leaves out
	// scopes without a name.
	ScopeNames(ctx context.Context, scopes []feature.Scope) (map[feature.Scope]string, error)
}

// Writer changes overrides.
type Writer interface {
	// Apply makes every change of the set in one transaction, or none. It returns the
	// changes that it wrote.
	//
	// Apply fails with feature.ErrConflict and a *Conflict as its cause if a row differs
	// from Before. A row that already equals After is not a conflict. Apply fails with
	// feature.ErrRefused if the store is read-only. It fails with feature.ErrUsage if
	// the columns cannot hold a new name or id, or if the set has an override twice.
	//
	// Some releases of the app may read several rows as the system's override of a flag.
	// A change at system scope sets or deletes all of them. Each of these rows is a
	// change of its own.
	//
	// Every write reads back, in its transaction, what the app would read. If the result
	// is not as intended, the transaction is rolled back. The write then fails with
	// feature.ErrRefused and names possible causes.
	//
	// If the connection is lost, every write opens a new connection to find out whether
	// the transaction was committed. A write that was committed returns no error.
	// Otherwise feature.ErrUnavailable says that nothing was written, or that the
	// outcome is unknown.
	Apply(ctx context.Context, set feature.ChangeSet) (Applied, error)

	// Kill turns a flag off everywhere, in one transaction. Kill sets the system's
	// override to off. It also sets every other override that is on to off. It ignores
	// set.Changes.
	Kill(ctx context.Context, name string, set feature.ChangeSet) (Applied, error)

	// Undo reverts a change-set in one transaction. The undo is a change-set and can be
	// undone, too. Undo fails with feature.ErrUnknown if the history has no such
	// change-set. It fails with feature.ErrConflict if one of the overrides has changed
	// since; the error names that override and the user.
	Undo(ctx context.Context, change string, set feature.ChangeSet) (Applied, error)
}

// History reads the recorded changes.
type History interface {
	// History returns one page of changes, newest first. The changes come from flagtui's
	// journal, the app's audit trail, and the comparison of rows with their last
	// records. A change from outside is on the same page as the override's last record.
	History(ctx context.Context, query HistoryQuery) (HistoryPage, error)

	// LastChanges returns the result of feature.LastChange for each flag at a scope. The
	// change names a user only if a record does. A flag without a record and a row is
	// left out.
	LastChanges(ctx context.Context, scope feature.Scope, names ...string) (map[string]feature.Entry, error)

	// ChangeSet returns the entries of a change-set, in the order in which they were
	// made. It fails with feature.ErrUnknown if the history has no such change-set.
	ChangeSet(ctx context.Context, change string) ([]feature.Entry, error)

	// LastOwn returns the entries of an actor's newest change-set that is not an undo
	// and is not undone. It fails with feature.ErrUnknown if the newest entries of the
	// history have none.
	LastOwn(ctx context.Context, actor string) ([]feature.Entry, error)
}

// Watcher detects changes by others.
type Watcher interface {
	// Access checks again whether this user may write, and returns the reason if not.
	// Later writes depend on the new result. A store that the user opened read-only
	// stays read-only. Access fails as Open does.
	Access(ctx context.Context) (readOnly string, err error)

	// Watch signals when overrides, definitions or the history may have changed, also by
	// this store. It also signals when the way of watching changes. The first signal
	// comes at once, because earlier reads may be out of date. Signals that are not
	// received in time merge into one.
	//
	// A watch never fails. It signals when the database is unreachable, keeps trying,
	// and signals again after it has reconnected. The channel closes when ctx ends or
	// the store closes. A store supports one watch at a time.
	Watch(ctx context.Context) <-chan engine.Signal
}
