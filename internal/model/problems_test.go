package model

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
)

func TestAFailedWrite(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.propose()
	s.failing(errDown)
	d.drive("y")
	// The read that follows fails too, and must not hide the write's problem.
	d.shows(`Failed to update flag "alpha": cannot reach the database`, "check that it runs", "Change alpha")
	s.working()
	d.drive("y") // tries the write again
	s.wantWrites(t, "system alpha inherit>on")
	d.shows(`"alpha" enabled`)
	d.hides("Failed to update", "STALE", "OFFLINE")
}

// A successful write is reported even if every later read fails.
func TestAWriteThatCannotBeReadAgain(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.propose()
	s.failing(errDown, "Stored", "Counts")
	d.drive("y")
	s.wantWrites(t, "system alpha inherit>on")
	d.shows(`"alpha" enabled · saved, takes effect at once; but the flags could not be read again: cannot reach the database`, "OFFLINE since")
	d.drive("r")
	d.hides("could not be read again")
	d.shows("cannot reach the database")
	s.working()
	d.drive("r")
	d.hides("cannot reach")
}

// A problem stays until it is dismissed. Later successes and other problems do not hide
// it.
func TestErrorsStay(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.propose()
	s.failing(errDown)
	d.drive("y")
	s.working()
	d.drive("esc") // dismisses the write's problem
	d.shows("Change alpha", "cannot reach the database")
	d.hides("Failed to update")
	d.drive("esc", "esc") // dismisses the reads' common problem, and closes the screen
	d.shows("1 All", "OFFLINE since")
	d.hides("cannot reach")

	s.failing(errDown, "Apply")
	d.propose()
	d.drive("y")
	s.working()
	d.run(d.m.refresh(byUser)) // a load that succeeds
	d.shows("Failed to update flag")
	d.hides("STALE", "OFFLINE")
	d.drive("esc", "esc", "c", "r", "j")
	d.hides("Failed")
}

// A panic in a command becomes a problem, and no screen waits for ever.
func TestAPanicInACommand(t *testing.T) {
	for _, method := range []string{"Definitions", "Stored", "Counts", "Recent", "Scopes", "Scope", "Impact", "Apply"} {
		t.Run(method, func(t *testing.T) {
			s := newMemory()
			d := open(t, s)
			s.before = func(called string) error {
				if called == method {
					panic("index out of range")
				}
				return nil
			}
			d.drive("r", "s", "t")
			d.typeText("initech")
			d.drive("enter", "esc", "esc", "esc", "esc")
			d.propose()
			d.drive("y", "r")
			if s.calls[method] == 0 {
				t.Fatal("the method was not called")
			}
			if !slices.Contains([]string{"Recent", "Scopes", "Scope", "Impact"}, method) { // these problems are cleared by now
				d.shows("flagtui has a bug: index out of range", "store_test.go:")
			}
			d.hides("Saving", "Reading", "Looking")
			s.working()
			d.drive("esc", "esc", "esc", "esc", "r", "j")
			d.hides("bug")
			d.shows("> beta")
		})
	}
}

// A panic's origin lists the callers and nothing else, even if they are few.
func TestThePlaceOfAPanic(t *testing.T) {
	reply := make(chan error)
	go command(t.Context(), func(context.Context) (tea.Msg, error) { panic("index out of range") }, func(err error) tea.Msg {
		reply <- err
		return nil
	})()
	if hint := feature.Hint(<-reply); !strings.Contains(hint, "problems_test.go:") || strings.Contains(hint, " :") || strings.Contains(hint, ".:0") {
		t.Errorf("the hint is %q", hint)
	}
}

// Before the first load, the screen does not claim that there are no flags.
func TestNothingIsClaimedBeforeItIsRead(t *testing.T) {
	s := newMemory()
	s.failing(errDown)
	d := start(t, s)
	d.hides("No feature flags registered")
	d.run(d.m.Init())
	d.shows("cannot reach the database")
	d.hides("No feature flags registered")
}

// After a failed load, cleared overrides are not shown again.
func TestNothingIsLeftOfWhatWasCleared(t *testing.T) {
	s := newMemory()
	d := openWatched(t, s)
	s.failing(errDown)
	d.drive("r")
	d.shows("STALE: read")
	s.working()
	s.set(system, "beta", feature.Inherit)
	d.drive("r")
	d.hides("STALE", "OFFLINE")
	d.shows("beta Enabled [x] Enabled Following default")
}

// If only the first page could be read, the screen says so.
func TestAFirstPageThatStaysAlone(t *testing.T) {
	s := newMemory()
	s.failing(errDown, "Definitions")
	d := open(t, s)
	d.shows("alpha", "cannot reach the database")
	d.drive("esc")
	d.shows("alpha", "OFFLINE since")
	d.hides("cannot reach")
	s.working()
	d.drive("r")
	d.shows("1 All 4")
	d.hides("STALE", "OFFLINE")
}

// The result of a write stays until a key is pressed, even if other notices arrive.
func TestSavedIsNotHidden(t *testing.T) {
	for name, test := range map[string]struct {
		fails  string
		err    error
		before bool // the operation has failed before the write, too
	}{
		"not counted in time":      {fails: "Counts", err: errDown},
		"not counted":              {fails: "Counts", err: errors.New("too many rows to count")},
		"another problem is shown": {fails: "Counts", err: errors.New("too many rows to count"), before: true},
		"not read again":           {fails: "Stored", err: errDown},
	} {
		t.Run(name, func(t *testing.T) {
			s := newMemory()
			if test.before {
				s.failing(test.err, test.fails)
			}
			d := open(t, s)
			d.propose()
			s.failing(test.err, test.fails)
			d.drive("y")
			d.shows(`"alpha" enabled`, "saved", test.err.Error())
			d.drive("r")
			s.working()
			d.drive("r")
			d.hides(test.err.Error())
		})
	}
}
