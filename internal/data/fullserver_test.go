package data

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/pgtest"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
)

// occupant holds connections of a role, as other programs do.
type occupant struct {
	t    *testing.T
	pool *sql.DB
	held []*sql.Conn
}

// limited returns the option that opens a store as a role with so many connections, and
// an occupant of that role.
func (p *place) limited(most string) (as func(*Options), o *occupant) {
	p.t.Helper()
	as = p.role(`GRANT USAGE ON SCHEMA public TO ROLE; GRANT ALL ON ALL TABLES IN SCHEMA public TO ROLE; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ROLE; ALTER USER ROLE CONNECTION LIMIT ` + most)
	options := Options{URL: p.url}
	as(&options)
	pool, err := sql.Open("postgres", options.URL)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { pool.Close() })
	return as, &occupant{t: p.t, pool: pool}
}

// take takes one more connection. It waits until one is free.
func (o *occupant) take() {
	o.t.Helper()
	for end := time.Now().Add(hung); ; pause() {
		conn, err := o.pool.Conn(context.Background())
		if err == nil {
			o.held = append(o.held, conn)
			return
		}
		if time.Now().After(end) {
			o.t.Fatal(err)
		}
	}
}

// leave closes all connections.
func (o *occupant) leave() {
	o.pool.SetMaxIdleConns(-1)
	for _, conn := range o.held {
		conn.Close()
	}
	o.held = nil
}

// called returns a function for Options.Waiting, and a channel that is closed when the
// function is first called.
func called() (func(), <-chan struct{}) {
	waits := make(chan struct{})
	return sync.OnceFunc(func() { close(waits) }), waits
}

func await(t *testing.T, what string, happens <-chan struct{}) {
	t.Helper()
	select {
	case <-happens:
	case <-time.After(hung):
		t.Fatal("never: " + what)
	}
}

// wantFull checks that fn fails because the server is full. On a busy machine, the server
// may not say so within fn's timeout.
func wantFull(t *testing.T, fn func() error, parts ...string) {
	t.Helper()
	err := fn()
	for end := time.Now().Add(hung); time.Now().Before(end) && errors.Is(err, feature.ErrUnavailable) && !errors.Is(err, feature.ErrFull); {
		err = fn()
	}
	featuretest.WantProblem(t, err, feature.ErrFull, append(parts, "no free connection")...)
	if !errors.Is(err, feature.ErrUnavailable) {
		t.Errorf("it is not unavailable: %v", err)
	}
}

// Opening waits for a connection.
func TestOpeningWaitsForAConnection(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	as, others := p.limited("1")
	others.take()
	waiting, waits := called()
	opened := make(chan error, 1)
	go func() {
		s, err := p.tryOpen(as, func(o *Options) { o.Waiting = waiting })
		if err == nil {
			s.Close()
		}
		opened <- err
	}()
	await(t, "the store waits", waits)
	others.leave()
	if err := <-opened; err != nil {
		t.Error(err)
	}
}

// Opening fails after the timeout, and says why.
func TestOpeningOnAFullServer(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	as, others := p.limited("1")
	others.take()
	wantFull(t, func() error {
		_, err := p.tryOpen(as, timeout(100*time.Millisecond))
		return err
	}, "too many connections for role", "nothing was read or written", "--timeout")
}

// Reads and writes of an open store wait, too. A write that gets no connection writes
// nothing, and says so.
func TestAFullServerWhileOpen(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.override("system", "", "a.b", true)
	as, others := p.limited("1")
	waiting, waits := called()
	patient := p.openFreeing(as, func(o *Options) { o.Waiting = waiting })
	hurried := p.openFreeing(as, timeout(100*time.Millisecond))
	others.take()

	wantFull(t, with(t, turnOff(hurried)), "; nothing was written")
	wantFull(t, with(t, readSystem(hurried)))
	wantFull(t, func() error {
		return hurried.InSnapshot(t.Context(), func(context.Context) error { return nil })
	})
	if got := p.rows(`SELECT name, enabled FROM feature_flags_override`); got != "a.b|true" {
		t.Errorf("stored: %s", got)
	}

	written := make(chan error, 1)
	go func() { written <- turnOff(patient)(t.Context()) }()
	await(t, "the write waits", waits)
	others.leave()
	if err := <-written; err != nil {
		t.Error(err)
	}
	if got := p.rows(`SELECT name, enabled FROM feature_flags_override`); got != "a.b|false" {
		t.Errorf("stored: %s", got)
	}
}

// openFreeing opens a store that returns each connection at once. On a busy machine, the
// server may need several attempts to answer within a short timeout.
func (p *place) openFreeing(change ...func(*Options)) Store {
	p.t.Helper()
	s, err := p.tryOpen(change...)
	for end := time.Now().Add(hung); time.Now().Before(end) && errors.Is(err, feature.ErrUnavailable); {
		s, err = p.tryOpen(change...)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { s.Close() })
	s.(*sqlStore).Pool.SetMaxIdleConns(-1)
	return s
}

// A watch says that the server has no free connection, and works again when there is one.
func TestWatchOnAFullServer(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	as, others := p.limited("1")
	s := p.openFreeing(as, timeout(100*time.Millisecond), withPace(engine.Pace{Poll: 10 * time.Millisecond, Ping: 50 * time.Millisecond, Probe: hung, Retry: 10 * time.Millisecond}))
	others.take()
	w := p.watch(s)
	w.await("a full server", func(s engine.Signal) bool { return s.By == engine.Blind && s.Full })
	others.leave()
	w.await("a free connection", func(s engine.Signal) bool { return s.By != engine.Blind && !s.Full && s.Changed })
}

// PgBouncer says in its own words that it accepts no more clients.
func TestPgBouncerIsFull(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.url = pgtest.PgBouncer(t, p.url, "pool_mode = transaction", "max_client_conn = 1")
	pool, err := sql.Open("postgres", p.url)
	if err != nil {
		t.Fatal(err)
	}
	others := &occupant{t: t, pool: pool}
	defer pool.Close()
	others.take()
	wantFull(t, func() error {
		_, err := p.tryOpen(timeout(100 * time.Millisecond))
		return err
	}, "max_client_conn")
	others.leave()
	p.open()
}

// Reads in the background take one connection together.
func TestReadsInTheBackground(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	x := p.throughProxy()
	s := p.open()
	for range 20 {
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if err := readSystem(s)(Background(t.Context())); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := x.Connections(); n > 1 {
			t.Fatalf("%d connections are open", n)
		}
	}
	canceled(t, func(ctx context.Context) error {
		return s.(*sqlStore).Read(Background(ctx), func(inside context.Context) error {
			if err := readSystem(s)(inside); err != nil { // a read within a read needs no further turn
				t.Error(err)
			}
			return readSystem(s)(Background(ctx)) // but one beside it does
		})
	})
}

// A dashboard that nobody uses returns its connection, and keeps the one that listens.
func TestConnectionsAreReturned(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.override("system", "", "a.b", true)
	p.triggers()
	x := p.throughProxy()
	s := p.open(withPace(engine.Pace{Poll: 10 * time.Millisecond, Ping: long, Probe: hung, Retry: 10 * time.Millisecond, Idle: short, Close: short}))
	w := p.watch(s)
	w.awaitWay(engine.Notified)
	for range 2 {
		for end := time.Now().Add(hung); x.Connections() != 1; pause() {
			if time.Now().After(end) {
				t.Fatalf("%d connections stay open", x.Connections())
			}
		}
		p.exec(`UPDATE feature_flags_override SET enabled = NOT enabled`)
		w.awaitChange("a write")
		if err := readSystem(s)(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

// A message of a pooler counts only if it is about connections.
func TestNotEveryPoolerErrorMeansFull(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	missing := strings.Replace(p.url, "flagtui_test_", "flagtui_missing_", 1)
	_, err := p.tryOpen(func(o *Options) { o.URL = missing })
	if err == nil || errors.Is(err, feature.ErrFull) {
		t.Errorf("a missing database: %v", err)
	}
}
