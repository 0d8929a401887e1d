package model

import (
	"fmt"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// esc goes back one step at a time: through messages, screens, and the scopes that were
// entered from a screen.
func TestTheLadderOfEscThroughScreens(t *testing.T) {
	s := newHistoryStore(entry("set-1", "carol@bastion", acme, "alpha", feature.Inherit, feature.On))
	d := open(t, s)
	d.drive("v", "/")
	d.typeText("a")
	d.drive("enter", "h", "enter", "enter", "up", "enter") // opens the history, a change-set, details, and the system
	d.drive("m", "right", "enter")                         // opens the matrix, and enters acme
	d.drive("enter")                                       // opens the details
	s.failing(errDown)
	d.signal(true, data.Polling)
	s.working()
	d.drive("space")
	d.shows("cannot reach the database", "Change alpha")
	d.drive("esc") // closes all problems with the same text
	d.shows("Change alpha")
	d.hides("cannot reach")
	for _, says := range []string{
		"Tenant acme › alpha", "Tenant acme · Acme sort name", "Matrix", "System (all tenants) sort name",
		"Tenant acme › alpha", "Change-set set-1", "History · everything", "System (all tenants) sort name",
	} {
		d.drive("esc")
		d.shows(says)
	}
	d.shows("/a", "1 marked")
	d.drive("esc")
	d.shows("1 marked")
	d.hides("/a")
	d.drive("esc")
	d.hides("1 marked")
	d.drive("esc", "esc")
	d.burst("[A")
	if d.quit {
		t.Error("esc has left the program")
	}
	d.shows("System (all tenants)", "1 All 4")
}

// After S or the picker, back leads to the system, not to the scope before.
func TestLeavingTheTrail(t *testing.T) {
	for name, keys := range map[string][]string{"the system": {"S"}, "another tenant": {"t", "down", "enter"}} {
		t.Run(name, func(t *testing.T) {
			d := open(t, newMemory())
			d.drive("m", "right", "enter")
			d.shows("Tenant acme")
			d.drive(keys...)
			d.drive("esc", "esc")
			d.shows("System (all tenants)", "1 All")
			d.hides("Matrix")
		})
	}
}

// At the system, esc reads nothing. In a database without the system's scope, the list
// of all flags takes its place.
func TestBackToTheStart(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	clear(s.calls)
	d.drive("esc")
	s.wantCalls(t, "Stored", 0)

	projects := newTorus()
	d = open(t, projects, func(o *Options) { o.Scope = feature.ScopeInfo{} })
	clear(projects.calls)
	d.drive("esc")
	if len(projects.calls) > 0 {
		t.Errorf("esc reads %v", projects.calls)
	}
	d.drive("t", "enter")
	d.shows("Project 1 · Chemistry")
	d.drive("esc")
	d.shows("All features")
	d.hides("System")
	if len(d.m.recentScopes) != 1 {
		t.Errorf("recent scopes are %v", d.m.recentScopes)
	}
}

// The change screen lies over the list that it was opened from.
func TestTheListBelowAChange(t *testing.T) {
	d := open(t, newHistoryStore())
	d.drive("enter", "space")
	d.shows("Change alpha", "inherits the default") // a line of the details
}

// The problem of a screen that was left is not shown.
func TestAProblemOfAScreenThatWasLeft(t *testing.T) {
	s := newHistoryStore()
	d := open(t, s)
	s.failing(errDown, "Overrides")
	answers := d.during("enter")
	s.working()
	d.drive("esc")
	d.arrive(answers)
	d.hides("cannot reach")

	d.drive("enter", "down", "down")
	s.failing(errDown, "Overrides")
	answers = d.during("r")
	s.working()
	d.drive("enter") // goes to acme, from where esc leads back
	d.shows("Tenant acme")
	for _, msg := range answers {
		if _, ok := msg.(layerRead); ok {
			d.update(msg)
		}
	}
	d.hides("cannot reach")
	d.drive("esc")
	d.shows("System › alpha", "tenant:acme · Acme [x] Enabled")
}

// Another database opens without anything of the old one.
func TestAContextSwitchedWithScreensOpen(t *testing.T) {
	d, _, two := openTwoContexts(t)
	d.drive("v", "m", "right", "enter") // enters acme from the matrix
	d.signal(true, data.Notified)
	d.hold = true
	d.drive("enter") // opens details whose data are still pending
	late := d.held
	d.hold, d.held = false, nil
	d.drive("esc", "x", "j", "enter")
	d.shows("flags@db2", "System (all tenants)", "1 All 1")
	for _, msg := range late {
		d.update(msg)
	}
	d.shows("flags@db2", "delta")
	d.drive("esc", "esc", "esc")
	d.shows("flags@db2", "System (all tenants)")
	d.hides("Matrix", "alpha", "marked", "live")
	d.drive("t") // no tenant has been visited here
	d.shows("> Acme", "2/3")
	d.drive("esc", "Y")
	two.wantCalls(t, "Definitions", 1)
}

// A context that opens late does not close a screen that was opened meanwhile.
func TestALateContextUnderAScreen(t *testing.T) {
	for _, keys := range [][]string{{"enter"}, {"m"}, {":"}, {"space"}, {"D"}} {
		d, one, two := openTwoContexts(t)
		d.hold = true
		d.drive("x", "j", "enter")
		late := held[contextOpened](d)
		d.hold, d.held = false, nil
		d.drive("esc")
		d.drive(keys...)
		before := d.screen()
		d.arrive(late)
		if d.screen() != before || one.closed || !two.closed {
			t.Errorf("after %q the screen is\n%s", keys, d.screen())
		}
	}
}

// ctrl+c quits from every screen, and q only from the list of flags.
func TestQuittingFromEveryScreen(t *testing.T) {
	modes := map[string][]string{
		"details": {"enter"}, "the matrix": {"m"}, "choosing what to compare": {"D"}, "a comparison": {"D", "enter"}, "go to": {":"},
		"history": {"h"}, "a batch": {"v", "v", "space"}, "a reason": {"space", "ring", "tab"}, "undo": {"u"}, "kill": {"enter", "K"},
		"a screen on the way": {"enter", "down", "enter", "m", "right", "enter", "enter"},
	}
	for name, keys := range modes {
		t.Run(name, func(t *testing.T) {
			for _, last := range []string{"q", "ctrl+c", "ctrl+z"} {
				d := open(t, newArchive())
				for _, key := range keys {
					if key == "ring" {
						d.fireTimers()
					} else {
						d.drive(key)
					}
				}
				d.drive(last)
				if d.quit != (last == "ctrl+c") || d.suspended != (last == "ctrl+z") {
					t.Errorf("after %s: left %v, suspended %v", last, d.quit, d.suspended)
				}
			}
		})
	}
}

// After a change, the history is read again and the cursor stays on its change-set.
func TestTheHistoryAfterAChange(t *testing.T) {
	s := newHistoryStore()
	for i := range 3 {
		s.past = append(s.past, entry(fmt.Sprintf("old-%d", i), "carol@bastion", acme, "alpha", feature.Inherit, feature.On))
	}
	d := open(t, s)
	d.drive("h", "down", "down")
	d.shows("3/3")
	s.past = append([]feature.Entry{entry("new-1", "bob@ops2", system, "beta", feature.On, feature.Off)}, s.past...)
	d.signal(true, data.Notified)
	d.shows("bob@ops2 system beta on → off", "4/4")

	a := newArchive()
	d = open(t, a)
	d.drive("h", "u")
	d.fireTimers()
	a.wantCalls(t, "History", 1)
	d.drive("y")
	d.shows("History", "undo set-1 · 1 override saved")
	a.wantCalls(t, "History", 1)
}

// A screen's data are read again only while the screen is open.
func TestOnlyOpenScreensAreReadAgain(t *testing.T) {
	s := newHistoryStore()
	d := open(t, s)
	d.drive("enter", "esc", "m", "esc", "h", "esc")
	for _, method := range []string{"Overrides", "StoredAt", "History"} {
		s.mu.Lock()
		s.calls[method] = 0
		s.mu.Unlock()
	}
	d.signal(true, data.Notified)
	for _, method := range []string{"Overrides", "StoredAt", "History"} {
		s.wantCalls(t, method, 0)
	}
}

// A key that arrives together with others opens no prompt on any screen.
func TestABurstWritesNothingAnywhere(t *testing.T) {
	for name, keys := range map[string][]string{"details": {"enter"}, "the matrix": {"m"}, "a comparison": {"D", "enter"}, "history": {"h"}} {
		t.Run(name, func(t *testing.T) {
			a := newArchive()
			d := open(t, a)
			d.drive(keys...)
			for _, text := range []string{" y", "Ky", "uy", ">y", "<y", "yy"} {
				d.burst(text)
				d.paste(text)
			}
			d.update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("K"), Paste: true})
			a.did(t)
			a.wantWrites(t)
			if len(d.timers) > 0 {
				t.Error("a prompt has opened")
			}
		})
	}
}
