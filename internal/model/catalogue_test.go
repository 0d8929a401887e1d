package model

import (
	"context"
	"slices"
	"testing"
	"time"

	"flagtui/internal/feature"
)

// The key r also reads the catalogue file again. If the file cannot be read, the old
// catalogue stays, and a problem says so.
func TestTheCatalogueFileIsReadAgain(t *testing.T) {
	at := time.Date(2026, 3, 1, 14, 3, 5, 0, time.Local)
	usual := now
	now = func() time.Time { return at }
	defer func() { now = usual }()
	defs, failure := []feature.Definition{{Name: "alpha"}, {Name: "beta"}}, error(nil)
	d := open(t, newMemory(), func(o *Options) {
		o.Definitions = defs
		o.ReadDefinitions = func(context.Context) ([]feature.Definition, error) { return defs, failure }
	})
	d.shows("alpha", "beta", "1 All 2")

	defs = []feature.Definition{{Name: "alpha", Description: "Quite another text"}, {Name: "newcomer"}, {Name: "omega"}}
	d.drive("r")
	d.shows("alpha", "Quite another text", "newcomer", "omega", "1 All 3")
	d.hides("catalogue")

	at = at.Add(time.Hour)
	good := defs
	defs, failure = nil, &feature.Problem{Text: "flags.yaml:3: the name is missing", Hint: "give it one"}
	d.drive("r")
	d.shows("the catalogue is shown as it was at 2026-03-01 14:03:05: flags.yaml:3: the name is missing", "give it one", "newcomer", "1 All 3")
	d.drive("r")
	d.shows("the catalogue is shown as it was at 2026-03-01 14:03:05")

	defs, failure = good[:1], nil
	d.drive("r")
	d.shows("alpha", "1 All 1")
	d.hides("the catalogue is shown as it was", "newcomer")

	// An empty file is still a catalogue file.
	defs = nil
	d.drive("r")
	d.hides("Quite another text", "newcomer", "omega")
}

// The file's reply may come after the database's, or after a switch to another database.
func TestTheCatalogueFileIsSlow(t *testing.T) {
	defs := []feature.Definition{{Name: "alpha"}}
	d := open(t, newMemory(), func(o *Options) {
		o.Definitions = defs
		o.ReadDefinitions = func(context.Context) ([]feature.Definition, error) { return defs, nil }
	})
	defs = []feature.Definition{{Name: "newcomer"}}
	answers := d.during("r")
	slices.Reverse(answers)
	d.arrive(answers)
	d.shows("newcomer", "1 All 1")
	d.hides("alpha")

	defs = []feature.Definition{{Name: "of.the.first"}}
	answers = d.during("r")
	d.update(contextOpened{seq: d.m.connecting.next(), options: Options{Store: newMemory(), Scope: feature.ScopeInfo{Scope: system}, Theme: d.m.frame.Theme}})
	d.arrive(answers)
	d.drive("r")
	d.shows("alpha", "1 All 4")
	d.hides("of.the.first", "newcomer")
}

// An undo marks a default as unknown only if no catalogue is known.
func TestUndoToAnUnknownDefault(t *testing.T) {
	for _, journal := range []bool{true, false} {
		for _, catalogue := range []bool{true, false} {
			a := newArchive()
			a.info.HasJournal = journal
			if !catalogue {
				a.defs = nil
			}
			d := open(t, a)
			want := "on → inherit"
			if !journal { // undo an override of this session; the system's override has been removed since
				want = "off → inherit"
				d.drive("t", "enter", "down")
				d.propose()
				d.drive("y")
				a.set(system, "beta", feature.Inherit)
			}
			d.drive("u")
			d.shows("Undo", want)
			if catalogue {
				d.hides("(?)")
			} else {
				d.shows(want + " (?)")
			}
		}
	}
}

// A file that is as it was is not shown again: the database is read once.
func TestTheCatalogueFileIsUnchanged(t *testing.T) {
	store := newMemory()
	d := open(t, store, func(o *Options) {
		o.Definitions = []feature.Definition{{Name: "alpha"}}
		o.ReadDefinitions = func(context.Context) ([]feature.Definition, error) { return []feature.Definition{{Name: "alpha"}}, nil }
	})
	before := store.calls["Stored"]
	answers := d.during("r")
	slices.Reverse(answers) // the file comes last
	d.arrive(answers)
	if n := store.calls["Stored"] - before; n != 1 {
		t.Errorf("the database was read %d times, want 1", n)
	}
}
