package model

import (
	"testing"

	"flagtui/internal/feature"
)

// The last changes are read when a search first asks for them, and again after what
// they may have changed by.
func TestSearchByWhoAndWhen(t *testing.T) {
	s := newMemory()
	s.set(feature.SystemScope(), "gamma", feature.On)
	d := open(t, s)
	d.resize(100, 30) // no column reads them
	s.wantCalls(t, "LastChanges", 0)
	d.drive("/")
	d.typeText("by")
	s.wantCalls(t, "LastChanges", 0)
	d.hold = true
	d.typeText(":")
	d.shows("Reading who changed what", "alpha")
	d.typeText("bo")
	d.shows("Reading who changed what", "alpha")
	d.hold = false
	d.deliver()
	d.shows("beta", "gamma", "1/2 of 4")
	d.hides("Reading", "alpha", "omega")
	d.typeText("b since:1d")
	s.wantCalls(t, "LastChanges", 1)
	d.shows("0/0 of 4", "No match") // the changes have no time
	d.drive("esc")
	d.shows("alpha")
}
