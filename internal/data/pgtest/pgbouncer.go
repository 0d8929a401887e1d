package pgtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// errNoPgBouncer means that PgBouncer is not installed.
var errNoPgBouncer = fmt.Errorf("no PgBouncer to start: install one, so that pgbouncer is in PATH or /usr/sbin (%w)", ErrNotInstalled)

// PgBouncer starts a PgBouncer in front of a database's server, and returns the URL of
// the database through PgBouncer. The settings are lines of PgBouncer's configuration,
// such as "pool_mode = transaction". PgBouncer stops when the test ends.
func PgBouncer(t testing.TB, database string, settings ...string) string {
	t.Helper()
	program, err := findPgBouncer()
	requireNoError(t, err)
	pooled, err := url.Parse(database)
	requireNoError(t, err)
	user, err := ordinaryAccount()
	requireNoError(t, err)
	dir, err := os.MkdirTemp("", "flagtui-pgbouncer-")
	requireNoError(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	port, err := freePort()
	requireNoError(t, err)

	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		requireNoError(t, os.WriteFile(path, []byte(text), 0o644))
		return path
	}
	users := file("users", fmt.Sprintf("%q %q\n", pooled.User.Username(), ""))
	ini := file("pgbouncer.ini", strings.Join(append([]string{"[databases]",
		fmt.Sprintf("* = host=%s port=%s", pooled.Hostname(), pooled.Port()),
		"[pgbouncer]", "listen_addr = 127.0.0.1", "listen_port = " + strconv.Itoa(port), "unix_socket_dir =",
		"auth_type = trust", "auth_file = " + users}, settings...), "\n")+"\n")
	requireNoError(t, os.Chmod(dir, 0o755)) // MkdirTemp denies access to every other account, including PgBouncer's

	var stderr strings.Builder
	cmd := exec.Command(program, ini)
	cmd.Dir, cmd.SysProcAttr = dir, processAttributes(user)
	cmd.Stderr = &stderr
	p, err := launch(cmd)
	requireNoError(t, err)
	t.Cleanup(func() { p.stop(syscall.SIGTERM) })
	pooled.Host = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	if err := waitForPooler(p, pooled.String()); err != nil {
		p.stop(syscall.SIGKILL)
		t.Fatalf("pgtest: %v; it said:\n%s", err, stderr.String())
	}
	return pooled.String()
}

// findPgBouncer returns the path of pgbouncer. It also looks in /usr/sbin, where Debian
// installs PgBouncer. /usr/sbin is not in the PATH of every user.
func findPgBouncer() (string, error) {
	for _, name := range []string{"pgbouncer", "/usr/sbin/pgbouncer"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errNoPgBouncer
}

// waitForPooler waits until the database answers through the pooler.
func waitForPooler(p *process, database string) error {
	db, err := sql.Open("postgres", database)
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	for {
		err := db.PingContext(ctx)
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return fmt.Errorf("PgBouncer does not answer: %w", err)
		}
		select {
		case <-p.exited:
			return errors.New("PgBouncer has exited")
		case <-time.After(10 * time.Millisecond):
		}
	}
}
