package flagtui

import (
	"context"
	"slices"
	"sync"
	"time"
)

// listeners calls the functions of OnChange and OnStale, one call at a time.
type listeners struct {
	mu     sync.Mutex
	change []*func(Change)
	stale  []*func(time.Time)
	queue  []func()
	wake   chan struct{}
}

// init starts the goroutine that calls the functions, until life ends.
func (l *listeners) init(work *sync.WaitGroup, life context.Context) {
	l.wake = make(chan struct{}, 1)
	work.Go(func() {
		for {
			select {
			case <-life.Done():
				return
			case <-l.wake:
			}
			for call := l.next(); call != nil && life.Err() == nil; call = l.next() {
				call()
			}
		}
	})
}

// next returns the oldest call of the queue, or nil.
func (l *listeners) next() func() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.queue) == 0 {
		return nil
	}
	call := l.queue[0]
	l.queue = l.queue[1:]
	return call
}

// OnChange calls f for each change that the client notices, whoever makes it. It notices
// changes of overrides at the system and at scopes in memory, of definitions in the
// database, and of targeting. The client answers by the new value by then.
//
// The calls come one at a time, on a goroutine of the client. Several changes of one
// override between two reads are one change. The result ends the calls.
func (c *Client) OnChange(f func(Change)) (stop func()) {
	return listen(&c.listeners, &c.listeners.change, f)
}

// OnStale calls f with the time since when the database is away, and with the zero time
// when the answers are up to date again. The result ends the calls.
func (c *Client) OnStale(f func(since time.Time)) (stop func()) {
	return listen(&c.listeners, &c.listeners.stale, f)
}

// listen adds a function to a list, and returns the function that removes it.
func listen[F any](l *listeners, list *[]*F, f F) (stop func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	added := &f
	*list = append(slices.Clip(*list), added)
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		*list = slices.DeleteFunc(slices.Clone(*list), func(f *F) bool { return f == added })
	}
}

// wantChanges reports whether OnChange has a function.
func (l *listeners) wantChanges() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.change) > 0
}

// changed queues the calls of OnChange's functions.
func (l *listeners) changed(changes []Change) {
	l.mu.Lock()
	for _, change := range changes {
		for _, f := range l.change {
			l.queue = append(l.queue, func() { (*f)(change) })
		}
	}
	l.mu.Unlock()
	l.run()
}

// becameStale queues the calls of OnStale's functions.
func (l *listeners) becameStale(since time.Time) {
	l.mu.Lock()
	for _, f := range l.stale {
		l.queue = append(l.queue, func() { (*f)(since) })
	}
	l.mu.Unlock()
	l.run()
}

func (l *listeners) run() {
	select {
	case l.wake <- struct{}{}:
	default: // the goroutine runs the queue already
	}
}
