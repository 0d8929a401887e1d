package model

import (
	"strings"
	"testing"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// A write of this session appears in the pane at once, with the row's value. The impact
// and the changes are read again.
func TestPreviewAfterAWrite(t *testing.T) {
	s := newHistoryStore()
	d := previewed(t, s)
	d.paneShows("Disabled by default", "none on record")
	d.propose()
	d.drive("y")
	s.wantWrites(t, "system alpha inherit>on")
	d.paneShows("Enabled override, default Disabled", "on for 143 of 143 tenants", "alice system → on")
	d.hides("Reading")
}

// r also reads the preview again.
func TestPreviewAfterARefresh(t *testing.T) {
	s := newHistoryStore()
	d := previewed(t, s)
	s.past = append(s.past, entry("set-9", "carol@bastion", system, "alpha", feature.On, feature.Off))
	d.drive("r")
	s.wantCalls(t, "Impact", 1)
	d.paneShows("carol system → off")
}

// After another session's change, the pane is read again. Until then the pane stays.
func TestPreviewAfterASignal(t *testing.T) {
	s := newHistoryStore()
	d := previewed(t, s)
	d.signal(false, data.Notified)
	s.wantCalls(t, "Impact", 0)
	s.set(system, "alpha", feature.On)
	s.past = append(s.past, entry("set-9", "carol@bastion", system, "alpha", feature.Inherit, feature.On))
	d.hold = true
	d.signal(true, data.Notified)
	for _, loaded := range held[scopeLoaded](d) {
		d.update(loaded)
	}
	d.fireTimers() // the slowReading timer fires
	d.paneShows("Enabled override", "none on record")
	if strings.Contains(d.pane(), "Reading") {
		t.Errorf("the preview drops what it shows: %q", d.pane())
	}
	d.deliver()
	d.paneShows("Enabled override", "carol system → on")
	s.wantCalls(t, "Impact", 1)

	d.drive("j")
	d.fireTimers()
	s.wantCalls(t, "Impact", 1)
	d.signal(true, data.Notified)
	s.wantCalls(t, "Impact", 1)
	d.drive("k")
	d.fireTimers()
	s.wantCalls(t, "Impact", 1) // the cache from before the signal is dropped
}

// A preview read before a change is not cached.
func TestPreviewReadBeforeAChange(t *testing.T) {
	s := newHistoryStore()
	d := previewed(t, s)
	d.hold = true
	d.drive("j")
	d.fireTimers()
	beta := held[previewRead](d)
	d.hold = false
	d.drive("k")
	d.fireTimers()
	d.signal(true, data.Notified)
	d.arrive(beta)
	s.wantCalls(t, "Impact", 2)
	d.drive("j")
	d.fireTimers()
	s.wantCalls(t, "Impact", 1)
}

// Without a watch, each preview is read again, because the cache could be out of date.
func TestPreviewWithoutAWatch(t *testing.T) {
	s := newHistoryStore()
	d := previewed(t, s)
	d.signal(false, data.Blind)
	for _, key := range []string{"j", "k", "j"} {
		d.drive(key)
		d.fireTimers()
	}
	s.wantCalls(t, "Impact", 3)
}

// What is read while the watch does not work is not used when it works again.
func TestPreviewReadWithoutAWatch(t *testing.T) {
	s := newHistoryStore()
	d := previewed(t, s)
	d.signal(false, data.Blind)
	d.drive("j")
	d.fireTimers()
	d.drive("k")
	d.fireTimers()
	d.signal(false, data.Notified)
	s.wantCalls(t, "Impact", 2)
	d.drive("j")
	d.fireTimers()
	s.wantCalls(t, "Impact", 1)
}

// A slow reading for the watch delays the next such reading, but not the next load of the
// scope. One for the user delays nothing.
func TestSlowReadingsForTheWatch(t *testing.T) {
	for _, reply := range []string{"preview", "last changes"} {
		for _, background := range []bool{true, false} {
			s := newHistoryStore()
			d := previewed(t, s)
			d.signal(true, data.Notified) // the first change after the start
			d.hold, d.timers = true, nil
			if background {
				d.signal(true, data.Notified)
			} else {
				d.drive("r")
			}
			d.update(held[scopeLoaded](d)[0])
			reading := held[previewRead](d)
			if reply == "last changes" {
				reading = held[lastChangesRead](d)
			}
			d.hold, d.held, d.timers = false, nil, nil
			for i := range reading { // the reading has taken a second
				switch msg := reading[i].(type) {
				case previewRead:
					msg.took = time.Second
					reading[i] = msg
				case lastChangesRead:
					msg.took = time.Second
					reading[i] = msg
				}
			}
			d.arrive(reading)
			clear(s.calls)
			d.signal(true, data.Notified)
			if s.calls["Stored"] == 0 {
				t.Errorf("%s, in the background: %v: the scope waits", reply, background)
			}
			if reads := s.calls["LastChanges"]; (reads == 0) != background {
				t.Errorf("%s, in the background: %v: the signal caused %d reads", reply, background, reads)
			}
		}
	}
}
