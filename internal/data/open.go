package data

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
)

// DefaultTimeout bounds a connection attempt and each statement.
const DefaultTimeout = 5 * time.Second

// sqlStore is the Store of an SQL database. Its fields do not change once
// Open has returned it, but for what access holds.
type sqlStore struct {
	dialect
	db      *sqlx.DB
	again   func() (*sql.DB, error) // makes new connections, for reading
	timeout time.Duration
	idle    *time.Timer // PostgreSQL: gives up all connections but one
	facts   Info
	access  *access // PostgreSQL
	schema  string  // as it was asked for

	where target          // for a connection of a watch's own
	pace  pace            // of a watch
	life  context.Context // until the store is closed
	end   context.CancelFunc

	overrides   table // feature_flags_override
	tenants     table // tenants_tenant
	definitions table // flagtui_definition
	journal     table // flagtui_change
	audit       table // audit_log_audit_entry
	users       table // users_user
	names       *names

	layouts []layout     // simple_module's first
	scoped  *torusLayout // nil: there are no scoped feature flags here

	// PostgreSQL: the session's own search_path, and the first schema in it.
	searchPath, ownSchema string

	// SQLite: the file, and what it was when it was opened.
	path  string
	file  os.FileInfo
	files *sideFiles // those beside it
}

// Open connects to the database that options name and finds its tables. It
// accepts postgres:// and postgresql:// URLs and libpq key=value, sqlite:///
// URLs, file: URIs and paths; SQLAlchemy's "+driver" forms are taken as they
// are. A SQLite file must exist.
//
// A database that this user may not write, or that never takes writes, is
// opened read-only; Info().ReadOnly says why. Open fails with flag.ErrUsage
// for a DSN that cannot be understood, and where the tables of a known app
// are missing, ambiguous, or of a shape that flagtui does not know.
func Open(ctx context.Context, options Options) (Store, error) {
	where, err := options.target()
	if err != nil {
		return nil, err
	}
	asked := ""
	if options.ReadOnly {
		asked = askedFor
	}
	s, err := openStore(ctx, where, options, asked)
	if err != nil {
		return nil, err
	}
	if s.dialect == sqlite && s.facts.ReadOnly != asked {
		// The user may not write here: open again, so that the session itself
		// refuses too, whatever the privileges become.
		s.Close()
		if s, err = openStore(ctx, where, options, s.facts.ReadOnly); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// openStore makes one attempt: with a session that refuses writes where
// readOnly gives a reason.
func openStore(ctx context.Context, where target, options Options, readOnly string) (*sqlStore, error) {
	s, found, err := connect(ctx, where, options, readOnly != "")
	if err != nil {
		return nil, err
	}
	if readOnly != "" {
		s.facts.ReadOnly = readOnly
	}
	s.facts.Live = options.Live
	if err := s.adopt(found, options.Schema); err != nil {
		s.Close()
		return nil, err
	}
	s.access.set(s.facts.ReadOnly)
	return s, nil
}

// connect opens a session and reads which of the known tables are there.
func connect(ctx context.Context, where target, options Options, readOnly bool) (*sqlStore, []table, error) {
	s := &sqlStore{dialect: where.dialect, where: where, schema: options.Schema, access: &access{}, timeout: options.Timeout,
		pace: options.pace.orUsual(), names: &names{}}
	if s.timeout <= 0 {
		s.timeout = DefaultTimeout
	}
	openDB, inspect := s.connectPostgres, s.inspectPostgres
	if s.dialect == sqlite {
		openDB, inspect = s.connectSQLite, s.inspectSQLite
	}
	db, err := openDB(where, s.timeout, readOnly)
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections) // to make one takes several round trips
	s.db = sqlx.NewDb(db, s.dialect.name)
	if s.dialect == postgres {
		s.idle = time.AfterFunc(s.pace.idle, func() { db.SetMaxIdleConns(1) })
	}
	s.life, s.end = context.WithCancel(context.Background())
	if s.dialect == sqlite {
		s.path = where.path
		s.file, _ = os.Stat(where.path) // connecting has looked at it
	}
	s.again = func() (*sql.DB, error) { return openDB(where, s.timeout, true) }
	found, err := inspect(ctx, where)
	if err != nil {
		s.Close()
		return nil, nil, err
	}
	return s, found, nil
}

// Info implements Store.
func (s *sqlStore) Info() Info {
	facts := s.facts
	if s.dialect == postgres {
		facts.ReadOnly = s.access.readOnly()
	}
	return facts
}

// Close implements Store.
func (s *sqlStore) Close() error {
	s.end()
	if s.idle != nil {
		s.idle.Stop()
	}
	err := s.db.Close()
	s.files.removeMade()
	return err
}

// read runs fn within the statement timeout and puts its error into words. What
// is read for a user is seldom read alone, so the connections for it are kept
// until nothing was read for a while.
func (s *sqlStore) read(ctx context.Context, fn func(context.Context) error) error {
	if s.idle != nil {
		s.db.SetMaxIdleConns(connections)
		s.idle.Reset(s.pace.idle)
	}
	return s.ask(ctx, fn)
}

// ask is read for a watch, which needs one connection only: a server has few.
func (s *sqlStore) ask(ctx context.Context, fn func(context.Context) error) error {
	limited, cancel := context.WithTimeout(ctx, s.timeout+clientGrace)
	defer cancel()
	err := s.moved()
	if err == nil {
		err = fn(limited)
	}
	if err = s.explain(err); err != nil && errors.Is(ctx.Err(), context.Canceled) {
		return interrupted(err)
	}
	return err
}

// connections is how many a store has at most: a dashboard reads one thing at
// a time, counts beside it, and watches.
const connections = 4

// work is what a transaction ends with.
type work struct {
	statements []statement
	change     string // the change-set that is recorded in flagtui_change; empty: none
	nothing    bool   // nothing was written, and nothing is to be
}

// write runs fn in one transaction, and then the statements that fn returns:
// committed when all succeed, undone otherwise, in which case fn may be run
// again. It is the only door to a write, and is closed when read-only.
func (s *sqlStore) write(ctx context.Context, fn func(context.Context, *sqlx.Tx) (work, error)) error {
	if err := s.Info().Writable(); err != nil {
		return err
	}
	err := s.read(ctx, func(limited context.Context) error {
		return whileOvertaken(limited, func() (err error) {
			for range connections + 1 { // all that wait in the pool may be lost
				err = whileBusy(limited, func() error { return s.writeOnce(ctx, limited, fn) })
				if !errors.As(err, new(notBegun)) {
					break
				}
			}
			return err
		})
	})
	return nothingWritten(err)
}

// writeOnce is one try of write. The commit is settled by ctx, all else is
// limited.
func (s *sqlStore) writeOnce(ctx, limited context.Context, fn func(context.Context, *sqlx.Tx) (work, error)) error {
	tx, err := s.db.BeginTxx(limited, nil)
	if err != nil {
		return err
	}
	defer func() {
		// After a commit this does nothing; a connection that is gone has
		// undone it by itself.
		_ = tx.Rollback()
	}()
	discard, err := s.files.beforeWrite()
	if err != nil {
		return err
	}
	defer func() { discard() }()
	w, err := fn(limited, tx)
	if err != nil || w.nothing { // then nobody is to be told
		return err
	}
	ticket := ticket{change: w.change}
	if err := s.batch(limited, tx, s.withOwnPath(append(w.statements, s.punch(&ticket)...))...); err != nil {
		return err
	}
	discard()
	discard = func() {} // a journal may be another program's from now on
	if err = tx.Commit(); errors.As(err, new(commitError)) && !overtaken(err) {
		return s.settle(ctx, ticket, err)
	}
	return err
}

// askedFor is why nothing is written where the user wants it so.
const askedFor = "asked for with --read-only"

// query runs a SELECT and calls each for every row.
func query(ctx context.Context, q sqlx.ExtContext, text string, args []any, each func(*sql.Rows) error) error {
	if q.DriverName() == postgres.name {
		inlined, err := inline([]statement{{text: text, args: args}})
		if err != nil {
			return err
		}
		text, args = inlined, nil
	}
	var rows *sql.Rows
	err := whileBusy(ctx, func() (err error) {
		rows, err = q.QueryContext(ctx, text, args...)
		return err
	})
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// clientGrace is how much longer than the server a client waits for the end
// of a statement, so that the server's own word arrives where it can.
const clientGrace = 500 * time.Millisecond

// list returns n comma-separated copies of form, as in (?, ?), (?, ?).
func list(n int, form string) string { return strings.Repeat(form+", ", n-1) + form }

// chunk is how many rows one statement names: with the most columns that one
// writes, within SQLite's 32,766 arguments and PostgreSQL's 65,535.
const chunk = 1000
