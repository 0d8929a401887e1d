package shared

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"flagtui/internal/data"
)

// stub is a Store whose watch the test drives.
type stub struct {
	data.Store
	closed  atomic.Bool
	watches atomic.Int32 // the number of running watches
	started atomic.Int32
	signals chan data.Signal
}

func (s *stub) Close() error {
	s.closed.Store(true)
	return nil
}

func (s *stub) Watch(ctx context.Context) <-chan data.Signal {
	if s.started.Add(1); s.watches.Add(1) > 1 {
		panic("two watches at a time")
	}
	out := make(chan data.Signal, 1)
	go func() {
		defer close(out)
		defer s.watches.Add(-1)
		for {
			select {
			case <-ctx.Done():
				return
			case signal, ok := <-s.signals:
				if !ok {
					return
				}
				out <- signal
			}
		}
	}()
	return out
}

// open returns the Store of a key, and counts how often it was opened.
func open(t *testing.T, s *Stores, key Key, inner *stub, opened *atomic.Int32) data.Store {
	t.Helper()
	store, err := s.Open(t.Context(), key, func(context.Context) (data.Store, error) {
		opened.Add(1)
		return inner, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// eventually waits until a condition holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("never: " + what)
		}
	}
}

func TestSessionsShareAStore(t *testing.T) {
	s := &Stores{Linger: time.Hour}
	inner, opened := &stub{signals: make(chan data.Signal)}, &atomic.Int32{}
	var sessions sync.WaitGroup
	for range 50 {
		sessions.Go(func() { open(t, s, Key{"prod", true}, inner, opened).Close() })
	}
	sessions.Wait()
	again := open(t, s, Key{"prod", true}, inner, opened)
	if n := opened.Load(); n != 1 {
		t.Errorf("51 sessions opened %d stores", n)
	}
	open(t, s, Key{"prod", false}, inner, opened)
	if n := opened.Load(); n != 2 {
		t.Errorf("a session that may write shares the store of those that may not")
	}
	if again.Close(); inner.closed.Load() {
		t.Error("the store closed with its last session, without lingering")
	}
	if again.Close(); inner.closed.Load() {
		t.Error("a second Close counts")
	}
}

func TestUnusedStoreCloses(t *testing.T) {
	s := &Stores{Linger: time.Millisecond}
	inner, opened := &stub{}, &atomic.Int32{}
	open(t, s, Key{"prod", true}, inner, opened).Close()
	eventually(t, "the unused store is closed", inner.closed.Load)
	next := &stub{}
	open(t, s, Key{"prod", true}, next, opened)
	if opened.Load() != 2 || next.closed.Load() {
		t.Error("the closed store is used again")
	}
}

// After Forget a new session gets a new Store, and the old one closes with its last
// session.
func TestForget(t *testing.T) {
	s := &Stores{Linger: time.Hour}
	first, second, opened := &stub{}, &stub{}, &atomic.Int32{}
	old := open(t, s, Key{"prod", true}, first, opened)
	s.Forget()
	open(t, s, Key{"prod", true}, second, opened).Close()
	if first.closed.Load() || opened.Load() != 2 {
		t.Error("the session's store closed, or the new session has the old store")
	}
	if old.Close(); !first.closed.Load() || second.closed.Load() {
		t.Error("the old store is open, or the new one closed")
	}
	if s.Forget(); !second.closed.Load() {
		t.Error("the store without sessions is open")
	}
}

// An error is not kept: the database may answer the next session.
func TestErrorIsNotKept(t *testing.T) {
	s := &Stores{Linger: time.Hour}
	broken := errors.New("broken")
	if _, err := s.Open(t.Context(), Key{}, func(context.Context) (data.Store, error) { return nil, broken }); err != broken {
		t.Errorf("%v", err)
	}
	open(t, s, Key{}, &stub{}, &atomic.Int32{})
}

// A session that ends while its Store is being opened leaves it to the others.
func TestOpenerLeaves(t *testing.T) {
	s := &Stores{Linger: time.Hour}
	ctx, leave := context.WithCancel(t.Context())
	inner, opening, proceed := &stub{}, make(chan struct{}), make(chan struct{})
	go func() {
		<-opening
		leave()
	}()
	_, err := s.Open(ctx, Key{}, func(ctx context.Context) (data.Store, error) {
		close(opening)
		<-proceed
		return inner, ctx.Err()
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	close(proceed)
	var opened atomic.Int32
	if open(t, s, Key{}, nil, &opened); opened.Load() != 0 {
		t.Error("the store was opened again")
	}
}

func TestOneWatch(t *testing.T) {
	s := &Stores{Linger: time.Hour}
	inner, opened := &stub{signals: make(chan data.Signal)}, &atomic.Int32{}
	a, b := open(t, s, Key{}, inner, opened), open(t, s, Key{}, inner, opened)
	ctx, stop := context.WithCancel(t.Context())
	first := a.Watch(ctx)
	inner.signals <- data.Signal{Changed: true, By: data.Polling}
	if got := <-first; !got.Changed || got.By != data.Polling {
		t.Errorf("%+v", got)
	}
	second := b.Watch(t.Context())
	if got := <-second; !got.Changed || got.By != data.Polling { // what it read before may be out of date
		t.Errorf("the second listener's first signal is %+v", got)
	}
	// Signals that nobody receives merge into one.
	inner.signals <- data.Signal{Changed: true, By: data.Polling}
	inner.signals <- data.Signal{By: data.Blind}
	inner.signals <- data.Signal{By: data.Notified}
	for name, listener := range map[string]<-chan data.Signal{"first": first, "second": second} {
		changed := false
		for {
			got := <-listener
			if changed = changed || got.Changed; got.By == data.Notified {
				break
			}
		}
		if !changed {
			t.Errorf("the %s listener has missed a change", name)
		}
	}
	stop()
	for range first {
	}
	if inner.watches.Load() != 1 {
		t.Error("the watch ended although somebody listens")
	}
	b.Close()
	for range second {
	}
	eventually(t, "the watch ends without listeners", func() bool { return inner.watches.Load() == 0 })
	third := a.Watch(t.Context())
	inner.signals <- data.Signal{Changed: true, By: data.Polling}
	if <-third; inner.started.Load() != 2 {
		t.Errorf("%d watches were started", inner.started.Load())
	}
	close(inner.signals) // as when the store closes
	if _, ok := <-third; ok {
		t.Error("the listener is open after the watch's end")
	}
}
