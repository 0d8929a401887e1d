package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"flagtui/internal/data/pgtest"
)

// manySessions returns the number of sessions of TestServeManySessions.
func manySessions() int {
	if n, err := strconv.Atoi(os.Getenv("FLAGTUI_TEST_SESSIONS")); err == nil {
		return n
	}
	return 50
}

// measured reports whether the test is for measuring, which needs a machine at rest.
func measured() bool { return os.Getenv("FLAGTUI_TEST_SESSIONS") != "" }

// dial opens a dashboard without a client program.
func (h *sshHost) dial(user string) (screen io.Reader, err error) {
	key, err := os.ReadFile(filepath.Join(h.dir, user))
	if err != nil {
		return nil, err
	}
	signer, err := ssh.ParsePrivateKey(key)
	if err != nil {
		return nil, err
	}
	client, err := ssh.Dial("tcp", "127.0.0.1:"+h.port, &ssh.ClientConfig{User: user, Auth: []ssh.AuthMethod{ssh.PublicKeys(signer)}, HostKeyCallback: ssh.InsecureIgnoreHostKey()})
	if err != nil {
		return nil, err
	}
	h.t.Cleanup(func() { client.Close() })
	session, err := client.NewSession()
	if err != nil {
		return nil, err
	}
	if _, err := session.StdinPipe(); err != nil { // keeps the input open
		return nil, err
	}
	if screen, err = session.StdoutPipe(); err != nil {
		return nil, err
	}
	if err = session.RequestPty("xterm-256color", 40, 120, nil); err == nil {
		err = session.Shell()
	}
	return screen, err
}

// usage returns the memory of the server, and the processor time that it takes in a time
// in which nothing happens.
func (h *sshHost) usage(idle time.Duration) string {
	h.t.Helper()
	read := func(file string) string {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", h.process.Process.Pid, file))
		if err != nil {
			h.t.Skip(err)
		}
		return string(text)
	}
	ticks := func() (all float64) {
		fields := strings.Fields(read("stat"))
		for _, field := range fields[13:15] { // in user mode and in the kernel, in 1/100 s
			n, _ := strconv.ParseFloat(field, 64)
			all += n
		}
		return all
	}
	time.Sleep(idle / 2) // the screens are drawn
	before := ticks()
	time.Sleep(idle)
	used := ticks() - before
	return fmt.Sprintf("%s, %.1f %% of a core when idle", regexp.MustCompile(`VmRSS:.*`).FindString(read("status")), used/idle.Seconds())
}

// TestServeManySessions checks that many dashboards of two roles share their database
// connections: there are no more than two dashboards have. A client that reads nothing
// does not stop the others, and all of them see a change.
func TestServeManySessions(t *testing.T) {
	n := manySessions()
	url := pgtest.Database(t)
	raw := appOn(t, url)
	limits := fmt.Sprintf("  sessions: %d\n  sessions_each: %d\n", n+10, n+10)
	if measured() {
		limits += "  keepalive: 2s\n" // as usual
	}
	h := startSSH(t, url, limits, threeUsers)
	if r := h.ssh("alice", "", nil, "list"); r.code != 0 {
		t.Fatal(r.err)
	}
	var all sync.WaitGroup
	shown, changed := make(chan error, n), make(chan error, n)
	gate := make(chan struct{}, 8) // clients that log in at a time
	for i := range n {
		user := []string{"alice", "bob"}[i%2]
		gate <- struct{}{}
		screen, err := h.dial(user)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 { // this client reads nothing
			<-gate
			continue
		}
		all.Go(func() {
			waitOn := func(pattern string, done chan<- error, text *strings.Builder) bool {
				re, buf := regexp.MustCompile(pattern), make([]byte, 4096)
				for !re.MatchString(readable(text.String())) {
					k, err := screen.Read(buf)
					if text.Write(buf[:k]); err != nil {
						done <- fmt.Errorf("%s: %w in %q", pattern, err, text.String())
						return false
					}
				}
				done <- nil
				return true
			}
			var text strings.Builder
			ok := waitOn(`All \d`, shown, &text)
			if <-gate; ok && waitOn(`set to off`, changed, &text) {
				io.Copy(io.Discard, screen)
			}
		})
	}
	for range n - 1 {
		if err := <-shown; err != nil {
			t.Fatal(err)
		}
	}
	if r := h.ssh("alice", "", nil, "set", "alpha=off", "--yes"); r.code != 0 {
		t.Fatal(r.err)
	}
	for range n - 1 {
		if err := <-changed; err != nil {
			t.Fatal(err)
		}
	}
	var connections int
	if err := raw.QueryRow(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`).Scan(&connections); err != nil {
		t.Fatal(err)
	}
	const most = 2 * 5 // for each role as many as a dashboard has: 4 that read and write, and one that listens
	if connections > most {
		t.Errorf("%d sessions have %d database connections", n, connections)
	}
	if measured() {
		t.Logf("%d sessions: %d database connections, %s", n, connections, h.usage(20*time.Second))
	}
	h.stop(syscall.SIGTERM)
	all.Wait()
}
