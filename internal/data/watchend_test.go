package data

import (
	"errors"
	"os"
	"testing"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/pgtest"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

func TestWatchEnds(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		s := p.open(withPace(looking))
		for range 3 {
			w := p.watch(s)
			w.awaitChange("the beginning")
			w.wantEnd()
		}
		if n := s.(*sqlStore).Pool.Stats().InUse; n != 0 {
			t.Errorf("%d connections are left", n)
		}
		w := p.watch(s)
		w.awaitChange("the beginning")
		if err := inTime(t, s.Close); err != nil {
			t.Error(err)
		}
		inTime(t, func() error {
			for range w.signals {
			}
			return nil
		})
		if _, open := <-s.Watch(t.Context()); open {
			t.Error("a closed store is watched")
		}
	})
}

// The file was replaced, so nothing signals its changes.
func TestWatchReplacedFile(t *testing.T) {
	t.Parallel()
	p := newSQLite(t, tablesOf(t, "sqlite", simplemodule.OverrideTable))
	w := p.watch(p.open(withPace(looking)))
	w.awaitWay(engine.Polling)
	if err := os.Rename(p.url, p.url+".away"); err != nil {
		t.Fatal(err)
	}
	w.awaitWay(engine.Blind)
	if err := os.Rename(p.url+".away", p.url); err != nil {
		t.Fatal(err)
	}
	w.await("its return", func(s engine.Signal) bool { return s == engine.Signal{Changed: true, By: engine.Polling} })
}

func TestWatchServerGoesAway(t *testing.T) {
	t.Parallel()
	server := pgtest.New(t)
	p := &place{t: t, url: server.Database(), pg: true}
	p.raw = p.openRaw()
	p.exec(tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.triggers()
	w := p.watch(p.open(withPace(looking)))
	w.awaitWay(engine.Notified)
	server.Stop()
	w.awaitWay(engine.Blind)
	server.Start()
	w.await("the server's return", func(s engine.Signal) bool { return s == engine.Signal{Changed: true, By: engine.Notified} })
}

func TestWatchFallsSilent(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.triggers()
	x := p.throughProxy()
	s := p.open(timeout(short), withPace(engine.Pace{Poll: short, Ping: short, Probe: hung, Retry: short / 10}))
	w := p.watch(s)
	w.awaitWay(engine.Notified)
	x.Silence()
	w.awaitWay(engine.Blind)
	x.Resume()
	w.await("the network's return", func(s engine.Signal) bool { return s == engine.Signal{Changed: true, By: engine.Notified} })

	x.Silence()
	if err := inTime(t, s.Close); err != nil && !errors.Is(err, feature.ErrUnavailable) {
		t.Error(err)
	}
	w.wantEnd()
	x.Resume()
}
