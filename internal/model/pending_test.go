package model

import (
	"fmt"
	"testing"

	"flagtui/internal/feature"
)

// While a reply is pending, the status line names the operation, and keys still work.
func TestKeysWhileAnAnswerIsOnItsWay(t *testing.T) {
	for name, test := range map[string]struct {
		first bool        // start before the first load
		ask   func(*dash) // starts the operation whose reply is held back
		says  string
		keys  func(*dash)
		later string // text on the screen after the reply
	}{
		"the first load": {
			first: true,
			ask:   func(d *dash) { d.run(d.m.Init()) },
			says:  "Loading",
			keys: func(d *dash) {
				d.drive("?")
				d.shows("On this screen: Flags")
				d.drive("esc", "t")
				d.shows("Switch scope")
				d.drive("esc")
			},
			later: "1 All 4",
		},
		"a refresh": {
			ask:  func(d *dash) { d.drive("r") },
			says: "Reading",
			keys: func(d *dash) {
				d.drive("j", "j")
				d.cursor("gamma")
				d.drive("/")
				d.typeText("om")
				d.shows("/1 of 4")
				d.cursor("omega")
				d.drive("esc", "?", "esc")
				d.cursor("omega")
			},
			later: "1 All 4",
		},
		"a move to a tenant": {
			ask: func(d *dash) {
				d.hold = false
				d.drive("t")
				d.hold = true
				d.drive("enter")
			},
			says: "Reading",
			keys: func(d *dash) {
				d.drive("j")
				d.cursor("beta")
				d.drive("4")
				d.shows("[4 Overridden 1]")
				d.drive("esc")
			},
			later: "Tenant acme",
		},
		"a search": {
			ask:  func(d *dash) { d.drive("t") },
			says: "Searching",
			keys: func(d *dash) {
				d.typeText("glob")
				d.shows("Search: glob")
				d.drive("backspace")
				d.shows("Search: glo", "Searching")
			},
			later: "Globex",
		},
		"an id looked up": {
			ask: func(d *dash) {
				d.hold = false
				d.drive("t")
				d.typeText("nobody")
				d.hold = true
				d.drive("enter")
			},
			says: "Looking the id up",
			keys: func(d *dash) {
				d.drive("esc")
				d.shows("System (all tenants)")
				d.drive("j")
				d.cursor("beta")
			},
			later: "System (all tenants)", // the question is closed by then
		},
		"a change": {
			ask: func(d *dash) {
				d.hold = false
				d.propose()
				d.hold = true
				d.drive("y")
			},
			says: "Saving",
			keys: func(d *dash) {
				d.drive("esc", "j")
				d.cursor("beta")
				d.shows("Saving")
			},
			later: `"alpha" enabled`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := start(t, newMemory())
			if !test.first {
				d.run(d.m.Init())
			}
			d.hold = true
			test.ask(d)
			d.shows(test.says)
			test.keys(d)
			d.deliver()
			d.shows(test.later)
			d.hides(test.says)
		})
	}
}

// TestPendingAmounts checks that the status line gives the number of changes being
// applied. It gives the number of flags being read only if there are many.
func TestPendingAmounts(t *testing.T) {
	s := newMemory()
	for i := range 39_996 {
		s.defs = append(s.defs, feature.Definition{Name: fmt.Sprintf("zz.%05d", i)})
	}
	d := open(t, s)
	d.hold = true
	d.drive("r")
	d.shows("Reading 40,000 flags…")
	d.deliver()
	d.hides("Reading")
	d.hold = false
	d.drive("v", "j", "v", "space", "n")
	d.fireTimers()
	d.hold = true
	d.drive("y")
	d.shows("Applying 2 changes…")
	d.deliver()
	d.hides("Applying")
}

// Quitting never waits for a read.
func TestLeavingWhileAnAnswerIsOnItsWay(t *testing.T) {
	for _, key := range []string{"q", "ctrl+c"} {
		d := start(t, newMemory())
		d.hold = true
		d.run(d.m.Init())
		d.shows("Loading")
		d.drive(key)
		if !d.quit {
			t.Errorf("%s does not end it", key)
		}
	}
}
