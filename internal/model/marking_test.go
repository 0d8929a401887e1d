package model

import (
	"fmt"
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// The marked flags are changed as one change-set.
func TestChangingMarkedFlags(t *testing.T) {
	s := newMemory()
	s.set(system, "gamma", feature.On)
	d := open(t, s)
	d.drive("v", "v", "v")
	d.shows(">+alpha"[1:], "3 marked") // the cursor has moved on
	d.drive("up", "up", "up", "space")
	d.shows("Change 3 flags", "System (all tenants)", "(*) on", "alpha", "inherit (off) → on", "beta", "on already", "gamma")
	d.drive("y")
	s.wantWrites(t)
	d.fireTimers()
	d.drive("right")
	d.shows("(*) off", "on → off")
	d.drive("tab")
	d.typeText("fire")
	d.drive("enter")
	d.burst("yy")
	d.paste("y")
	s.wantCalls(t, "Apply", 0)
	s.set(system, "gamma", feature.Off) // gamma is off already, which is no conflict
	d.drive("y")
	s.wantCalls(t, "Apply", 1)
	s.wantWrites(t, "system alpha inherit>off", "system beta on>off", "system gamma on>off")
	if reason := s.applied[0].Reason; reason != "fire" {
		t.Errorf("the reason is %q", reason)
	}
	d.shows("Changed 2 of 3 flags", "inherit (off) → off saved", "as it was", "set 3 flags to off at system · 2 overrides saved")
	d.drive("y")
	d.shows("1 All")
	d.hides("marked")
	d.drive("space")
	d.shows("Change alpha")
	s.wantCalls(t, "Apply", 0)
}

// c clears the overrides of the marked flags.
func TestClearingMarkedFlags(t *testing.T) {
	s := newMemory()
	s.set(system, "alpha", feature.Off)
	d := open(t, s)
	d.drive("v", "v")
	d.drive("c")
	d.fireTimers()
	d.shows("Change 2 flags", "(*) inherit")
	d.drive("y")
	s.wantWrites(t, "system alpha off>inherit", "system beta on>inherit")
}

// A mark belongs to a flag, not to a row. It survives a refresh, a signal, a filter and
// a change of scope. esc removes it.
func TestMarksStay(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("v", "j", "v") // marks alpha and gamma
	s.mu.Lock()
	s.defs = append([]feature.Definition{{Name: "aaa"}}, s.defs...)
	s.mu.Unlock()
	d.drive("r")
	d.shows("+alpha", "+gamma", "2 marked")
	s.set(system, "gamma", feature.On)
	d.signal(true, data.Notified)
	d.shows("+alpha", "+gamma", "2 marked")
	d.drive("t", "enter")
	d.shows("Tenant acme", "+alpha", "+gamma")
	d.drive("/")
	d.typeText("om")
	d.drive("enter")
	d.shows("2 marked", "/1 of 5")
	d.drive("space")
	d.fireTimers()
	d.shows("Change 2 flags", "Tenant acme")
	d.drive("esc", "esc", "esc")
	d.shows("Tenant acme")
	d.hides("marked", "+alpha")
	s.wantWrites(t)
}

// A conflict lists each changed flag, and the chosen setting must be confirmed again.
func TestAConflictOfMarkedFlags(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("V", "space")
	d.fireTimers()
	s.set(system, "beta", feature.Off)
	s.set(system, "omega", feature.Off)
	d.drive("y") // sets all on; beta was on and has changed since
	s.wantWrites(t)
	d.shows(`is off now, by bob@ops2`, "Nothing was written. Choose again.", "off → on changed meanwhile")
	d.drive("y", "y")
	d.burst("yy")
	s.wantWrites(t)
	d.fireTimers()
	d.drive("y")
	s.wantWrites(t, "system alpha inherit>on", "system beta off>on", "system gamma inherit>on", "system omega off>on")
	d.shows("Changed 4 of 4 flags")
	d.hides("changed meanwhile", "Nothing was written")
}

func TestManyMarkedFlags(t *testing.T) {
	s := newMemory()
	s.defs = nil
	for i := range 250 {
		s.defs = append(s.defs, feature.Definition{Name: fmt.Sprintf("flag%03d", i)})
	}
	d := open(t, s)
	d.drive("V")
	d.shows("250 marked")
	d.drive("space")
	d.fireTimers()
	d.shows("Change 250 flags", "more lines")
	d.drive("pgdown", "pgdown")
	d.shows("flag070")
	d.drive("y")
	s.sets(t, 250)
	d.shows("Changed 250 of 250 flags", "250 overrides saved")
	for range 9 {
		d.drive("pgdown")
	}
	d.shows("flag249")
	d.drive("esc")
	d.shows("1 All 250")
}

func TestMarkedFlagsOfAProtectedContext(t *testing.T) {
	s := newMemory()
	d := open(t, s, func(o *Options) { o.Session.Context, o.Session.Protected = "PROD", true })
	d.drive("v", "v", "space")
	d.fireTimers()
	d.drive("y")
	d.typeText("prod")
	d.drive("enter")
	s.wantWrites(t)
	d.typeText("PROD")
	s.set(system, "beta", feature.Off)
	d.drive("enter")
	s.wantWrites(t)
	d.shows("Nothing was written")
	d.fireTimers()
	d.drive("y", "enter") // the name must be typed again
	s.wantWrites(t)
	d.shows("type PROD to apply")
	d.typeText("PROD")
	d.drive("enter")
	s.sets(t, 2)
}

// After a failure, the marks and the chosen setting stay.
func TestAFailedBatch(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("v", "v", "space")
	d.fireTimers()
	s.failing(errDown, "Apply")
	d.drive("y")
	d.shows("Failed to set 2 flags to on at system: cannot reach the database", "Change 2 flags")
	d.drive("esc", "esc")
	d.shows("1 All", "2 marked")
	s.working()
	d.drive("space")
	d.fireTimers()
	d.drive("y")
	s.sets(t, 2)
}

// The result of a batch is shown on any screen.
func TestALateBatch(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("v", "v", "space")
	d.fireTimers()
	d.hold = true
	d.drive("y")
	write := d.held[0]
	d.hold, d.held = false, nil
	d.drive("esc", "t", "enter")
	d.update(write)
	d.shows("Tenant acme", "set 2 flags to on at system · 1 override saved")
	d.hides("Changed", "marked")
}

// Marked flags are changed even if a filter hides all of them.
func TestMarkedFlagsThatAreHidden(t *testing.T) {
	d := open(t, newMemory())
	d.drive("v", "/")
	d.typeText("zzzz")
	d.drive("enter", "space")
	d.shows("alpha", "y apply")
}
