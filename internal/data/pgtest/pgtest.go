// Package pgtest provides PostgreSQL servers for tests: the server that
// FLAGTUI_TEST_POSTGRES names, or otherwise a throw-away cluster. The first test
// that asks for a database starts the cluster with the machine's own initdb and
// postgres.
//
// PgBouncer starts a PgBouncer in front of a database.
//
// If these programs are not installed, the tests are skipped. With CI=true the tests
// fail.
//
// A cluster's files are in the directory for temporary files. Creating databases is
// several times as fast if that directory is in memory, such as TMPDIR=/dev/shm.
// Killed tests leave the directory behind. On Linux, no server is left running.
package pgtest

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"
	"testing"
)

// serverVariable is the environment variable with a server's URL. The tests may create
// databases on that server.
const serverVariable = "FLAGTUI_TEST_POSTGRES"

// shared is the server that all tests of a binary share.
var shared struct {
	once    sync.Once
	admin   *url.URL
	err     error
	cluster *cluster // nil unless this process started the server
	hasMain bool     // Main runs, and will remove the cluster
}

// Main runs the tests, then removes the cluster if Database has started one. A package
// whose tests call Database needs Main:
//
//	func TestMain(m *testing.M) { pgtest.Main(m) }
func Main(m *testing.M) {
	shared.hasMain = true
	m.Run() // the test binary exits with the result of Run
	if shared.cluster == nil {
		return
	}
	if err := shared.cluster.remove(); err != nil {
		fmt.Fprintln(os.Stderr, "pgtest:", err)
	}
}

// Database returns the URL of a new, empty database. The database is dropped when
// the test ends, even if connections are open.
func Database(t testing.TB) string {
	t.Helper()
	if !shared.hasMain {
		t.Fatal("pgtest: Database needs a TestMain that calls pgtest.Main")
	}
	shared.once.Do(connectShared)
	requireNoError(t, shared.err)

	database, err := createDatabase(shared.admin)
	requireNoError(t, err)
	t.Cleanup(func() {
		if err := dropDatabase(shared.admin, database); err != nil {
			t.Error(err)
		}
	})
	return database.String()
}

// connectShared finds or starts the shared server.
func connectShared() {
	if text := os.Getenv(serverVariable); text != "" {
		shared.admin, shared.err = parseServerURL(text)
		return
	}
	shared.cluster, shared.err = newCluster()
	switch {
	case shared.err == nil:
		shared.admin = shared.cluster.adminURL()
	case errors.Is(shared.err, ErrNotInstalled):
		shared.err = fmt.Errorf("%w, or set %s to the URL of a server where databases can be created",
			shared.err, serverVariable)
	}
}

// requireNoError fails the test if err is not nil. If PostgreSQL is not installed, the
// test is skipped. With CI=true, the test fails even then: CI must not pass without
// testing.
func requireNoError(t testing.TB, err error) {
	t.Helper()
	switch {
	case err == nil:
	case errors.Is(err, ErrNotInstalled) && os.Getenv("CI") != "true":
		t.Skip("pgtest:", err)
	default:
		t.Fatal("pgtest:", err)
	}
}
