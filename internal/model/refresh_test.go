package model

import (
	"errors"
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// If a newer load has replaced a load, the failure of the older one is not shown.
func TestAnOlderFailureIsDropped(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	s.failing(errDown, "Stored")
	older := d.during("r")
	s.working()
	d.drive("r")
	d.arrive(older)
	d.hides("cannot reach", "STALE", "OFFLINE")
}

// Only a database that does not answer is called offline.
func TestStaleIsNotOffline(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	s.failing(errors.New("no such column"), "Stored")
	d.drive("r")
	d.shows("no such column", "STALE")
	d.hides("OFFLINE")
}

// A scope's new name is shown when the scope is chosen again, even if its flags are as
// they were.
func TestAScopeThatWasRenamed(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("t", "enter")
	s.mu.Lock()
	s.tenants[0].Name = "Acme Ltd"
	s.mu.Unlock()
	d.drive("t", "enter")
	d.shows("Tenant acme · Acme Ltd")
}

// A database without flags says so once it is loaded.
func TestNoFlags(t *testing.T) {
	s := newTorus()
	s.defs = nil
	d := start(t, s, func(o *Options) { o.Scope = feature.ScopeInfo{} })
	before := d.screen()
	d.run(d.m.Init())
	if after := d.screen(); after == before {
		t.Errorf("the screen stays\n%s", after)
	}
	d.shows("1 All 0")
}

// Going to a flag at the scope shown moves the cursor, although nothing has changed.
func TestGoingToAFlagAtTheSameScope(t *testing.T) {
	s := newMemory()
	d := open(t, s, newFindings(s).offer)
	d.cursor("alpha")
	d.drive("!", "down", "enter")
	d.cursor("old.cart")
}

// A refresh that another session's change causes does not say so.
func TestARefreshInTheBackground(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.hold = true
	d.signal(true, data.Notified)
	d.hides("Reading")
	d.drive("r")
	d.shows("Reading")
}

// The change screen and the list below it follow the size of the terminal.
func TestAChangeOnATerminalThatIsResized(t *testing.T) {
	before, after := open(t, newMemory()), open(t, newMemory())
	before.resize(90, 24)
	before.drive("space")
	after.drive("space")
	after.resize(90, 24)
	if before.screen() != after.screen() {
		t.Errorf("the screen is\n%s\nand after a change of size\n%s", before.screen(), after.screen())
	}
}
