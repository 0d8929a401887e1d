package cli

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"flagtui/internal/data"
)

// crashingVariable makes the test program run as flagtui with a command "crash WHERE",
// which panics.
const crashingVariable = "FLAGTUI_TEST_CRASHING"

// runCrashing runs flagtui with the command crash, and does not return.
func runCrashing() {
	extraCommands = append(extraCommands, func(a *app) *cobra.Command {
		return &cobra.Command{Use: "crash", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
			switch args[0] {
			case "saved":
				a.done = `saved: "a" enabled`
			case "watch":
				options, err := a.dashboardOptions(cmd.Context())
				if err != nil {
					return err
				}
				options.Store = crashingStore{options.Store}
				return a.show(cmd.Context(), options)
			}
			panic("oh no")
		}}
	})
	os.Exit(Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// crashingStore is a store whose watch panics at once.
type crashingStore struct{ data.Store }

func (crashingStore) Watch(context.Context) <-chan data.Signal {
	signals := make(chan data.Signal, 1)
	signals <- data.Signal{By: data.Blind, Crash: &data.Crash{Value: "oh no", Stack: []byte("the stack of the watch")}}
	return signals
}

// crash runs the command crash without a terminal.
func crash(t *testing.T, args ...string) (code int, out, stderr string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], append([]string{"crash"}, args...)...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), crashingVariable + "=1"}
	var printed, complained strings.Builder
	cmd.Stdout, cmd.Stderr = &printed, &complained
	if err := cmd.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), printed.String(), complained.String()
}

// TestAPanicOfACommand checks that a panic of a command is an error with an exit code.
// The stack is printed last.
func TestAPanicOfACommand(t *testing.T) {
	code, out, stderr := crash(t, "plain")
	if words := "flagtui: flagtui has a bug: oh no\n  please report this bug, with its stack\n\ngoroutine "; code != exitOther || out != "" || !strings.HasPrefix(stderr, words) || !strings.Contains(stderr, "panics_test.go") {
		t.Errorf("exit code %d, printed %q and %q", code, out, stderr)
	}
	code, out, stderr = crash(t, "saved")
	if words := `flagtui: saved: "a" enabled; but flagtui has a bug: oh no` + "\n  do not repeat the change"; code != exitSaved || out != "" || !strings.HasPrefix(stderr, words) || !strings.Contains(stderr, "panics_test.go") {
		t.Errorf("once something was saved: exit code %d, printed %q and %q", code, out, stderr)
	}
}

// TestAPanicInJSON checks that with --json a panic is printed as JSON only.
func TestAPanicInJSON(t *testing.T) {
	code, out, stderr := crash(t, "plain", "--json")
	var printed struct {
		Error struct{ Code, Message, Hint string }
	}
	if err := json.Unmarshal([]byte(stderr), &printed); err != nil || code != exitOther || out != "" {
		t.Fatalf("exit code %d, printed %q and %q (%v)", code, out, stderr, err)
	}
	if e := printed.Error; e.Code != "error" || e.Message != "flagtui has a bug: oh no" || !strings.Contains(e.Hint, "panics_test.go") {
		t.Errorf("it says %+v", e)
	}
}

// TestAPanicOfTheWatch checks that a panic of the watch ends the dashboard, and that the
// terminal is restored before the error is printed.
func TestAPanicOfTheWatch(t *testing.T) {
	for name, args := range map[string][]string{"words": nil, "JSON": {"--json"}} {
		t.Run(name, func(t *testing.T) {
			p := startIn(t, append([]string{"crash", "watch", "--db", demoDB(t)}, args...), env(crashingVariable+"=1"), func(s *setup) { s.path = os.Args[0] })
			if code := p.ends(patience); code != exitOther {
				t.Errorf("the exit code is %d", code)
			}
			p.restored()
			screen, after, _ := strings.Cut(p.written(), "\x1b[?1049l")
			if strings.Contains(screen, "oh no") || !strings.Contains(after, "flagtui has a bug: oh no") || !strings.Contains(after, "the stack of the watch") {
				t.Errorf("on the screen it says %q, and then %q", screen, after)
			}
		})
	}
}

// TestAPanicBesideACommand checks that a panic in a command's goroutine is the command's
// error.
func TestAPanicBesideACommand(t *testing.T) {
	crashed := make(chan error, 1)
	goGuarded(func() { panic("oh no") }, crashed)
	var bug panicError
	if err := <-crashed; !errors.As(err, &bug) || bug.Error() != "flagtui has a bug: oh no" || !strings.Contains(string(bug.stack), "TestAPanicBesideACommand") {
		t.Errorf("the error is %v", err)
	}
}
