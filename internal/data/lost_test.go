package data

import (
	"context"
	"errors"
	"net"
	"sync"
	"testing"
	"time"

	"flagtui/internal/data/layout"
	"flagtui/internal/data/pgtest"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

func timeout(d time.Duration) func(*Options) { return func(o *Options) { o.Timeout = d } }

const (
	short = 500 * time.Millisecond // a timeout that the test reaches
	long  = 5 * time.Minute        // a timeout that the test does not reach
	// hung is the time after which a call counts as hanging. Every call takes far less.
	hung = 10 * time.Second
)

// inTime calls fn and fails if it hangs.
func inTime(t *testing.T, fn func() error) error {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- fn() }()
	select {
	case err := <-done:
		return err
	case <-time.After(hung):
		t.Fatal("it hangs")
		return nil
	}
}

// canceled calls fn with a context that ends soon, and checks that fn ends with the
// context.
func canceled(t *testing.T, fn func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	time.AfterFunc(short, cancel)
	if err := inTime(t, func() error { return fn(ctx) }); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want %v", err, context.Canceled)
	}
}

func readSystem(s Store) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := s.Stored(ctx, feature.SystemScope())
		return err
	}
}

// turnOff returns a function that turns a.b off. The flag must be on.
func turnOff(s Store) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := s.Apply(ctx, set(feature.SystemScope(), "a.b", feature.On, feature.Off))
		return err
	}
}

// with passes the test's context to fn.
func with(t *testing.T, fn func(context.Context) error) func() error {
	return func() error { return fn(t.Context()) }
}

// wantUntouched checks that a.b is still on, and that it can soon be turned off.
func (p *place) wantUntouched(s Store) {
	p.t.Helper()
	if got := p.rows(`SELECT name FROM feature_flags_override WHERE updated_at IS NULL`); got != "a.b" {
		p.t.Errorf("the table has %q, want it as it was", got)
	}
	for _, fn := range []func(context.Context) error{readSystem(s), turnOff(s)} {
		err := inTime(p.t, func() error {
			for {
				// On a busy machine a call may exceed the short timeout.
				if err := fn(p.t.Context()); !errors.Is(err, feature.ErrUnavailable) {
					return err
				}
			}
		})
		if err != nil {
			p.t.Errorf("afterwards: %v", err)
		}
	}
}

func TestServerGoesAway(t *testing.T) {
	t.Parallel()
	server := pgtest.New(t)
	p := &place{t: t, url: server.Database(), pg: true}
	p.raw = p.openRaw()
	p.exec(tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.override("system", "", "a.b", true)
	s := p.open(timeout(hung / 4))
	fill := func() { // fills the pool with connections
		t.Helper()
		var all sync.WaitGroup
		for range 9 {
			all.Go(func() {
				if err := readSystem(s)(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	}
	fill()
	server.Stop()
	for range 4 { // more than the pool's connections
		wantProblem(t, inTime(t, with(t, readSystem(s))), feature.ErrUnavailable, "127.0.0.1")
		wantProblem(t, inTime(t, with(t, turnOff(s))), feature.ErrUnavailable, "127.0.0.1")
	}
	server.Start()
	p.raw.Close()
	p.raw = p.openRaw()
	p.wantUntouched(s)

	// No call notices that the server is away, so all connections of the pool are dead.
	p.raw.Close()
	for _, fn := range []func(context.Context) error{readSystem(s), turnOff(s)} {
		fill()
		server.Stop()
		server.Start()
		if err := inTime(t, with(t, fn)); err != nil {
			t.Error(err)
		}
	}
}

// If the server stops before its answer to a commit, flagtui asks it after the restart.
func TestServerRestartsWhileSaving(t *testing.T) {
	t.Parallel()
	server := pgtest.New(t)
	p := &place{t: t, url: server.Database(), pg: true}
	p.raw = p.openRaw()
	p.exec(tablesOf(t, "postgres", simplemodule.AuditTable))
	p.own(journalTable)
	p.override("system", "", "a.b", true)
	x := p.throughProxy()
	s := p.open()
	for _, how := range []pgtest.Cut{pgtest.DropAfter, pgtest.DropDuring, pgtest.DropBefore} {
		x.CutAt("COMMIT", how, true)
		done := make(chan error, 1)
		go func() { done <- turnOff(s)(t.Context()) }()
		for !x.IsAway() { // from now on the commit may or may not arrive
			pause()
		}
		p.raw.Close()
		server.Stop()
		server.Start()
		p.raw = p.openRaw()
		x.ComeBack()
		err := inTime(t, func() error { return <-done })
		switch written := p.settings()[layout.RowKey{Scope: "system", ID: "", Name: "a.b"}] == feature.Off; {
		case !written:
			wantProblem(t, err, feature.ErrUnavailable, "nothing was written")
		case err != nil || how == pgtest.DropBefore:
			t.Errorf("%d: it was written, with error %v", how, err)
		}
		p.exec(`UPDATE feature_flags_override SET enabled = TRUE`)
	}
}

func TestNobodyAnswers(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	open := func(query string) func(context.Context) error {
		return func(ctx context.Context) error {
			s, err := Open(ctx, Options{URL: "postgres://u:secret@" + listener.Addr().String() + "/db" + query, Timeout: short})
			if err == nil {
				s.Close()
			}
			return err
		}
	}
	for _, query := range []string{"?sslmode=disable", "", "?sslmode=require"} {
		wantProblem(t, inTime(t, with(t, open(query))), feature.ErrUnavailable, "db@127.0.0.1", "no answer in time")
	}
	canceled(t, func(ctx context.Context) error {
		_, err := Open(ctx, Options{URL: "postgres://u@" + listener.Addr().String() + "/db", Timeout: long})
		return err
	})
	listener.Close()
	wantProblem(t, inTime(t, with(t, open(""))), feature.ErrUnavailable, "db@127.0.0.1", "refused")
}

func TestConnectionFallsSilent(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fn  func(Store) func(context.Context) error
		at  string // the statement that is lost; empty for all
		say string
	}{
		"read":   {fn: readSystem, say: "no answer in time"},
		"write":  {fn: turnOff, say: "no answer in time"},
		"select": {fn: turnOff, at: "FOR UPDATE", say: "no answer in time"},
		"update": {fn: turnOff, at: "UPDATE \"public\"", say: "no answer in time"},
		"commit": {fn: turnOff, at: "COMMIT", say: "not known"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
			p.override("system", "", "a.b", true)
			x := p.throughProxy()
			s, patient := p.open(timeout(short)), p.open(timeout(long))
			hush := func() {
				if test.at == "" {
					x.Silence()
				} else {
					x.CutAt(test.at, pgtest.SilenceAll, false)
				}
			}
			hush()
			wantProblem(t, inTime(t, with(t, test.fn(s))), feature.ErrUnavailable, test.say)
			x.Resume()
			hush()
			canceled(t, test.fn(patient))
			x.Resume()
			if name == "commit" { // the server may still receive the commit
				return
			}
			p.wantUntouched(s)
		})
	}
}

func TestRowIsLocked(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.override("system", "", "a.b", true)
	s := p.open(timeout(short))
	tx, err := p.raw.Begin()
	if err == nil {
		_, err = tx.Exec(`SELECT * FROM feature_flags_override FOR UPDATE`)
	}
	if err != nil {
		t.Fatal(err)
	}
	patient := p.open(timeout(long))
	if err := inTime(t, with(t, readSystem(patient))); err != nil {
		t.Errorf("reading: %v", err)
	}
	wantProblem(t, inTime(t, with(t, turnOff(s))), feature.ErrUnavailable, "in time", "lock")
	canceled(t, turnOff(patient))
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	p.wantUntouched(s)
}

func TestFileIsLocked(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		mode, hold string
		reads      bool // reads still work
	}{
		{"WAL", `BEGIN IMMEDIATE`, true},
		{"DELETE", `BEGIN IMMEDIATE`, true},
		{"DELETE", `BEGIN EXCLUSIVE`, false},
		{"DELETE", `BEGIN; SELECT COUNT(*) FROM feature_flags_override`, true}, // a commit waits for readers
	} {
		t.Run(test.mode+" "+test.hold, func(t *testing.T) {
			t.Parallel()
			p := newSQLite(t, tablesOf(t, "sqlite", simplemodule.OverrideTable))
			p.override("system", "", "a.b", true)
			p.raw.SetMaxOpenConns(1)
			p.exec(`PRAGMA journal_mode = ` + test.mode)
			s, patient := p.open(timeout(short)), p.open(timeout(long))
			p.exec(test.hold)
			if test.reads {
				if err := inTime(t, with(t, readSystem(patient))); err != nil {
					t.Errorf("reading: %v", err)
				}
			} else {
				wantProblem(t, inTime(t, with(t, readSystem(s))), feature.ErrUnavailable, "app.db is locked")
				canceled(t, readSystem(patient))
			}
			wantProblem(t, inTime(t, with(t, turnOff(s))), feature.ErrUnavailable, "app.db is locked")
			canceled(t, turnOff(patient))
			p.exec(`ROLLBACK`)
			p.wantUntouched(s)
		})
	}
}
