package data

import (
	"sync"
	"testing"
	"time"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/simplemodule"
)

// nightClock is a clock of a machine that is suspended once.
type nightClock struct {
	mu     sync.Mutex
	asleep time.Duration
	leaps  int
	during func()
}

// begin suspends the machine at the next look at the clock. during happens meanwhile. The
// look after that finds another night gone, since the first may begin a wait.
func (c *nightClock) begin(during func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.leaps, c.during = 2, during
}

func (c *nightClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.leaps == 2 {
		c.during()
	}
	if c.leaps > 0 {
		c.leaps--
		c.asleep += 8 * time.Hour
	}
	return time.Now().Add(c.asleep)
}

// After the machine was suspended, all connections may be dead without a word. The watch
// does not wait for them.
func TestWatchAfterSuspension(t *testing.T) {
	t.Parallel()
	for name, listens := range map[string]bool{"polling": false, "listening": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
			p.override("system", "", "a.b", true)
			x := p.throughProxy()
			way := engine.Polling
			if listens {
				p.triggers()
				way = engine.Notified
			} else { // a standby refuses LISTEN so
				x.Replace("LISTEN flagtui", "LISTEN 'a.b.c'")
			}
			night := &nightClock{}
			// Neither a ping nor a timeout comes in time to notice that a connection is dead.
			s := p.open(timeout(long), func(o *Options) { o.now = night.now }, withPace(engine.Pace{Poll: 100 * time.Millisecond, Ping: long, Probe: hung, Retry: 10 * time.Millisecond, Idle: long}))
			w := p.watch(s)
			w.awaitWay(way)
			night.begin(func() {
				x.Strand()
				p.exec(`UPDATE feature_flags_override SET enabled = FALSE`)
			})
			w.awaitChange("a write during the suspension")
			if err := inTime(t, with(t, readSystem(s))); err != nil {
				t.Errorf("a read after the suspension: %v", err)
			}
			if listens {
				p.exec(`UPDATE feature_flags_override SET enabled = TRUE`)
				w.awaitChange("a later write")
			}
		})
	}
}
