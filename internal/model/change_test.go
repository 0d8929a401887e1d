package model

import (
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/views"
)

func TestAChange(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("space")
	d.shows("Change alpha · System (all tenants)", "(*) on", "143 tenants inherit the system value and change", "Takes effect at once (the app asks each time)")
	d.fireTimers()
	d.drive("tab")
	d.typeText("a try")
	d.drive("enter", "y")
	s.wantWrites(t, "system alpha inherit>on")
	d.shows("1 All", `"alpha" enabled · saved, takes effect at once`, "[x] Enabled Override active 12 on, 3 off")
	d.hides("the app asks")
	if set := s.applied[0]; set.Actor != "alice@ops1" || set.Reason != "a try" {
		t.Errorf("the change is %q's, for %q", set.Actor, set.Reason)
	}
}

func TestAChangeOfATenant(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("t", "enter", "c")
	d.fireTimers()
	d.drive("y")
	s.wantWrites(t, "tenant:acme alpha on>inherit")
	d.shows("Tenant acme", `Override cleared for "alpha"`, "[ ] Disabled Following system")
	d.drive("c")
	d.shows("No override set for this flag")
}

// A change to a setting that is stored already writes nothing, and the screen does not
// claim a write.
func TestAChangeThatSomeoneElseMade(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.propose()
	s.set(system, "alpha", feature.On)
	d.drive("y")
	d.shows(`"alpha" was on already`, "[x] Enabled Override active")
	d.hides("saved")
}

// The change screen keeps the change that it opened with, even if rows move in the list.
func TestAChangeIsFixedWhenItsScreenOpens(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("j", "j") // gamma
	d.hold = true
	d.drive("r")
	refreshed := d.held
	d.hold, d.held = false, nil

	s.set(system, "gamma", feature.On)
	d.propose()
	s.defs = append([]feature.Definition{{Name: "aaa"}}, s.defs[0], s.defs[1]) // gamma is no longer on the page
	for _, msg := range refreshed {
		d.update(msg)
	}
	d.run(d.m.refresh(byUser)) // reloads with other rows
	d.shows("Change gamma", "(*) on")
	s.set(system, "gamma", feature.Inherit)
	d.drive("y")
	s.wantWrites(t, "system gamma inherit>on")
}

// The reply to a write is shown on any screen. The notice names the flag, and the scope
// if another scope is shown.
func TestALateWriteIsReported(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.propose()
	d.hold = true
	d.drive("y")
	d.shows("Saving")
	write := d.held[0]
	d.hold, d.held = false, nil
	d.drive("esc", "t", "enter")
	d.shows("Tenant acme", "Saving")
	d.drive("?")
	d.update(write)
	d.shows(`"alpha" at system enabled · saved`, "Keys")
	d.drive("esc")
	d.shows("Tenant acme", "alpha Disabled [x] Enabled Override active The first")
	d.hides("System: Disabled") // the system has the same value now
}

func TestALateFailureIsReported(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.propose()
	d.hold = true
	s.failing(errDown, "Apply")
	d.drive("y")
	write := d.held[0]
	d.hold, d.held = false, nil
	d.drive("esc", "j", "j")
	d.propose() // the second change
	d.update(write)
	d.shows(`Failed to update flag "alpha": cannot reach the database`, "Change gamma")
	s.working()
	d.drive("y")
	s.wantWrites(t, "system gamma inherit>on")
	d.shows(`Failed to update flag "alpha"`) // the problem stays until it is dismissed
	d.drive("esc")
	d.shows(`"gamma" enabled`)
}

// The reply to a write does not undo a pending move to another scope. The new scope
// shows the written value.
func TestAWriteAndAMove(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("j", "j")
	d.propose()
	d.hold = true
	d.drive("y")
	write := d.held[0]
	d.hold, d.held = false, nil
	d.drive("esc", "t")
	d.hold = true
	d.drive("enter")
	move := d.held
	d.held = nil
	d.update(write)
	again := d.held
	d.hold, d.held = false, nil
	for _, msg := range append(again, move...) { // replies in any order
		d.update(msg)
	}
	d.shows("Tenant acme")
	if line := d.line("gamma"); !strings.Contains(line, "[x] Enabled") {
		t.Errorf("gamma is shown as %q", line)
	}
}

func TestAConflict(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("j") // proposes beta on
	d.propose()
	d.shows("(*) off")
	s.set(system, "beta", feature.Inherit)
	d.drive("y")
	s.wantWrites(t)
	d.shows(`"beta" at system is inherit now, by bob@ops2`, "Nothing was written", "Now Enabled")

	d.drive("y", "y")
	s.wantWrites(t)
	d.fireTimers()
	s.wantWrites(t)
	d.drive("y")
	s.wantWrites(t, "system beta inherit>off")
	d.shows(`"beta" disabled`)
}

// A conflict is a problem like any other if the change screen was left.
func TestALateConflict(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("j")
	d.propose()
	s.set(system, "beta", feature.Inherit)
	d.hold = true
	d.drive("y", "esc")
	d.deliver()
	s.wantWrites(t)
	d.shows(`Failed to update flag "beta": "beta" at system is inherit now, by bob@ops2`, "1 All")
}

func TestAProtectedContext(t *testing.T) {
	s := newMemory()
	d := open(t, s, func(o *Options) { o.Session.Context, o.Session.Protected = "PROD", true })
	d.propose()
	d.drive("y")
	s.wantWrites(t)
	d.typeText("prod")
	d.drive("enter")
	s.wantWrites(t)
	d.typeText("PROD")
	s.wantWrites(t)
	d.drive("enter")
	s.wantWrites(t, "system alpha inherit>on")
}

func TestReadOnly(t *testing.T) {
	s := newMemory()
	d := open(t, s, func(o *Options) { o.Session.ReadOnly = "asked for with --read-only" })
	d.shows("read-only")
	d.drive("j", "space", "y", "c", "y", "enter", "space", "y", "K", "esc", "t", "enter", "space", "y", "c", "y", "K", "u", "v", "m", "space", "y", "esc", "D", "enter", ">", "<", "y", "esc")
	if len(d.timers) > 0 {
		t.Error("a change screen has opened")
	}
	s.wantWrites(t)
	if n := s.calls["Apply"]; n != 0 {
		t.Errorf("Apply was called %d times", n)
	}
	d.shows("Tenant acme")
	d.hides("space change")
	d.drive("?")
	d.shows("Mark all flags that are shown")
	d.hides("Write the change", "space", "Remove the override")
}

// A change is possible even if the impact cannot be counted.
func TestReachMayFail(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	s.failing(errDown, "Impact")
	d.propose()
	d.shows("cannot reach the database", "Change alpha")
	d.drive("y")
	s.wantWrites(t, "system alpha inherit>on")
}

// No change is made on a terminal that is too small.
func TestATerminalTooSmall(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.propose()
	for _, size := range [][2]int{{views.MinWidth - 1, views.MinHeight}, {views.MinWidth, views.MinHeight - 1}} {
		d.resize(size[0], size[1])
		d.shows("Too small")
		d.drive("y", "space")
		s.wantWrites(t)
	}
	d.resize(views.MinWidth, views.MinHeight)
	d.shows("Change alpha")
	d.drive("y")
	s.wantWrites(t, "system alpha inherit>on")
	for _, key := range []string{"ctrl+c", "q"} {
		d = open(t, newMemory())
		d.resize(12, 4)
		d.shows("q quits")
		d.drive(key)
		if !d.quit {
			t.Errorf("%s does not leave", key)
		}
	}
}
