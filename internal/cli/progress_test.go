package cli

import (
	"strings"
	"testing"
	"time"
)

// TestStepText checks that the line has the step, its progress and its time.
func TestStepText(t *testing.T) {
	for _, tc := range []struct {
		done  int
		since time.Duration
		ascii bool
		want  string
	}{
		{0, 0, false, "Checking a\\x1b…"},
		{1234567, 0, false, "Checking a\\x1b… 1,234,567 rows"},
		{10, 90500 * time.Millisecond, true, "Checking a\\x1b... 10 rows (90 s)"},
	} {
		s := &step{what: "Checking a\x1b", unit: "rows", began: time.Now().Add(-tc.since)}
		s.add(tc.done)
		if got := s.text(tc.ascii); got != tc.want {
			t.Errorf("got %q, want %q", got, tc.want)
		}
	}
}

// TestNoProgress checks that there is no progress line without a terminal.
func TestNoProgress(t *testing.T) {
	p := newProgress(&strings.Builder{})
	if p != nil {
		t.Fatal("there is a progress line on a pipe")
	}
	step, end := p.start("rows", "Checking")
	step.add(1)
	end()
	p.stop()
}
