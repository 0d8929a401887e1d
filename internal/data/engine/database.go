package engine

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/feature"
)

// DefaultTimeout is the time limit for connecting, and for each statement, if Settings
// has none.
const DefaultTimeout = 5 * time.Second

// DB is an open database. Once its tables are chosen, only the reason in Denied changes.
type DB struct {
	Dialect
	Pool     *sqlx.DB
	again    func() (*sql.DB, error) // opens another pool, for reading
	settings Settings
	idle     *time.Timer   // closes all idle connections but one; nil on SQLite
	turn     chan struct{} // holds one value for each read of Background that runs
	Found    Server
	Denied   *Denial // used on PostgreSQL only

	// clients is the number of connections of this database whose application name is
	// this program's, at the last inspection. It is 0 on SQLite.
	clients *atomic.Int64

	where Target          // the database's address, for connections outside the pool
	life  context.Context // ends when the DB is closed
	end   context.CancelFunc

	// searchPath is the session's own search_path on PostgreSQL, and OwnSchema is its
	// first schema.
	searchPath, OwnSchema string

	// path is the SQLite file. file identifies the file that was opened.
	path  string
	file  os.FileInfo
	files *sideFiles // the files that SQLite keeps beside the database
}

// Settings configure Connect.
type Settings struct {
	ReadOnly bool // the sessions refuse writes
	Timeout  time.Duration
	Pace     Pace // the intervals of a watch; the zero value selects the usual ones
	Tables   []Spec
	Now      func() time.Time // the wall clock; nil selects time.Now

	// BackgroundReads is the number of reads of Background that run at the same time. The
	// zero value selects one.
	BackgroundReads int
	// Waiting is called each time that the PostgreSQL server has no free connection. It may
	// be nil.
	Waiting func()
}

// Server describes an open database.
type Server struct {
	Dialect  string // "sqlite" or "postgres"
	Version  string // the version of the server, or of the SQLite library
	Host     string // empty for SQLite
	Database string // the database's name, or the path of the SQLite file
	User     string // the database role; empty for SQLite

	// ReadOnly says why the database cannot be written. It is empty if writing is
	// possible.
	ReadOnly string

	// Filtered names the tables in which row-level security may hide rows from this
	// user. Views names the tables that are views.
	Filtered, Views []string
	// LeftOut holds one reason for each table that exists but cannot be used.
	LeftOut []string
}

// Name returns the short name for a screen's header, such as "flags@db1" or "app.db".
func (s Server) Name() string {
	if s.Dialect == SQLite.Name {
		return filepath.Base(s.Database)
	}
	return s.Database + "@" + cmp.Or(s.Host, "local")
}

// Writable fails with feature.ErrRefused if the database cannot be written.
func (s Server) Writable() error {
	if s.ReadOnly == "" {
		return nil
	}
	return &feature.Problem{Kind: feature.ErrRefused, Text: "read-only: " + s.ReadOnly}
}

// Connect opens a database, and returns the tables of settings.Tables that exist there.
func Connect(ctx context.Context, where Target, settings Settings) (*DB, []Table, error) {
	if settings.Timeout <= 0 {
		settings.Timeout = DefaultTimeout
	}
	settings.Pace = settings.Pace.OrUsual()
	if settings.Now == nil {
		settings.Now = time.Now
	}
	s := &DB{Dialect: where.Dialect, where: where, Denied: &Denial{}, settings: settings,
		clients: &atomic.Int64{}, turn: make(chan struct{}, max(1, settings.BackgroundReads))}
	open := s.connectPostgres
	if s.Dialect == SQLite {
		open = s.connectSQLite
	}
	db, err := open(where, settings.Timeout, settings.ReadOnly)
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections) // opening a connection takes several round trips
	s.Pool = sqlx.NewDb(db, s.Dialect.Name)
	if s.Dialect == Postgres {
		s.idle = time.AfterFunc(settings.Pace.Idle, func() { db.SetMaxIdleConns(1) })
		db.SetConnMaxIdleTime(settings.Pace.Close)
	}
	s.life, s.end = context.WithCancel(context.Background())
	if s.Dialect == SQLite {
		s.path = where.Path
		s.file, _ = os.Stat(where.Path) // open has already found the file
	}
	s.again = func() (*sql.DB, error) { return open(where, settings.Timeout, true) }
	found, err := s.inspect(ctx)
	if err != nil {
		s.Close()
		return nil, nil, err
	}
	return s, found, nil
}

// inspect returns the tables of the settings that exist in the database.
func (s *DB) inspect(ctx context.Context) (found []Table, err error) {
	if s.Dialect == SQLite {
		found, err = s.inspectSQLite(ctx, s.where)
	} else {
		found, err = s.inspectPostgres(ctx, s.where)
	}
	for i := range found {
		for _, spec := range s.settings.Tables {
			if spec.Is(found[i]) {
				found[i].spec = spec
			}
		}
	}
	return found, err
}

// InspectAgain inspects a PostgreSQL database again over the same connections.
func (s *DB) InspectAgain(ctx context.Context) (*DB, []Table, error) {
	now := &DB{Dialect: s.Dialect, Pool: s.Pool, settings: s.settings, where: s.where, turn: s.turn, clients: s.clients}
	found, err := now.inspect(ctx)
	return now, found, err
}

// knownTables returns the names of the tables in the settings as a list of SQL literals.
func (s *DB) knownTables() string {
	var names []string
	for _, spec := range s.settings.Tables {
		names = append(names, s.Literal(spec.Name))
	}
	return strings.Join(names, ", ")
}

// Server describes the database at the time of Connect. On PostgreSQL, ReadOnly is kept
// up to date.
func (s *DB) Server() Server {
	found := s.Found
	if s.Dialect == Postgres {
		found.ReadOnly = s.Denied.readOnly()
	}
	return found
}

// Close closes the connections without waiting for the database.
func (s *DB) Close() error {
	s.end()
	if s.idle != nil {
		s.idle.Stop()
	}
	err := s.Pool.Close()
	s.files.removeMade()
	return err
}

// Read runs fn within the statement timeout, and explains its error. Reads come in
// groups, so the connections are kept until reading pauses. Reads in the Background wait
// for each other instead.
func (s *DB) Read(ctx context.Context, fn func(context.Context) error) error {
	ctx, done, err := s.takeTurn(ctx)
	if err != nil {
		return err
	}
	defer done()
	if ctx.Value(backgroundKey{}) == nil {
		s.keepConnections()
	}
	return s.ask(ctx, fn)
}

// keepConnections keeps idle connections open until reading pauses.
func (s *DB) keepConnections() {
	if s.idle != nil {
		s.Pool.SetMaxIdleConns(connections)
		s.idle.Reset(s.settings.Pace.Idle)
	}
}

// ask is Read for a watch. Unlike Read, ask does not keep idle connections open, since a
// server has few connections.
func (s *DB) ask(ctx context.Context, fn func(context.Context) error) error {
	limited, cancel := context.WithTimeout(ctx, s.settings.Timeout+clientGrace)
	defer cancel()
	err := s.moved()
	if err == nil {
		err = fn(limited)
	}
	if err = s.Explain(err); err != nil && errors.Is(ctx.Err(), context.Canceled) {
		return interrupted(err)
	}
	return err
}

// connections is the maximum number of open connections. A dashboard reads, counts and
// watches at the same time.
const connections = 4

// Query runs a SELECT and calls the function each for every row. InSnapshot and AtOnce
// concern it as they concern Batch.
func Query(ctx context.Context, q sqlx.ExtContext, text string, args []any, each func(*sql.Rows) error) error {
	if t := turnOf(ctx, q); t != nil {
		return t.batch(Statement{Text: text, Args: args, Each: each})
	}
	q = readerOf(ctx, q)
	if q.DriverName() == Postgres.Name {
		var inlined strings.Builder
		if err := inline(&inlined, text, args); err != nil {
			return err
		}
		text, args = inlined.String(), nil
	}
	ctx, cancel := limitStatement(ctx)
	defer cancel()
	return eachRow(ctx, q.QueryContext, text, args, each)
}

// eachRow runs a query and calls the function each for every row.
func eachRow(ctx context.Context, query func(context.Context, string, ...any) (*sql.Rows, error), text string, args []any, each func(*sql.Rows) error) error {
	var rows *sql.Rows
	err := whileBusy(ctx, func() (err error) {
		rows, err = query(ctx, text, args...)
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

// clientGrace is the difference between the client's time limit and the server's. It
// lets the server's own error arrive first.
const clientGrace = 500 * time.Millisecond

// Repeat returns n copies of form, separated by commas, as in (?, ?), (?, ?).
func Repeat(n int, form string) string { return strings.Repeat(form+", ", n-1) + form }

// Chunk is the maximum number of rows in one statement. Every statement then stays below
// the maximum number of arguments of SQLite (32,766) and PostgreSQL (65,535).
const Chunk = 1000
