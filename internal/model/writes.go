package model

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// Writes tracks pending writes. Bubble Tea abandons running commands when it ends, but a
// write continues. Call Wait before the program exits.
type Writes struct {
	mu      sync.Mutex
	last    int           // the newest write's number
	pending int           // number of pending writes and steps
	steps   int           // number of pending steps, which follow saved changes
	done    chan struct{} // closed when pending returns to zero
	unseen  []result      // results not yet shown
}

// result describes the result of a write.
type result struct {
	write   int
	outcome string
	step    bool // the result of a step after a write
}

// begin records the start of a write, and returns the write's number.
func (w *Writes) begin() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.pending == 0 {
		w.done = make(chan struct{})
	}
	w.pending++
	w.last++
	return w.last
}

// end records the end of a write.
func (w *Writes) end(write int, outcome string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if outcome != "" {
		w.unseen = append(w.unseen, result{write: write, outcome: outcome})
	}
	if w.pending--; w.pending == 0 {
		close(w.done)
	}
}

// beginStep records the start of a step after a write, for which Wait waits, too.
func (w *Writes) beginStep() int {
	number := w.begin()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.steps++
	return number
}

// endStep records the end of a step. The outcome is empty if it succeeded.
func (w *Writes) endStep(number int, outcome string) {
	w.mu.Lock()
	w.steps--
	if outcome != "" {
		w.unseen = append(w.unseen, result{number, outcome, true})
	}
	w.mu.Unlock()
	w.end(number, "")
}

// shown records that a screen has shown the result of a write.
func (w *Writes) shown(write int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.unseen = slices.DeleteFunc(w.unseen, func(r result) bool { return r.write == write })
}

// Pending reports whether a write is pending or has a result not yet shown.
func (w *Writes) Pending() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.pending > w.steps || slices.ContainsFunc(w.unseen, func(r result) bool { return !r.step })
}

// Wait waits until no write and no step is pending, but not longer than limit. It returns the
// results not yet shown. ended is false if a write or a step is still pending.
func (w *Writes) Wait(limit time.Duration) (outcome string, ended bool) {
	w.mu.Lock()
	pending, done := w.pending > 0, w.done
	w.mu.Unlock()
	if pending {
		select {
		case <-done:
			ended = true
		case <-time.After(limit):
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	var outcomes []string
	for _, r := range w.unseen {
		outcomes = append(outcomes, r.outcome)
	}
	return strings.Join(outcomes, "; "), ended || !pending
}
