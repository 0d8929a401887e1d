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
	defer func() {
		r.storeMu.Lock() // a write may be under way
		defer r.storeMu.Unlock()
		r.close()
	}()
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
	r.answerFromMemory(scopes) // before reading others, which may remove these scopes
	keys := slices.Collect(maps.Keys(scopes))
	switch {
	case r.staleSince.Load() != 0:
	case refresh != nil || len(keys) > 0 && !r.readScopes(keys):
		r.readAgain(keys)
	}
	r.answerFromMemory(scopes)
	for _, request := range scopes {
		request.state = r.state.Load()
		close(request.done)
	}
	if refresh != nil {
		close(refresh)
	}
}

// answerFromMemory answers the requests for scopes in memory, and removes them from the map.
func (r *reader) answerFromMemory(requests map[scopeKey]*scopeRequest) {
	s := r.state.Load()
	for key, request := range requests {
		if at := s.scopes.find(&key); at != nil {
			request.state, request.at = s, at
			close(request.done)
			delete(requests, key)
		}
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
	now.scopes = now.scopes.with(r.scopesOf(now, read))
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
	r.state.Store(s.withScopes(s.scopes.with(r.scopesOf(s, read))))
	return true
}

// scopesOf returns the scopes that were read. Those in memory keep the sweep of their
// last use.
func (r *reader) scopesOf(s *state, read reading) []tableEntry {
	before := r.state.Load().scopes
	scopes := make([]tableEntry, 0, len(read.scopes))
	for key, rows := range read.scopes {
		scope := s.scopeOf(key, rows)
		scope.used.Store(r.sweep.Load())
		if earlier := before.find(&key); earlier != nil {
			scope.used.Store(earlier.used.Load())
		}
		scopes = append(scopes, scope)
	}
	return scopes
}

// scopeOf returns a scope with these rows.
func (s *state) scopeOf(key scopeKey, rows scopeRows) tableEntry {
	if rows.invalid {
		return tableEntry{&loadedScope{id: key.id, number: key.number, kind: &kindAnswers{asked: key.kind, invalid: true}}, nil}
	}
	return s.newScope(key, rows.scope.Kind, rows.own, rows.rollouts)
}

// forgetUnused removes the scopes that nobody has looked at for some time.
func (r *reader) forgetUnused() {
	s, now := r.state.Load(), r.sweep.Add(1)
	keep := func(l *loadedScope) bool {
		return time.Duration(now-l.used.Load())*r.options.sweepEvery <= r.options.scopeIdle
	}
	for l := range s.scopes.all() {
		if !keep(l) {
			r.state.Store(s.withScopes(s.scopes.copy(0, 0, keep)))
			return
		}
	}
}

// forget returns the state with room for more scopes. It removes those that nobody has
// looked at since the last sweep, and then any.
func (r *reader) forget(s *state, more int) *state {
	room, kept := max(0, r.options.scopeLimit-more), 0
	s = s.withScopes(s.scopes.copy(0, 0, func(l *loadedScope) bool { return l.used.Load() == r.sweep.Load() }))
	if s.scopes.count > room {
		s = s.withScopes(s.scopes.copy(0, 0, func(*loadedScope) bool { kept++; return kept <= room/2 }))
	}
	return s
}
