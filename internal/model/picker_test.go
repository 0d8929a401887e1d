package model

import (
	"testing"

	"flagtui/internal/feature"
)

// The answers to a search may arrive in any order; what is shown is for what
// has been typed last.
func TestSearchAnswersOutOfOrder(t *testing.T) {
	d := open(t, newMemory())
	d.drive("t")
	d.hold = true
	d.drive("g", "x")
	answers := d.held
	d.hold, d.held = false, nil
	d.update(answers[1])
	d.shows("Search: gx_", `use the id "gx"`)
	d.update(answers[0])
	d.shows(`use the id "gx"`)
	d.hides("Globex")
}

func TestAFailedSearch(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	s.failing(errDown, "Scopes")
	d.drive("t")
	d.shows("cannot reach the database", "Switch scope")
	s.working()
	d.drive("g")
	d.shows("Globex")
	d.hides("cannot reach")
	d.drive("enter")
	d.shows("Tenant globex")
}

// An answer for a picker that has been closed meanwhile goes nowhere.
func TestALateSearchAnswer(t *testing.T) {
	d := open(t, newMemory())
	d.hold = true
	d.drive("t", "esc")
	d.deliver()
	d.shows("Feature Flags")
	d.drive("j")
	d.cursor("beta")
}

func TestATypedTenant(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("t")
	d.typeText("acm")
	d.drive("down", "enter") // "use the id", below the one that matches
	d.shows(`unknown tenant "acm"`, `did you mean "acme"?`)
	d.drive("n")
	d.shows("Search: acm")
	d.hides("unknown tenant")
	d.drive("enter")
	d.paste("y")
	d.drive("enter")
	d.shows(`unknown tenant "acm"`)
	d.burst("yy") // the first is not alone, the second searches
	d.shows("Switch scope", "Search: acmy")

	d.drive("backspace")
	d.drive("down", "enter", "y")
	d.shows("Tenant acm", "4 flags")
	d.propose()
	d.drive("y")
	s.wantWrites(t, "tenant:acm alpha inherit>on")
}

func TestATypedTenantThatIsKnown(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("t")
	d.hold = true
	d.typeText("acme")
	d.deliver()
	s.tenants = append(s.tenants, feature.ScopeInfo{Scope: feature.TenantScope("acmes"), Name: "New", Listed: true})
	d.drive("s") // listed since
	d.drive("enter")
	d.shows("Tenant acmes")
}

func TestAFailedLookup(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("t")
	d.typeText("initech")
	s.failing(errDown, "Scope")
	d.drive("enter")
	d.shows("cannot reach the database", "Switch scope")
	s.working()
	d.drive("enter")
	d.shows(`unknown tenant "initech"`)
	d.hides("cannot reach")
}

// A lookup ends with what it was for: leaving the picker, searching on, or
// going elsewhere. Its answer must not carry the user off.
func TestAnAbandonedLookup(t *testing.T) {
	for name, keys := range map[string][]string{
		"leaving":         {"esc"},
		"another picker":  {"esc", "t"},
		"searching on":    {"x"},
		"somewhere else":  {"backspace", "backspace", "backspace", "backspace", "down", "enter"},
		"and back to one": {"backspace", "backspace", "backspace", "backspace", "down", "enter", "t"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newMemory()
			s.tenants[0].Scope = feature.TenantScope("aaa")
			d := open(t, s)
			d.drive("t")
			d.typeText("acme")
			s.tenants[0].Scope = acme // made since
			d.hold = true
			d.drive("enter")
			d.shows("Looking the id up")
			answer := d.held
			d.hold, d.held = false, nil
			d.drive(keys...)
			d.hides("Looking")
			before := d.screen()
			for _, msg := range answer {
				d.update(msg)
			}
			if after := d.screen(); after != before {
				t.Errorf("the screen has become\n%s", after)
			}
		})
	}
}
