package engine

import "testing"

// Signals that are not received are merged into one.
func TestSignalsBecomeOne(t *testing.T) {
	t.Parallel()
	w := newWatch(&DB{}, nil, false)
	for range 100 {
		w.onNotification()
	}
	w.mu.Lock()
	w.send(false, Blind)
	w.mu.Unlock()
	if got := <-w.signals; got != (Signal{Changed: true, By: Blind}) {
		t.Errorf("got %+v", got)
	}
	select {
	case got := <-w.signals:
		t.Errorf("and another one: %+v", got)
	default:
	}
}
