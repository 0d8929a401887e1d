package model

import (
	"slices"
	"testing"
	"time"

	"flagtui/internal/feature"
)

// The last changes are read when a search first needs them, and again after a change.
func TestSearchByWhoAndWhen(t *testing.T) {
	s := newMemory()
	s.set(feature.SystemScope(), "gamma", feature.On)
	d := open(t, s)
	d.resize(100, 30) // too narrow for the column CHANGED
	s.wantCalls(t, "LastChanges", 0)
	d.drive("/")
	d.typeText("by")
	s.wantCalls(t, "LastChanges", 0)
	d.hold = true
	d.typeText(":")
	d.shows("Reading who changed what", "alpha")
	d.typeText("bo")
	d.shows("Reading who changed what", "alpha")
	d.drive("esc")
	d.hides("Reading who changed what")
	d.drive("/")
	d.typeText("by:bo")
	d.hold = false
	d.deliver()
	d.shows("beta", "gamma", "1/2 of 4")
	d.hides("Reading", "alpha", "omega")
	d.typeText("b since:1d")
	s.wantCalls(t, "LastChanges", 1)
	d.shows("0/0 of 4", "No match") // the changes have no time
	d.drive("esc")
	d.shows("alpha")
}

// The last changes at a scope that was left are dropped.
func TestASearchAtAScopeThatWasLeft(t *testing.T) {
	d := open(t, newMemory())
	d.resize(100, 30)
	d.hold = true
	d.drive("/")
	d.typeText("by:bob")
	late := held[changesRead](d)
	d.hold = false
	d.drive("enter", "t", "enter")
	d.shows("Tenant acme", "alpha", "1 of 4")
	d.arrive(late)
	d.shows("alpha", "1 of 4")
}

// If the last changes cannot be read, a problem says so.
func TestASearchThatCannotRead(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.resize(100, 30)
	s.failing(errDown, "LastChanges")
	d.drive("/")
	d.typeText("by:bob")
	d.shows("cannot reach the database")
	d.hides("Reading who changed what")
}

// Without a scope, no flag has changes.
func TestASearchWithoutAScope(t *testing.T) {
	s := newTorus()
	d := open(t, s, func(o *Options) { o.Scope = feature.ScopeInfo{} })
	d.resize(100, 30)
	d.drive("/")
	d.typeText("by:bob")
	d.shows("No match")
	s.wantCalls(t, "LastChanges", 0)
}

// A load reads the last changes again while a search needs them.
func TestASearchByWhoAfterARefresh(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.resize(100, 30)
	d.drive("/")
	d.typeText("by:bob")
	d.drive("enter")
	d.shows("beta", "1 of 4")
	s.set(system, "gamma", feature.On)
	d.drive("r")
	d.shows("beta", "gamma", "2 of 4")
}

// The flags are sorted by their last changes, including removed overrides. Flags without
// a known time keep the order of the rows.
func TestLatestFirst(t *testing.T) {
	at := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	last := map[string]feature.Entry{
		"old": {At: at.Add(-time.Hour)}, "removed": {At: at}, "unknown": {}, "b": {At: at.Add(-time.Minute)}, "a": {At: at.Add(-time.Minute)},
	}
	got := latestFirst([]string{"unrecorded", "old", "unknown", "a", "b"}, last)
	if want := []string{"removed", "a", "b", "old", "unrecorded", "unknown"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
