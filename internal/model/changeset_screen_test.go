package model

import (
	"testing"
	"time"

	"flagtui/internal/feature"
)

// A change-set shows all its entries and their undo, even if the history was narrowed to
// one flag. A flag's row leads to its details, and esc back.
func TestOpenChangeSet(t *testing.T) {
	one := entry("set-1", "alice@ops1", system, "alpha", feature.Inherit, feature.On)
	two := entry("set-1", "alice@ops1", acme, "beta", feature.On, feature.Off)
	undo := one.Inverse()
	undone := entry("set-2", "bob@ops2", system, "alpha", undo.Before, undo.After)
	undone.Undoes, undone.At = "set-1", one.At.Add(time.Hour)
	s := newHistoryStore(undone, one, two)
	for i := range s.past {
		s.past[i].Origin = feature.FromFlagtui
	}
	d := open(t, s)
	d.drive("h", "tab")
	d.shows("History · alpha")
	d.drive("down", "enter")
	d.shows("Change-set set-1", "2 changes", "Undone by bob@ops2", "alpha system inherit → on", "beta tenant:acme on → off")
	d.drive("u")
	d.shows("This change-set is undone already: undo change-set set-2 to redo it")
	d.drive("end", "enter")
	d.shows("beta", "acme")
	d.drive("esc")
	d.shows("Change-set set-1", "2/2")
	d.drive("h")
	d.shows("History · beta")
	d.drive("esc", "esc", "esc")
	d.shows("1 All")
}

// An open change-set is read again after a change.
func TestChangeSetIsReadAgain(t *testing.T) {
	a := newArchive()
	d := open(t, a)
	a.before = func(string) error { return nil }
	d.drive("h", "enter")
	d.shows("Change-set set-1", "a try", "1 change")
	d.drive("u")
	d.fireTimers()
	d.drive("y")
	a.did(t, "undo set-1: ")
	d.shows("Change-set set-1")
}

// A change that the app recorded is shown from the history's entries alone.
func TestOpenChangeSetOfTheApp(t *testing.T) {
	e := entry("", "lena", acme, "alpha", feature.Off, feature.On)
	e.Origin = feature.FromApp
	s := newHistoryStore(e)
	d := open(t, s)
	d.propose()
	d.drive("y", "h", "down", "enter")
	d.shows("Change-set", "the app", "lena", "alpha tenant:acme off → on")
	s.wantCalls(t, "ChangeSet", 0)
	d.drive("u")
	d.shows("Only what flagtui has changed can be undone")
	d.drive("Y")
	d.copies("by `lena` in the app", "| `alpha` | `tenant:acme` | off | on |")
	d.shows("the change, as Markdown")
}

// Without the undos of a change-set, the screen shows the error instead.
func TestUndosThatCannotBeRead(t *testing.T) {
	e := entry("set-1", "alice@ops1", system, "alpha", feature.Inherit, feature.On)
	e.Origin = feature.FromFlagtui
	s := newHistoryStore(e)
	d := open(t, s)
	d.drive("h")
	s.failing(errDown, "History")
	d.drive("enter")
	d.shows("Change-set", "cannot reach the database")
}
