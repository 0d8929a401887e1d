package engine

import (
	"context"
	"database/sql"
	"fmt"
	"runtime/debug"
	"sync"
	"time"
)

// Signal is what a watch tells.
type Signal struct {
	// Changed tells that something may have changed since the Signal before.
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

// Pace is how often a watch does what.
type Pace struct {
	Poll  time.Duration // between two looks at the tables
	Ping  time.Duration // between two signs of life of a connection that listens
	Probe time.Duration // that a notification may take to come
	Retry time.Duration // before a new connection, at first; twice as long each time, up to ping
	Idle  time.Duration // after the last reading, until all connections of the store are given up but one
}

var usualPace = Pace{Poll: 2 * time.Second, Ping: 30 * time.Second, Probe: 3 * time.Second, Retry: time.Second, Idle: 10 * time.Second}

// orUsual is the pace, or the usual one where there is none.
func (p Pace) orUsual() Pace {
	if p == (Pace{}) {
		return usualPace
	}
	return p
}

// Watch tells when one of tables may have been changed by anybody, as Store.Watch
// says. notified: each of them notifies of every write, by a trigger.
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

// Watch is a Watch under way: one goroutine polls, another one listens.
type watch struct {
	*DB
	tables   []Table
	triggers bool // each of the tables notifies of every write
	signals  chan Signal
	now      chan struct{} // asks for a look before it is time

	conn *sql.Conn // SQLite: whose data_version is looked at

	mu       sync.Mutex
	by       Way    // told last
	seen     string // at the last look; empty: unknown
	notified bool   // every change is; once that is told there is no need to look
}

func newWatch(s *DB, tables []Table, triggers bool) *watch {
	return &watch{DB: s, tables: tables, triggers: triggers, signals: make(chan Signal, 1), now: make(chan struct{}, 1)}
}

// Crash is to be deferred: it tells of a panic, and ends the watch.
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

// Poll looks at once, and then whenever it is time or asked for, until ctx is
// over.
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

// compare compares the tables with what they were at the last look.
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
		w.tell(false, Blind)
	} else {
		w.tell(changed, w.way())
	}
}

// Way is how changes are learnt of while the database answers. The caller
// holds mu.
func (w *watch) way() Way {
	if w.notified {
		return Notified
	}
	return Polling
}

// tell signals unless there is nothing new to tell. The caller holds mu: a
// Signal that is there still becomes one with the new one.
func (w *watch) tell(changed bool, by Way) {
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

// heard is called at each notification of a change.
func (w *watch) heard() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tell(true, w.way())
}

// listens is called when every notification is heard from now on, and when
// that is over. Either way a look shows what nobody was notified of; one
// after a break takes everything for changed.
func (w *watch) listens(yes, again bool) {
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
