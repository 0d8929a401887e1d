package model

import (
	"errors"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/views"
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

// Before the terminal's size is known, nothing is drawn.
func TestNothingIsDrawnWithoutASize(t *testing.T) {
	m := New(t.Context(), Options{Store: newMemory(), Theme: views.NewTheme(true, false)}, &Writes{})
	if text := m.View(); text != "" {
		t.Errorf("this is drawn: %q", text)
	}
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
	d.drive("enter") // goes to acme
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

// Until the next scope is loaded, the title and the rows of the old scope stay together.
func TestTitleFitsRows(t *testing.T) {
	d := open(t, newMemory())
	d.drive("t")
	d.hold = true
	d.drive("enter")
	d.shows("System (all tenants)", "[ ] Disabled Following default 12 on, 3 off", "Reading")
	d.hides("Tenant acme")

	d.drive("space") // the change is for the scope shown
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

// Every read of a load may fail, and none of the failures blocks a key.
func TestEachPartOfALoadMayFail(t *testing.T) {
	for _, method := range []string{"Definitions", "Stored", "Counts", "Recent"} {
		t.Run(method, func(t *testing.T) {
			s := newMemory()
			d := open(t, s)
			d.drive("s", "r")
			s.failing(errDown, method)
			d.drive("r")
			d.shows("cannot reach the database", "alpha")
			if method == "Counts" { // a failed count is only a notice
				d.hides("dismiss")
			} else {
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

// A scope that cannot be read is not shown, and the next refresh reads the scope shown.
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

// A refresh superseded by a move is not lost: the move's load reads the definitions.
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

// A failed refresh is not lost either: the screen stays stale until the data are read.
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

// A refresh does not cancel a pending move to another scope.
func TestARefreshDoesNotTurnBack(t *testing.T) {
	d := open(t, newMemory())
	d.drive("t")
	d.hold = true
	d.drive("enter", "r")
	d.deliver()
	d.shows("Tenant acme")
}

// A tenant's values build on the system's present values.
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

// While a count is pending, a refresh starts no other. The overrides are counted once
// more after the reply.
func TestOneCountAtATime(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.hold = true
	d.drive("r")
	d.update(held[scopeLoaded](d)[0])
	counts := held[countsLoaded](d)
	s.wantCalls(t, "Counts", 2)
	d.drive("r")
	d.update(held[scopeLoaded](d)[0])
	s.wantCalls(t, "Counts", 0)
	d.arrive(counts)
	s.wantCalls(t, "Counts", 1)
}

// The name of a scope is read only if its id was typed, and not again by a refresh.
func TestTheNameOfATypedScope(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("r", "t", "enter", "r")
	s.wantCalls(t, "Scope", 0)
	d.drive("t")
	d.typeText("hooli")
	d.drive("enter", "y")
	d.shows("Tenant hooli")
	clear(s.calls)
	d.drive("r")
	s.wantCalls(t, "Scope", 0)
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

// With a catalogue file, the definitions in the database are not read.
func TestDefinitionsOfAFile(t *testing.T) {
	s := newMemory()
	d := open(t, s, func(o *Options) { o.Definitions = []feature.Definition{{Name: "from.file"}} })
	d.drive("r")
	d.shows("from.file", "1 All 1", "6 Not registered 1")
	if n := s.calls["Definitions"] + s.calls["FirstPage"]; n != 0 {
		t.Errorf("the definitions were read %d times", n)
	}
}
