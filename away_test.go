package flagtui_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"flagtui"
	"flagtui/internal/data/pgtest"
)

// TestRestartUnderLoad stops and starts the database while goroutines look at flags. No
// answer may be wrong, and the client recovers.
func TestRestartUnderLoad(t *testing.T) {
	server := pgtest.New(t)
	dsn := server.Database()
	db := raw(t, "postgres", dsn)
	run(t, db, simpleModule.tables(t, false)...)
	run(t, db, `INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('system', '', 'a.off', TRUE), ('tenant', 'acme', 'a.on', FALSE)`)
	var log logged
	client := open(t, dsn, flagtui.WithCatalogue(simpleModule.definitions...), flagtui.WithLogger(slog.New(slog.NewTextHandler(&log, nil))),
		flagtui.WithRefresh(20*time.Millisecond), flagtui.WithTimeout(2*time.Second))
	if err := client.Warm(t.Context(), flagtui.Tenant("acme")); err != nil {
		t.Fatal(err)
	}
	stale := make(chan time.Time, 100)
	client.OnStale(func(since time.Time) { stale <- since })

	ctx, stop := context.WithCancel(t.Context())
	var looking sync.WaitGroup
	for number := range 4 {
		looking.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				if !client.Enabled("a.off") || client.Enabled("a.on", flagtui.Tenant("acme")) || !client.AllEnabled([]string{"a.off", "a.on"}) {
					t.Error("a flag has changed")
					return
				}
				if i%100 == 0 { // a scope that was never read
					client.Enabled("a.off", flagtui.Tenant(fmt.Sprint(number, "/", i)))
				}
			}
		})
	}
	for range 2 {
		server.Stop()
		if since := <-stale; since.IsZero() || !client.Stale().Equal(since) {
			t.Errorf("stale since %v, and said since %v", client.Stale(), since)
		}
		got := client.Evaluate("a.off", flagtui.Tenant("new"))
		if got.Enabled || got.Reason != flagtui.ReasonUnavailable || !got.Stale || !errors.Is(got.Err(), flagtui.ErrUnavailable) {
			t.Errorf("a scope that was never read: %+v", got)
		}
		if got := client.Evaluate("a.off"); !got.Enabled || !got.Stale {
			t.Errorf("a scope that was read before: %+v", got)
		}
		if err := client.Warm(t.Context(), flagtui.Tenant("new")); !errors.Is(err, flagtui.ErrUnavailable) {
			t.Errorf("Warm: %v", err)
		}
		if err := client.Refresh(t.Context()); !errors.Is(err, flagtui.ErrUnavailable) {
			t.Errorf("Refresh: %v", err)
		}
		if _, err := client.Enable(t.Context(), "a.on", flagtui.System, flagtui.By("alice")); !errors.Is(err, flagtui.ErrUnavailable) {
			t.Errorf("Enable: %v", err)
		}
		server.Start()
		if since := <-stale; !since.IsZero() || !client.Stale().IsZero() {
			t.Errorf("stale since %v", since)
		}
	}
	stop()
	looking.Wait()
	if got := client.Evaluate("a.off", flagtui.Tenant("new")); !got.Enabled || got.Stale {
		t.Errorf("after the restart: %+v", got)
	}
	run(t, raw(t, "postgres", dsn), `DELETE FROM feature_flags_override`)
	eventually(t, "a change after the restart is seen", func() bool { return !client.Enabled("a.off") && client.Enabled("a.on", flagtui.Tenant("acme")) })
	if n := log.count("the database is away"); n != 2 {
		t.Errorf("the log says %d times that the database is away:\n%s", n, &log)
	}
}

// logged is the output of a logger.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(text []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(text)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func (l *logged) count(text string) int { return strings.Count(l.String(), text) }

// TestSilentDatabase: a database that takes connections and never answers holds up no
// look at a scope that was read, and a first look only for the time of WithFirstRead.
func TestSilentDatabase(t *testing.T) {
	database := pgtest.Database(t)
	run(t, raw(t, "postgres", database), simpleModule.tables(t, false)...)
	proxy, dsn := pgtest.NewProxy(t, database)
	client := open(t, dsn, flagtui.WithCatalogue(simpleModule.definitions...), flagtui.WithTimeout(time.Second), flagtui.WithRefresh(20*time.Millisecond), flagtui.WithFirstRead(50*time.Millisecond))
	proxy.Silence()
	if got := client.Evaluate("a.on"); !got.Enabled {
		t.Errorf("%+v", got)
	}
	if got := client.Evaluate("a.on", flagtui.Tenant("acme")); got.Reason != flagtui.ReasonUnavailable {
		t.Errorf("%+v", got)
	}
	eventually(t, "the silence is noticed", func() bool { return !client.Stale().IsZero() })
	proxy.Resume()
	eventually(t, "the database answers again", func() bool { return client.Stale().IsZero() && client.Enabled("a.on", flagtui.Tenant("acme")) })
}

// TestFileReplaced: a SQLite file that another one replaces is read anew.
func TestFileReplaced(t *testing.T) {
	path := newSQLite(t, `INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('system', '', 'a', TRUE)`)
	client := open(t, path, flagtui.WithRefresh(10*time.Millisecond))
	if !client.Enabled("a") {
		t.Error("a is off")
	}
	other := newSQLite(t, `INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('system', '', 'b', TRUE)`)
	if err := os.Rename(other, path); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the new file is read", func() bool { return client.Enabled("b") && !client.Enabled("a") && client.Stale().IsZero() })
}

// TestAwayAtTheStart: Open fails without a database, or serves the defaults until there
// is one.
func TestAwayAtTheStart(t *testing.T) {
	path := t.TempDir() + "/app.db"
	if _, err := flagtui.Open(t.Context(), path, quiet); !errors.Is(err, flagtui.ErrUnavailable) && !errors.Is(err, flagtui.ErrUsage) {
		t.Errorf("Open: %v", err)
	}
	server := pgtest.New(t)
	dsn := server.Database()
	run(t, raw(t, "postgres", dsn), append(simpleModule.tables(t, false), `INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('tenant', 'acme', 'a.on', FALSE)`)...)
	server.Stop()
	if _, err := flagtui.Open(t.Context(), dsn, quiet); !errors.Is(err, flagtui.ErrUnavailable) {
		t.Errorf("Open: %v", err)
	}
	if _, err := flagtui.Open(t.Context(), dsn, quiet, flagtui.WithDefaultsWhenAway()); !errors.Is(err, flagtui.ErrUsage) {
		t.Errorf("Open without a catalogue: %v", err)
	}
	client := open(t, dsn, flagtui.WithCatalogue(simpleModule.definitions...), flagtui.WithDefaultsWhenAway())
	acme := flagtui.Tenant("acme")
	if got := client.Evaluate("a.on", acme); !got.Enabled || got.Reason != flagtui.ReasonUnavailable || !got.Registered || client.Stale().IsZero() {
		t.Errorf("a default: %+v", got)
	}
	for name, source := range map[string]string{"a.on": "default", "a.off": "default", "typo": ""} {
		if got := client.Evaluate(name, acme); got.Source != source {
			t.Errorf("%s comes from %q, want %q", name, got.Source, source)
		}
	}
	if client.Enabled("a.off", acme) || client.Enabled("typo") || len(client.List(acme)) != 0 {
		t.Errorf("%+v", client.List(acme))
	}
	server.Start()
	eventually(t, "the database is read", func() bool { return client.Stale().IsZero() && !client.Enabled("a.on", acme) })
}

// TestClose: a closed client answers from memory, and refuses the rest.
func TestClose(t *testing.T) {
	client := open(t, newSQLite(t, `INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('system', '', 'a', TRUE)`))
	client.Close()
	client.Close()
	if !client.Enabled("a") || client.Enabled("a", flagtui.Tenant("acme")) {
		t.Error("a closed client does not answer from memory")
	}
	if err := client.Warm(t.Context(), flagtui.Tenant("acme")); !errors.Is(err, flagtui.ErrClosed) {
		t.Errorf("Warm: %v", err)
	}
	if _, err := client.Enable(t.Context(), "a", flagtui.System, flagtui.By("alice")); !errors.Is(err, flagtui.ErrClosed) {
		t.Errorf("Enable: %v", err)
	}
}
