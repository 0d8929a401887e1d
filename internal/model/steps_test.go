package model

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/hooks"
	"flagtui/internal/views"
)

// withStep opens a dashboard that runs a script after each change; $1 is a folder.
func withStep(t *testing.T, script string, settings ...func(*Options)) (d *dash, dir string, read func() string) {
	t.Helper()
	path, _ := newSQLite(t, 3)
	store, err := data.Open(t.Context(), data.Options{URL: path, Timeout: patience})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	dir = t.TempDir()
	d = open(t, unwatched{store}, append(settings, func(o *Options) {
		o.Steps = change.Steps{Command: &hooks.Command{Args: []string{"sh", "-c", script, "sh", dir}}}
	})...)
	return d, dir, func() string {
		text, err := os.ReadFile(filepath.Join(dir, "ran"))
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		return strings.Join(strings.Fields(string(text)), " ")
	}
}

// Each change on a screen, a kill and an undo run the step once.
func TestAStepFollowsEachChange(t *testing.T) {
	d, _, read := withStep(t, `printf '%s:%s\n' "$FLAGTUI_SCOPE" "$FLAGTUI_FLAGS" >> "$1/ran"`)
	d.propose()
	d.drive("y")
	if got := read(); got != "system:alpha" {
		t.Errorf("after a change it ran for %q", got)
	}
	d.propose()
	d.drive("esc", "enter", "K") // a change that is not confirmed runs nothing
	d.fireTimers()
	d.drive("y", "u")
	d.fireTimers()
	d.drive("y")
	if got := read(); got != "system:alpha system:alpha system:alpha" {
		t.Errorf("after a kill and an undo it ran for %q", got)
	}
	d.hides("after_change")
}

// The screen says that a step failed until esc, and u still undoes.
func TestAStepFails(t *testing.T) {
	d, dir, _ := withStep(t, `test -e "$1/works" || { echo no route to redis; exit 2; }`)
	d.propose()
	d.drive("y")
	d.shows("but after_change failed: sh: exit status 2: no route to redis", "[x] Enabled Override active")
	if err := os.WriteFile(filepath.Join(dir, "works"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	d.drive("down")
	d.shows("after_change failed")
	d.drive("u")
	d.fireTimers()
	d.drive("y")
	d.shows("after_change failed") // that of the first change still stands
	d.drive("esc")
	d.hides("after_change failed")
	d.shows("alpha Disabled [ ] Disabled Following default")
}

// Keys work while a step runs, and another database is not opened before its end. After
// the dashboard has ended, the program waits for the step, and says that it failed.
func TestKeysDuringAStep(t *testing.T) {
	d, dir, _ := withStep(t, `mkfifo "$1/fifo" && cat "$1/fifo"; exit 3`)
	d.propose()
	_, cmd := d.m.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("y")})
	msg := cmd().(proposalApplied)
	_, cmd = d.m.Update(msg)
	if reread, ok := cmd().(tea.BatchMsg); !ok || len(reread) != 2 {
		t.Fatal("nothing waits for the step")
	} else {
		d.run(reread[0])
	}
	d.shows(`"alpha" enabled · saved`)
	d.drive("down", "?")
	d.shows("System › Keys")
	if _, ended := d.writes.Wait(0); ended || d.writes.Pending() {
		t.Error("the step is not awaited, or is taken for a write")
	}
	fifo := filepath.Join(dir, "fifo")
	for {
		if _, err := os.Stat(fifo); err == nil {
			break
		}
	}
	if err := os.WriteFile(fifo, []byte("too bad"), 0); err != nil {
		t.Fatal(err)
	}
	if outcome, ended := d.writes.Wait(patience); !ended || !strings.Contains(outcome, "but after_change failed: sh: exit status 3: too bad") {
		t.Errorf("%q, %v", outcome, ended)
	}
}

// A read-only session has no write that a step could follow.
func TestNoStepWhereNothingIsWritten(t *testing.T) {
	d, _, read := withStep(t, `echo x >> "$1/ran"`, func(o *Options) { o.Session = views.Session{ReadOnly: "--read-only"} })
	d.drive("space", "y", "c", "y", "u", "y")
	if got := read(); got != "" {
		t.Errorf("it ran: %s", got)
	}
	if follow(t.Context(), d.m.store, d.m.options.Steps, change.Result{Live: feature.LiveByRelease()}, d.writes) != nil {
		t.Error("a change that wrote nothing has a step")
	}
}
