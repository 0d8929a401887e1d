package cli

import (
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// TestStoppedFromOutside checks that a program that another program has stopped accepts
// keys again after it is continued.
func TestStoppedFromOutside(t *testing.T) {
	for name, signal := range map[string]string{"SIGTSTP": "TSTP", "SIGSTOP": "STOP"} {
		t.Run(name, func(t *testing.T) {
			p := dashboardOn(t, demoDB(t), shell(`set -m; "$@"; stty sane; echo stopped; read x; fg >/dev/null; echo over`))
			children, err := exec.Command("pgrep", "-P", strconv.Itoa(p.cmd.Process.Pid)).Output()
			if err != nil {
				t.Skip("there is no pgrep")
			}
			p.send("")
			if err := exec.Command("kill", "-"+signal, strings.TrimSpace(string(children))).Run(); err != nil {
				t.Fatal(err)
			}
			p.waitFor(`stopped`)
			p.send("\r")
			p.waitFor(first)
			p.waitUntilQuiet()
			p.send("j")
			p.waitFor(`2/63`)
			p.send("q")
			p.waitFor(`over`)
			p.ends(patience)
		})
	}
}

// TestDeadlySignals checks that the terminal is restored after signals that end the
// program at once.
func TestDeadlySignals(t *testing.T) {
	for name, signal := range map[string]syscall.Signal{"SIGQUIT": syscall.SIGQUIT, "SIGABRT": syscall.SIGABRT, "SIGTRAP": syscall.SIGTRAP, "SIGSYS": syscall.SIGSYS} {
		t.Run(name, func(t *testing.T) {
			p := dashboardOn(t, demoDB(t))
			p.signal(signal)
			p.ends(patience)
			p.restored()
		})
	}
}

// TestHarmlessSignals checks that other signals do not end the dashboard.
func TestHarmlessSignals(t *testing.T) {
	p := dashboardOn(t, demoDB(t))
	for _, signal := range []syscall.Signal{syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGALRM, syscall.SIGXCPU} {
		p.signal(signal)
	}
	p.send("j")
	p.waitFor(`2/63`)
	p.send("q")
	if code := p.ends(patience); code != exitDone {
		t.Errorf("the exit code is %d", code)
	}
	p.restored()
}
