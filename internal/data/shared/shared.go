// Package shared lets many sessions use one data.Store: one pool of connections, and one
// watch of the database.
package shared

import (
	"context"
	"sync"
	"time"

	"flagtui/internal/data"
)

// Key identifies a Store. Sessions that may write and sessions that may only read have
// different Stores, because the database itself refuses the writes of the latter.
type Key struct {
	Context  string
	ReadOnly bool
}

// Stores holds the open Stores. Its methods are safe for concurrent use.
type Stores struct {
	// Linger is the time for which a Store without sessions stays open.
	Linger time.Duration

	mu   sync.Mutex
	open map[Key]*entry
}

// entry is a Store with its number of sessions.
type entry struct {
	store data.Store
	err   error
	ready chan struct{} // closed when store or err is set
	watch watch

	// The mutex of Stores guards these fields.
	sessions int
	unused   *time.Timer // closes the store; nil while there are sessions
	stale    bool        // no longer in Stores.open
}

// Open returns the Store of a key, and calls open if there is none. The caller must close
// the Store. An error is returned to every caller that waited for it, and not kept.
func (s *Stores) Open(ctx context.Context, key Key, open func(context.Context) (data.Store, error)) (data.Store, error) {
	s.mu.Lock()
	e := s.open[key]
	isNew := e == nil
	if isNew {
		e = &entry{ready: make(chan struct{})}
		if s.open == nil {
			s.open = map[Key]*entry{}
		}
		s.open[key] = e
	}
	e.sessions++
	if e.unused != nil {
		e.unused.Stop()
		e.unused = nil
	}
	s.mu.Unlock()
	if isNew {
		// Others may wait for the same Store, so the end of this session must not stop it.
		go func() {
			e.store, e.err = open(context.WithoutCancel(ctx))
			e.watch.store = e.store
			close(e.ready)
		}()
	}
	select {
	case <-e.ready:
	case <-ctx.Done():
		go func() {
			<-e.ready
			s.release(key, e)
		}()
		return nil, ctx.Err()
	}
	if e.err != nil {
		s.release(key, e)
		return nil, e.err
	}
	life, end := context.WithCancel(context.Background())
	return &session{Store: e.store, watch: &e.watch, life: life, close: sync.OnceFunc(func() {
		end()
		s.release(key, e)
	})}, nil
}

// Forget makes later calls of Open open their Stores anew, such as after a change of the
// configuration. The present Stores close with their last session.
func (s *Stores) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, e := range s.open {
		s.remove(key, e)
		if e.unused != nil && e.unused.Stop() {
			e.closeStore()
		}
	}
}

// remove takes a Store out of the map. The caller holds mu.
func (s *Stores) remove(key Key, e *entry) {
	e.stale = true
	if s.open[key] == e {
		delete(s.open, key)
	}
}

// release ends one session of a Store.
func (s *Stores) release(key Key, e *entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e.err != nil {
		s.remove(key, e)
	}
	if e.sessions--; e.sessions > 0 {
		return
	}
	if e.stale {
		e.closeStore()
		return
	}
	e.unused = time.AfterFunc(s.Linger, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if e.sessions == 0 && !e.stale {
			s.remove(key, e)
			e.closeStore()
		}
	})
}

func (e *entry) closeStore() {
	if e.store != nil {
		_ = e.store.Close() // an error of Close would change nothing for anybody
	}
}

// session is the Store of one session.
type session struct {
	data.Store
	watch *watch
	life  context.Context
	close func()
}

// Close implements data.Store. The shared Store stays open for the other sessions.
func (s *session) Close() error {
	s.close()
	return nil
}

// Watch implements data.Watcher.
func (s *session) Watch(ctx context.Context) <-chan data.Signal {
	ctx, end := context.WithCancel(ctx)
	context.AfterFunc(s.life, end)
	return s.watch.listen(ctx)
}
