package model

import (
	"testing"

	"flagtui/internal/feature"
)

// The reasons of earlier changes of this session are offered, newest first, each once.
func TestReasonsAreRecalled(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	change := func(reason string) {
		d.propose()
		d.drive("tab")
		d.typeText(reason)
		d.drive("enter", "y")
	}
	change("first")
	change("second")
	change("first")
	change("")
	d.propose()
	d.drive("tab", "up")
	d.shows("Reason first_", "up/down recent reasons")
	d.drive("up", "up")
	d.shows("Reason second_")
	d.drive("enter", "y")
	if set := s.applied[len(s.applied)-1]; set.Reason != "second" {
		t.Errorf("applied with the reason %q", set.Reason)
	}
	s.failing(&feature.Problem{Text: "no"}, "Apply")
	change("never applied")
	s.working()
	d.drive("esc", "esc")
	d.propose()
	d.drive("tab", "up")
	d.shows("Reason second_")
}
