package flagtui

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// reader is the goroutine that reads the database. It alone changes the client's state.
type reader struct {
	*Client
	pool answerPool

	storeMu sync.RWMutex // a write holds it, so that its store is not closed
	store   data.Store   // nil before the first connection
	signals <-chan data.Signal
	unwatch context.CancelFunc

	changed   bool          // the database has changed since the state was read
	notBefore time.Time     // when the next refresh may start
	wait      time.Duration // until the next attempt to connect
	refreshAt *time.Timer   // runs while a refresh waits for notBefore
	connectAt *time.Timer   // runs while the database is away
}

// startReader connects to the database, reads it, and starts the reader. With
// WithDefaultsWhenAway, it starts the reader if the database is away, too.
func (c *Client) startReader(ctx context.Context) error {
	r := &reader{Client: c, pool: newAnswerPool(), refreshAt: stopped(), connectAt: stopped()}
	c.reader = r
	err := r.connect(ctx)
	if errors.Is(err, feature.ErrUnavailable) && c.options.defaults {
		r.away(err)
		err = nil
	}
	if err == nil {
		c.work.Go(r.run)
	}
	return err
}

// stopped returns a timer that does not run.
func stopped() *time.Timer {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return t
}

// run reads the database whenever it has changed, and reads the scopes that are asked
// for, until the client is closed.
func (r *reader) run() {
	defer r.close()
	sweep := time.NewTicker(r.options.sweepEvery)
	defer sweep.Stop()
	for {
		select {
		case <-r.life.Done():
			return
		case signal, open := <-r.signals:
			r.onSignal(signal, open)
		case <-r.requests.wake:
			r.onRequests()
		case <-r.refreshAt.C:
			r.refreshIfChanged()
		case <-r.connectAt.C:
			r.connectAgain()
		case <-sweep.C:
			r.forgetUnused()
		}
	}
}

// close closes the connection.
func (r *reader) close() {
	if r.store != nil {
		r.unwatch()
		_ = r.store.Close() // nothing is written any more
	}
}

// connect opens the database, reads it, and replaces an earlier connection.
func (r *reader) connect(ctx context.Context) error {
	store, err := data.Open(ctx, r.options.data)
	if err != nil {
		return err
	}
	if err := r.readAll(ctx, store, nil); err != nil {
		store.Close()
		return err
	}
	r.close()
	r.store = store
	watching, unwatch := context.WithCancel(r.life)
	r.signals, r.unwatch = store.Watch(watching), unwatch
	return nil
}

// connectAgain tries to connect to a database that was away.
func (r *reader) connectAgain() {
	if !r.storeMu.TryLock() { // a write still uses the earlier connection
		r.connectLater()
		return
	}
	defer r.storeMu.Unlock()
	if err := r.connect(r.life); err != nil {
		r.connectLater()
		return
	}
	r.back()
}

// connectLater starts the timer of the next attempt to connect.
func (r *reader) connectLater() {
	r.connectAt.Reset(r.wait)
	r.wait = min(2*r.wait, r.options.retryAtMost)
}

// away records that the database does not answer.
func (r *reader) away(err error) {
	if r.staleSince.Load() != 0 || r.life.Err() != nil {
		return
	}
	now := time.Now()
	r.staleSince.Store(now.UnixNano())
	r.options.logger.Warn("flagtui: the database is away, so flags may be out of date", "error", exported(err))
	r.listeners.becameStale(now)
	r.wait = r.options.retry
	r.connectLater()
}

// back records that the state is up to date again.
func (r *reader) back() {
	since := r.staleSince.Swap(0)
	r.connectAt.Stop()
	if since == 0 {
		return
	}
	r.options.logger.Info("flagtui: the database is back", "away", time.Since(time.Unix(0, since)).Round(time.Millisecond))
	r.listeners.becameStale(time.Time{})
}

// errBlind is the error of a watch that reaches no database.
var errBlind = &feature.Problem{Kind: feature.ErrUnavailable, Text: "the database does not answer"}

// onSignal handles a signal of the watch.
func (r *reader) onSignal(signal data.Signal, open bool) {
	switch {
	case !open:
		r.signals = nil
		r.away(errBlind)
	case signal.Crash != nil:
		r.options.logger.Error("flagtui: the watch of the database has failed", "panic", signal.Crash.String(), "stack", string(signal.Crash.Trace()))
	case signal.By == data.Blind:
		r.away(errBlind)
	default:
		r.changed = r.changed || signal.Changed || r.staleSince.Load() != 0
		r.refreshIfChanged()
	}
}

// refreshIfChanged reads everything again if it has changed. After a refresh, it waits
// for as long as the refresh took, so that reading takes half of the time at most.
func (r *reader) refreshIfChanged() {
	if !r.changed {
		return
	}
	if wait := time.Until(r.notBefore); wait > 0 {
		r.refreshAt.Reset(wait)
		return
	}
	r.readAgain(nil)
}

// onRequests reads the scopes that were asked for.
func (r *reader) onRequests() {
	scopes, refresh := r.requests.take()
	keys := slices.DeleteFunc(slices.Collect(maps.Keys(scopes)), func(key scopeKey) bool { return r.state.Load().scopes.find(key) != nil })
	switch {
	case r.staleSince.Load() != 0:
	case refresh != nil || len(keys) > 0 && !r.readScopes(keys):
		r.readAgain(keys)
	}
	for _, done := range scopes {
		close(done)
	}
	if refresh != nil {
		close(refresh)
	}
}

// readAgain reads everything again, and more scopes.
func (r *reader) readAgain(more []scopeKey) {
	start := time.Now()
	if err := r.readAll(r.life, r.store, more); err != nil {
		r.away(err)
		return
	}
	r.changed = false
	r.notBefore = time.Now().Add(time.Since(start))
	r.back()
}

// readAll replaces the state by what the database holds now. It reads the scopes of the
// state, and more.
func (r *reader) readAll(ctx context.Context, store data.Store, more []scopeKey) error {
	before := r.state.Load()
	keys := more
	for e := range before.scopes.all() {
		keys = append(keys, e.key())
	}
	read, err := r.options.read(ctx, store, keys, true)
	if err != nil {
		return err
	}
	now := newState(read.moment, store.Info().Kinds, r.pool)
	now.scopes = newScopeTable(len(keys))
	for key, rows := range read.scopes {
		scope := now.scopeOf(key, rows)
		if earlier := before.scopes.find(key); earlier != nil {
			scope.keepUse(earlier)
		}
		now.scopes.add(scope)
	}
	r.state.Store(now)
	if r.listeners.wantChanges() {
		r.listeners.changed(changesBetween(before, now))
	}
	return nil
}

// readScopes adds scopes to the state. It returns false if the system's rows have changed
// meanwhile, so that everything has to be read again.
func (r *reader) readScopes(keys []scopeKey) bool {
	read, err := r.options.read(r.life, r.store, keys, false)
	if err != nil {
		r.away(err)
		return true
	}
	s := r.state.Load()
	if !maps.EqualFunc(s.system, read.system, feature.Stored.Equal) {
		return false
	}
	if s.scopes.count+len(keys) > r.options.scopeLimit {
		s = r.forget(s, len(keys))
	}
	if !s.scopes.hasRoom(len(keys)) {
		s = s.withScopes(s.scopes.copy(len(keys), func(*loadedScope) bool { return true }))
	}
	for key, rows := range read.scopes {
		s.scopes.add(s.scopeOf(key, rows))
	}
	r.state.Store(s)
	return true
}

// scopeOf returns a scope with these rows.
func (s *state) scopeOf(key scopeKey, rows scopeRows) *loadedScope {
	if rows.invalid {
		return &loadedScope{id: key.id, number: key.number, kind: &kindAnswers{asked: key.kind, invalid: true}, last: seconds()}
	}
	return s.newScope(key, rows.scope.Kind, rows.own, rows.rollouts)
}

// forgetUnused removes the scopes that nobody has looked at for some time.
func (r *reader) forgetUnused() {
	s, now := r.state.Load(), seconds()
	keep := func(l *loadedScope) bool { return time.Duration(now-l.last)*time.Second <= r.options.scopeIdle }
	unused := false
	for l := range s.scopes.all() {
		if l.used.Swap(false) {
			l.last = now
		}
		unused = unused || !keep(l)
	}
	if unused {
		r.state.Store(s.withScopes(s.scopes.copy(0, keep)))
	}
}

// forget returns the state with room for more scopes. It removes those that nobody has
// looked at since the last sweep, and then any.
func (r *reader) forget(s *state, more int) *state {
	room := max(0, r.options.scopeLimit-more)
	s = s.withScopes(s.scopes.copy(more, func(l *loadedScope) bool { return l.used.Load() }))
	if s.scopes.count > room {
		kept := 0
		s = s.withScopes(s.scopes.copy(more, func(*loadedScope) bool { kept++; return kept <= room/2 }))
	}
	return s
}
