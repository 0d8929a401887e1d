package cli

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// sshHost is a running "flagtui serve", with users of the real ssh client.
type sshHost struct {
	t       *testing.T
	dir     string // holds the config file and the users' keys
	db      string
	port    string
	process *exec.Cmd
	ended   chan struct{}

	mu  sync.Mutex
	log bytes.Buffer
}

// Write implements io.Writer for the server's log.
func (h *sshHost) Write(text []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.log.Write(text)
}

func (h *sshHost) logged() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.log.String()
}

// waitForLog waits until a pattern matches the log, and returns its first group.
func (h *sshHost) waitForLog(pattern string) string {
	h.t.Helper()
	re := regexp.MustCompile(pattern)
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if found := re.FindStringSubmatch(h.logged()); found != nil {
			return found[len(found)-1]
		}
	}
	h.t.Fatalf("%s is not in the log:\n%s", pattern, h.logged())
	return ""
}

// requireSSH skips a test where there is no ssh client. In CI its absence is a failure.
func requireSSH(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("ssh")
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal("there is no ssh client: install openssh-client")
	}
	if err != nil {
		t.Skip("there is no ssh client")
	}
	return path
}

// newUserKey makes the key pair of a user, and returns the public key.
func (h *sshHost) newUserKey(user string) string {
	h.t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		h.t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(private, user)
	if err == nil {
		err = os.WriteFile(filepath.Join(h.dir, user), pem.EncodeToMemory(block), 0o600)
	}
	if err != nil {
		h.t.Fatal(err)
	}
	key, err := ssh.NewPublicKey(public)
	if err != nil {
		h.t.Fatal(err)
	}
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key)))
}

// threeUsers are the users of most tests: alice writes everywhere, bob reads, and carol
// writes at one tenant. $ALICE and so on stand for their keys.
const threeUsers = `
    alice: {keys: ["$ALICE"], role: write, contexts: [prod, guarded]}
    bob: {keys: ["$BOB"], role: read-only, contexts: [prod]}
    carol: {keys: ["$CAROL"], role: write, contexts: [prod], scopes: ["tenant:acme"]}
`

// configure writes the config file. settings are lines of the serve block.
func (h *sshHost) configure(settings, users string) {
	h.t.Helper()
	for _, user := range []string{"alice", "bob", "carol"} {
		public, err := os.ReadFile(filepath.Join(h.dir, user+".pub"))
		if err != nil {
			public = []byte(h.newUserKey(user))
			if err := os.WriteFile(filepath.Join(h.dir, user+".pub"), public, 0o600); err != nil {
				h.t.Fatal(err)
			}
		}
		users = strings.ReplaceAll(users, "$"+strings.ToUpper(user), string(public))
	}
	if !strings.Contains(settings, "keepalive") {
		settings += "  keepalive: 1h\n" // a busy machine may not answer for seconds
	}
	text := fmt.Sprintf("default_context: prod\ncontexts:\n  prod: {db: %q}\n  guarded: {db: %q, protected: true}\n  secret: {db: \"/nowhere/secret.db\"}\nserve:\n  host_key: host_key\n%s  users:%s", h.db, strings.TrimPrefix(h.db, "postgres://")+".guarded", settings, users)
	if err := os.WriteFile(filepath.Join(h.dir, "config.yaml"), []byte(text), 0o600); err != nil {
		h.t.Fatal(err)
	}
}

// shortDir returns a temporary folder with a path that is short enough for a socket.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "fs")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// startSSH starts a server on a database.
func startSSH(t *testing.T, db, settings, users string) *sshHost {
	t.Helper()
	requireSSH(t)
	h := &sshHost{t: t, dir: shortDir(t), db: db, ended: make(chan struct{})}
	if !strings.Contains(db, "://") {
		content, err := os.ReadFile(db)
		if err == nil {
			err = os.WriteFile(db+".guarded", content, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	h.configure(settings, users)
	program, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	h.process = exec.Command(program, "serve", "--config", filepath.Join(h.dir, "config.yaml"), "--listen", "127.0.0.1:0")
	h.process.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + h.dir, "LANG=C.UTF-8", "FLAGTUI_REASON=of the server"}
	h.process.Dir = h.dir
	h.process.Stderr = h
	if err := h.process.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		h.process.Wait() // ProcessState holds the result
		close(h.ended)
	}()
	t.Cleanup(func() {
		h.process.Process.Kill()
		<-h.ended
		if t.Failed() {
			t.Logf("the server's log:\n%s", h.logged())
		}
	})
	_, h.port, err = net.SplitHostPort(h.waitForLog(`msg=listening address=(\S+)`))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// options returns the arguments of the ssh client that come before the command.
func (h *sshHost) options(user string) []string {
	return []string{"-F", "none", "-o", "UserKnownHostsFile=" + filepath.Join(h.dir, "known_hosts"), "-o", "StrictHostKeyChecking=accept-new", "-o", "LogLevel=INFO",
		"-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-i", filepath.Join(h.dir, user), "-p", h.port}
}

// connect keeps a connection of a user open, so that each command need not log in. It
// returns the options that use the connection.
func (h *sshHost) connect(user string) []string {
	h.t.Helper()
	socket := filepath.Join(h.dir, user+".socket")
	options := []string{"-S", socket}
	if _, err := os.Stat(socket); err == nil {
		return options
	}
	master := exec.Command("ssh", append(append(h.options(user), options...), "-M", "-N", "-l", user, "127.0.0.1")...)
	if err := master.Start(); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() {
		master.Process.Kill()
		master.Wait()
	})
	for end := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		if _, err := os.Stat(socket); err == nil {
			return options
		}
		if time.Now().After(end) {
			h.t.Fatal("the ssh client does not connect")
		}
	}
}

// ssh runs a command by the ssh client. more are further options, such as the login; with
// some, the client has a connection of its own.
func (h *sshHost) ssh(user, stdin string, more []string, command ...string) ran {
	h.t.Helper()
	if len(more) == 0 {
		more = h.connect(user)
	}
	args := append(append(h.options(user), more...), "-l", user)
	if args = append(args, "127.0.0.1"); len(command) > 0 {
		args = append(append(args, "--"), command...)
	}
	client := exec.Command("ssh", args...)
	client.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + h.dir, "FLAGTUI_DB=/nowhere", "LANG=C.UTF-8"}
	client.Stdin = strings.NewReader(stdin)
	var out, errs bytes.Buffer
	client.Stdout, client.Stderr = &out, &errs
	var exit *exec.ExitError
	if err := client.Run(); err != nil && !errors.As(err, &exit) {
		h.t.Fatal(err)
	}
	return ran{client.ProcessState.ExitCode(), out.String(), errs.String()}
}

// terminal starts the ssh client in a terminal.
func (h *sshHost) terminal(user string, command []string, options ...func(*setup)) *ptyProgram {
	h.t.Helper()
	args := append(append(h.options(user), "-t", "-l", user, "127.0.0.1"), command...)
	return startIn(h.t, args, append(options, func(s *setup) { s.path = requireSSH(h.t) })...)
}

// dashboard starts the ssh client in a terminal, and waits for the first screen.
func (h *sshHost) dashboard(user string, command ...string) *ptyProgram {
	h.t.Helper()
	p := h.terminal(user, command)
	p.waitFor(`All \d`)
	p.waitUntilQuiet()
	return p
}

// stop ends the server by a signal, and returns its exit code.
func (h *sshHost) stop(signal syscall.Signal) int {
	h.t.Helper()
	if err := h.process.Process.Signal(signal); err != nil {
		h.t.Fatal(err)
	}
	select {
	case <-h.ended:
	case <-time.After(patience):
		h.t.Fatal("the server does not end")
	}
	return h.process.ProcessState.ExitCode()
}
