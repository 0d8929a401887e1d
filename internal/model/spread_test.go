package model

import (
	"testing"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// manySignal is the signal of a change while many dashboards are open.
func (d *dash) manySignal() {
	msg := d.signalOf(true, data.Notified)
	msg.signal.Spread = time.Nanosecond   // the news waits for a random part of it
	d.m.loader.refreshAfter = time.Time{} // the last load was long ago
	d.update(msg)
}

// If many dashboards are open, a change is shown at once, and the definitions and the
// counts are read later.
func TestTheScopeIsReadFirst(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.signal(true, data.Notified) // the watch's first signal
	s.mu.Lock()
	s.defs = append(s.defs, feature.Definition{Name: "zeta"})
	s.mu.Unlock()
	s.set(feature.SystemScope(), "alpha", feature.Off)
	before := s.calls["Counts"]
	d.manySignal()
	d.shows("[ ] Disabled Override active")
	d.hides("zeta")
	if n := s.calls["Counts"]; n != before {
		t.Errorf("the overrides were counted %d times at once", n-before)
	}
	timers := len(d.timers)
	d.manySignal() // the rest is due already
	if len(d.timers) != timers {
		t.Errorf("another change started %d timers", len(d.timers)-timers)
	}
	d.m.loader.refreshAfter = time.Time{}
	d.fireTimers()
	d.shows("zeta")
	if n := s.calls["Counts"]; n != before+1 {
		t.Errorf("the overrides were counted %d times", n-before)
	}
}

// The user's own refresh reads everything, however many dashboards are open.
func TestARefreshByTheUserIsNotSpread(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.manySignal()
	s.mu.Lock()
	s.defs = append(s.defs, feature.Definition{Name: "zeta"})
	s.mu.Unlock()
	d.drive("r")
	d.shows("zeta")
}

var errFull = &feature.Problem{Kind: feature.ErrFull, Text: "the database has no free connection: too many clients"}

// While the server has no free connection, the dashboard says so and tries again until it
// gets one.
func TestTheServerIsFull(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.signal(true, data.Notified)
	s.failing(errFull)
	d.drive("r")
	for range 3 {
		d.shows("NO FREE CONNECTION since", "no free connection: too many clients", "alpha")
		d.fireTimers()
	}
	s.working()
	d.fireTimers()
	d.hides("NO FREE CONNECTION", "no free connection", "STALE", "OFFLINE")
	d.shows("live")
	if len(d.timers) > 0 {
		t.Errorf("%d timers run after a load has succeeded", len(d.timers))
	}
}

// The pauses between the attempts grow up to a limit.
func TestPausesGrow(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	s.failing(errFull)
	d.drive("r")
	for want := retryDelay; want < mostRetryDelay; want = min(2*want, mostRetryDelay) {
		if d.m.retryDelay != want {
			t.Errorf("the pause is about %s, not %s", d.m.retryDelay, want)
		}
		d.fireTimers()
	}
	s.working()
	d.drive("r")
	if d.m.retryDelay != 0 {
		t.Error("the next pause would be long")
	}
}

// The watch's own signal shows that the server is full, too.
func TestTheWatchFindsAFullServer(t *testing.T) {
	d := open(t, newMemory())
	msg := d.signalOf(false, data.Blind)
	msg.signal.Full = true
	d.update(msg)
	d.shows("NO FREE CONNECTION since")
	d.signal(true, data.Polling)
	d.hides("NO FREE CONNECTION", "OFFLINE")
}
