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

// superuser is the role that a cluster is made with; it needs no password.
const superuser = "postgres"

// cluster is a throw-away PostgreSQL server: a directory and, while it runs,
// a process.
type cluster struct {
	bin    string   // where initdb and postgres are
	user   *account // whom they run as; nil for whoever runs the tests
	dir    string   // holds the data directory and the log
	port   int
	server *process // the last one started
}

// newCluster makes a cluster and starts it on a free port.
func newCluster() (_ *cluster, err error) {
	c := &cluster{}
	if c.bin, err = findPrograms(candidates()); err != nil {
		return nil, err
	}
	if c.user, err = ordinaryAccount(); err != nil {
		return nil, err
	}
	if c.dir, err = os.MkdirTemp("", "flagtui-pgtest-"); err != nil {
		return nil, err
	}
	if err = c.init(); err == nil {
		err = c.startAnywhere()
	}
	if err != nil {
		return nil, errors.Join(err, c.remove())
	}
	return c, nil
}

func (c *cluster) data() string { return filepath.Join(c.dir, "data") }
func (c *cluster) log() string  { return filepath.Join(c.dir, "log") }
func (c *cluster) name() string { return filepath.Base(c.dir) }

// admin is the URL of the database from which others are created.
func (c *cluster) admin() *url.URL {
	return &url.URL{
		Scheme:   "postgres",
		User:     url.User(superuser),
		Host:     net.JoinHostPort("127.0.0.1", strconv.Itoa(c.port)),
		Path:     "/postgres",
		RawQuery: "sslmode=disable",
	}
}

// init makes the data directory and what a server needs in it.
func (c *cluster) init() error {
	// MkdirTemp keeps everybody else out, the account too.
	if err := os.Chmod(c.dir, 0o755); err != nil {
		return err
	}
	if err := os.Mkdir(c.data(), 0o700); err != nil {
		return err
	}
	if c.user != nil {
		if err := os.Chown(c.data(), c.user.uid, c.user.gid); err != nil {
			return err
		}
	}
	initdb, err := c.launch("initdb", "--username="+superuser, "--auth=trust",
		"--encoding=UTF8", "--no-locale", "--no-sync")
	if err != nil {
		return err
	}
	if err := initdb.wait(); err != nil {
		return c.withLog(fmt.Errorf("initdb: %w", err))
	}
	return nil
}

// launch starts one of PostgreSQL's programs on the data directory. What it
// prints goes to the log.
func (c *cluster) launch(program string, args ...string) (*process, error) {
	log, err := os.OpenFile(c.log(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	cmd := exec.Command(filepath.Join(c.bin, program), append(args, "-D", c.data())...)
	cmd.Dir = c.dir // the tests' own may be closed to the account
	cmd.Env = append(os.Environ(), "LC_ALL=C", "TZ=UTC")
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = attributes(c.user)
	p, err := launch(cmd)
	if err != nil {
		return nil, fmt.Errorf("in %s, which PostgreSQL's account has to reach: %w", c.dir, err)
	}
	return p, nil
}

// withLog adds to a failure what the programs had to say.
func (c *cluster) withLog(err error) error {
	text, _ := os.ReadFile(c.log())
	return fmt.Errorf("%w; the log:\n%s", err, text)
}

// remove stops the server without ceremony and deletes the cluster.
func (c *cluster) remove() error {
	c.server.stop(syscall.SIGQUIT)
	return os.RemoveAll(c.dir)
}
