package pgtest

import (
	"os/exec"
	"path/filepath"
)

// Private is a server for a program that is not a test. The program must call Remove.
type Private struct{ cluster *cluster }

// Start starts a private server with the machine's initdb and postgres. The settings are
// those of the server, such as "max_connections=500". Start fails with ErrNotInstalled if
// the programs are missing.
func Start(settings ...string) (*Private, error) {
	cluster, err := newCluster(settings...)
	if err != nil {
		return nil, err
	}
	return &Private{cluster}, nil
}

// Database creates a new, empty database and returns its URL.
func (p *Private) Database() (string, error) {
	database, err := createDatabase(p.cluster.adminURL())
	if err != nil {
		return "", err
	}
	return database.String(), nil
}

// Program returns the path of a PostgreSQL program in the server's own directory. A
// program in PATH may be of another release, or a wrapper that chooses a release.
func (p *Private) Program(name string) (string, error) {
	server, err := filepath.EvalSymlinks(filepath.Join(p.cluster.bin, "postgres"))
	if err != nil {
		return "", err
	}
	return exec.LookPath(filepath.Join(filepath.Dir(server), name))
}

// Remove stops the server and deletes it.
func (p *Private) Remove() error { return p.cluster.remove() }
