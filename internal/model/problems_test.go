package model

import (
	"errors"
	"slices"
	"testing"

	"flagtui/internal/feature"
)

func TestAFailedWrite(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.propose()
	s.failing(errDown)
	d.drive("y")
	// The reading that follows fails, too, and must not hide it.
	d.shows(`Failed to update flag "alpha": cannot reach the database`, "check that it runs", "Change alpha")
	s.working()
	d.drive("y") // tries again
	s.wantWrites(t, "system alpha inherit>on")
	d.shows(`"alpha" enabled`)
	d.hides("Failed to update", "STALE", "OFFLINE")
}

// A write that was made is told, even if nothing can be read after it.
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

// An error stays until it is dismissed, whatever succeeds meanwhile, and
// hides no other.
func TestErrorsStay(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.propose()
	s.failing(errDown)
	d.drive("y")
	s.working()
	d.drive("esc") // the write's error
	d.shows("Change alpha", "cannot reach the database")
	d.hides("Failed to update")
	d.drive("esc", "esc") // the reading's, which is one for all its parts; the screen
	d.shows("1 All", "OFFLINE since")
	d.hides("cannot reach")

	s.failing(errDown, "Apply")
	d.propose()
	d.drive("y")
	s.working()
	d.run(d.m.refresh(byUser)) // a reading that works
	d.shows("Failed to update flag")
	d.hides("STALE", "OFFLINE")
	d.drive("esc", "esc", "c", "r", "j")
	d.hides("Failed")
}

// A panic in a command is one error among others: nothing waits for ever.
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
			if !slices.Contains([]string{"Recent", "Scopes", "Scope", "Impact"}, method) { // those are over by now
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

// Before anything was read the screen does not claim that there is nothing.
func TestNothingIsClaimedBeforeItIsRead(t *testing.T) {
	s := newMemory()
	s.failing(errDown)
	d := start(t, s)
	d.hides("No feature flags registered")
	d.run(d.m.Init())
	d.shows("cannot reach the database")
	d.hides("No feature flags registered")
}

// After a reading that failed, what is there no more is not shown either.
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

// Where only the first page could be read, that is said as long as it is shown.
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

// What a write has done is shown until a key is pressed, whatever else there
// is to say meanwhile.
func TestSavedIsNotHidden(t *testing.T) {
	for name, test := range map[string]struct {
		fails  string
		err    error
		before bool // it has failed before the write, too
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
