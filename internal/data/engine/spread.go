package engine

import (
	"context"
	"math/rand/v2"
	"time"
)

// A notification makes all programs that listen read at the same time. Each of them waits
// a random time first: up to spreadEach for each connection that they have together, and
// at most mostSpread. One dashboard does not wait.
const (
	spreadEach = time.Millisecond
	mostSpread = 500 * time.Millisecond
	// signalPause is the shortest time between two signals. Each signal makes a dashboard read
	// and draw, and there may be many changes a second.
	signalPause = 500 * time.Millisecond
)

// onNotification handles the notification of a change.
func (w *watch) onNotification() {
	if w.spreadLimit() == 0 {
		w.signalChange()
		return
	}
	select {
	case w.heard <- struct{}{}:
	default: // the change of an earlier notification has not been signalled yet
	}
}

// spread signals the changes that were notified, until ctx ends. It waits a random time
// before each signal, and pauses after it.
func (w *watch) spread(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-w.heard:
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(rand.N(w.spreadLimit() + 1)):
		}
		select {
		case <-w.heard: // whoever gets the signal will read this change, too
		default:
		}
		w.signalChange()
		select {
		case <-ctx.Done():
			return
		case <-time.After(max(2*w.spreadLimit(), signalPause)):
		}
	}
}

func (w *watch) signalChange() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.send(true, w.way(), false)
}

// spreadLimit returns the longest time between a notification and its signal.
func (w *watch) spreadLimit() time.Duration {
	others := w.clients.Load() - (connections + 1) // one program has this many connections itself
	return min(time.Duration(max(0, others))*spreadEach, mostSpread)
}
