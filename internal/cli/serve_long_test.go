package cli

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/pprof"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"flagtui/internal/config"
	"flagtui/internal/data/pgtest"
)

// comingAndGoing returns the number of sessions of TestServeComingAndGoing.
// FLAGTUI_WEEK_SESSIONS sets it. The test is on PostgreSQL then, where it waits until
// connections of a pause are closed.
func comingAndGoing() (n int, long bool) {
	if n, err := strconv.Atoi(os.Getenv("FLAGTUI_WEEK_SESSIONS")); err == nil {
		return n, true
	}
	return 12, false
}

// startInProcess starts the server in this process, so that its goroutines are counted.
func startInProcess(t *testing.T, db string) *sshHost {
	t.Helper()
	h := &sshHost{t: t, dir: shortDir(t), db: db}
	h.configure("  keepalive: 2s\n", threeUsers)
	file, err := config.Read(filepath.Join(h.dir, "config.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	a := &app{stderr: h}
	a.file = file
	ended := make(chan error, 1)
	go func() { ended <- a.serve(ctx, "127.0.0.1:0", "text") }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	if _, h.port, err = net.SplitHostPort(h.waitForLog(`msg=listening address=(\S+)`)); err != nil {
		t.Fatal(err)
	}
	return h
}

// login connects as a user, with a terminal, and starts the dashboard or a command. It
// returns once the pattern is written.
func (h *sshHost) login(user, command, pattern string) (client *ssh.Client, keys io.Writer, screen io.Reader) {
	h.t.Helper()
	key, err := os.ReadFile(filepath.Join(h.dir, user))
	if err != nil {
		h.t.Fatal(err)
	}
	signer, err := ssh.ParsePrivateKey(key)
	if err != nil {
		h.t.Fatal(err)
	}
	client, err = ssh.Dial("tcp", "127.0.0.1:"+h.port, &ssh.ClientConfig{User: user, Auth: []ssh.AuthMethod{ssh.PublicKeys(signer)}, HostKeyCallback: ssh.InsecureIgnoreHostKey()})
	if err != nil {
		h.t.Fatal(err)
	}
	session, err := client.NewSession()
	if err != nil {
		h.t.Fatal(err)
	}
	keys, _ = session.StdinPipe()
	screen, _ = session.StdoutPipe()
	if err = session.RequestPty("xterm-256color", 40, 120, nil); err == nil && command == "" {
		err = session.Shell()
	} else if err == nil {
		err = session.Start(command)
	}
	if err != nil {
		h.t.Fatal(err)
	}
	h.readUntil(screen, pattern)
	return client, keys, screen
}

// readUntil reads until a pattern matches.
func (h *sshHost) readUntil(screen io.Reader, pattern string) {
	h.t.Helper()
	re, buf, text := regexp.MustCompile(pattern), make([]byte, 4096), strings.Builder{}
	for !re.MatchString(readable(text.String())) {
		n, err := screen.Read(buf)
		if text.Write(buf[:n]); err != nil {
			h.t.Fatalf("%s: %v in %q", pattern, err, text.String())
		}
	}
}

// held is what the process holds, and the connections to the database.
type held struct{ goroutines, files, connections int }

// atRest waits until the server and its database have no more than most of each, and
// returns what they have.
func (h *sshHost) atRest(raw *sql.DB, most held) held {
	h.t.Helper()
	for end := time.Now().Add(2 * time.Minute); ; time.Sleep(10 * time.Millisecond) {
		files, _ := os.ReadDir("/proc/self/fd") // only Linux has it
		now := held{goroutines: runtime.NumGoroutine(), files: len(files)}
		if raw != nil {
			if err := raw.QueryRow(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`).Scan(&now.connections); err != nil {
				h.t.Fatal(err)
			}
		}
		if now.goroutines <= most.goroutines && now.files <= most.files && now.connections <= most.connections {
			return now
		}
		if time.Now().After(end) {
			var stacks strings.Builder
			_ = pprof.Lookup("goroutine").WriteTo(&stacks, 1)
			h.t.Fatalf("%+v are left of %+v:\n%s", now, most, &stacks)
		}
	}
}

// logSize returns the memory of the server's log, which the test keeps.
func (h *sshHost) logSize() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.log.Cap()
}

// TestServeComingAndGoing lets sessions come and go in every way, beside one dashboard of
// each role. What the server holds is as before.
func TestServeComingAndGoing(t *testing.T) {
	n, long := comingAndGoing()
	var h *sshHost
	var raw *sql.DB
	if long {
		url := pgtest.Database(t)
		raw = appOn(t, url)
		raw.SetMaxOpenConns(1)
		h = startInProcess(t, url)
	} else {
		h = startInProcess(t, small(t))
	}
	for _, user := range []string{"alice", "bob"} {
		client, _, screen := h.login(user, "", `All \d`)
		defer client.Close()
		go io.Copy(io.Discard, screen)
	}
	const each = 2 // connections for each role at rest: one reads, one listens
	before := h.atRest(raw, held{1 << 20, 1 << 20, 2 * each})
	if !long {
		before.files += 3 * 2 // SQLite keeps up to four connections for each role
	}
	var heap [3]uint64
	for i := range n {
		h.comeAndGo([]string{"alice", "bob"}[i/6%2], i%6)
		if (i+1)%(n/3) == 0 {
			h.atRest(raw, before)
			var m runtime.MemStats
			runtime.GC()
			runtime.GC()
			runtime.ReadMemStats(&m)
			heap[(i+1)/(n/3)-1] = m.HeapAlloc - uint64(h.logSize())
		}
	}
	after := h.atRest(raw, before)
	t.Logf("%d sessions: %+v before, %+v after; live heap after each third, without the log, %d bytes", n, before, after, heap)
	const slack = 256 << 10
	if heap[2] > heap[1]+slack {
		t.Errorf("the heap grows: %d", heap)
	}
}

// comeAndGo is one session, which ends in one of six ways.
func (h *sshHost) comeAndGo(user string, way int) {
	h.t.Helper()
	command, pattern := "", `All \d`
	if way >= 4 {
		command, pattern = "list", `FLAG`
	}
	client, keys, screen := h.login(user, command, pattern)
	defer client.Close()
	switch way {
	case 0: // quits
		fmt.Fprint(keys, "q")
		io.Copy(io.Discard, screen)
	case 1: // goes away
	case 2: // goes away while another screen is read
		fmt.Fprint(keys, "h")
	case 3: // goes away while another context is opened
		fmt.Fprint(keys, "x")
		h.readUntil(screen, `Switch context`)
		fmt.Fprint(keys, "\r")
	case 4: // ends by itself
		io.Copy(io.Discard, screen)
	case 5: // types what a command does not read
		fmt.Fprint(keys, "abc\rdef\r")
		io.Copy(io.Discard, screen)
	}
}
