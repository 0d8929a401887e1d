package model

import (
	"slices"
	"strings"
	"testing"

	"flagtui/internal/feature"
)

// The results are for the text typed last, in any order of replies.
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

// A reply for a closed picker is dropped.
func TestALateSearchAnswer(t *testing.T) {
	d := open(t, newMemory())
	d.hold = true
	d.drive("t", "esc")
	d.deliver()
	d.shows("1 All")
	d.drive("j")
	d.cursor("beta")
}

func TestATypedTenant(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("t")
	d.typeText("acm")
	d.drive("down", "enter") // chooses "use the id", below the match
	d.shows(`unknown tenant "acm"`, `did you mean "acme"?`)
	d.drive("n")
	d.shows("Search: acm")
	d.hides("unknown tenant")
	d.drive("enter")
	d.paste("y")
	d.drive("enter")
	d.shows(`unknown tenant "acm"`)
	d.burst("yy") // the first y is not alone, and the second is typed into the search
	d.shows("Switch scope", "Search: acmy")

	d.drive("backspace")
	d.drive("down", "enter", "y")
	d.shows("Tenant acm", "1 All 4")
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
	d.drive("s") // the tenant is listed by now
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

// A lookup is cancelled by leaving the picker, typing on, or going elsewhere. A late
// reply must not change the scope.
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
			s.tenants[0].Scope = acme // the tenant is created meanwhile
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

// The picker lists the system with the number of its overrides. The cursor starts on the
// first tenant.
func TestThePickerListsTheSystem(t *testing.T) {
	s := newMemory()
	s.rows[system]["omega"] = feature.Stored{}
	d := open(t, s)
	d.drive("t")
	if line := strings.Join(strings.Fields(d.line("System (all tenants)  ")), " "); line != "System (all tenants) active 2" {
		t.Errorf("the list says %q", line)
	}
	d.shows("> Acme")
	d.drive("down", "enter")
	d.shows("Tenant globex")
	d.drive("t", "up")
	d.shows("> System (all tenants)")
	d.drive("enter")
	d.shows("System (all tenants)", "1 All")
	d.drive("t")
	d.typeText("glo")
	d.hides("System (all tenants)  ")
}

// The tabs show the database's kinds with their counts. tab goes to the next tab and
// keeps the typed text.
func TestThePickersTabs(t *testing.T) {
	s := newTorus()
	s.tenants = append(s.tenants, feature.ScopeInfo{Scope: feature.Scope{Kind: feature.Section, ID: "8"}, Name: "Winter", Status: "active", Listed: true})
	d := open(t, s, func(o *Options) { o.Scope = feature.ScopeInfo{} })
	d.drive("t")
	d.shows("[Projects 1] │ Sections 2", "> Chemistry")
	d.hides("System")
	d.typeText("8")
	d.shows("[Projects 0] │ Sections 1", `use the id "8"`) // what is searched for is on the other tab
	d.drive("tab")
	d.shows(" Projects 0 │ [Sections 1]", "Search: 8_", "> Winter")
	d.drive("backspace")
	d.shows("Autumn", "Projects 1 │ [Sections 2]")
	d.drive("tab", "tab", "tab", "enter")
	d.shows("Project 1 · Chemistry")
	if scopes := s.calls["Scopes"]; scopes > 11 {
		t.Errorf("the scopes were read %d times", scopes)
	}

	d = open(t, newMemory())
	d.drive("t")
	d.hides("[Tenants") // tenants are the only kind
}

// A late count is shown in its own picker only. A failed count is left out.
func TestThePickersCounts(t *testing.T) {
	s := newTorus()
	d := open(t, s, func(o *Options) { o.Scope = feature.ScopeInfo{} })
	d.hold = true
	d.drive("t", "esc")
	d.deliver()
	d.shows("All features")
	s.failing(errDown, "Scopes")
	d.drive("t")
	d.shows("[Projects] │ Sections", "cannot reach the database")
	d.hides("Sections 0")
}

// The counts are for the text typed last, in any order of replies.
func TestALateCountOfTheTabs(t *testing.T) {
	s := newTorus()
	d := open(t, s, func(o *Options) { o.Scope = feature.ScopeInfo{} })
	d.hold = true
	d.drive("t", "8") // no scope has an 8
	counts := held[tabsCounted](d)
	d.deliver()
	slices.Reverse(counts)
	d.arrive(counts)
	d.shows("Sections 0")
}

// The picker of a kind lists recent scopes of this kind only, and the system only if the
// kind inherits from it. Then it needs the system's overrides.
func TestThePickersKinds(t *testing.T) {
	s := newTorus()
	d := open(t, s, func(o *Options) { o.Scope = feature.ScopeInfo{} })
	d.drive("t", "enter")
	d.shows("Project 1")
	clear(s.calls)
	d.drive("t", "tab")
	d.shows("[Sections 1]", "Autumn")
	s.wantCalls(t, "Stored", 0)
	d.drive("esc", "esc", "t", "tab")
	d.shows("[Sections 1]", "Autumn")
	d.hides("Chemistry")

	both := &countingStore{historyStore: newHistoryStore(), projects: true}
	d = open(t, both, func(o *Options) { o.Scope.Scope = project12 })
	d.drive("t")
	d.hides("System (all tenants)  ")
	d.drive("tab")
	d.shows("System (all tenants) active 1")
	d.drive("esc", "t")
	both.failing(errDown, "Scopes")
	d.drive("tab")
	d.shows("cannot reach the database")
}
