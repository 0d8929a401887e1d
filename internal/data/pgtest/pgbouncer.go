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

// errNoPgBouncer: this machine has no PgBouncer to start.
var errNoPgBouncer = fmt.Errorf("no PgBouncer to start: install one, so that pgbouncer is in PATH or /usr/sbin (%w)", ErrNotInstalled)

// PgBouncer starts a PgBouncer in front of the server of database, and returns
// the URL of that database through it. Beside what tells it where to listen and
// whom to let in, its settings are the defaults, changed by settings, such as
// "pool_mode = transaction". It is stopped when the test ends.
func PgBouncer(t testing.TB, database string, settings ...string) string {
	t.Helper()
	program, err := findPgBouncer()
	require(t, err)
	through, err := url.Parse(database)
	require(t, err)
	user, err := ordinaryAccount()
	require(t, err)
	dir, err := os.MkdirTemp("", "flagtui-pgbouncer-")
	require(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	port, err := freePort()
	require(t, err)

	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		require(t, os.WriteFile(path, []byte(text), 0o644))
		return path
	}
	users := file("users", fmt.Sprintf("%q %q\n", through.User.Username(), ""))
	ini := file("pgbouncer.ini", strings.Join(append([]string{"[databases]",
		fmt.Sprintf("* = host=%s port=%s", through.Hostname(), through.Port()),
		"[pgbouncer]", "listen_addr = 127.0.0.1", "listen_port = " + strconv.Itoa(port), "unix_socket_dir =",
		"auth_type = trust", "auth_file = " + users}, settings...), "\n")+"\n")
	require(t, os.Chmod(dir, 0o755)) // MkdirTemp keeps everybody else out, the account too

	var said strings.Builder
	cmd := exec.Command(program, ini)
	cmd.Dir, cmd.SysProcAttr = dir, attributes(user)
	cmd.Stderr = &said
	p, err := launch(cmd)
	require(t, err)
	t.Cleanup(func() { p.stop(syscall.SIGTERM) })
	through.Host = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	if err := awaitPooler(p, through.String()); err != nil {
		p.stop(syscall.SIGKILL)
		t.Fatalf("pgtest: %v; it said:\n%s", err, said.String())
	}
	return through.String()
}

// findPgBouncer looks where Debian's package has it, too: /usr/sbin is not in
// the PATH of every user.
func findPgBouncer() (string, error) {
	for _, name := range []string{"pgbouncer", "/usr/sbin/pgbouncer"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errNoPgBouncer
}

// awaitPooler waits until the database answers through the pooler.
func awaitPooler(p *process, database string) error {
	db, err := sql.Open("postgres", database)
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
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
