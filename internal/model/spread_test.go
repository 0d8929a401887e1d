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

// The rest waits as long as its slowest reading says.
func TestTheRestWaitsForTheSlowest(t *testing.T) {
	m := &Model{now: func() time.Time { return readAt }}
	for _, took := range []time.Duration{10 * time.Millisecond, time.Second, 20 * time.Millisecond} {
		m.limitRest(took)
	}
	if want := nextRefresh(readAt, time.Second); m.rest.after != want {
		t.Errorf("the rest waits until %s, not %s", m.rest.after, want)
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

// If many dashboards are open, who changed a flag is read later than the change is shown.
func TestWhoChangedIsReadLater(t *testing.T) {
	s := newHistoryStore()
	d := open(t, s)
	d.signal(true, data.Notified) // the watch's first signal
	s.set(feature.SystemScope(), "omega", feature.On)
	d.manySignal()
	d.shows("~omega", "Override active changed")
	if n := s.calls["LastChanges"]; n != 0 {
		t.Errorf("the last changes were read %d times at once", n)
	}
	timers := len(d.timers)
	s.set(feature.SystemScope(), "gamma", feature.On)
	d.manySignal()
	if len(d.timers) != timers {
		t.Errorf("another change started %d timers", len(d.timers)-timers)
	}
	d.fireTimers()
	d.shows(`"gamma" was set to on by bob@ops2`)
	if n := s.calls["LastChanges"]; n != 1 {
		t.Errorf("the last changes were read %d times", n)
	}
}

// Nothing is read of a mark that the user has removed meanwhile.
func TestWhoChangedIsNotReadAfterARefresh(t *testing.T) {
	s := newHistoryStore()
	d := open(t, s)
	d.signal(true, data.Notified)
	s.set(feature.SystemScope(), "omega", feature.On)
	d.manySignal()
	d.drive("r")
	d.fireTimers()
	d.hides("~omega", "by bob@ops2")
	if n := s.calls["LastChanges"]; n != 0 {
		t.Errorf("the last changes were read %d times", n)
	}
}

// If many dashboards are open, the privileges are not read after each change. The last
// change is followed by a read.
func TestAccessIsNotReadAfterEachChange(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.signal(true, data.Notified)
	before := s.calls["Access"]
	for range 3 {
		d.manySignal()
		d.m.loader.refreshAfter = time.Time{}
		d.fireTimers()
	}
	if n := s.calls["Access"]; n != before {
		t.Errorf("the privileges were read %d times", n-before)
	}
	s.found("app_ro may not write feature_flags_override")
	d.m.accessCheck.at = time.Time{} // a minute has passed
	d.fireTimers()
	d.shows("read-only: app_ro may not write feature_flags_override")
	if n := s.calls["Access"]; n != before+1 {
		t.Errorf("the privileges were read %d times, want once", n-before)
	}
	d.drive("r") // the user's own refresh reads them
	if n := s.calls["Access"]; n != before+2 {
		t.Errorf("after a refresh by the user, the privileges were read %d times, want twice", n-before)
	}
}
