package model

import (
	"strings"
	"testing"

	"flagtui/internal/feature"
)

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

	d.drive("s", "s", "s", "s", "s") // steps through the other orders
	order("alpha beta gamma omega")
	d.hides("sort changed")
}

// The order by change is dropped if the user has returned to the order by name.
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
	d.drive("s", "t") // asks for the order, and goes elsewhere
	order, list := d.held[0], d.held[1]
	d.hold, d.held = false, nil
	d.update(list)
	d.drive("enter", "S")
	d.update(order)
	d.hides("sort changed")
}

// Without the last changes, the list is not sorted.
func TestAnOrderThatCannotBeRead(t *testing.T) {
	s := newMemory()
	s.failing(errDown, "LastChanges")
	d := open(t, s)
	d.drive("s")
	d.shows("cannot reach the database", "sort name")
}

// Without a scope, the last changes at other scopes do not sort the list.
func TestSortByChangeWithoutAScope(t *testing.T) {
	s := newTorus()
	s.recent = []string{"mcp"}
	d := open(t, s, func(o *Options) { o.Scope = feature.ScopeInfo{} })
	d.drive("s")
	d.shows("sort changed")
	s.wantCalls(t, "LastChanges", 0)
}
