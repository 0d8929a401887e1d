package engine

import (
	"context"
	"database/sql"
	"fmt"
	"runtime/debug"
	"sync"
	"time"
)

// Signal is a message of a watch.
type Signal struct {
	// Changed reports whether something may have changed since the previous Signal.
	Changed bool
	// By is how the watch learns of changes from now on.
	By Way
	// Crash is the panic that has ended the watch, if one has.
	Crash *Crash
}

// Crash is a panic of a goroutine.
type Crash struct {
	Value any
	Stack []byte
}

// String is the panic's value.
func (c *Crash) String() string { return fmt.Sprint(c.Value) }

// Trace is the stack of the goroutine that has panicked, as text.
func (c *Crash) Trace() []byte { return c.Stack }

// Way is how a watch learns of changes.
type Way string

const (
	Notified Way = "notified" // of each, as it is committed
	Polling  Way = "polling"  // by looking every two seconds; of flagtui's own it may learn at once
	Blind    Way = "blind"    // not at all: the database does not answer
)

// Pace holds the intervals of a watch.
type Pace struct {
	Poll  time.Duration // between two polls
	Ping  time.Duration // between two pings of a connection that listens
	Probe time.Duration // how long a notification may take
	Retry time.Duration // before a new connection, at first; doubled each time, up to Ping
	Idle  time.Duration // after the last read, until all connections but one are closed
}

var usualPace = Pace{Poll: 2 * time.Second, Ping: 30 * time.Second, Probe: 3 * time.Second, Retry: time.Second, Idle: 10 * time.Second}

// orUsual returns the pace, or the usual one if it is zero.
func (p Pace) orUsual() Pace {
	if p == (Pace{}) {
		return usualPace
	}
	return p
}

// Watch signals when one of the tables may have been changed, as Store.Watch says.
// notified: triggers on each of them notify of every write.
func (s *DB) Watch(ctx context.Context, tables []Table, notified bool) <-chan Signal {
	ctx, stop := context.WithCancel(ctx)
	w := newWatch(s, tables, notified)
	closed := context.AfterFunc(s.life, stop)
	var both sync.WaitGroup
	both.Go(func() { defer w.crash(stop); w.poll(ctx) })
	if s.Dialect == Postgres {
		both.Go(func() { defer w.crash(stop); w.listen(ctx) })
	}
	go func() {
		both.Wait()
		closed()
		stop()
		close(w.signals)
	}()
	return w.signals
}

// watch is a running Watch: one goroutine polls, another one listens.
type watch struct {
	*DB
	tables   []Table
	triggers bool // each of the tables notifies of every write
	signals  chan Signal
	now      chan struct{} // asks for a poll before it is time

	conn *sql.Conn // SQLite: the connection that reads data_version

	mu       sync.Mutex
	by       Way    // in the last signal
	seen     string // state at the last poll; empty: unknown
	notified bool   // every change arrives as a notification, so polling is not needed
}

func newWatch(s *DB, tables []Table, triggers bool) *watch {
	return &watch{DB: s, tables: tables, triggers: triggers, signals: make(chan Signal, 1), now: make(chan struct{}, 1)}
}

// crash is deferred: it signals a panic and ends the watch.
func (w *watch) crash(stop func()) {
	value := recover()
	if value == nil {
		return
	}
	signal := Signal{By: Blind, Crash: &Crash{value, debug.Stack()}}
	for {
		select {
		case w.signals <- signal:
			stop()
			return
		case <-w.signals: // an older one gives way
		}
	}
}

// poll compares the tables at once, and then at each interval or when asked, until ctx
// is over.
func (w *watch) poll(ctx context.Context) {
	defer w.release()
	for {
		w.compare(ctx)
		for looking := false; !looking; {
			select {
			case <-ctx.Done():
				return
			case <-w.now:
				looking = true
			case <-time.After(w.settings.Pace.Poll):
				w.mu.Lock()
				looking = w.by != Notified
				w.mu.Unlock()
			}
		}
	}
}

// compare signals if the tables differ from the last poll.
func (w *watch) compare(ctx context.Context) {
	state, err := w.state(ctx)
	if ctx.Err() != nil || w.life.Err() != nil {
		return // the error is ours
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	changed := err == nil && state != w.seen
	w.seen = state
	if err != nil {
		w.send(false, Blind)
	} else {
		w.send(changed, w.way())
	}
}

// way returns how the watch learns of changes while the database answers. The caller
// holds mu.
func (w *watch) way() Way {
	if w.notified {
		return Notified
	}
	return Polling
}

// send sends a signal if something has changed since the last one. It merges a signal
// that was not received yet. The caller holds mu.
func (w *watch) send(changed bool, by Way) {
	if !changed && by == w.by {
		return
	}
	w.by = by
	select {
	case unread := <-w.signals:
		changed = changed || unread.Changed
	default:
	}
	w.signals <- Signal{Changed: changed, By: by}
}

// onNotification is called for each notification of a change.
func (w *watch) onNotification() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.send(true, w.way())
}

// setListening is called when notifications start or stop to arrive. A poll then finds
// changes that were not notified; after a lost connection (again) everything counts as
// changed.
func (w *watch) setListening(yes, again bool) {
	w.mu.Lock()
	w.notified = yes && w.triggers
	if again {
		w.seen = ""
	}
	w.mu.Unlock()
	select {
	case w.now <- struct{}{}:
	default: // it is asked for already
	}
}
