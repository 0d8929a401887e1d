package model

import (
	"context"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
)

// Access implements data.Store.
func (s *memory) Access(context.Context) (string, error) {
	err := s.enter("Access")
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.readOnly, err
}

// found sets the answer of Access.
func (s *memory) found(readOnly string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.readOnly = readOnly
}

// When a role loses privileges and gets them back, the header and the keys follow at the
// next read.
func TestAccessIsSeen(t *testing.T) {
	store := newMemory()
	d := open(t, store)
	d.hides("read-only")

	store.found("app_ro may not write feature_flags_override")
	d.drive("r")
	d.shows("read-only: app_ro may not write feature_flags_override alice@ops1", "Read-only from now on: app_ro may not write feature_flags_override")
	d.drive("space")
	if d.m.screen() != d.m.browse {
		t.Error("a change is proposed where none can be made")
	}

	store.found("")
	d.drive("r")
	d.hides("read-only")
	d.shows("Changes can be made here now.")
	d.propose()
	d.drive("y")
	if len(store.applied) != 1 {
		t.Errorf("%d changes were made, want 1", len(store.applied))
	}

	store.found("the server is a standby")
	store.failing(errDown, "Access")
	d.drive("r")
	d.hides("read-only") // unknown, so the header says nothing
	store.working()
	d.drive("r")
	d.shows("read-only")
}

// A first load that failed is repeated without a key.
func TestFirstReadingIsTriedAgain(t *testing.T) {
	for _, method := range []string{"Definitions", "Stored"} {
		store := newMemory()
		store.failing(errDown, method, "FirstPage")
		d := open(t, store)
		d.shows("cannot reach the database")
		d.hides("alpha")
		d.fireTimers()
		d.shows("cannot reach the database")
		d.hides("alpha")
		store.working()
		d.fireTimers()
		d.shows("alpha", "omega")
		d.hides("cannot reach the database")
		if len(d.timers) > 0 {
			t.Error("what was read is to be tried again")
		}
	}
}

// A failed read of the access leaves what the header says.
func TestAccessThatCannotBeRead(t *testing.T) {
	store := newMemory()
	store.found("the server is a standby")
	d := open(t, store)
	d.drive("r")
	d.shows("read-only: the server is a standby")
	store.failing(errDown, "Access")
	d.drive("r")
	d.shows("read-only: the server is a standby")
	d.hides("Changes can be made here now.")
}

// While the access is being read, a further load does not read it again.
func TestAccessIsReadOnceAtATime(t *testing.T) {
	store := newMemory()
	d := open(t, store)
	loads := d.during("r")
	d.hold = true
	for _, msg := range loads {
		d.update(msg)
	}
	asked := store.calls["Access"]
	d.drive("r")
	var access []tea.Msg
	for range 3 { // until nothing but the pending access is held
		held := d.held
		d.held = nil
		for _, msg := range held {
			if _, is := msg.(accessRead); is {
				access = append(access, msg)
			} else {
				d.update(msg)
			}
		}
	}
	if now := store.calls["Access"]; now != asked || len(access) != 1 {
		t.Errorf("the access was read %d times more, with %d replies", now-asked, len(access))
	}
}

// The access of a database that was left does not count for the next one.
func TestAccessOfAnotherContext(t *testing.T) {
	d, one, _ := openTwoContexts(t)
	one.found("the server is a standby")
	loads := d.during("r")
	d.hold = true
	for _, msg := range loads {
		d.update(msg)
	}
	late := d.held
	d.hold, d.held = false, nil
	d.drive("x", "j", "enter")
	d.shows("flags@db2")
	for _, msg := range late {
		d.update(msg)
	}
	d.hides("read-only", "Read-only from now on")
}
