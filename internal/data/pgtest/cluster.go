package pgtest

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
)

// superuser is the superuser of every cluster. It has no password.
const superuser = "postgres"

// cluster is a throw-away PostgreSQL server: a directory and, while the server
// runs, a process.
type cluster struct {
	bin    string   // the directory of initdb and postgres
	user   *account // the account that runs the programs; nil for the account of the tests
	dir    string   // holds the data directory and the log
	port   int
	server *process // the last process started; nil before the first start

	settings []string // the server's further settings
}

// newCluster creates a cluster and starts its server on a free port.
func newCluster(settings ...string) (_ *cluster, err error) {
	c := &cluster{settings: settings}
	if c.bin, err = findServerPrograms(programDirs()); err != nil {
		return nil, err
	}
	if c.user, err = ordinaryAccount(); err != nil {
		return nil, err
	}
	if c.dir, err = os.MkdirTemp("", "flagtui-pgtest-"); err != nil {
		return nil, err
	}
	if err = c.init(); err == nil {
		err = c.startOnFreePort()
	}
	if err != nil {
		return nil, errors.Join(err, c.remove())
	}
	return c, nil
}

func (c *cluster) dataDir() string { return filepath.Join(c.dir, "data") }
func (c *cluster) logPath() string { return filepath.Join(c.dir, "log") }
func (c *cluster) name() string    { return filepath.Base(c.dir) }

// adminURL returns the URL of the database on which other databases are created.
func (c *cluster) adminURL() *url.URL {
	return &url.URL{
		Scheme:   "postgres",
		User:     url.User(superuser),
		Host:     net.JoinHostPort("127.0.0.1", strconv.Itoa(c.port)),
		Path:     "/postgres",
		RawQuery: "sslmode=disable",
	}
}

// init creates the data directory with initdb.
func (c *cluster) init() error {
	// MkdirTemp denies access to every other account, including the server's.
	if err := os.Chmod(c.dir, 0o755); err != nil {
		return err
	}
	if err := os.Mkdir(c.dataDir(), 0o700); err != nil {
		return err
	}
	if c.user != nil {
		if err := os.Chown(c.dataDir(), c.user.uid, c.user.gid); err != nil {
			return err
		}
	}
	initdb, err := c.launchProgram("initdb", "--username="+superuser, "--auth=trust",
		"--encoding=UTF8", "--no-locale", "--no-sync")
	if err != nil {
		return err
	}
	if err := initdb.wait(); err != nil {
		return c.withLog(fmt.Errorf("initdb: %w", err))
	}
	return nil
}

// launchProgram starts a program of PostgreSQL on the data directory. Its output goes to
// the log.
func (c *cluster) launchProgram(program string, args ...string) (*process, error) {
	log, err := os.OpenFile(c.logPath(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	cmd := exec.Command(filepath.Join(c.bin, program), append(args, "-D", c.dataDir())...)
	cmd.Dir = c.dir // the account may have no access to the tests' directory
	cmd.Env = append(os.Environ(), "LC_ALL=C", "TZ=UTC")
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = processAttributes(c.user)
	p, err := launch(cmd)
	if err != nil {
		return nil, fmt.Errorf("in %s, which PostgreSQL's account must be able to read: %w", c.dir, err)
	}
	return p, nil
}

// withLog adds the log's text to an error.
func (c *cluster) withLog(err error) error {
	text, _ := os.ReadFile(c.logPath())
	return fmt.Errorf("%w; the log:\n%s", err, text)
}

// remove stops the server at once and deletes the cluster.
func (c *cluster) remove() error {
	c.server.stop(syscall.SIGQUIT)
	return os.RemoveAll(c.dir)
}
