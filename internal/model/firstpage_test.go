package model

import (
	"fmt"
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// With many flags, the first page appears before all flags are read. Its rows can be
// moved through and changed.
func TestTheFirstPage(t *testing.T) {
	s := newMemory()
	for i := range 3 * firstPageSize {
		s.defs = append(s.defs, feature.Definition{Name: fmt.Sprintf("zeta.%04d", i)})
	}
	d := start(t, s)
	d.hold = true
	d.run(d.m.Init())
	d.update(held[firstPageLoaded](d)[0])
	d.shows("alpha", "[ ] Disabled", "beta", "zeta.0001", "Loading")
	d.hides("1 All 200", "1 All 604", "read ")
	d.drive("j")
	d.cursor("beta")
	d.arrive(held[scopeLoaded](d))
	d.shows("1 All 604", "read ")
	d.hides("Loading")
	d.cursor("beta")
	if n := s.calls["FirstPage"]; n != 1 {
		t.Errorf("the first page was read %d times", n)
	}
}

// If the first page cannot be read, the next load reports the error.
func TestAFirstPageThatFails(t *testing.T) {
	s := newMemory()
	s.failing(errDown, "FirstPage")
	d := open(t, s)
	d.shows("1 All 4")
	d.hides("cannot reach")

	s = newMemory()
	s.failing(errDown)
	d = open(t, s)
	d.shows("cannot reach the database")
}

// A first page that arrives after all flags is dropped.
func TestALateFirstPage(t *testing.T) {
	d := start(t, newMemory())
	d.hold = true
	d.run(d.m.Init())
	late := held[firstPageLoaded](d)
	d.drive("r")
	d.arrive(held[scopeLoaded](d))
	d.shows("1 All 4")
	d.update(late[0])
	d.shows("1 All 4")
	d.hides("Loading", "Reading")
}

// The flag under the cursor keeps the cursor in the next context. If the first page has
// the flag, the user may move on before the rest is loaded.
func TestTheCursorOfTheFirstPage(t *testing.T) {
	d, _, two := openTwoContexts(t)
	two.defs = newMemory().defs
	d.drive("j", "x", "j")
	d.hold = true
	d.drive("enter")
	d.update(held[contextOpened](d)[0])
	d.update(held[firstPageLoaded](d)[0])
	d.shows("flags@db2")
	d.cursor("beta")
	d.drive("j")
	d.arrive(held[scopeLoaded](d))
	d.cursor("gamma")
}

// Flags that are loaded after the first page are not marked as changed.
func TestTheRestIsNoNews(t *testing.T) {
	s := newMemory()
	s.set(system, "not.registered", feature.On)
	for i := range firstPageSize {
		s.set(system, fmt.Sprintf("zeta.%04d", i), feature.On)
		s.defs = append(s.defs, feature.Definition{Name: fmt.Sprintf("zeta.%04d", i)})
	}
	d := start(t, s)
	d.hold = true
	d.run(d.m.Init())
	d.update(held[firstPageLoaded](d)[0])
	d.signal(true, data.Notified)
	d.deliver()
	d.shows("1 All 204", "6 Not registered 1", "live")
	d.hides("~", "changed", "was set")
}
