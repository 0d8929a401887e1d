// Package data reads and changes what an application's database stores about
// feature flags. It returns what is stored and never resolves it: the rules
// are in package flag. It knows nothing of terminals.
package data

import (
	"context"

	"flagtui/internal/flag"
)

// Store is one database. Its methods are safe for concurrent use. Each fails
// with a *flag.Problem: of kind flag.ErrUnavailable when the database cannot
// be reached or does not answer before ctx or the statement timeout ends, and
// of the kinds named below.
type Store interface {
	// Facts tells what was found when the database was opened.
	Facts() Facts

	// Definitions returns the catalogue kept in flagtui_definition, by name;
	// nil where there is no such table.
	Definitions(ctx context.Context) ([]flag.Definition, error)

	// Stored returns the overrides at one scope, by flag name: at system scope
	// every row that the app reads as a system override.
	Stored(ctx context.Context, scope flag.Scope) (map[string]flag.Stored, error)

	// Recent returns the names of the flags overridden at scope, the one whose
	// override changed last first.
	Recent(ctx context.Context, scope flag.Scope) ([]string, error)

	// Counts returns, by flag name, how many tenants override the flag.
	Counts(ctx context.Context) (map[string]flag.Count, error)

	// Overrides returns every override of one flag, the system's first, then
	// by scope id.
	Overrides(ctx context.Context, name string) ([]flag.Override, error)

	// Reach tells whom a change of the flag's system override touches.
	Reach(ctx context.Context, name string) (flag.Reach, error)

	// Scopes returns one page of the scopes of a kind: those with overrides
	// first, then the others that the app's own table lists.
	Scopes(ctx context.Context, query ScopeQuery) (ScopePage, error)

	// Scope looks one scope up. Where neither an override nor the app's own
	// table knows it, it fails with flag.ErrUnknown, and the hint names the
	// nearest ids.
	Scope(ctx context.Context, scope flag.Scope) (flag.ScopeInfo, error)

	// Apply makes every change of the set, or none, in one transaction, and
	// returns what it really changed. A change whose row no longer is as
	// Before says fails with flag.ErrConflict and a *Conflict as its cause,
	// unless the row already is as After says, which changes nothing. A
	// read-only store fails with flag.ErrRefused, a name or an id that the
	// columns cannot hold with flag.ErrUsage.
	Apply(ctx context.Context, set flag.ChangeSet) (Applied, error)

	// Register replaces the catalogue in flagtui_definition, in one
	// transaction. It fails with flag.ErrUnknown where the table is missing.
	Register(ctx context.Context, defs []flag.Definition) error

	// Close gives up the connections. It does not wait for the database.
	Close() error
}
