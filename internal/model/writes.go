package model

import (
	"sync"
	"time"
)

// Writes are the writes under way. Bubble Tea abandons its commands when it
// ends, but a write goes on: whoever ends the program waits for it here.
type Writes struct {
	mu      sync.Mutex
	pending int
	idle    chan struct{} // closed when pending is back to zero
	last    string        // what became of the last one
}

// begin counts a write.
func (w *Writes) begin() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.pending == 0 {
		w.idle = make(chan struct{})
	}
	w.pending++
}

// end counts a write as done.
func (w *Writes) end(outcome string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last = outcome
	if w.pending--; w.pending == 0 {
		close(w.idle)
	}
}

// Pending tells whether a write is under way.
func (w *Writes) Pending() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.pending > 0
}

// Wait waits until no write is under way, or for at most limit. It returns
// what became of the last write that was waited for, which no screen has
// shown; ended is false where it is not known.
func (w *Writes) Wait(limit time.Duration) (outcome string, ended bool) {
	w.mu.Lock()
	pending, idle := w.pending > 0, w.idle
	w.mu.Unlock()
	if !pending {
		return "", true
	}
	select {
	case <-idle:
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.last, true
	case <-time.After(limit):
		return "", false
	}
}
