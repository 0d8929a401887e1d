package cli

import (
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// soon limits the time from a signal or a key to the program's end.
const soon = 2 * time.Second

// TestEnds checks that the terminal is restored whatever ends the program.
func TestEnds(t *testing.T) {
	for name, test := range map[string]struct {
		end  func(*ptyProgram)
		exit int
	}{
		"q":       {func(p *ptyProgram) { p.send("q") }, exitDone},
		"ctrl+c":  {func(p *ptyProgram) { p.send("\x03") }, exitDone},
		"SIGHUP":  {func(p *ptyProgram) { p.signal(syscall.SIGHUP) }, exitDone},
		"SIGTERM": {func(p *ptyProgram) { p.signal(syscall.SIGTERM) }, exitInterrupted},
		"SIGINT":  {func(p *ptyProgram) { p.signal(syscall.SIGINT) }, exitInterrupted},
	} {
		t.Run(name, func(t *testing.T) {
			p := dashboardOn(t, demoDB(t))
			test.end(p)
			if code := p.ends(soon); code != test.exit {
				t.Errorf("the exit code is %d", code)
			}
			p.restored()
		})
	}
}

// TestTheTerminalGoesAway checks that the program ends when its terminal closes, also
// under nohup.
func TestTheTerminalGoesAway(t *testing.T) {
	for name, options := range map[string][]func(*setup){
		"SIGHUP":         nil,
		"SIGHUP ignored": {shell(`trap "" HUP; exec "$@"`)},
	} {
		t.Run(name, func(t *testing.T) {
			p := dashboardOn(t, demoDB(t), options...)
			p.screen.Close()
			p.ends(soon)
		})
	}
}

func TestSuspending(t *testing.T) {
	p := dashboardOn(t, demoDB(t), shell(`set -m; "$@"; echo stopped; read x; fg >/dev/null; echo over`))
	p.send("j")
	p.waitFor(`2/63`)
	p.send("\x1a")
	p.waitFor(`stopped`)
	p.restored()
	p.send("\r")
	p.waitFor(`> ` + second)
	p.send("j")
	p.waitFor(`3/63`)
	p.send("q")
	p.waitFor(`over`)
	p.ends(patience)
	p.restored()
}

// TestSuspendingWithoutAShell checks that ctrl+z does not wait for a continue signal
// without a shell, because the system does not stop the program then.
func TestSuspendingWithoutAShell(t *testing.T) {
	p := dashboardOn(t, demoDB(t))
	p.send("\x1a")
	p.waitFor(first)
	p.send("j")
	p.waitFor(`2/63`)
	p.send("\x1a")
	p.signal(syscall.SIGTERM)
	p.ends(patience)
	p.restored()
}

// TestKeysComeFromTheTerminal checks that keys come from /dev/tty if stdin is not a
// terminal.
func TestKeysComeFromTheTerminal(t *testing.T) {
	nothing, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer nothing.Close()
	p := dashboardOn(t, demoDB(t), stdin(nothing))
	p.send("j")
	p.waitFor(`2/63`)
	p.send("q")
	if code := p.ends(patience); code != exitDone {
		t.Errorf("the exit code is %d", code)
	}
	p.restored()
}

// TestAWriteAtTheEnd checks that the program waits for a pending write when the user
// leaves, and prints the result.
func TestAWriteAtTheEnd(t *testing.T) {
	db := demoDB(t)
	raw := openSQL(t, db)
	raw.SetMaxOpenConns(1)
	p := dashboardOn(t, db)
	p.send(" ")
	p.waitFor(`Change ` + first)
	if _, err := raw.Exec(`BEGIN IMMEDIATE`); err != nil {
		t.Fatal(err)
	}
	p.insist("y", `Saving`)
	p.send("\x03")
	p.waitUntilQuiet()
	if _, err := raw.Exec(`ROLLBACK`); err != nil {
		t.Fatal(err)
	}
	p.ends(patience)
	p.restored()
	after := p.written()[strings.LastIndex(p.written(), "\x1b[?1049l"):]
	if !strings.Contains(after, `flagtui: saved: "`+first+`" at system disabled`) {
		t.Errorf("it says %q", after)
	}
	if got := override(t, raw, first); got != "0" {
		t.Errorf("the database says %q", got)
	}
}

// TestLeavingADatabaseThatDoesNotAnswer checks that the user can leave while the
// database does not answer.
func TestLeavingADatabaseThatDoesNotAnswer(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	p := startIn(t, []string{"--timeout", "60s", "--db", "postgres://app@" + listener.Addr().String() + "/app?sslmode=disable"})
	conn, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	p.send("\x03")
	if code := p.ends(patience); code != exitInterrupted {
		t.Errorf("the exit code is %d", code)
	}
}

// ends waits for the program's end, and returns the exit code.
func (p *ptyProgram) ends(within time.Duration) int {
	p.t.Helper()
	select {
	case <-p.ended:
		return p.cmd.ProcessState.ExitCode()
	case <-time.After(within):
		p.t.Fatalf("it has not ended within %s", within)
		return 0
	}
}

// restored fails the test unless the terminal's modes are those from before the program.
func (p *ptyProgram) restored() {
	p.t.Helper()
	p.waitUntilQuiet()
	out := p.written()
	for _, mode := range []struct{ on, off, what string }{
		{"\x1b[?1049h", "\x1b[?1049l", "the alternate screen is left"},
		{"\x1b[?25l", "\x1b[?25h", "the cursor is shown"},
		{"\x1b[?2004h", "\x1b[?2004l", "bracketed paste is off"},
		{"\x1b[?7l", "\x1b[?7h", "long rows go on in the next one"},
	} {
		if on := strings.LastIndex(out, mode.on); on < 0 || strings.LastIndex(out, mode.off) < on {
			p.t.Errorf("not so: %s", mode.what)
		}
	}
	if after := p.settings(); *after != *p.before {
		p.t.Errorf("the terminal's settings are %+v, and were %+v", after, p.before)
	}
}
