package model

import (
	"fmt"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/views"
)

// patience limits each wait of a test, and is never used up.
const patience = 10 * time.Second

// proposed returns the command of a confirmed change. The store's Apply waits for
// release.
func proposed(t *testing.T) (d *dash, s *memory, apply tea.Cmd, release func(error)) {
	t.Helper()
	s = newMemory()
	d = open(t, s)
	gate := make(chan error)
	s.before = func(method string) error {
		if method == "Apply" {
			return <-gate
		}
		return nil
	}
	d.propose()
	_, cmd := d.m.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("y")})
	return d, s, cmd, func(err error) { gate <- err }
}

// A write continues after the program is left, and its result is printed.
func TestAWriteInFlightAtQuit(t *testing.T) {
	for _, test := range []struct {
		err  error
		want string
	}{
		{nil, `saved: "alpha" at system enabled`},
		{errDown, `Failed to update flag "alpha" at system: cannot reach the database`},
	} {
		d, s, apply, release := proposed(t)
		go apply() // Bubble Tea drops the reply at its end, too
		d.shows("Saving")
		d.drive("ctrl+c")
		if outcome, ended := d.writes.Wait(time.Millisecond); ended || outcome != "" {
			t.Errorf("before it has ended it is %q, %v", outcome, ended)
		}
		go release(test.err)
		outcome, ended := d.writes.Wait(patience)
		if !ended || outcome != test.want {
			t.Errorf("the outcome is %q, %v", outcome, ended)
		}
		if done := len(s.applied) == 1; done != (test.err == nil) {
			t.Errorf("it was made: %v", done)
		}
	}
}

// A write is not cancelled when the context of the reads ends.
func TestAWriteIsNotCancelled(t *testing.T) {
	d, s, apply, release := proposed(t)
	go release(nil)
	d.update(apply())
	if len(s.applied) != 1 {
		t.Error("nothing was written")
	}
	if outcome, ended := d.writes.Wait(0); !ended || outcome != "" {
		t.Errorf("what the screen has shown is told again: %q, %v", outcome, ended)
	}
}

// A write that ends just before the program does is reported, too.
func TestAWriteThatNoScreenHasShown(t *testing.T) {
	d, _, apply, release := proposed(t)
	go release(nil)
	apply()
	d.shows("Saving")
	if outcome, ended := d.writes.Wait(0); !ended || outcome != `saved: "alpha" at system enabled` {
		t.Errorf("the outcome is %q, %v", outcome, ended)
	}
}

func TestSeveralWrites(t *testing.T) {
	w := &Writes{}
	if outcome, ended := w.Wait(0); outcome != "" || !ended {
		t.Errorf("without a write the outcome is %q, %v", outcome, ended)
	}
	numbers := []int{w.begin(), w.begin(), w.begin()}
	for i, number := range numbers[:2] { // a screen shows the result after the write has ended
		w.end(number, fmt.Sprint("write ", i))
	}
	w.shown(numbers[0])
	if _, ended := w.Wait(time.Millisecond); ended {
		t.Error("one is not awaited")
	}
	go w.end(numbers[2], "write 2")
	if outcome, ended := w.Wait(patience); outcome != "write 1; write 2" || !ended {
		t.Errorf("the outcome is %q, %v", outcome, ended)
	}
}

// The results printed at the end are cleaned for the terminal.
func TestTheOutcomeIsClean(t *testing.T) {
	s := newMemory()
	s.defs[0].Name = "a\x1b[31m"
	d := open(t, s)
	d.propose()
	_, apply := d.m.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("y")})
	apply()
	if outcome, _ := d.writes.Wait(0); outcome != views.Clean(outcome) {
		t.Errorf("the outcome is %q", outcome)
	}
}
