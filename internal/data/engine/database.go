package engine

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/feature"
)

// DefaultTimeout bounds a connection attempt and each statement.
const DefaultTimeout = 5 * time.Second

// DB is one database. After Connect and the choice of its tables, its fields do not
// change, except what Denied holds.
type DB struct {
	Dialect
	Pool     *sqlx.DB
	again    func() (*sql.DB, error) // makes new connections, for reading
	settings Settings
	idle     *time.Timer // PostgreSQL: gives up all connections but one
	Found    Server
	Denied   *Denial // PostgreSQL

	where Target          // for a connection of a watch's own
	life  context.Context // until the database is closed
	end   context.CancelFunc

	// PostgreSQL: the session's own search_path, and the first schema in it.
	searchPath, OwnSchema string

	// SQLite: the file, and what it was when it was opened.
	path  string
	file  os.FileInfo
	files *sideFiles // those beside it
}

// Settings say how a database is used.
type Settings struct {
	ReadOnly bool // the sessions refuse writes
	Timeout  time.Duration
	Pace     Pace // of a watch; the zero value is the usual one
	Tables   []Spec
}

// Server is what was found when a database was opened.
type Server struct {
	Dialect  string // "sqlite" or "postgres"
	Version  string // the server's version, or the SQLite library's
	Host     string // empty for SQLite
	Database string // the database's name, or the SQLite file's path
	User     string // the database role; empty for SQLite

	// ReadOnly says why nothing can be written here; empty when it can.
	ReadOnly string

	// Filtered are the tables of which row-level security may hide rows from
	// this user, and Views those that are views.
	Filtered, Views []string
	// LeftOut says why each table that is there cannot be used.
	LeftOut []string
}

// Name is the short name that a screen's header shows: "flags@db1" or
// "app.db".
func (s Server) Name() string {
	if s.Dialect == SQLite.Name {
		return filepath.Base(s.Database)
	}
	return s.Database + "@" + cmp.Or(s.Host, "local")
}

// Writable fails with feature.ErrRefused where nothing can be written.
func (s Server) Writable() error {
	if s.ReadOnly == "" {
		return nil
	}
	return &feature.Problem{Kind: feature.ErrRefused, Text: "read-only: " + s.ReadOnly}
}

// Connect opens a session and reads which of the tables in settings are there.
func Connect(ctx context.Context, where Target, settings Settings) (*DB, []Table, error) {
	if settings.Timeout <= 0 {
		settings.Timeout = DefaultTimeout
	}
	settings.Pace = settings.Pace.orUsual()
	s := &DB{Dialect: where.Dialect, where: where, Denied: &Denial{}, settings: settings}
	open := s.connectPostgres
	if s.Dialect == SQLite {
		open = s.connectSQLite
	}
	db, err := open(where, settings.Timeout, settings.ReadOnly)
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections) // to make one takes several round trips
	s.Pool = sqlx.NewDb(db, s.Dialect.Name)
	if s.Dialect == Postgres {
		s.idle = time.AfterFunc(settings.Pace.Idle, func() { db.SetMaxIdleConns(1) })
	}
	s.life, s.end = context.WithCancel(context.Background())
	if s.Dialect == SQLite {
		s.path = where.Path
		s.file, _ = os.Stat(where.Path) // connecting has looked at it
	}
	s.again = func() (*sql.DB, error) { return open(where, settings.Timeout, true) }
	found, err := s.inspect(ctx)
	if err != nil {
		s.Close()
		return nil, nil, err
	}
	return s, found, nil
}

// inspect reads which of the tables in the settings are there.
func (s *DB) inspect(ctx context.Context) (found []Table, err error) {
	if s.Dialect == SQLite {
		found, err = s.inspectSQLite(ctx, s.where)
	} else {
		found, err = s.inspectPostgres(ctx, s.where)
	}
	for i := range found {
		for _, spec := range s.settings.Tables {
			if spec.Name == found[i].Name {
				found[i].spec = spec
			}
		}
	}
	return found, err
}

// InspectAgain inspects a PostgreSQL database again, over the same connections.
func (s *DB) InspectAgain(ctx context.Context) (*DB, []Table, error) {
	now := &DB{Dialect: s.Dialect, Pool: s.Pool, settings: s.settings, where: s.where}
	found, err := now.inspect(ctx)
	return now, found, err
}

// knownTables lists the names of the tables in the settings, as literals of SQL text.
func (s *DB) knownTables() string {
	var names []string
	for _, spec := range s.settings.Tables {
		names = append(names, "'"+spec.Name+"'")
	}
	return strings.Join(names, ", ")
}

// Server returns what was found when the database was opened, except ReadOnly, which has
// the value found most recently.
func (s *DB) Server() Server {
	found := s.Found
	if s.Dialect == Postgres {
		found.ReadOnly = s.Denied.readOnly()
	}
	return found
}

// Close gives up the connections. It does not wait for the database.
func (s *DB) Close() error {
	s.end()
	if s.idle != nil {
		s.idle.Stop()
	}
	err := s.Pool.Close()
	s.files.removeMade()
	return err
}

// Read runs fn within the statement timeout and puts its error into words. Reads for a
// user come in groups, so the connections are kept until nothing was read for a while.
func (s *DB) Read(ctx context.Context, fn func(context.Context) error) error {
	if s.idle != nil {
		s.Pool.SetMaxIdleConns(connections)
		s.idle.Reset(s.settings.Pace.Idle)
	}
	return s.ask(ctx, fn)
}

// ask is Read for a watch, which keeps no more than one connection: a server has few.
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

// connections is the most that a database has open: a dashboard reads, counts and
// watches at the same time.
const connections = 4

// Query runs a SELECT and calls each for every row.
func Query(ctx context.Context, q sqlx.ExtContext, text string, args []any, each func(*sql.Rows) error) error {
	if q.DriverName() == Postgres.Name {
		inlined, err := inline([]Statement{{Text: text, Args: args}})
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

// clientGrace is how much longer than the server a client waits for the end of a
// statement, so that the server's own error arrives if it can.
const clientGrace = 500 * time.Millisecond

// Repeat returns n comma-separated copies of form, as in (?, ?), (?, ?).
func Repeat(n int, form string) string { return strings.Repeat(form+", ", n-1) + form }

// Chunk is how many rows one statement names. Even the statement with the most columns
// then needs fewer arguments than SQLite (32,766) and PostgreSQL (65,535) allow.
const Chunk = 1000
