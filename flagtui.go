// Package flagtui reads and changes the feature flags that an application keeps in its own
// PostgreSQL or SQLite database. A Go program beside the application looks at the same
// flags, in memory, and sees each change.
//
//	client, err := flagtui.Open(ctx, "postgres://app@db1/app")
//	if err != nil { … }
//	defer client.Close()
//
//	if client.Enabled("orders.beta", flagtui.Tenant("acme")) { … }
//
// It works on every table that the command flagtui works on: those of simple_module, OLI
// Torus, Flipper, FunWithFlags and django-waffle, and any table that [WithLayout]
// describes. An answer is what the application itself would read. The package alters no
// table.
//
// # Flags and scopes
//
// A flag has a value at a scope: the whole [System], a [Tenant], a [Project], or a scope
// of any other kind by [Scope]. Without a scope, a lookup is at the system. Ids are as the
// application stores them:
//
//   - simple_module: System, Tenant("acme")
//   - OLI Torus: Project(12), ProjectSlug("intro"), Section(7), SectionSlug("s7"), and not
//     System
//   - Flipper: System, Scope("actor", "User;7"), and Tenant("12") if [WithLayout] says
//     which actor it is
//   - FunWithFlags: System, Scope("actor", "user:7"), and Tenant("12") likewise
//   - django-waffle: System, Scope("user", "7") or by name Scope("user", "ann"),
//     Scope("group", "editors")
//
// The definitions of the flags are in the application's code, so the client has to be
// given them, with [WithCatalogue] or [WithCatalogueFile], unless the database has them
// (`flagtui register FILE` puts them there). Without definitions, the value of a flag
// that no override sets is not known.
//
// [Client.Enabled] is true only if a flag is known to be on. [Client.Evaluate] tells what
// else is the case: the flag is undefined, its definition does not allow the scope, the
// value depends on something that the database does not tell, such as a percentage of
// users, or nothing was read. [Result.Reason] names the case, and [Result.Err] is an
// error for it. Each undefined name is logged once.
//
// # What a lookup costs
//
// A lookup reads memory. It takes no lock, sends no query and allocates nothing, however
// many goroutines look: some 30 ns at the system, 40 ns at one tenant, and 75 ns at the
// most with 10,000 tenants in turn. Evaluate takes some 5 ns more; List makes a slice of
// all flags.
//
// The exception is the first look at a scope. It waits until the scope's overrides are
// read, in a few queries for all scopes that wait at that moment, and for one second at
// most ([WithFirstRead]). [Client.Warm] reads scopes beforehand. A scope that nobody
// looks at for 10 minutes leaves the memory, and so do scopes beyond a number
// ([WithScopes]). So only the scopes in use have to fit, not every override.
//
// With 10,000 flags, the client starts in some 40 ms and takes 4 MB. 10,000 tenants with
// ten overrides each take some 3 MB more.
//
// # How fresh an answer is
//
// The client listens to the database, and reads everything in use again when something
// has changed, whoever changed it. All values of a lookup are of one moment, and so are
// those of [Client.AllEnabled] and [Client.List]: a transaction of somebody else is seen
// whole, or not at all.
//
//   - PostgreSQL with triggers (`flagtui init --triggers`) notifies at once of every change.
//   - PostgreSQL without them notifies of changes by flagtui, and is asked every 2 s for
//     those by others ([WithRefresh]).
//   - SQLite is asked every 2 s whether the file has changed.
//   - A change by the client itself is in its answers when the method returns.
//
// To this comes the time of reading: of everything in use, because no database says what
// has changed. Where that is much, as 100,000 overrides, it is half a second, and the
// client then waits as long before it reads again.
// [Client.Refresh] reads at once. [Client.OnChange] tells of each change.
//
// # When the database is away
//
// The client goes on to answer from what it has read. It logs that once, and
// [Client.Stale] tells since when; it logs, too, when the database is back. It tries to
// connect after a second, and then after longer waits, of 30 s at most. A lookup does not
// wait meanwhile. The answer at a scope that was never read is off, with
// [ReasonUnavailable]: on would be a guess.
//
// [Open] fails if the database is away. With [WithDefaultsWhenAway] it does not: as long
// as a scope was never read, its flags have the defaults of their definitions.
//
// # Changing flags
//
// [Client.Enable], [Client.Disable], [Client.Clear], [Client.Set] and [Client.Kill] write
// what the application would write, in one transaction, with its own audit trail, and
// record who made the change and why in flagtui's history, if `flagtui init` has made
// that. Each row is compared with what the client saw, and read back. A change that is
// there already is no error and writes nothing. [Client.Undo] puts a change-set back.
// When the application itself sees a change depends on the application: the command
// `flagtui` says when.
//
// # Testing
//
// [Fake] returns a client without a database, for tests of code that takes a [*Client].
package flagtui

import (
	_ "embed" // for schema.sql

	"flagtui/internal/schema"
)

//go:embed schema.sql
var schemaSQL string

func init() { schema.Use(schemaSQL) }
