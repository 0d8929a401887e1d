package model

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// The pane's data are not read while another screen is open. They are read when it
// closes.
func TestPreviewBelowAnotherScreen(t *testing.T) {
	s := newHistoryStore()
	d := previewed(t, s)
	d.drive("?")
	d.signal(true, data.Notified)
	s.wantCalls(t, "Impact", 0)
	d.drive("esc")
	d.fireTimers()
	s.wantCalls(t, "Impact", 1)

	d.drive("j", "?")
	d.fireTimers()
	s.wantCalls(t, "Impact", 0)
	d.drive("esc")
	d.fireTimers()
	d.paneShows("beta", "on for 143")
}

// The pane is empty if no flag is listed.
func TestPreviewOfNoFlag(t *testing.T) {
	s := newHistoryStore()
	d := previewed(t, s)
	d.drive("/")
	d.typeText("nothing like it")
	d.fireTimers()
	if text := d.pane(); text != "" {
		t.Errorf("the preview shows %q", text)
	}
	if len(d.timers) > 0 {
		t.Error("no flag is being read")
	}
	d.drive("esc")
	d.fireTimers()
	d.paneShows("alpha")
}

// The last changes are read once for each row on the screen.
func TestLastChangesOfTheRowsShown(t *testing.T) {
	s := newMemory()
	for i := range 30 {
		s.defs = append(s.defs, feature.Definition{Name: fmt.Sprintf("zeta%02d", i)})
	}
	d := start(t, s)
	d.resize(120, 10)
	d.run(d.m.Init())
	s.wantCalls(t, "LastChanges", 1)
	shown := d.m.browse.RowsShown()
	d.drive("j")
	if len(d.timers) != 0 {
		t.Error("a move within the rows that are known waits for something")
	}
	d.drive("G")
	s.wantCalls(t, "LastChanges", 0)
	if slices.Equal(shown, d.m.browse.RowsShown()) {
		t.Fatal("the list has not scrolled")
	}
	d.fireTimers()
	s.wantCalls(t, "LastChanges", 1)
	if left := d.m.browse.WithoutLastChange(); len(left) != 0 {
		t.Errorf("the last changes of %q are not read", left)
	}
	d.drive("g")
	if d.timers = nil; len(d.m.browse.WithoutLastChange()) != 0 {
		t.Error("the rows that were read first are read again")
	}
	s.failing(errDown, "LastChanges")
	d.drive("r")
	s.wantCalls(t, "LastChanges", 1)
	d.hides("cannot reach")
}

// The last changes of rows below another screen are read when it closes.
func TestLastChangesBelowAnotherScreen(t *testing.T) {
	s := newMemory()
	for i := range 30 {
		s.defs = append(s.defs, feature.Definition{Name: fmt.Sprintf("zeta%02d", i)})
	}
	d := start(t, s)
	d.resize(120, 10)
	d.run(d.m.Init())
	clear(s.calls)
	d.drive("G", "?")
	d.fireTimers()
	s.wantCalls(t, "LastChanges", 0)
	d.drive("esc")
	d.fireTimers()
	s.wantCalls(t, "LastChanges", 1)
}

// Last changes that arrive after a change of scope are dropped.
func TestLateLastChanges(t *testing.T) {
	s := newMemory()
	d := start(t, s)
	d.resize(120, 40)
	d.run(d.m.Init())
	d.shows("Override active bob")
	d.hold = true
	d.drive("r")
	d.update(held[scopeLoaded](d)[0])
	late := held[lastChangesRead](d)
	d.hold, d.held = false, nil
	d.drive("t", "down", "enter")
	d.shows("Tenant globex")
	d.hides("bob")
	d.arrive(late)
	d.hides("bob")
}

// Last changes that cannot be read leave the column as it is.
func TestLastChangesThatCannotBeRead(t *testing.T) {
	s := newMemory()
	d := start(t, s)
	d.resize(120, 40)
	d.run(d.m.Init())
	d.shows("Override active bob")
	s.failing(errDown, "LastChanges")
	d.drive("r")
	d.shows("Override active bob")
}

// The pane counts only the scopes that the flag may be set for. A flag that is not
// registered may have rows everywhere.
func TestPreviewOfTheKindsOfAFlag(t *testing.T) {
	pane := func(s data.Store, scope feature.Scope) string {
		d := start(t, s, func(o *Options) { o.Preview, o.Scope.Scope = true, scope })
		d.resize(150, 40)
		d.run(d.m.Init())
		return d.pane()
	}
	s := newTorus()
	s.defs = []feature.Definition{}
	if text := pane(s, chemistry); !strings.Contains(text, "Chemistry") {
		t.Errorf("the pane of a feature that is not registered says %q", text)
	}
	if text := pane(kindStore{newMemory(), kindsOf(feature.System)}, system); strings.Contains(text, " on for") {
		t.Errorf("the pane without tenants says %q", text)
	}
	both := &countingStore{historyStore: newHistoryStore(), projects: true}
	both.defs = []feature.Definition{{Name: "canvas", Scopes: []feature.Kind{feature.Project}}}
	if text := pane(both, project12); !strings.Contains(text, "for no project") || strings.Contains(text, "tenant") {
		t.Errorf("the pane of a feature for projects says %q", text)
	}
}

// A change without a record is taken from the override's row, as in the column CHANGED.
func TestPreviewOfAnUnrecordedChange(t *testing.T) {
	s := newHistoryStore(entry("set-1", "dave@ops3", acme, "beta", feature.On, feature.Off))
	d := previewed(t, s)
	d.drive("j")
	d.fireTimers()
	d.paneShows("beta", "dave acme → off", "bob system → on") // rows of the memory store have no time
	d.drive("t", "enter")
	d.fireTimers()
	d.paneShows("dave acme → off")
	if strings.Contains(d.pane(), "bob") || strings.Count(d.pane(), "acme →") != 1 {
		t.Errorf("the pane at the tenant says %q", d.pane())
	}
	d.drive("k")
	d.fireTimers()
	d.paneShows("alpha", "bob acme → on")
	d.drive("S")
	d.fireTimers()
	d.paneShows("alpha", "none on record")
	s.failing(errDown, "LastChanges")
	d.signal(true, data.Notified)
	d.paneShows("Not read: cannot reach the database")
}

// A change without a record is not listed if older records of the flag are not read.
func TestPreviewOfManyChanges(t *testing.T) {
	s := newLongHistory()
	for i := range s.past {
		s.past[i].Name = "beta"
	}
	d := start(t, s, func(o *Options) { o.Preview = true })
	d.resize(150, 40)
	d.run(d.m.Init())
	d.timers = nil
	d.drive("j")
	d.fireTimers()
	d.paneShows("beta", "carol acme → on")
	s.wantCalls(t, "LastChanges", 2) // for the column and for alpha, which has no change
}

// The pane lists the projects and sections that a feature is on for, and counts all of
// them.
func TestPreviewOfProjectsAndSections(t *testing.T) {
	s := newTorus()
	biology := feature.Scope{Kind: feature.Project, ID: "2"}
	s.tenants = append(s.tenants, feature.ScopeInfo{Scope: biology, Name: "Biology", Status: "active", Listed: true},
		feature.ScopeInfo{Scope: feature.Scope{Kind: feature.Project, ID: "3"}, Name: "Gone", Status: "deleted", Listed: true})
	d := start(t, s, func(o *Options) { o.Preview, o.Scope = true, feature.ScopeInfo{} })
	d.resize(150, 40)
	d.run(d.m.Init())
	d.paneShows("canvas", "may be set for projects and sections", "on for 1 of 2 projects", "Chemistry", "on for none of 1 section")
	d.drive("j")
	d.fireTimers()
	d.paneShows("mcp", "may be set for projects", "on for none of 2 projects")
	if strings.Contains(d.pane(), "section") || strings.Contains(d.pane(), "tenant") {
		t.Errorf("the pane of a feature for projects only says %q", d.pane())
	}
	s.wantCalls(t, "Impact", 0)
	s.wantCalls(t, "LastChanges", 0) // no scope is selected
	s.set(feature.Scope{Kind: feature.Project, ID: "3"}, "mcp", feature.On)
	d.drive("r")
	d.paneShows("on for 1 of 3 projects") // a deleted project counts if the feature is on there
	for _, method := range []string{"Overrides", "ScopeNames", "Scopes"} {
		s.failing(errDown, method)
		d.drive("k")
		d.fireTimers()
		d.paneShows("canvas", "Not read: cannot reach the database")
		s.working()
		d.drive("j")
		d.fireTimers()
		d.paneShows("on for 1 of 3 projects")
	}
}

// manyProjects is a store whose lists of scopes have further pages.
type manyProjects struct{ torus }

func (s manyProjects) Scopes(ctx context.Context, q data.ScopeQuery) (data.ScopePage, error) {
	page, err := s.torus.Scopes(ctx, q)
	page.More = true
	return page, err
}

// Of very many projects, the pane does not tell the number.
func TestPreviewOfVeryManyProjects(t *testing.T) {
	d := start(t, manyProjects{newTorus()}, func(o *Options) { o.Preview, o.Scope = true, feature.ScopeInfo{} })
	d.resize(150, 40)
	d.run(d.m.Init())
	d.paneShows("on for 1 project Chemistry")
}
