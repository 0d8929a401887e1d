package engine

import (
	"sync/atomic"
	"testing"
)

// Signals that are not received are merged into one.
func TestSignalsBecomeOne(t *testing.T) {
	t.Parallel()
	w := newWatch(&DB{clients: &atomic.Int64{}}, nil, false)
	for range 100 {
		w.onNotification()
	}
	w.mu.Lock()
	w.send(false, Blind, true)
	w.mu.Unlock()
	if got := <-w.signals; got != (Signal{Changed: true, By: Blind, Full: true}) {
		t.Errorf("got %+v", got)
	}
	select {
	case got := <-w.signals:
		t.Errorf("and another one: %+v", got)
	default:
	}
}
