package model

import (
	"context"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// clocked is a dashboard whose clock a test moves.
type clocked struct {
	*dash
	at time.Time
}

// atAge opens a dashboard so long after the entries of archives.
func atAge(t *testing.T, width int, age time.Duration, store data.Store, settings ...func(*Options)) *clocked {
	t.Helper()
	c := &clocked{at: entry("", "", system, "", feature.On, feature.Off).At.Add(age)}
	c.dash = start(t, store, append(settings, func(o *Options) { o.Now = func() time.Time { return c.at } })...)
	c.resize(width, 20)
	c.run(c.m.Init())
	return c
}

// pass moves the clock, and fires the timer of watchAges, which must run.
func (c *clocked) pass(by time.Duration) {
	c.t.Helper()
	if len(c.agesTimers) != 1 {
		c.t.Fatalf("%d timers of ages run, not one", len(c.agesTimers))
	}
	c.at = c.at.Add(by)
	fire := c.agesTimers[0]
	c.agesTimers = nil
	c.update(fire(time.Time{}))
}

// removals is a store whose newest change removed alpha's override.
func removals() *historyStore {
	removed := entry("set-1", "alice@ops1", system, "alpha", feature.On, feature.Inherit)
	removed.Origin = feature.FromFlagtui
	return newHistoryStore(removed)
}

// Each screen with ages keeps them true, and asks the database for nothing.
func TestAgesOfAnIdleScreen(t *testing.T) {
	for name, screen := range map[string]struct {
		width         int
		open          func(*clocked)
		before, after string // what the screen shows around the age
	}{
		"the list":     {120, func(*clocked) {}, "", " alice"},
		"a search":     {100, func(c *clocked) { c.drive("/"); c.typeText("by:alice") }, "", " alice"},
		"the history":  {120, func(c *clocked) { c.drive("h") }, "03:00 ", " ago"},
		"a change-set": {120, func(c *clocked) { c.drive("h", "enter") }, "UTC · ", " ago"},
		"the contexts": {100, func(c *clocked) { c.drive("x") }, "", " ago"},
	} {
		t.Run(name, func(t *testing.T) {
			s := removals()
			c := atAge(t, screen.width, 58*time.Minute+30*time.Second, s, func(o *Options) {
				o.Contexts = []views.ContextInfo{{Name: "prod", LastOpened: s.past[0].At}, {Name: "other"}}
				o.ReachContext = func(context.Context, string) error { return nil }
			})
			screen.open(c)
			clear(s.calls)
			age := func(age string) {
				t.Helper()
				c.shows(screen.before + age + screen.after)
			}
			age("58m")
			c.pass(time.Minute)
			age("59m")
			c.pass(20 * time.Second)
			age("59m")
			c.pass(time.Minute)
			age("1h")
			c.pass(59 * time.Minute)
			age("1h")
			c.pass(time.Minute)
			age("2h")
			if len(s.calls) > 0 {
				t.Errorf("counting ages asks the database: %v", s.calls)
			}
		})
	}
}

// The days of a history change at midnight.
func TestDaysOfAnIdleHistory(t *testing.T) {
	c := atAge(t, 120, 20*time.Hour+59*time.Minute, removals())
	c.drive("h")
	c.shows("today, 1 Mar", "20h ago")
	c.pass(time.Minute)
	c.shows("yesterday, 1 Mar", "21h ago")
}

// Nothing ticks while no age is on the screen, and at most one timer runs.
func TestNoAgesNoTimer(t *testing.T) {
	s := removals()
	c := atAge(t, 119, time.Hour, s) // too narrow for the column CHANGED
	c.drive("?", "esc", "m", "esc", "t", "esc", "enter", "esc")
	if len(c.agesTimers) > 0 {
		t.Fatalf("%d timers run", len(c.agesTimers))
	}
	c.drive("h", "down", "enter", "esc", "down")
	if len(c.agesTimers) != 1 {
		t.Fatalf("%d timers run on the history", len(c.agesTimers))
	}
	c.drive("esc")
	c.pass(time.Minute)
	if len(c.agesTimers) > 0 {
		t.Error("a timer runs after the history was closed")
	}
}

// Many changes by others between two counts redraw no age.
func TestAgesBetweenTwoCounts(t *testing.T) {
	c := atAge(t, 120, 59*time.Second, removals())
	c.drive("h")
	c.shows("now")
	c.at = c.at.Add(5 * time.Second)
	c.signal(false, data.Notified)
	c.shows("now")
	c.pass(25 * time.Second)
	c.shows("1m ago")
}

// A timer ends with the dashboard, so that no SSH session leaves one.
func TestTimersEndWithTheDashboard(t *testing.T) {
	ctx, quit := context.WithCancel(t.Context())
	m := New(ctx, Options{Store: newMemory()}, &Writes{})
	timer := m.tick(time.Hour, func(time.Time) tea.Msg { return agesTimer{} })
	quit()
	if msg := timer(); msg != nil {
		t.Errorf("a timer fires after the end: %v", msg)
	}
	m = New(t.Context(), Options{Store: newMemory()}, &Writes{})
	if msg := m.tick(1, func(time.Time) tea.Msg { return agesTimer{} })(); msg != (agesTimer{}) {
		t.Errorf("a timer fires with %v", msg)
	}
}
