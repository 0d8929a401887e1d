package model

import (
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// openWatched opens a dashboard with a working watch, and resets the counted calls.
func openWatched(t *testing.T, s *memory) *dash {
	t.Helper()
	d := open(t, s)
	d.signal(false, data.Polling)
	clear(s.calls)
	return d
}

// After a write, only its flag is read again. Other sessions' changes come with the
// watch's signals.
func TestAChangeReadsItsFlag(t *testing.T) {
	s := newMemory()
	d := openWatched(t, s)
	d.propose()
	s.set(system, "gamma", feature.On)
	d.drive("y")
	d.shows(`"alpha" enabled`, "alpha Disabled [x] Enabled Override active", "gamma Disabled [ ] Disabled")
	s.wantCalls(t, "Stored", 1)
	s.wantCalls(t, "Definitions", 0)
	s.wantCalls(t, "Counts", 0)
	d.signal(true, data.Polling)
	d.shows("gamma Disabled [x] Enabled Override active", "~gamma")
	d.hides("~alpha") // the change is this session's own
}

// A tenant's change makes the counts stale, and changes the tenant's row alone.
func TestATenantsChangeReadsItsFlag(t *testing.T) {
	s := newMemory()
	d := openWatched(t, s)
	d.drive("t", "enter")
	clear(s.calls)
	d.drive("c")
	d.fireTimers()
	d.drive("y")
	d.shows("Tenant acme", `Override cleared for "alpha"`, "alpha Disabled [ ] Disabled Following system")
	s.wantCalls(t, "Stored", 2)
	s.wantCalls(t, "Counts", 1)
	d.drive("S")
	d.shows("alpha Disabled [ ] Disabled Following default")
	d.drive("t", "enter")
	d.shows("Tenant acme", "[ ] Disabled Following system")
}

// The row shows what the database holds, whoever wrote it.
func TestAChangeShowsWhatIsStored(t *testing.T) {
	s := newMemory()
	d := openWatched(t, s)
	d.propose()
	written := d.during("y")
	s.set(system, "alpha", feature.Off)
	for _, msg := range written {
		d.update(msg)
	}
	d.shows(`"alpha" enabled`, "alpha Disabled [ ] Disabled Override active")
}

// The filter and the order apply to the flag's new state.
func TestAChangeLeavesTheFilter(t *testing.T) {
	s := newMemory()
	d := openWatched(t, s)
	d.drive("3")
	d.shows("[3 Off 3]", "1/3")
	d.propose()
	d.drive("y")
	d.shows("[3 Off 2]", "1/2")
	d.hides("alpha Disabled", "The first")
	d.cursor("gamma")
}

// Everything is read again if the flag may have left the list, the rows may be stale, or
// no watch works.
func TestAChangeThatReadsAll(t *testing.T) {
	s := newMemory()
	s.rows[system]["lost"] = feature.Stored{Enabled: true}
	d := openWatched(t, s)
	d.drive("6")
	d.cursor("lost")
	d.drive("c")
	d.fireTimers()
	d.drive("y")
	d.shows(`Override cleared for "lost"`)
	d.hides("> lost")
	s.wantCalls(t, "Stored", 2)

	s = newMemory()
	d = openWatched(t, s)
	d.signal(false, data.Blind)
	d.propose()
	s.set(system, "gamma", feature.On)
	d.drive("y")
	d.shows("gamma Disabled [x] Enabled")

	s = newMemory()
	d = openWatched(t, s)
	s.failing(errDown, "Stored")
	d.drive("r")
	d.shows("STALE")
	s.working()
	d.propose()
	d.drive("y")
	d.shows(`"alpha" enabled`, "[x] Enabled")
	d.hides("STALE", "OFFLINE")
}

// A saved change whose flag cannot be read again is not shown in the row.
func TestAChangeThatCannotBeReadAgain(t *testing.T) {
	s := newMemory()
	d := openWatched(t, s)
	d.propose()
	s.failing(errDown, "Stored")
	d.drive("y")
	d.shows("STALE", `"alpha" enabled`, "cannot reach the database", "alpha Disabled [ ] Disabled")
	d.hides("Reading")
	s.working()
	d.drive("r")
	d.shows("alpha Disabled [x] Enabled Override active")
}

// The flag of a tenant's change is read at the system, too. If only that fails, all is
// read again.
func TestATenantsChangeThatIsHalfRead(t *testing.T) {
	s := newMemory()
	d := openWatched(t, s)
	d.drive("t", "enter", "c")
	d.fireTimers()
	s.set(system, "alpha", feature.On)
	failed := false
	s.before = func(method string) error {
		if method == "Stored" && !failed {
			failed = true
			return errDown
		}
		return nil
	}
	d.drive("y")
	d.shows("alpha Disabled [x] Enabled Following system")
}

// A flag that is listed only for its override leaves the list with the override.
func TestAClearedFlagOfTenants(t *testing.T) {
	s := newMemory()
	s.defs[1].Scopes = []feature.Kind{feature.Tenant}
	d := openWatched(t, s)
	d.drive("j")
	d.cursor("beta")
	d.drive("c")
	d.fireTimers()
	d.drive("y")
	d.shows(`Override cleared for "beta"`, "1 All 3")
}

// Overrides that are out of date are counted again, even if a change at the system comes
// in between.
func TestAChangeDuringACount(t *testing.T) {
	s := newMemory()
	d := openWatched(t, s)
	d.hold = true
	for range 2 {
		d.drive("r")
		d.update(held[scopeLoaded](d)[0])
	}
	counts := held[countsLoaded](d)
	d.deliver()
	clear(s.calls)
	d.propose()
	d.drive("y")
	d.arrive(counts)
	s.wantCalls(t, "Counts", 1)
}

// A move to another scope supersedes the read of one flag, and loses nothing.
func TestAChangeAndAMove(t *testing.T) {
	s := newMemory()
	d := openWatched(t, s)
	d.propose()
	written := d.during("y")
	d.hold = true
	for _, msg := range written {
		d.update(msg)
	}
	read := d.during() // the read of the flag
	d.drive("t", "enter")
	for _, msg := range read {
		d.update(msg)
	}
	d.shows("Tenant acme", "alpha Disabled [x] Enabled Override active The first")
	d.hides("System: Disabled") // the system has the same value now
}

// Until the flag is read again, its row does not show the old value. The status line
// says that the flag is being read.
func TestReadingIsTold(t *testing.T) {
	saved := func(d *dash, keys ...string) {
		written := d.during(keys...)
		d.hold = true
		for _, msg := range written {
			d.update(msg)
		}
	}
	s := newMemory()
	d := openWatched(t, s)
	d.propose()
	saved(d, "y")
	d.shows(`"alpha" enabled`, "alpha Disabled Reading Following default")
	reread := d.held
	d.held = nil
	for _, msg := range reread { // the read fails, and everything is read instead
		if answer, ok := msg.(flagReread); ok {
			msg = flagReread{seq: answer.seq}
		}
		d.update(msg)
	}
	d.shows("alpha Disabled Reading Following default")
	d.deliver()
	d.shows("alpha Disabled [x] Enabled Override active")
	d.hides("Reading")

	d = openWatched(t, newMemory())
	d.propose()
	saved(d, "y")
	d.drive("r")
	d.shows("Reading…")

	d = openWatched(t, newMemory())
	d.drive("v", "v", "space")
	d.fireTimers()
	saved(d, "y")
	d.shows("Reading…")
}

// Another session's mark on a flag disappears after this session's own change.
func TestNewsOfAChangedFlag(t *testing.T) {
	s := newMemory()
	d := openWatched(t, s)
	s.set(system, "alpha", feature.On)
	s.set(system, "gamma", feature.On)
	d.signal(true, data.Polling)
	d.shows("~alpha", "~gamma")
	d.propose()
	d.drive("y")
	d.shows(`"alpha" disabled`, "~gamma")
	d.hides("~alpha")
}

// The notice about a saved change appears at once. The row says that it is being read
// until the read ends.
func TestASavedChangeIsToldBeforeItIsReadAgain(t *testing.T) {
	d := open(t, newMemory())
	d.propose()
	d.hold = true
	d.drive("y")
	d.shows("Saving")
	saved := d.held[0]
	d.held = nil
	d.update(saved)
	d.shows(`"alpha" enabled · saved`, "alpha Disabled Reading Following default", "beta")
	d.hides("Saving", "alpha Disabled [ ] Disabled")
	d.deliver()
	d.shows(`"alpha" enabled · saved`, "[x] Enabled Override active 12 on, 3 off")
	d.hides("Reading")
}
