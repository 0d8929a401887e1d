package data

import (
	"sync"
	"testing"
	"time"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// An idle store keeps one connection, and one more for LISTEN.
func TestConnectionsAtRest(t *testing.T) {
	t.Parallel()
	for name, listens := range map[string]bool{"polling": false, "listening": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
			p.override("system", "", "a.b", true)
			x := p.throughProxy()
			want, way := int64(1), engine.Polling
			if listens {
				p.triggers()
				want, way = 2, engine.Notified
			} else { // a standby refuses LISTEN so
				x.Replace("LISTEN flagtui", "LISTEN 'a.b.c'")
			}
			s := p.open(withPace(engine.Pace{Poll: 10 * time.Millisecond, Ping: long, Probe: hung, Retry: 10 * time.Millisecond, Idle: short}))
			w := p.watch(s)
			w.awaitWay(way)
			for range 2 {
				tx, err := s.(*sqlStore).Pool.Begin() // forces another connection for the next statements
				if err != nil {
					t.Fatal(err)
				}
				var all sync.WaitGroup
				for range 3 {
					all.Go(func() {
						if _, err := s.Stored(t.Context(), feature.SystemScope()); err != nil {
							t.Error(err)
						}
					})
				}
				all.Wait()
				if got := x.Connections(); got <= want {
					t.Fatalf("%d connections are open while there is something to read", got)
				}
				tx.Rollback()
				for end := time.Now().Add(hung); x.Connections() != want; pause() {
					if time.Now().After(end) {
						t.Fatalf("%d connections stay open, want %d", x.Connections(), want)
					}
				}
			}
			p.exec(`UPDATE feature_flags_override SET enabled = FALSE`)
			w.awaitChange("a write")
		})
	}
}

// A read that starts together with a watch gets the open connection.
func TestTheFirstReadDuringAWatch(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.throughProxy().Replace("LISTEN flagtui", "LISTEN 'a.b.c'") // a standby refuses it so
	s := p.open(withPace(engine.Pace{Start: long, Poll: long, Ping: long, Probe: hung, Retry: long, Idle: long}))
	s.Watch(t.Context())
	if _, err := s.Stored(t.Context(), feature.SystemScope()); err != nil {
		t.Fatal(err)
	}
	if n := s.(*sqlStore).Pool.Stats().OpenConnections; n != 1 {
		t.Errorf("%d connections are open, not one", n)
	}
}
