package pgtest

import (
	"os/exec"
	"path/filepath"
)

// Private is a server for a program that is no test. Whoever starts it removes
// it.
type Private struct{ cluster *cluster }

// Start starts a server of the program's own, from the machine's initdb and
// postgres. It fails with ErrNotInstalled where these are missing.
func Start() (*Private, error) {
	cluster, err := newCluster()
	if err != nil {
		return nil, err
	}
	return &Private{cluster}, nil
}

// Database makes a new, empty database and returns its URL.
func (p *Private) Database() (string, error) {
	database, err := create(p.cluster.admin())
	if err != nil {
		return "", err
	}
	return database.String(), nil
}

// Program is the path of one of PostgreSQL's programs, the one beside the
// server itself: what is in PATH may be a wrapper around several releases, or a
// link to a single one.
func (p *Private) Program(name string) (string, error) {
	server, err := filepath.EvalSymlinks(filepath.Join(p.cluster.bin, "postgres"))
	if err != nil {
		return "", err
	}
	return exec.LookPath(filepath.Join(filepath.Dir(server), name))
}

// Remove stops the server and deletes it.
func (p *Private) Remove() error { return p.cluster.remove() }
