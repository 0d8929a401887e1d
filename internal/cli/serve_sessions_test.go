package cli

import (
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestServeDashboards checks two dashboards of different roles at once: what one user
// writes, the other sees, who can write nothing.
func TestServeDashboards(t *testing.T) {
	h := startSSH(t, small(t), "", threeUsers)
	alice, bob, carol := h.dashboard("alice"), h.dashboard("bob"), h.dashboard("carol")
	for p, want := range map[*ptyProgram]string{alice: `writable  alice from 127\.0\.0\.1`, bob: `read-only: your role  bob from 127\.0\.0\.1`, carol: `Tenant acme`} {
		if !p.seen(want, patience) {
			t.Errorf("%s is not in %q", want, readable(p.written()))
		}
	}
	bob.send(" ") // the key that changes a flag does nothing here
	carol.send("/orders.bulk\r")
	carol.waitFor(`orders\.bulk`)
	carol.send(" ")
	carol.waitFor(`Change orders\.bulk`)
	carol.insist("y", `"orders\.bulk" enabled`)
	h.waitForLog(`msg=change user=carol \S+ context=prod what=apply change=\S+ overrides=1 catalogue=false changes="orders.bulk at tenant:acme: on"`)
	bob.insist("\x0c", `2 on`) // the number of tenants that override orders.bulk
	// A size of the client's terminal arrives.
	bob.resize(60, 12)
	bob.waitFor(`read-only +bob.*polling\n?[^2]*sort name`)
	for _, p := range []*ptyProgram{alice, bob, carol} {
		p.send("q")
		p.ends(patience)
		p.restored()
	}
	if h.waitForLog(`msg=logout user=bob`); strings.Contains(h.logged(), "msg=change user=bob") {
		t.Error("a read-only user has changed something")
	}
}

// TestServeTerminal checks the client's variables, the clipboard, a command in a terminal,
// and that the dashboard is not suspended.
func TestServeTerminal(t *testing.T) {
	h := startSSH(t, small(t), "", threeUsers)
	p := h.terminal("bob", nil, env("TERM=xterm-256color", "NO_COLOR=1", "COLORTERM=truecolor"), func(s *setup) {
		s.shell = `ssh=$1; shift; exec "$ssh" -o "SendEnv=NO_COLOR COLORTERM LANG" "$@"`
	})
	p.waitFor(`All \d`)
	p.waitUntilQuiet()
	if regexp.MustCompile(`\x1b\[[0-9;]*[1-9][0-9;]*m`).MatchString(p.written()) {
		t.Errorf("colours are written with NO_COLOR: %q", p.written())
	}
	p.send("\x1a") // ctrl+z
	p.send("y")    // copies the flag's name
	p.waitFor(`clipboard`)
	if !strings.Contains(p.written(), "\x1b]52;c;") {
		t.Errorf("the clipboard is not set: %q", p.written())
	}
	p.send("q")
	p.ends(patience)

	command := h.terminal("bob", []string{"get", "orders.beta"})
	command.waitFor(`orders\.beta.*\n`)
	command.ends(patience)
	if out := command.written(); !strings.Contains(out, "orders.beta") || strings.Contains(strings.ReplaceAll(out, "\r\n", ""), "\n") {
		t.Errorf("the command prints %q", out)
	}
	watch := h.terminal("bob", []string{"watch"})
	for end := time.Now().Add(patience); *watch.settings() == *watch.before; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) { // until then, ctrl+c would end the ssh client itself
			t.Fatal("the ssh client does not start a session")
		}
	}
	watch.send("\x03")
	watch.waitFor(`interrupted`)
	watch.ends(patience)
	h.waitForLog(`msg=command user=bob client=127.0.0.1 command=watch exit=130`)
}

// TestServeLostLine checks that the session of a client ends that reads nothing and
// answers nothing.
func TestServeLostLine(t *testing.T) {
	h := startSSH(t, small(t), "  keepalive: 3s\n", threeUsers)
	bob := h.terminal("bob", nil)
	h.waitForLog(`msg=login user=bob`)
	bob.signal(syscall.SIGSTOP) // as when the line is lost, the client reads and answers nothing
	h.waitForLog(`msg="client lost" user=bob`)
	h.waitForLog(`msg=logout user=bob`)
}

// TestServeIdle checks that a dashboard without input ends, with words.
func TestServeIdle(t *testing.T) {
	h := startSSH(t, small(t), "  idle: 3s\n", threeUsers)
	p := h.terminal("bob", nil)
	p.waitFor(`this session had no input for too long`)
	p.ends(patience)
	h.waitForLog(`msg="session ended" user=bob client=\S+ why="this session had no input for too long"`)
}

// TestServeLimits checks that a session too many is refused with words.
func TestServeLimits(t *testing.T) {
	h := startSSH(t, small(t), "  sessions: 3\n  sessions_each: 2\n", threeUsers)
	first, second := h.dashboard("bob"), h.dashboard("bob")
	if r := h.ssh("bob", "", []string{"-4"}, "list"); r.code == 0 || !strings.Contains(r.err, "bob has 2 sessions, which is the limit for one user") {
		t.Errorf("the third session of bob: exit %d, %s", r.code, r.err)
	}
	third := h.dashboard("alice")
	if r := h.ssh("carol", "", []string{"-4"}, "list"); r.code == 0 || !strings.Contains(r.err, "the server has 3 sessions, which is its limit") {
		t.Errorf("the fourth session: exit %d, %s", r.code, r.err)
	}
	h.waitForLog(`level=WARN msg=refused user=carol client=\S+ what="the server has 3 sessions`)
	for _, p := range []*ptyProgram{first, second, third} {
		p.send("q")
		p.ends(patience)
	}
	h.waitForLog(`(?s)(msg=logout user=bob.*){3}`)
	if r := h.ssh("bob", "", []string{"-4"}, "list"); r.code != 0 {
		t.Errorf("after the others have left: exit %d, %s", r.code, r.err)
	}
}

// TestServeReload checks that SIGHUP reads the config file again: the sessions of a user
// who is gone, or whose rights are others, end, and the others go on. A wrong file
// changes nothing.
func TestServeReload(t *testing.T) {
	h := startSSH(t, small(t), "", threeUsers)
	alice, bob, carol := h.dashboard("alice"), h.dashboard("bob"), h.dashboard("carol")
	h.configure("", "\n    alice: {role: admin}\n")
	h.process.Process.Signal(syscall.SIGHUP)
	h.waitForLog(`level=ERROR msg="the config file was not applied" why=".*line \d+: serve: users: alice: role`)
	h.configure("", strings.Replace(strings.Replace(threeUsers, "bob: {", "robert: {", 1), "tenant:acme", "tenant:globex", 1))
	h.process.Process.Signal(syscall.SIGHUP)
	for _, p := range []*ptyProgram{bob, carol} {
		p.waitFor(`what you may do here has changed; log in again`)
		p.ends(patience)
		p.restored()
	}
	alice.send("?")
	alice.waitFor(`Keys`)
	if r := h.ssh("bob", "", []string{"-4"}, "list"); r.code == 0 || !strings.Contains(r.err, "Permission denied (publickey)") {
		t.Errorf("bob is gone: exit %d, %s", r.code, r.err)
	}
	if r := h.ssh("carol", "", []string{"-4"}, "scopes", "--json"); !strings.Contains(r.out, "globex") || strings.Contains(r.out, "acme") {
		t.Errorf("carol's scope is globex: %s%s", r.out, r.err)
	}
}

// TestServeStops checks that SIGTERM ends all sessions, restores their terminals, and is
// no failure.
func TestServeStops(t *testing.T) {
	h := startSSH(t, small(t), "", threeUsers)
	alice := h.dashboard("alice")
	if code := h.stop(syscall.SIGTERM); code != 0 {
		t.Errorf("exit %d", code)
	}
	alice.waitFor(`the server is stopping`)
	alice.ends(patience)
	alice.restored()
}
