package pgtest

import (
	"errors"
	"os"
	"syscall"
	"testing"
)

func TestServerGoesAwayAndComesBack(t *testing.T) {
	t.Parallel()
	server := New(t)
	dsn := server.Database()
	db := open(t, dsn)
	if _, err := db.Exec("CREATE TABLE t (x int)"); err != nil {
		t.Fatal(err)
	}

	server.Stop()
	server.Stop() // changes nothing
	if err := open(t, dsn).Ping(); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("stopped: got error %v, want a refused connection", err)
	}

	server.Start()
	server.Start()
	if _, err := open(t, dsn).Exec("SELECT x FROM t"); err != nil {
		t.Errorf("started again: %v", err)
	}
}

func TestServerLeavesNothing(t *testing.T) {
	t.Parallel()
	var server *Server
	t.Run("user", func(t *testing.T) { server = New(t) })
	if server == nil {
		t.SkipNow()
	}
	if _, err := os.Stat(server.cluster.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the directory: got error %v, want that it does not exist", err)
	}
	if server.cluster.server.running() {
		t.Error("the server runs")
	}
}

// In TestServerOnATakenPort, another process takes the port before the server starts.
func TestServerOnATakenPort(t *testing.T) {
	t.Parallel()
	taken, mine := New(t), New(t)
	mine.Stop()
	mine.cluster.port = taken.cluster.port
	if err := mine.cluster.start(); !errors.Is(err, errExited) {
		t.Errorf("got error %v, want %v", err, errExited)
	}
	if err := mine.cluster.startOnFreePort(); err != nil {
		t.Error(err)
	}
}
