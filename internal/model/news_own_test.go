package model

import (
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// This session's own changes are never marked, in any order of signal, reply and load.
func TestOwnChangesAreNoNews(t *testing.T) {
	for name, test := range map[string]func(d *dash){
		"the answer, then the signal": func(d *dash) {
			d.propose()
			d.drive("y")
			d.signal(true, data.Notified)
		},
		"the signal before the answer": func(d *dash) {
			d.propose()
			d.hold = true
			d.drive("y")
			answer := held[proposalApplied](d)
			d.hold = false
			d.signal(true, data.Notified)
			d.arrive(answer)
		},
		"the signal before the answer's reading": func(d *dash) {
			d.propose()
			d.hold = true
			d.drive("y")
			d.hold = false
			answer := held[proposalApplied](d)
			d.hold = true
			d.update(answer[0])
			d.signal(true, data.Notified)
			d.deliver()
		},
		"the signal while an older reading is under way": func(d *dash) {
			d.hold = true
			d.signal(true, data.Notified)
			old := held[scopeLoaded](d)
			d.propose()
			d.drive("y")
			answer := held[proposalApplied](d)
			d.signal(true, data.Notified)
			d.arrive(old)
			d.arrive(answer)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newMemory()
			d := open(t, s)
			test(d)
			d.hold, d.held = false, nil
			d.signal(true, data.Notified)
			s.wantWrites(t, "system alpha inherit>on")
			d.shows("[x] Enabled Override active", `"alpha" enabled · saved`)
			d.hides("~alpha", "was set to", "Saving")

			s.set(system, "alpha", feature.Off) // later changes by others are marked
			d.signal(true, data.Notified)
			d.shows("~alpha", `"alpha" was set to off by bob@ops2`)
		})
	}
}

// Undo, kill and batch changes of this session are not marked either.
func TestOwnChangesOfManyAreNoNews(t *testing.T) {
	for name, keys := range map[string][]string{"undo": {"u"}, "a batch": {"v", "v", "space"}, "kill": {"enter", "K"}} {
		t.Run(name, func(t *testing.T) {
			d := open(t, newArchive())
			d.drive(keys...)
			d.fireTimers()
			d.hold = true
			d.drive("y")
			answer := held[proposalApplied](d)
			d.hold = false
			d.signal(true, data.Notified)
			d.arrive(answer)
			d.signal(true, data.Notified)
			d.drive("esc")
			d.shows("1 All", "done: ")
			d.hides("~alpha", "was set to", "was cleared")
		})
	}
}

// Another session's change during a write is marked.
func TestNewsWhileSaving(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.propose()
	d.hold = true
	d.drive("y")
	answer := held[proposalApplied](d)
	d.hold = false
	s.set(system, "gamma", feature.On)
	d.signal(true, data.Notified)
	d.arrive(answer)
	d.shows("~gamma", `"alpha" enabled · saved`)
	d.hides("~alpha")
}

// A load that finds only this session's changes has no news.
func TestNoNewsOfAnOwnChange(t *testing.T) {
	d := openWatched(t, newMemory())
	d.propose()
	d.hold = true
	d.drive("y")
	d.update(held[proposalApplied](d)[0])
	d.signal(true, data.Polling)
	d.held, d.hold = nil, false // the flag is not read by itself
	d.drive("r")
	d.shows("alpha Disabled [x] Enabled")
	d.hides("~alpha", " was ")
}
