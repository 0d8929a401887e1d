package flagtui_test

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"log"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	_ "github.com/lib/pq"
	_ "modernc.org/sqlite"

	"flagtui"
	"flagtui/internal/data/pgtest"
	"flagtui/internal/schema"
)

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "flagtui-example-*")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	exampleDatabase = filepath.Join(folder, "app.db")
	pgtest.Main(m)
}

// exampleDatabase is the path of the examples' database.
var exampleDatabase string

// quiet is a logger that writes nothing.
var quiet = flagtui.WithLogger(slog.New(slog.NewTextHandler(io.Discard, nil)))

// newSQLite returns the path of a database with the tables of schema.sql.
func newSQLite(t testing.TB, statements ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "app.db")
	db := raw(t, "sqlite", path)
	run(t, db, append(schema.Statements(true), statements...)...)
	db.Close()
	return path
}

// rawSQLite opens a SQLite file without flagtui.
func rawSQLite(t testing.TB, path string) *sql.DB {
	t.Helper()
	return raw(t, "sqlite", "file:"+path+"?_pragma=journal_mode(wal)&_pragma=busy_timeout(10000)&_txlock=immediate")
}

func raw(t testing.TB, driver, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// run runs statements in one transaction.
func run(t testing.TB, db *sql.DB, statements ...string) {
	t.Helper()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range statements {
		if _, err := tx.Exec(text); err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// open opens a client that is closed when the test ends. It waits long enough for a slow
// machine, unless the options say otherwise.
func open(t testing.TB, dsn string, options ...flagtui.Option) *flagtui.Client {
	t.Helper()
	client, err := flagtui.Open(context.Background(), dsn, append([]flagtui.Option{quiet, flagtui.WithFirstRead(time.Minute), flagtui.WithTimeout(time.Minute)}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	return client
}

// eventually waits until a condition is true.
func eventually(t testing.TB, what string, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !condition(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never happened: %s", what)
		}
	}
}

// onEach runs a test on every application's tables, on SQLite and on PostgreSQL.
func onEach(t *testing.T, test func(t *testing.T, app application, dsn string, db *sql.DB)) {
	for _, app := range applications {
		t.Run(app.name+"/sqlite", func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "app.db")
			db := rawSQLite(t, path)
			run(t, db, app.tables(t, true)...)
			test(t, app, path, db)
		})
		t.Run(app.name+"/postgres", func(t *testing.T) {
			dsn := pgtest.Database(t)
			db := raw(t, "postgres", dsn)
			run(t, db, app.tables(t, false)...)
			test(t, app, dsn, db)
		})
	}
}

// TestAnswersAsTheApplication changes flags at random, by the client and by SQL, and
// compares every answer with the application's own rule after each change.
func TestAnswersAsTheApplication(t *testing.T) {
	onEach(t, func(t *testing.T, app application, dsn string, db *sql.DB) {
		client := open(t, dsn, append(app.options, flagtui.WithCatalogue(app.definitions...))...)
		var sets []flagtui.ChangeSet
		for i := 0; i < 60 || len(sets) < 5; i++ { // many a random change changes nothing
			name, scope := app.names[rand.IntN(len(app.names))], app.scopes[rand.IntN(len(app.scopes))]
			var set flagtui.ChangeSet
			var err error
			switch by := flagtui.By("alice@ops1"); rand.IntN(8) {
			case 0:
				set, err = client.Enable(t.Context(), name, scope, by)
			case 1:
				set, err = client.Disable(t.Context(), name, scope, by)
			case 2:
				set, err = client.Clear(t.Context(), name, scope, by)
			case 3:
				set, err = client.Kill(t.Context(), name, by)
			case 4:
				if len(sets) > 0 {
					set, err = client.Undo(t.Context(), sets[rand.IntN(len(sets))].ID, by)
				}
			default:
				run(t, db, app.write(name, scope)...)
				err = client.Refresh(t.Context())
			}
			if err != nil && !errors.Is(err, flagtui.ErrUnknown) && !errors.Is(err, flagtui.ErrUsage) && !errors.Is(err, flagtui.ErrRefused) && !errors.Is(err, flagtui.ErrConflict) {
				t.Fatal(err)
			}
			if set.ID != "" {
				sets = append(sets, set)
			}
			compare(t, app, db, client)
		}
	})
}

// compare compares every answer with the application's own rule.
func compare(t *testing.T, app application, db *sql.DB, client *flagtui.Client) {
	t.Helper()
	enabled := app.load(t, db)
	for _, scope := range app.scopes {
		all := true
		for _, name := range app.names {
			on, known := enabled(name, scope)
			got := client.Evaluate(name, scope)
			if got.Enabled != (on && known) || client.Enabled(name, scope) != got.Enabled || known == (len(got.Depends) > 0) {
				t.Fatalf("%q at %s: %+v, but the application reads on %v, known %v", name, scope, got, on, known)
			}
			all = all && got.Enabled
		}
		if client.AllEnabled(app.names, scope) != all {
			t.Fatalf("AllEnabled at %s is %v", scope, !all)
		}
	}
}
