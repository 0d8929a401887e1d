package shared

import (
	"context"
	"sync"

	"flagtui/internal/data"
)

// watch passes the signals of one watch on to any number of listeners. The watch runs
// while somebody listens.
type watch struct {
	store data.Store

	mu        sync.Mutex
	listeners map[chan data.Signal]bool
	last      data.Signal        // the last signal; its By is empty before the first one
	stop      context.CancelFunc // ends the running watch; nil if none runs
	ended     chan struct{}      // closed when the last watch that ran has ended
}

// listen returns a channel that gets the signals until ctx ends or the store closes. The
// first signal comes as soon as the watch works.
func (w *watch) listen(ctx context.Context) <-chan data.Signal {
	listener := make(chan data.Signal, 1)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.listeners == nil {
		w.listeners = map[chan data.Signal]bool{}
	}
	w.listeners[listener] = true
	if w.stop == nil {
		w.start()
	} else if w.last.By != "" {
		listener <- data.Signal{Changed: true, By: w.last.By, Full: w.last.Full, Spread: w.last.Spread}
	}
	context.AfterFunc(ctx, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.leave(listener)
		if len(w.listeners) == 0 && w.stop != nil {
			w.stop()
			w.stop = nil
		}
	})
	return listener
}

// leave closes the channel of a listener. The caller holds mu.
func (w *watch) leave(listener chan data.Signal) {
	if w.listeners[listener] {
		delete(w.listeners, listener)
		close(listener)
	}
}

// start starts the watch once the previous watch has ended, because a Store supports one
// watch at a time. The caller holds mu.
func (w *watch) start() {
	ctx, stop := context.WithCancel(context.Background())
	before, ended := w.ended, make(chan struct{})
	w.stop, w.ended, w.last = stop, ended, data.Signal{}
	go func() {
		defer close(ended)
		defer stop()
		if before != nil {
			<-before
		}
		for signal := range w.store.Watch(ctx) {
			w.pass(ctx, signal)
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		if ctx.Err() == nil { // the store has closed, or the watch has crashed
			w.stop = nil
			for listener := range w.listeners {
				w.leave(listener)
			}
		}
	}()
}

// pass sends a signal to every listener. It merges a signal that was not received yet
// into the new one.
func (w *watch) pass(ctx context.Context, signal data.Signal) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if ctx.Err() != nil {
		return // the listeners are those of a later watch
	}
	w.last = signal
	for listener := range w.listeners {
		merged := signal
		select {
		case unread := <-listener:
			merged.Changed = merged.Changed || unread.Changed
			if merged.Crash == nil {
				merged.Crash = unread.Crash
			}
		default:
		}
		listener <- merged
	}
}
