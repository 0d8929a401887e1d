package layouttest

import (
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/data"
	"flagtui/internal/data/layout"
	"flagtui/internal/data/pgtest"
)

// timeZone is the time zone of PostgreSQL sessions that do not ask for one. Half a day
// of difference reveals a time that is written or read without a zone.
const timeZone = "Pacific/Auckland"

// Database is a database of the application. Its methods run SQL without flagtui, in a
// session in UTC. They end the test if the SQL fails.
type Database struct {
	t      testing.TB
	SQLite bool
	url    string
	schema string // the schema of the application's tables on PostgreSQL
	raw    *sqlx.DB
	layout *layout.Config
}

// newSQLite returns an empty SQLite database.
func newSQLite(t testing.TB) *Database {
	t.Helper()
	path := filepath.Join(t.TempDir(), "app.db")
	raw, err := sqlx.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?_pragma=journal_mode(wal)&_pragma=busy_timeout(60000)&_pragma=foreign_keys(1)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	return &Database{t: t, SQLite: true, url: path, raw: raw}
}

// newPostgres returns an empty PostgreSQL database whose application has its tables in
// schema.
func newPostgres(t testing.TB, schema string) *Database {
	t.Helper()
	db := &Database{t: t, url: pgtest.Database(t), schema: schema}
	raw, err := sqlx.Open("postgres", db.url+"&timezone=UTC&search_path="+url.QueryEscape(quoteName(schema)+", public"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	db.raw = raw
	db.Exec(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET TimeZone = ''` + timeZone + `''', current_database()); END $$`)
	db.expectZone()
	return db
}

// expectZone checks that a session has the time zone timeZone unless it asks for
// another.
func (db *Database) expectZone() {
	db.t.Helper()
	plain, err := sqlx.Open("postgres", db.url)
	if err != nil {
		db.t.Fatal(err)
	}
	defer plain.Close()
	var zone string
	if err := plain.Get(&zone, `SHOW TimeZone`); err != nil || zone != timeZone {
		db.t.Fatalf("sessions are in the time zone %q, %v", zone, err)
	}
}

// with returns the same database for another test.
func (db *Database) with(t testing.TB) *Database {
	other := *db
	other.t = t
	return &other
}

// empty removes all tables. On SQLite it returns a new database.
func (db *Database) empty() *Database {
	db.t.Helper()
	if db.SQLite {
		return newSQLite(db.t)
	}
	db.Exec(`DROP SCHEMA IF EXISTS ` + quoteName(db.schema) + ` CASCADE`)
	db.Exec(`CREATE SCHEMA ` + quoteName(db.schema))
	return db
}

// Exec runs one statement with arguments, or several statements without arguments.
func (db *Database) Exec(text string, args ...any) (affected int64) {
	db.t.Helper()
	result, err := db.raw.Exec(db.bind(text, args), args...)
	if err != nil {
		db.t.Fatalf("%v\n%.2000s", err, text)
	}
	affected, _ = result.RowsAffected()
	return affected
}

// bind replaces each ? by the driver's placeholder, if there are arguments.
func (db *Database) bind(text string, args []any) string {
	if len(args) == 0 {
		return text
	}
	return db.raw.Rebind(text)
}

// Rows returns the rows of a query, with each value as text. NULL is "NULL".
func (db *Database) Rows(text string, args ...any) [][]string {
	db.t.Helper()
	rows, err := db.raw.Query(db.bind(text, args), args...)
	if err != nil {
		db.t.Fatalf("%v\n%.2000s", err, text)
	}
	defer rows.Close()
	columns, _ := rows.Columns()
	found := [][]string{}
	for rows.Next() {
		values, to := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range values {
			to[i] = &values[i]
		}
		if err := rows.Scan(to...); err != nil {
			db.t.Fatal(err)
		}
		cells := make([]string, len(columns))
		for i, v := range values {
			if cells[i] = v.String; !v.Valid {
				cells[i] = "NULL"
			}
		}
		found = append(found, cells)
	}
	if err := rows.Err(); err != nil {
		db.t.Fatal(err)
	}
	return found
}

// tables returns the names of the existing tables.
func (db *Database) tables() (names []string) {
	db.t.Helper()
	text, args := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name`, []any{}
	if !db.SQLite {
		text, args = `SELECT tablename FROM pg_tables WHERE schemaname = ? ORDER BY tablename`, []any{db.schema}
	}
	for _, row := range db.Rows(text, args...) {
		names = append(names, row[0])
	}
	return names
}

// row is a row of a table. The keys are the columns.
type row map[string]string

// contents returns all rows of a table.
func (db *Database) contents(table string) (rows []row) {
	db.t.Helper()
	found, err := db.raw.Queryx(`SELECT * FROM ` + quoteName(table))
	if err != nil {
		db.t.Fatal(err)
	}
	defer found.Close()
	for found.Next() {
		values := map[string]any{}
		if err := found.MapScan(values); err != nil {
			db.t.Fatal(err)
		}
		r := row{}
		for column, value := range values {
			if bytes, ok := value.([]byte); ok {
				value = string(bytes)
			}
			r[column] = fmt.Sprintf("%v", value)
		}
		rows = append(rows, r)
	}
	if err := found.Err(); err != nil {
		db.t.Fatal(err)
	}
	return rows
}

// lines returns rows as sorted texts. It leaves out some columns.
func lines(rows []row, without ...string) []string {
	all := make([]string, len(rows))
	for i, r := range rows {
		var cells []string
		for column, value := range r {
			if !slices.Contains(without, column) {
				cells = append(cells, column+"="+value)
			}
		}
		slices.Sort(cells)
		all[i] = strings.Join(cells, " ")
	}
	slices.Sort(all)
	return all
}

// options returns the options with which flagtui opens the database.
func (db *Database) options(change ...func(*data.Options)) data.Options {
	options := data.Options{URL: db.url, Schema: db.schema, Layout: db.layout, Timeout: time.Minute} // so that a busy machine does not end a statement
	for _, f := range change {
		f(&options)
	}
	return options
}

// open opens the database with flagtui and closes it at the end of the test.
func (db *Database) open(change ...func(*data.Options)) data.Store {
	db.t.Helper()
	store, err := data.Open(db.t.Context(), db.options(change...))
	if err != nil {
		db.t.Fatal(err)
	}
	db.t.Cleanup(func() { store.Close() })
	return store
}

// init runs `flagtui init`, which makes the journal and the table of definitions.
func (db *Database) init() {
	db.t.Helper()
	plan, err := data.PlanInit(db.t.Context(), db.options())
	if err == nil {
		err = plan.Run(db.t.Context())
	}
	if err != nil {
		db.t.Fatal(err)
	}
}

// quoteName returns any name in quotes for SQL.
func quoteName(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
