// Package pgtest gives tests a PostgreSQL server to talk to: the one that
// FLAGTUI_TEST_POSTGRES names, or else a throw-away cluster that it starts
// from the machine's own initdb and postgres when the first test asks for it.
//
// PgBouncer starts a pooler in front of a database.
//
// Without these, tests are skipped, except when CI=true, where they fail.
//
// A cluster lives in the directory for temporary files. With that in memory,
// such as TMPDIR=/dev/shm, databases are created several times as fast. Tests
// that are killed leave the directory behind, but no server.
package pgtest

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"
	"testing"
)

// serverVariable names the environment variable with the URL of a server
// where databases can be created.
const serverVariable = "FLAGTUI_TEST_POSTGRES"

// shared is the server that all tests of the binary have their databases on.
var shared struct {
	once    sync.Once
	admin   *url.URL
	err     error
	cluster *cluster // nil unless the server is our own
	managed bool     // Main is there to stop the cluster
}

// Main runs the tests, then stops and removes the cluster that Database may
// have started. A package whose tests call Database needs it:
//
//	func TestMain(m *testing.M) { pgtest.Main(m) }
func Main(m *testing.M) {
	shared.managed = true
	m.Run() // its result becomes the exit code when TestMain returns
	if shared.cluster == nil {
		return
	}
	if err := shared.cluster.remove(); err != nil {
		fmt.Fprintln(os.Stderr, "pgtest:", err)
	}
}

// Database returns the URL of a new, empty database, which is dropped when the
// test ends, connections or not.
func Database(t testing.TB) string {
	t.Helper()
	if !shared.managed {
		t.Fatal("pgtest: Database needs a TestMain that calls pgtest.Main")
	}
	shared.once.Do(connect)
	require(t, shared.err)

	database, err := create(shared.admin)
	require(t, err)
	t.Cleanup(func() {
		if err := drop(shared.admin, database); err != nil {
			t.Error(err)
		}
	})
	return database.String()
}

// connect finds or starts the shared server.
func connect() {
	if text := os.Getenv(serverVariable); text != "" {
		shared.admin, shared.err = parse(text)
		return
	}
	shared.cluster, shared.err = newCluster()
	switch {
	case shared.err == nil:
		shared.admin = shared.cluster.admin()
	case errors.Is(shared.err, ErrNotInstalled):
		shared.err = fmt.Errorf("%w, or set %s to the URL of a server where databases can be created",
			shared.err, serverVariable)
	}
}

// require ends the test on an error. Where PostgreSQL is not installed, that
// skips it, but not in CI, which would then pass without having tested.
func require(t testing.TB, err error) {
	t.Helper()
	switch {
	case err == nil:
	case errors.Is(err, ErrNotInstalled) && os.Getenv("CI") != "true":
		t.Skip("pgtest:", err)
	default:
		t.Fatal("pgtest:", err)
	}
}
