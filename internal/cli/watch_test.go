package cli

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"flagtui/internal/data/pgtest"
)

// watching starts flagtui watch as a process. lines returns its next line on stdout, said
// the next one on stderr.
func watching(t *testing.T, args ...string) (cmd *exec.Cmd, line, said func() string) {
	t.Helper()
	program, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd = exec.Command(program, append([]string{"watch"}, args...)...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "LANG=C.UTF-8"}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	next := func(from *bufio.Scanner) func() string {
		return func() string {
			from.Scan()
			return from.Text()
		}
	}
	return cmd, next(bufio.NewScanner(stdout)), next(bufio.NewScanner(stderr))
}

// watch prints the changes of others, too, one on a line, tells of a gap where the
// database was lost, and ends with 130.
func TestWatch(t *testing.T) {
	url := pgtest.Database(t)
	p := &testDatabase{t: t, url: url, raw: openPostgres(t, url), pg: true}
	runWith(t, "", "init", "--db", url, "--yes").expect(t, 0, "*")
	proxy, through := pgtest.NewProxy(t, url)
	cmd, line, said := watching(t, "--db", through, "--json", "--timeout", "2s", "a", "b")
	set := func(args ...string) {
		t.Helper()
		if r := runWith(t, "", append([]string{"set", "--db", url, "--yes", "--actor", "alice"}, args...)...); r.code != 0 {
			t.Fatalf("%s: exit %d: %s", args, r.code, r.err)
		}
	}
	expect := func(want string) {
		t.Helper()
		var e struct {
			At, Change, Actor, Reason, Scope, Name, Source string
			ScopeID                                        string `json:"scope_id"`
			Before, After                                  *bool
		}
		text := line()
		if err := json.Unmarshal([]byte(text), &e); err != nil || e.At == "" || e.After == nil || strings.Join([]string{e.Source, e.Actor, e.Reason, e.Scope, e.ScopeID, e.Name}, "|") != want {
			t.Fatalf("%q, want %s", text, want)
		}
	}
	// A change that was made before the watch has begun is none. Which one is the first
	// to be seen is not known, so the first is repeated until the watch prints it.
	began := make(chan string)
	go func() { began <- line() }()
	for on := "on"; ; on = map[string]string{"on": "off", "off": "on"}[on] {
		set("a="+on, "--reason", "try")
		select {
		case text := <-began:
			if !strings.Contains(text, `"actor":"alice`) || !strings.Contains(text, `"reason":"try"`) || !strings.Contains(text, `"source":"flagtui"`) {
				t.Fatal(text)
			}
		default:
			continue
		}
		break
	}
	set("c=on") // is not watched
	set("b=on", "--tenant", "acme", "--new-tenant", "--reason", "pilot")
	for {
		if text := line(); strings.Contains(text, `"name":"b"`) {
			if !strings.Contains(text, `"scope":"tenant","scope_id":"acme","name":"b","before":null,"after":true,"source":"flagtui"`) {
				t.Error(text)
			}
			break
		} else if !strings.Contains(text, `"name":"a"`) {
			t.Fatal(text)
		}
	}
	p.exec(`UPDATE feature_flags_override SET enabled = false WHERE name = 'b'`)
	expect("outside|||tenant|acme|b")

	proxy.Silence()
	for text := said(); !strings.Contains(text, "disconnected at "); text = said() {
		if text == "" {
			t.Fatal("nothing is said of the lost database")
		}
	}
	p.exec(`UPDATE feature_flags_override SET enabled = true WHERE name = 'b'`)
	set("b=off", "--tenant", "acme")
	proxy.Resume()
	expect("outside|||tenant|acme|b")
	expect("flagtui|alice||tenant|acme|b")
	for text := said(); !strings.Contains(text, "connected again: there was no answer from "); text = said() {
		if text == "" {
			t.Fatal("nothing is said of the gap")
		}
	}
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	for said() != "" {
	}
	if _ = cmd.Wait(); cmd.ProcessState.ExitCode() != exitInterrupted {
		t.Errorf("it ends with %d", cmd.ProcessState.ExitCode())
	}
}
