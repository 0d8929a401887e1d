package cli

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	_ "github.com/lib/pq" // the driver "postgres"

	"flagtui/internal/cli/demo"
	"flagtui/internal/data/pgtest"
	"flagtui/internal/schema"
)

// scratch is a directory that all tests share.
var scratch string

func TestMain(m *testing.M) {
	testVariables = "FLAGTUI_TEST_"
	if os.Getenv(crashingVariable) != "" {
		runCrashing()
	}
	var err error
	if scratch, err = os.MkdirTemp("", "flagtui-test-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Setenv("XDG_STATE_HOME", filepath.Join(scratch, "state")) // not in the user's home directory
	pgtest.Main(m)
	os.RemoveAll(scratch)
}

// binary builds the program once, and returns its path.
var binary = sync.OnceValues(func() (string, error) {
	path := filepath.Join(scratch, "flagtui")
	if out, err := exec.Command("go", "build", "-o", path, "flagtui/cmd/flagtui").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return path, nil
})

// sample makes the demo's database once, and returns its content.
var sample = sync.OnceValues(func() ([]byte, error) {
	path := filepath.Join(scratch, "sample.db")
	if err := demo.Create(context.Background(), path, ""); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// demoDB returns the path of a copy of the demo database for one test.
func demoDB(t *testing.T) string {
	t.Helper()
	content, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "demo.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// openSQL opens a SQLite file without flagtui.
func openSQL(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// appOn makes an app's tables in an empty PostgreSQL database, with overrides
// of the flags alpha (on) and beta (off).
func appOn(t *testing.T, url string) *sql.DB {
	t.Helper()
	db, err := sql.Open("postgres", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	ddl, err := os.ReadFile("../../internal/data/testdata/simple_module.postgres.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{string(ddl),
		`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('system', '', 'alpha', true), ('system', '', 'beta', false)`} {
		if _, err := db.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

// override returns the stored system override of a flag: "1", "0", or "" without a row.
func override(t *testing.T, db *sql.DB, name string) string {
	t.Helper()
	var enabled string
	err := db.QueryRow(`SELECT enabled FROM feature_flags_override WHERE scope = 'system' AND scope_id = '' AND name = '` + name + `'`).Scan(&enabled)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		t.Fatal(err)
	}
	return enabled
}

// manyDB makes a database of n flags.
func manyDB(t *testing.T, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "many.db")
	db := openSQL(t, path)
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback() // no effect after the commit
	run := func(text string, args ...any) {
		if _, err := tx.Exec(text, args...); err != nil {
			t.Fatal(err)
		}
	}
	for _, text := range schema.Statements(true) {
		run(text)
	}
	for i := range n {
		run(`INSERT INTO flagtui_definition (name, description) VALUES (?, ?)`,
			fmt.Sprintf("module%02d.feature_%05d", i%40, i), fmt.Sprintf("Let users of module %d have feature %d before everybody else.", i%40, i))
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	return path
}
