// Package data reads and changes what an application's database stores about
// feature flags. It returns what is stored and never resolves it: the rules
// are in package feature. It knows nothing of terminals.
package data

import (
	"context"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Store is one database. Its methods are safe for concurrent use. Each fails
// with a *feature.Problem: of kind feature.ErrUnavailable when the database cannot
// be reached or does not answer before ctx or the statement timeout ends, and
// of the kinds named below.
type Store interface {
	Reader
	Scopes
	Writer
	History
	Catalogue
	Watcher

	// Info tells what was found when the database was opened; ReadOnly is as
	// Access has found it since.
	Info() Info

	// Close gives up the connections. It does not wait for the database.
	Close() error
}

// Catalogue is the catalogue that the database keeps.
type Catalogue interface {
	// Definitions returns the catalogue kept in flagtui_definition, by the bytes
	// of the names; nil where there is no such table.
	Definitions(ctx context.Context) ([]feature.Definition, error)

	// FirstPage returns the first definitions of the catalogue kept in the
	// database, by the bytes of their names and most of them at the most, with the
	// overrides of these flags, in one round trip: a first page, before a large
	// catalogue has been read. It is of system and tenant scope, and empty
	// elsewhere or where no catalogue is kept.
	FirstPage(ctx context.Context, scope feature.Scope, most int) (FirstPage, error)

	// Register replaces the catalogue in flagtui_definition, in one
	// transaction. It fails with feature.ErrUnknown where the table is missing,
	// and with feature.ErrUsage for a name that is bad or defined twice. It is read
	// back as Apply does it.
	Register(ctx context.Context, defs []feature.Definition) error
}

// Reader reads what is stored.
type Reader interface {
	// Stored returns the overrides at one scope, by flag name: at system scope
	// every row that the app reads as a system override. With names it returns
	// those of these flags only.
	Stored(ctx context.Context, scope feature.Scope, names ...string) (map[string]feature.Stored, error)

	// StoredAt returns what Stored does at each of several scopes: for a scope
	// without overrides, an empty map. All tenants together cost one query.
	StoredAt(ctx context.Context, scopes []feature.Scope, names ...string) (map[feature.Scope]map[string]feature.Stored, error)

	// Rows returns the overrides of these flags at one scope, with who changed
	// them and when; without names, all at that scope. At system scope it is
	// every row that the app reads as a system override, and of several of one
	// flag the last one counts.
	Rows(ctx context.Context, scope feature.Scope, names ...string) ([]feature.Override, error)

	// Recent returns the names of the flags overridden at scope, the one whose
	// override changed last first.
	Recent(ctx context.Context, scope feature.Scope) ([]string, error)

	// Counts tells how many tenants override each flag, or of a scoped feature
	// in how many projects and sections it is on. add is called once for each flag
	// that has any; twice where tables of two applications have it.
	Counts(ctx context.Context, add func(name string, n feature.Count)) error

	// Overrides returns one page of the overrides of one flag: the system's
	// first, then the others by kind (tenants, projects, sections), then by
	// scope id.
	Overrides(ctx context.Context, query layout.OverrideQuery) (OverridePage, error)

	// All returns every override of every flag, by scope, scope id and name, in
	// the order of their bytes.
	All(ctx context.Context) ([]feature.Override, error)

	// FeatureRollouts tells what else the app's tables say about a scoped feature; nothing
	// where they are absent.
	FeatureRollouts(ctx context.Context, name string) (feature.FeatureRollouts, error)

	// ScopeRollouts returns, for each of these scopes that is a project or a section,
	// what decides canary features there; with names, of these features only. It
	// is empty for other scopes. Where the tables cannot be read, ScopeRollouts.Unread
	// says so.
	ScopeRollouts(ctx context.Context, scopes []feature.Scope, names ...string) (map[feature.Scope]feature.ScopeRollouts, error)

	// Rollouts returns the rollouts and the exemptions of every feature that has
	// any that may be read.
	Rollouts(ctx context.Context) (map[string]feature.FeatureRollouts, error)

	// FeatureStates returns the app's flags for the whole system, by label;
	// none where there is no such table.
	FeatureStates(ctx context.Context) ([]feature.FeatureState, error)

	// Enabled returns every scoped feature that is on, anywhere, by name, kind
	// of scope, title and id; none where there are no scoped features.
	Enabled(ctx context.Context) ([]feature.TitledOverride, error)

	// Impact tells how many tenants inherit the system's value of a flag, and how
	// many have an override of their own.
	Impact(ctx context.Context, name string) (feature.Impact, error)

	// CheckRows calls row with every override, and report with every anomaly, one call
	// at a time. It keeps neither in memory.
	CheckRows(ctx context.Context, row func(layout.Row), report func(layout.Anomaly)) error
}

// Scopes finds scopes.
type Scopes interface {
	// Scopes returns one page of the scopes of a kind: those with overrides
	// first, then the others that the app's own table lists. Tenants that a text
	// is searched in are all by id, whether or not they have overrides.
	Scopes(ctx context.Context, query layout.ScopeQuery) (layout.ScopePage, error)

	// Scope looks one scope up. Where the columns compare ids that differ as
	// equal, it returns the id that is stored. Where neither an override nor the app's own
	// table knows it, it fails with feature.ErrUnknown, and the hint names the
	// nearest ids.
	Scope(ctx context.Context, scope feature.Scope) (feature.ScopeInfo, error)

	// ScopeNames returns the names that the app's tables have for these scopes. It
	// leaves out scopes without one.
	ScopeNames(ctx context.Context, scopes []feature.Scope) (map[feature.Scope]string, error)
}

// Writer changes overrides.
type Writer interface {
	// Apply makes every change of the set, or none, in one transaction, and
	// returns what it really changed. A change whose row no longer is as
	// Before says fails with feature.ErrConflict and a *Conflict as its cause,
	// unless the row already is as After says, which changes nothing. A
	// read-only store fails with feature.ErrRefused, a new name or id that the
	// columns cannot hold, or an override named twice, with feature.ErrUsage.
	//
	// A change at system scope is made in every row that some release of the app
	// reads as the system's override of that flag: a setting is written to all of
	// them, and none clears them all. Each of these rows is a change of its own.
	//
	// This and every other write reads back, in its transaction, what the app
	// would read then. Where that is not what was to be written, all of it is
	// undone, and it fails with feature.ErrRefused, naming what may have done it.
	//
	// Where the connection is lost meanwhile, this and every other write finds
	// out over a new one whether all was written, which is no error, or
	// nothing, as its feature.ErrUnavailable then says. Where the database stays
	// away, the error says that it is not known, and where to look.
	Apply(ctx context.Context, set feature.ChangeSet) (Applied, error)

	// Kill turns a flag off everywhere, in one transaction: the system's
	// override is set to off, and so is every tenant's that is on when the
	// transaction runs. Changes of set are ignored.
	Kill(ctx context.Context, name string, set feature.ChangeSet) (Applied, error)

	// Undo puts a change-set back, in one transaction and as a change-set of its
	// own, which can be undone too. It fails with feature.ErrUnknown where history
	// has no such change-set, and with feature.ErrConflict, naming who and what,
	// where one of its overrides has changed since.
	Undo(ctx context.Context, change string, set feature.ChangeSet) (Applied, error)
}

// History says what was changed.
type History interface {
	// History returns one page of what was changed, newest first: what flagtui
	// recorded, what the app has in its own audit trail, and the changes that
	// neither recorded, of the overrides whose last record is on the page.
	History(ctx context.Context, query HistoryQuery) (HistoryPage, error)

	// LastChanges returns, for each of these flags, the change that its present
	// value at scope comes from, by feature.LastChange: who made it is said only
	// where a record says so. A flag without a record and without a row is left
	// out.
	LastChanges(ctx context.Context, scope feature.Scope, names ...string) (map[string]feature.Entry, error)

	// ChangeSet returns the entries of a change-set, in the order they were
	// made. It fails with feature.ErrUnknown where history has no such change-set.
	ChangeSet(ctx context.Context, change string) ([]feature.Entry, error)

	// LastOwn returns the entries of the newest change-set of an actor that is
	// no undoing and has not been undone. It fails with feature.ErrUnknown where
	// there is none in the newest entries of history.
	LastOwn(ctx context.Context, actor string) ([]feature.Entry, error)
}

// Watcher learns of changes by others.
type Watcher interface {
	// Access looks again whether anything may be written, and returns why not;
	// empty where it may. From then on the store writes or refuses to accordingly.
	// One that was opened read-only because the user asked for it stays so. It
	// fails as Open does.
	Access(ctx context.Context) (readOnly string, err error)

	// Watch tells when overrides, definitions or the history may have been
	// changed by anybody, this store included, and whenever the way changes in
	// which it learns of that. It does so for the first time at once: what was
	// read before may be old. Signals that are not received in time become one.
	// A watch never fails: while the database is away it tells so and goes on
	// trying, and when it is back, that something may have changed. The channel
	// is closed when ctx is over or the store is closed. A store is for one
	// watch at a time.
	Watch(ctx context.Context) <-chan engine.Signal
}
