package model

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// Writes are the writes under way. Bubble Tea abandons its commands when it
// ends, but a write goes on: whoever ends the program waits for it here.
type Writes struct {
	mu      sync.Mutex
	begun   int
	pending int
	idle    chan struct{} // closed when pending is back to zero
	unseen  []result      // what no screen has shown yet
}

// result is what became of a write.
type result struct {
	write   int
	outcome string
}

// begin counts a write, and returns its number.
func (w *Writes) begin() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.pending == 0 {
		w.idle = make(chan struct{})
	}
	w.pending++
	w.begun++
	return w.begun
}

// end counts a write as done.
func (w *Writes) end(write int, outcome string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.unseen = append(w.unseen, result{write, outcome})
	if w.pending--; w.pending == 0 {
		close(w.idle)
	}
}

// shown tells that the user has seen what became of a write.
func (w *Writes) shown(write int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.unseen = slices.DeleteFunc(w.unseen, func(r result) bool { return r.write == write })
}

// Pending tells whether a write is under way, or its outcome not shown yet.
func (w *Writes) Pending() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.pending > 0 || len(w.unseen) > 0
}

// Wait waits until no write is under way, or for at most limit. It returns
// what became of the writes that no screen has shown; ended is false where
// that is not known of every one.
func (w *Writes) Wait(limit time.Duration) (outcome string, ended bool) {
	w.mu.Lock()
	pending, idle := w.pending > 0, w.idle
	w.mu.Unlock()
	if pending {
		select {
		case <-idle:
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
