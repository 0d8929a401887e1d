package model

import (
	"context"
	"fmt"
	"regexp"
	"testing"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// The header shows the way in which the watch learns of changes.
func TestHowChangesAreLearntOf(t *testing.T) {
	d := open(t, newMemory())
	for by, says := range map[data.Way]string{data.Notified: "● live", data.Polling: "● polling every 2 s", data.Blind: "● OFFLINE since"} {
		d.signal(false, by)
		d.shows(says)
	}
	d.drive("h")
	d.signal(false, data.Blind)
	d.shows("OFFLINE since")
	d.signal(false, data.Notified)
	d.shows("● live")
	d.hides("OFFLINE")
}

// A signal without a change reads nothing.
func TestASignalOfTheWayAlone(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	s.wantCalls(t, "Stored", 1)
	d.signal(false, data.Blind)
	d.signal(false, data.Polling)
	s.wantCalls(t, "Stored", 0)
}

// A change signalled during a load is read after the load.
func TestASignalWhileReading(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.hold = true
	d.drive("r")
	s.set(system, "gamma", feature.On)
	d.signal(true, data.Notified)
	d.signal(true, data.Notified)
	s.wantCalls(t, "Stored", 2)
	d.deliver()
	s.wantCalls(t, "Stored", 1)
	d.shows("gamma Disabled [x] Enabled", "~gamma")
}

// A change signalled during a move is read after the move.
func TestASignalWhileMoving(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("t")
	d.hold = true
	d.drive("enter")
	s.set(acme, "gamma", feature.On)
	d.signal(true, data.Notified)
	d.deliver()
	d.shows("Tenant acme", "[x] Enabled Override active System: Disabled")
	if line := d.line("gamma"); line == "" || d.m.loader.pending() {
		t.Errorf("gamma is shown as %q", line)
	}
}

// If changes come faster than loads, each load is still shown.
func TestSignalsDoNotStarveTheReading(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.hold = true
	d.signal(true, data.Notified)
	for i, name := range []string{"alpha", "gamma", "omega"} {
		s.set(system, name, feature.On)
		d.signal(true, data.Notified)
		loaded := held[scopeLoaded](d)
		if len(loaded) != 1 {
			t.Fatalf("%d readings are under way", len(loaded))
		}
		d.update(loaded[0])
		if i > 0 {
			d.shows("~" + []string{"alpha", "gamma"}[i-1])
		}
	}
	d.deliver()
	d.shows("~omega")
}

// A failed load marks the rows as stale. The next signal repeats the load.
func TestASignalOfADatabaseThatIsAway(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.signal(false, data.Polling)
	s.failing(errDown)
	d.signal(true, data.Polling)
	d.shows("STALE: read", "cannot reach the database")
	d.signal(false, data.Blind)
	d.shows("OFFLINE since")
	s.working()
	s.set(system, "gamma", feature.On)
	d.signal(true, data.Polling)
	d.shows("~gamma", "polling every 2 s")
	d.hides("STALE", "OFFLINE", "cannot reach")
}

// Signals of a store that was left are ignored.
func TestASignalOfAStoreThatWasLeft(t *testing.T) {
	d, one, two := openTwoContexts(t)
	d.signal(false, data.Notified)
	late := []watchSignal{d.signalOf(true, data.Blind), {from: d.m.signals, ended: true}}
	d.drive("x", "j", "enter")
	d.shows("flags@db2")
	one.wantCalls(t, "Stored", 1)
	two.wantCalls(t, "Stored", 1)
	for _, msg := range late {
		d.update(msg)
	}
	one.wantCalls(t, "Stored", 0)
	two.wantCalls(t, "Stored", 0)
	d.hides("OFFLINE", "● live")
	d.signal(true, data.Polling)
	two.wantCalls(t, "Stored", 1)
	d.shows("polling every 2 s")
}

// With a working watch, a switch to a tenant reads only the tenant's own overrides.
func TestReadingATenant(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	s.wantCalls(t, "Stored", 1)
	d.drive("t", "enter") // no watch works yet
	s.wantCalls(t, "Stored", 2)
	d.drive("esc")
	s.wantCalls(t, "Stored", 1)

	d.signal(false, data.Polling)
	s.wantCalls(t, "Stored", 0)
	d.drive("t", "enter")
	s.wantCalls(t, "Stored", 1)
	d.shows("Tenant acme", "beta Enabled [x] Enabled Following system")
	d.drive("t", "down", "enter")
	d.drive("enter", "up", "enter", "esc", "esc") // goes to the system from the details, and back
	d.shows("Tenant globex")
	s.wantCalls(t, "Stored", 3)

	s.set(system, "gamma", feature.On)
	d.signal(true, data.Polling)
	d.drive("t", "enter")
	s.wantCalls(t, "Stored", 2+1)
	d.shows("Tenant acme", "gamma Disabled [x] Enabled Following system")

	d.signal(false, data.Blind) // the watch no longer works
	d.drive("t", "enter")
	s.wantCalls(t, "Stored", 2)
}

// The system's overrides are read again after a failed load.
func TestReadingATenantAfterAFailure(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.signal(false, data.Polling)
	d.drive("t")
	s.failing(errDown)
	s.set(system, "gamma", feature.On)
	d.signal(true, data.Polling)
	d.shows("cannot reach")
	s.working()
	d.drive("esc", "g", "l", "o", "enter")
	d.shows("Tenant globex", "gamma Disabled [x] Enabled Following system")
	d.hides("STALE", "OFFLINE")
}

var clock = regexp.MustCompile(`read \d\d:\d\d:\d\d`)

// A load that finds no change changes only the shown time.
func TestASignalForNothing(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.signal(false, data.Polling)
	d.propose()
	d.drive("y")
	d.drive("j", "v")
	for _, keys := range [][]string{nil, {"enter"}, {"esc", "m", "right"}, {"esc", "D"}, {"enter"}, {"esc", "h"}, {"esc", ":"}, {"esc", "t"}, {"enter"}} {
		d.drive(keys...)
		before := clock.ReplaceAllString(d.screen(), "")
		d.signal(true, data.Polling)
		if after := clock.ReplaceAllString(d.screen(), ""); after != before {
			t.Errorf("after %q the screen was\n%s\nand is\n%s", keys, before, after)
		}
	}
}

// A load that finds no change does not resolve the flags again, which takes long for
// many.
func TestASignalForNothingResolvesNothing(t *testing.T) {
	d := open(t, newMemory())
	before := d.m.browse.Views()
	d.signal(true, data.Polling)
	if after := d.m.browse.Views(); &after[0] != &before[0] {
		t.Error("the flags are resolved again")
	}
}

// A failed move is not repeated later.
func TestAFailedMoveIsOver(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("m", "right", "down")
	s.failing(errDown, "Stored")
	d.drive("enter")
	d.shows("cannot reach", "System (all tenants)", "1 All")
	s.working()
	d.drive("end", "r")
	d.cursor("omega")
	d.drive("esc")
	d.hasCells("beta", "● [•] •")
}

// A very large catalogue is read again only when the user asks.
func TestALargeCatalogueIsNotReadAgain(t *testing.T) {
	s := newMemory()
	for i := range maxReloadedDefinitions {
		s.defs = append(s.defs, feature.Definition{Name: fmt.Sprintf("zeta.%05d", i)})
	}
	d := open(t, s)
	d.signal(true, data.Notified)
	before := s.calls["Definitions"]
	s.set(system, "gamma", feature.On)
	d.signal(true, data.Notified)
	d.shows("~gamma")
	if n := s.calls["Definitions"] - before; n != 0 {
		t.Errorf("the definitions were read %d times", n)
	}
	d.drive("r")
	if n := s.calls["Definitions"] - before; n != 1 {
		t.Errorf("the definitions were read %d times", n)
	}
}

// After a slow load, the next load for the watch is delayed by one timer.
func TestARest(t *testing.T) {
	from := now()
	if until := nextRefresh(from, 4*time.Millisecond); until != from {
		t.Errorf("a quick reading rests for %s", until.Sub(from))
	}
	if until := nextRefresh(from, time.Second); until.Sub(from) != 19*time.Second {
		t.Errorf("a second's reading rests for %s", until.Sub(from))
	}
	s := newMemory()
	d := open(t, s)
	d.m.loader.refreshAfter = from.Add(time.Second)
	s.set(system, "gamma", feature.On)
	d.signal(true, data.Notified)
	d.signal(true, data.Notified)
	d.drive("j", "k")
	d.hides("~gamma")
	if len(d.timers) != 1 {
		t.Fatalf("%d timers end the rest", len(d.timers))
	}
	d.m.loader.refreshAfter = from
	d.fireTimers()
	d.shows("~gamma")
}

// contextWatch is a store that records the contexts of its watches.
type contextWatch struct {
	*memory
	watches []context.Context
}

func (s *contextWatch) Watch(ctx context.Context) <-chan data.Signal {
	s.watches = append(s.watches, ctx)
	return noSignals()
}

// The watch of a database ends when another one is opened.
func TestTheWatchOfAStoreThatWasLeft(t *testing.T) {
	s := &contextWatch{memory: newMemory()}
	d := open(t, s)
	d.update(contextOpened{seq: d.m.connecting.next(), options: Options{Store: newMemory(), Theme: d.m.frame.Theme}})
	if len(s.watches) != 1 || s.watches[0].Err() == nil {
		t.Errorf("watches: %v", s.watches)
	}
}

// A panic of the watch's goroutine ends the program, as one of the dashboard does.
func TestAPanicOfTheWatch(t *testing.T) {
	signals := make(chan data.Signal, 1)
	signals <- data.Signal{Crash: &data.Crash{Value: "a bug"}}
	defer func() {
		if crash, ok := recover().(*data.Crash); !ok || crash.Value != "a bug" {
			t.Errorf("it panics with %v", crash)
		}
	}()
	nextSignal(signals)()
}
