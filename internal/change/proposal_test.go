package change

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// settings returns what is stored of a flag, by scope.
func settings(t *testing.T, store data.Store, name string) map[feature.Scope]feature.Setting {
	t.Helper()
	page, err := store.Overrides(t.Context(), data.OverrideQuery{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	found := map[feature.Scope]feature.Setting{}
	for _, o := range page.Overrides {
		found[o.Scope] = feature.SettingOf(o.Enabled)
	}
	return found
}

func apply(t *testing.T, store data.Store, p feature.Proposal) Result {
	t.Helper()
	result, err := Apply(t.Context(), store, p, feature.ChangeSet{Actor: "alice", Definitions: defs})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// A kill turns off the system's override and every one that is on; one undo puts all of
// it back, and an undo can be undone.
func TestKillAndUndo(t *testing.T) {
	store := openDatabase(t)
	before := settings(t, store, "c")
	kill, err := Kill(t.Context(), store, "c", defs)
	if err != nil {
		t.Fatal(err)
	}
	want := []feature.Change{{Scope: system, Name: "c", After: feature.Off}, {Scope: acme, Name: "c", Before: feature.On, After: feature.Off}}
	if !slices.Equal(kill.Changes, want) || !kill.Overridden || kill.What != `turn "c" off for everyone` {
		t.Fatalf("%+v", kill)
	}
	if result := apply(t, store, kill); len(result.Changed) != 2 || !result.Undoable || result.Live != feature.LiveByRelease() {
		t.Errorf("%+v", result)
	}
	if got := settings(t, store, "c"); len(got) != 2 || got[system] != feature.Off || got[acme] != feature.Off {
		t.Errorf("after the kill: %v", got)
	}
	for i, want := range []map[feature.Scope]feature.Setting{before, {system: feature.Off, acme: feature.Off}} {
		entries, err := Entries(t.Context(), store, "", "alice")
		if i > 0 { // an undo is not undone without being named
			var page data.HistoryPage
			if page, err = store.History(t.Context(), data.HistoryQuery{Limit: 1}); err == nil {
				entries, err = Entries(t.Context(), store, page.Entries[0].Change, "")
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		undo, err := Undo(t.Context(), store, entries, true)
		if err != nil || undo.What != "undo "+entries[0].Change || len(undo.Changes) != 2 {
			t.Fatalf("%+v, %v", undo, err)
		}
		apply(t, store, undo)
		if got := settings(t, store, "c"); len(got) != len(want) || got[acme] != want[acme] || got[system] != want[system] {
			t.Errorf("after undo %d: %v, want %v", i, got, want)
		}
	}
	if _, err := Entries(t.Context(), store, "", "nobody"); !errors.Is(err, feature.ErrUnknown) {
		t.Errorf("the last change of an actor who made none: %v", err)
	}
}

// A canary feature is not killed: its rollout decides. Without a catalogue, any feature
// with a rollout may be one.
func TestKillOfACanaryFeature(t *testing.T) {
	store := openDatabase(t)
	for name, known := range map[string][]feature.Definition{"canvas of the catalogue": defs, "canvas": nil} {
		if _, err := Kill(t.Context(), store, strings.Fields(name)[0], known); !errors.Is(err, feature.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Kill(t.Context(), store, "cells", nil); err != nil {
		t.Error(err)
	}
}

// Without a catalogue, an undo says which flags then have a default that is not known.
func TestUndoWithoutACatalogue(t *testing.T) {
	store := openDatabase(t)
	entries := []feature.Entry{
		{Change: "1", Scope: acme, Name: "a", Before: feature.Inherit, After: feature.Off},       // the system's override decides
		{Change: "1", Scope: acme, Name: "c", Before: feature.Inherit, After: feature.On},        // nothing does
		{Change: "1", Scope: globex, Name: "b", Before: feature.Off, After: feature.On},          // its own does
		{Change: "1", Scope: project, Name: "cells", Before: feature.Inherit, After: feature.On}, // off
	}
	undo, err := Undo(t.Context(), store, entries, false)
	if err != nil || len(undo.Unknown) != 1 || !undo.UnknownAfter(undo.Changes[1]) {
		t.Errorf("%+v, %v", undo.Unknown, err)
	}
	if undo, err = Undo(t.Context(), store, entries, true); err != nil || undo.Unknown != nil {
		t.Errorf("with a catalogue: %+v, %v", undo.Unknown, err)
	}
}

// Without a journal a change-set is put back by its entries.
func TestUndoWithoutAJournal(t *testing.T) {
	store := openDatabase(t, "DROP TABLE flagtui_change")
	undo := feature.ProposeUndo([]feature.Entry{{Change: "1", Scope: acme, Name: "c", Before: feature.Inherit, After: feature.On}})
	if result := apply(t, store, undo); result.Undoable || len(settings(t, store, "c")) != 0 {
		t.Errorf("%+v", result)
	}
	undo.Changes[0].Before = feature.Off // it is not so any more
	if _, err := Apply(t.Context(), store, undo, feature.ChangeSet{}); err != nil {
		t.Errorf("what is as it is to be is no conflict: %v", err)
	}
}
