package pgtest

import (
	"errors"
	"os"
	"testing"
)

func TestPrivate(t *testing.T) {
	t.Parallel()
	server, err := Start()
	requireNoError(t, err)
	url, err := server.Database()
	if err != nil {
		t.Error(err)
	} else if _, err := open(t, url).Exec("CREATE TABLE t (x int)"); err != nil {
		t.Error(err)
	}
	if _, err := server.Program("postgres"); err != nil {
		t.Error(err)
	}
	if path, err := server.Program("no-such-program"); err == nil {
		t.Errorf("%s is a program", path)
	}
	if err := server.Remove(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(server.cluster.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the directory: got error %v, want that it does not exist", err)
	}
}
