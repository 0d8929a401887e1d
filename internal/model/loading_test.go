package model

import (
	"errors"
	"strings"
	"testing"

	"flagtui/internal/feature"
)

func TestFirstLoad(t *testing.T) {
	d := start(t, newMemory())
	d.hold = true
	d.run(d.m.Init())
	d.shows("Loading", "System (all tenants)")
	d.deliver()
	d.hides("Loading", "STALE", "OFFLINE")
	d.shows("flags@db1", "writable", "alice@ops1", "1 All 4", "read ",
		"alpha Disabled [ ] Disabled Following default 12 on, 3 off The first",
		"beta Enabled [x] Enabled Override active")
	d.cursor("alpha")
}

func TestFirstLoadOfATenant(t *testing.T) {
	d := start(t, newMemory(), func(o *Options) { o.Scope = feature.ScopeInfo{Scope: acme} })
	d.run(d.m.Init())
	d.shows("Tenant acme", "[x] Enabled Override active System: Disabled")
}

func TestDrillIntoATenantAndBack(t *testing.T) {
	d := open(t, newMemory())
	d.drive("j", "t")
	d.shows("Switch scope", "Acme", "Globex")
	d.drive("enter")
	d.shows("Tenant acme", "[x] Enabled Override active System: Disabled")
	d.cursor("beta")
	d.drive("S")
	d.shows("System (all tenants)", "12 on, 3 off")
	d.hides("System: ")
	d.cursor("beta")
}

func TestAnOlderLoadIsDropped(t *testing.T) {
	d := open(t, newMemory())
	d.hold = true
	d.drive("t")
	d.deliver()
	d.hold = true
	d.drive("enter") // acme
	d.drive("t")
	older, list := d.held[0], d.held[1]
	d.hold, d.held = false, nil
	d.update(list)
	d.drive("down", "enter")
	d.shows("Tenant globex")
	d.update(older)
	d.shows("Tenant globex")
	d.hides("Override active System: Disabled")
}

// Until the rows of the next scope are there, the rows and the title of the
// last one stay, together.
func TestTitleFitsRows(t *testing.T) {
	d := open(t, newMemory())
	d.drive("t")
	d.hold = true
	d.drive("enter")
	d.shows("System (all tenants)", "[ ] Disabled Following default 12 on, 3 off", "Reading")
	d.hides("Tenant acme")

	d.drive("space") // what is proposed is for the scope that is shown
	d.shows("Change alpha · System (all tenants)")
	d.drive("esc")
	d.deliver()
	d.shows("Tenant acme", "[x] Enabled Override active System: Disabled")
}

func TestAFailedLoadKeepsTheRows(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("j")
	s.failing(errDown)
	d.drive("r")
	d.shows("OFFLINE since", "cannot reach the database", "check that it runs", "alpha", "omega")
	d.drive("j")
	d.cursor("gamma")
	d.drive("/", "g", "a", "m", "enter")
	d.shows("/1 of 4", "cannot reach the database")

	s.working()
	s.set(system, "gamma", feature.On)
	d.drive("r")
	d.hides("STALE", "OFFLINE", "cannot reach")
	d.shows("[x] Enabled Override active")
}

// Every part of the reading may fail, and none leaves a key dead.
func TestEachPartOfALoadMayFail(t *testing.T) {
	for _, method := range []string{"Definitions", "Stored", "Counts", "Recent"} {
		t.Run(method, func(t *testing.T) {
			s := newMemory()
			d := open(t, s)
			d.drive("s", "r")
			s.failing(errDown, method)
			d.drive("r")
			d.shows("cannot reach the database", "alpha")
			if method != "Counts" { // which is no more than said
				d.drive("j", "esc")
				d.hides("cannot reach the database")
			}
			s.working()
			d.drive("r")
			d.hides("cannot reach the database", "STALE", "OFFLINE")
		})
	}
}

func TestAFailedFirstLoad(t *testing.T) {
	s := newMemory()
	s.failing(errDown)
	d := open(t, s)
	d.shows("cannot reach the database")
	d.drive("j", "space", "c", "/", "esc", "esc", "?", "esc")
	s.working()
	d.drive("r")
	d.shows("alpha", "1 All 4", "read ")
	d.hides("cannot reach the database", "STALE", "OFFLINE")
}

// A scope that cannot be read is not moved to, and the next refresh is of the
// one that is shown.
func TestAScopeThatCannotBeRead(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("t")
	s.failing(errDown, "Stored")
	d.drive("enter")
	d.shows("System (all tenants)", "cannot reach the database")
	s.working()
	d.drive("r")
	d.shows("System (all tenants)")
	d.hides("STALE", "OFFLINE", "cannot reach")
}

// A refresh that is overtaken by a move to another scope is not lost: what it
// was to bring comes with the other.
func TestAnOvertakenRefresh(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("t")
	s.mu.Lock()
	s.defs = append(s.defs, feature.Definition{Name: "zeta"})
	s.mu.Unlock()
	d.drive("esc")
	d.hold = true
	d.drive("r", "t")
	list := d.held[len(d.held)-1]
	d.update(list)
	d.drive("enter")
	d.deliver()
	d.shows("Tenant acme", "zeta")
}

// The same for a refresh that failed: what has not been read is not called
// fresh.
func TestAFailedRefreshIsMadeUpFor(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	s.mu.Lock()
	s.defs = append(s.defs, feature.Definition{Name: "zeta"})
	s.mu.Unlock()
	s.failing(errDown, "Definitions")
	d.drive("r")
	s.working()
	d.drive("t", "enter")
	d.shows("Tenant acme", "zeta")
	d.hides("STALE", "OFFLINE")
}

// A refresh does not turn back a move to another scope that is under way.
func TestARefreshDoesNotTurnBack(t *testing.T) {
	d := open(t, newMemory())
	d.drive("t")
	d.hold = true
	d.drive("enter", "r")
	d.deliver()
	d.shows("Tenant acme")
}

// A tenant's rows are shown on top of the system's as they are now.
func TestATenantSeesTheSystemAsItIs(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	s.set(system, "gamma", feature.On)
	d.drive("t", "enter")
	if line := d.line("gamma"); !strings.Contains(line, "[x] Enabled") {
		t.Errorf("gamma is shown as %q", line)
	}
}

func TestCountsMayFail(t *testing.T) {
	s := newMemory()
	s.failing(errors.New("too many rows to count"), "Counts")
	d := open(t, s)
	d.shows("alpha", "1 All 4", "too many rows to count")
	d.hides("STALE", "OFFLINE")
	d.propose()
	d.drive("y")
	s.wantWrites(t, "system alpha inherit>on")
	s.working()
	d.drive("r")
	d.shows("12 on, 3 off")
	d.hides("too many rows")
}

func TestAnOlderCountIsDropped(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.hold = true
	s.failing(errDown, "Counts")
	d.drive("r")
	s.working()
	d.drive("r")
	d.deliver()
	d.shows("12 on, 3 off")
	d.hides("cannot reach")
}

// A catalogue in a file is not looked for in the database.
func TestDefinitionsOfAFile(t *testing.T) {
	s := newMemory()
	d := open(t, s, func(o *Options) { o.Definitions = []feature.Definition{{Name: "from.file"}} })
	d.drive("r")
	d.shows("from.file", "1 All 1", "6 Not registered 1")
	if n := s.calls["Definitions"]; n != 0 {
		t.Errorf("the definitions were read %d times", n)
	}
}

func TestSortByChange(t *testing.T) {
	s := newMemory()
	s.recent = []string{"omega", "beta"}
	d := open(t, s)
	order := func(want string) {
		t.Helper()
		var got []string
		for _, word := range strings.Fields(d.screen()) {
			if strings.Contains("alpha beta gamma omega", word) && len(word) > 3 {
				got = append(got, word)
			}
		}
		if strings.Join(got, " ") != want {
			t.Fatalf("the flags are shown as %q, not as %q", got, want)
		}
	}
	order("alpha beta gamma omega")
	d.drive("s")
	order("omega beta alpha gamma")
	d.cursor("alpha")
	d.shows("sort changed")

	s.recent = []string{"gamma"}
	d.drive("r")
	order("gamma alpha beta omega")

	d.drive("s", "s", "s", "s", "s") // through the other orders
	order("alpha beta gamma omega")
	d.hides("sort changed")
}

// An order that arrives after the user has gone back to sorting by name is
// not imposed.
func TestALateOrderIsDropped(t *testing.T) {
	s := newMemory()
	s.recent = []string{"omega"}
	d := open(t, s)
	d.drive("s")
	d.shows("sort changed")
	d.hold = true
	d.drive("r")
	rows := d.held[0]
	d.held = nil
	d.update(rows)
	d.drive("s", "s", "s", "s", "s")
	d.deliver()
	d.hides("sort changed")

	d.hold = true
	d.drive("s", "t") // asked for, and then somewhere else
	order, list := d.held[0], d.held[1]
	d.hold, d.held = false, nil
	d.update(list)
	d.drive("enter", "S")
	d.update(order)
	d.hides("sort changed")
}
