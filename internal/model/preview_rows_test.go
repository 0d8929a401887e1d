package model

import (
	"fmt"
	"slices"
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// While another screen is shown nothing is read for the pane; then it is.
func TestPreviewBelowAnotherScreen(t *testing.T) {
	s := newHistoryStore()
	d := previewed(t, s)
	d.drive("?")
	d.signal(true, data.Notified)
	s.wantCalls(t, "Impact", 0)
	d.drive("esc")
	d.fireTimers()
	s.wantCalls(t, "Impact", 1)

	d.drive("j", "?")
	d.fireTimers()
	s.wantCalls(t, "Impact", 0)
	d.drive("esc")
	d.fireTimers()
	d.paneShows("beta", "on for 143")
}

// Where no flag is shown the pane is empty.
func TestPreviewOfNoFlag(t *testing.T) {
	d := previewed(t, newHistoryStore())
	d.drive("/")
	d.typeText("nothing like it")
	d.fireTimers()
	if text := d.pane(); text != "" {
		t.Errorf("the preview shows %q", text)
	}
	d.drive("esc")
	d.fireTimers()
	d.paneShows("alpha")
}

// The last changes are read for the rows on the screen, once each.
func TestLastChangesOfTheRowsShown(t *testing.T) {
	s := newMemory()
	for i := range 30 {
		s.defs = append(s.defs, feature.Definition{Name: fmt.Sprintf("zeta%02d", i)})
	}
	d := start(t, s)
	d.resize(120, 10)
	d.run(d.m.Init())
	s.wantCalls(t, "LastChanges", 1)
	shown := d.m.browse.RowsShown()
	d.drive("j")
	if len(d.timers) != 0 {
		t.Error("a move within the rows that are known waits for something")
	}
	d.drive("G")
	s.wantCalls(t, "LastChanges", 0)
	if slices.Equal(shown, d.m.browse.RowsShown()) {
		t.Fatal("the list has not scrolled")
	}
	d.fireTimers()
	s.wantCalls(t, "LastChanges", 1)
	if left := d.m.browse.WithoutLastChange(); len(left) != 0 {
		t.Errorf("the last changes of %q are not read", left)
	}
	d.drive("g")
	if d.timers = nil; len(d.m.browse.WithoutLastChange()) != 0 {
		t.Error("the rows that were read first are read again")
	}
	s.failing(errDown, "LastChanges")
	d.drive("r")
	s.wantCalls(t, "LastChanges", 1)
	d.hides("cannot reach")
}
