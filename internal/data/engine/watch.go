package engine

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"flagtui/internal/feature"
)

// Signal is a message of a watch.
type Signal struct {
	// Changed reports whether data may have changed since the previous Signal.
	Changed bool
	// By is the way in which the watch learns of further changes.
	By Way
	// Full reports whether By is Blind because the server has no free connection.
	Full bool
	// Spread is the time over which all programs that got the same notification spread
	// their reads. It is zero for few programs.
	Spread time.Duration
	// Crash is the panic that ended the watch, or nil.
	Crash *Crash
}

// Crash is a panic of one of the watch's goroutines.
type Crash struct {
	Value any
	Stack []byte
}

// String returns the panic's value as text.
func (c *Crash) String() string { return fmt.Sprint(c.Value) }

// Trace returns the stack of the goroutine that panicked, as text.
func (c *Crash) Trace() []byte { return c.Stack }

// Way is a way in which a watch learns of changes.
type Way string

const (
	Notified Way = "notified" // each change is notified when it is committed
	Polling  Way = "polling"  // tables are compared every two seconds; flagtui's own changes may be notified
	Blind    Way = "blind"    // the database does not answer
)

// Pace holds the intervals of a watch.
type Pace struct {
	Start time.Duration // until the first poll on PostgreSQL
	Poll  time.Duration // between polls
	Ping  time.Duration // between pings of a listening connection
	Probe time.Duration // the longest time until the probe's notification arrives
	Retry time.Duration // the first wait before reconnecting, doubled each time up to Ping
	Idle  time.Duration // from the last read until all connections but one are closed
	Close time.Duration // from the last read until that connection is closed, too
}

// Start gives the open connection to the read that a dashboard begins together with its
// watch. Otherwise that read often had to wait for another connection, which a far server
// takes several round trips to open.
var usualPace = Pace{Start: 20 * time.Millisecond, Poll: 2 * time.Second, Ping: 30 * time.Second, Probe: 3 * time.Second, Retry: time.Second, Idle: 10 * time.Second, Close: 5 * time.Minute}

// OrUsual returns p, or usualPace if p is zero.
func (p Pace) OrUsual() Pace {
	if p == (Pace{}) {
		return usualPace
	}
	return p
}

// Watch signals when one of the tables may have changed, as data.Watcher describes.
// notified reports whether triggers notify of every write to each table.
func (s *DB) Watch(ctx context.Context, tables []Table, notified bool) <-chan Signal {
	ctx, stop := context.WithCancel(ctx)
	w := newWatch(s, tables, notified)
	closed := context.AfterFunc(s.life, stop)
	var all sync.WaitGroup
	all.Go(func() { defer w.crash(stop); w.poll(ctx) })
	if s.Dialect == Postgres {
		all.Go(func() { defer w.crash(stop); w.listen(ctx) })
		all.Go(func() { defer w.crash(stop); w.spread(ctx) })
	}
	go func() {
		all.Wait()
		closed()
		stop()
		close(w.signals)
	}()
	return w.signals
}

// watch is a running Watch. One goroutine polls, one listens, and one spreads signals.
type watch struct {
	*DB
	tables   []Table
	triggers bool // triggers notify of every write to each table
	signals  chan Signal
	now      chan struct{} // requests a poll at once
	heard    chan struct{} // holds a value after a notification that spread has to signal

	conn *sql.Conn // the SQLite connection that reads data_version

	mu       sync.Mutex
	hangUp   func() // closes the listening connection; nil without one
	by       Way    // the way in the last signal
	full     bool   // Full in the last signal
	seen     string // the state at the last poll; empty if unknown
	notified bool   // every change arrives as a notification, so polls are not needed
}

func newWatch(s *DB, tables []Table, triggers bool) *watch {
	return &watch{DB: s, tables: tables, triggers: triggers, signals: make(chan Signal, 1), now: make(chan struct{}, 1), heard: make(chan struct{}, 1)}
}

// crash recovers a panic, signals it and ends the watch. The goroutines defer it.
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
		case <-w.signals: // drop an older signal
		}
	}
}

// poll compares the tables at the start, and then at each interval or on request, until
// ctx ends.
func (w *watch) poll(ctx context.Context) {
	defer w.release()
	if w.Dialect == Postgres {
		select {
		case <-ctx.Done():
			return
		case <-time.After(w.settings.Pace.Start):
		}
	}
	usual := w.settings.Pace.Poll
	for wait := usual; ; {
		if full := w.compare(ctx); !full {
			wait = usual
		} else { // each try takes the server's time
			wait = min(2*wait, max(usual, w.settings.Pace.Ping))
		}
		for looking := false; !looking; {
			began := w.settings.Now()
			select {
			case <-ctx.Done():
				return
			case <-w.now:
				looking = true
			case <-time.After(wait):
				w.mu.Lock()
				looking = w.by != Notified
				w.mu.Unlock()
				if w.wasSuspended(began, wait) {
					w.reconnect()
					looking = true
				}
			}
		}
	}
}

// suspension is the time by which a wait between two polls has to be too long, so that the
// machine or the program counts as suspended meanwhile.
const suspension = 10 * time.Second

// wasSuspended reports whether the machine or the program was suspended during the wait
// for a poll. Only the wall clock counts the time for which a machine was suspended.
func (w *watch) wasSuspended(began time.Time, wait time.Duration) bool {
	return w.settings.Now().Round(0).Sub(began.Round(0)) > wait+suspension
}

// reconnect closes the connections that nobody uses, and the listening one. The server may
// have closed them during a suspension without this machine learning of it, and each would
// take the whole timeout until it fails.
func (w *watch) reconnect() {
	if w.Dialect != Postgres {
		return
	}
	w.Pool.SetMaxIdleConns(0) // closes them
	w.Pool.SetMaxIdleConns(1)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.hangUp != nil {
		w.hangUp()
	}
}

// setHangUp sets the function that closes the listening connection.
func (w *watch) setHangUp(hangUp func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.hangUp = hangUp
}

// compare signals if the tables' state differs from the last poll's. It reports whether
// the server has no free connection.
func (w *watch) compare(ctx context.Context) (full bool) {
	state, err := w.state(ctx)
	if ctx.Err() != nil || w.life.Err() != nil {
		return false // the watch was stopped
	}
	full = errors.Is(err, feature.ErrFull)
	w.mu.Lock()
	defer w.mu.Unlock()
	changed := err == nil && state != w.seen
	w.seen = state
	if err != nil {
		w.send(false, Blind, full)
	} else {
		w.send(changed, w.way(), false)
	}
	return full
}

// way returns Notified or Polling, one of which applies while the database answers. The
// caller holds mu.
func (w *watch) way() Way {
	if w.notified {
		return Notified
	}
	return Polling
}

// send sends a signal if changed is true or the way is new. It merges an unreceived
// signal into the new one. The caller holds mu.
func (w *watch) send(changed bool, by Way, full bool) {
	if !changed && by == w.by && full == w.full {
		return
	}
	w.by, w.full = by, full
	select {
	case unread := <-w.signals:
		changed = changed || unread.Changed
	default:
	}
	w.signals <- Signal{Changed: changed, By: by, Full: full, Spread: w.spreadLimit()}
}

// setListening records whether notifications arrive, and requests a poll. The poll finds
// changes that were not notified. again reports whether the watch has listened before.
// If so, everything counts as changed.
func (w *watch) setListening(yes, again bool) {
	w.mu.Lock()
	w.notified = yes && w.triggers
	if again {
		w.seen = ""
	}
	w.mu.Unlock()
	select {
	case w.now <- struct{}{}:
	default: // a poll is already requested
	}
}
