package layouttest

import (
	"slices"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// testKill checks that a killed flag is off at every scope in every release, also
// without an override. No other flag changes, and the undo restores the old settings.
func testKill(x *trial) {
	x.seed()
	store := x.db.open()
	for _, name := range x.changedNames() {
		before, want := x.appRows(), x.want
		proposed := x.proposeKill(store, name)
		applied, err := store.Kill(x.Context(), name, x.changeSet())
		if err != nil {
			x.Fatal(err)
		}
		if made := changeTexts(store, applied.Changed); !slices.Equal(proposed, made) {
			x.Errorf("the kill of %q was to make %q, and made %q", name, proposed, made)
		}
		x.want = x.afterKill(name)
		x.expectValues("after a kill of " + name)
		for _, reader := range x.Readers {
			read := reader.Load(x.db)
			for _, scope := range x.scopes() {
				if read(scope, name, true) {
					x.Errorf("after its kill %q is on at %s (%s)", name, scope, reader.Releases)
				}
			}
		}
		again, err := store.Kill(x.Context(), name, x.changeSet())
		if err != nil || len(again.Changed) > 0 {
			x.Errorf("killing %q again: %+v, %v", name, again, err)
		}
		if applied.ID == "" {
			continue
		}
		if _, err := store.Undo(x.Context(), applied.ID, x.changeSet()); err != nil {
			x.Fatal(err)
		}
		x.want = want
		x.expectValues("after the undo of a kill of " + name)
		x.expectRows("after the undo of a kill of "+name, before)
	}
}

// proposeKill returns the changes that a screen shows before a kill.
func (x *trial) proposeKill(store data.Store, name string) []string {
	x.Helper()
	page, err := store.Overrides(x.Context(), data.OverrideQuery{Name: name})
	if err != nil {
		x.Fatal(err)
	}
	info := store.Info()
	return changeTexts(store, feature.ProposeKill(name, page.Overrides, info.Kinds, info.ValidateNew).Changes)
}

// changeTexts returns the changes as a screen words them, sorted.
func changeTexts(store data.Store, changes []feature.Change) (texts []string) {
	for _, c := range changes {
		texts = append(texts, c.Scope.String()+" "+c.Text(words.English, store.Info().Kinds.Of(c.Scope.Kind), ">", false)+" "+c.Targeting())
	}
	slices.Sort(texts)
	return texts
}

// afterKill returns the settings after a kill. Overrides that were on are off. A scope
// without a parent is off, too, if a default would count there. Below a gate, overrides
// stay as they are.
func (x *trial) afterKill(name string) settings {
	var changes []feature.Change
	for _, scope := range x.scopes() {
		k := x.kind(scope.Kind)
		if k.AboveSet { // off above is off here
			continue
		}
		if x.want[override{scope, name}] == feature.On && !k.Gate || k.Parent == "" && (k.Default || x.killsUnset()) {
			changes = append(changes, feature.Change{Scope: scope, Name: name, After: feature.Off})
		}
	}
	return x.want.with(x.Fixture, changes...)
}

// killsUnset reports whether a kill sets the system off even where it has no setting,
// because the scopes below keep theirs.
func (f Fixture) killsUnset() bool {
	return slices.ContainsFunc(f.Kinds, func(k Kind) bool { return k.AboveSet })
}

// testUndo undoes the change-sets from the newest to the oldest, and checks that the
// application's rows are as at the start. Undoing each undo then restores the changes.
func testUndo(x *trial) {
	x.seed()
	store := x.db.open()
	start, wants := x.appRows(), []settings{x.want}
	var ids []string
	for i := range 3 {
		for _, k := range x.Kinds {
			var changes []feature.Change
			for j, name := range x.changedNames() {
				scope := k.changed()[(i+j)%len(k.changed())]
				now := x.want[override{scope, name}]
				possible := slices.DeleteFunc(k.settings(), func(s feature.Setting) bool { return s == now })
				changes = append(changes, feature.Change{Scope: scope, Name: name, Before: now, After: possible[(i+j)%len(possible)]})
			}
			ids = append(ids, x.apply(store, len(changes), changes...).ID)
			wants = append(wants, x.want)
		}
	}
	end := x.appRows()
	var undoings []string
	for i := len(ids) - 1; i >= 0; i-- {
		undoings = append(undoings, x.undo(store, ids[i]))
		x.want = wants[i]
		x.expectValues("after an undo")
	}
	x.expectRows("after the undo of everything", start)
	_, err := store.Undo(x.Context(), ids[0], x.changeSet())
	x.expectProblem("an undo of what is undone", err, feature.ErrConflict)
	for i := len(undoings) - 1; i >= 0; i-- {
		x.undo(store, undoings[i])
		x.want = wants[len(wants)-1-i]
		x.expectValues("after the undo of an undo")
	}
	x.expectRows("after the undo of every undo", end)
	_, err = store.Undo(x.Context(), "20200102-030405-abcdef", x.changeSet())
	x.expectProblem("an undo of nothing", err, feature.ErrUnknown)
}

// undo undoes a change-set and returns the id of the undo.
func (x *trial) undo(store data.Store, id string) string {
	x.Helper()
	applied, err := store.Undo(x.Context(), id, x.changeSet())
	if err != nil {
		x.Fatalf("undo %s: %v (%s)", id, err, feature.Hint(err))
	}
	return applied.ID
}

// testWithoutJournal checks that reads and writes work without flagtui's own tables, and
// that an undo is refused.
func testWithoutJournal(x *trial) {
	x.seed()
	x.db.Exec(`DROP TABLE flagtui_change`)
	x.db.Exec(`DROP TABLE flagtui_definition`)
	store := x.db.open()
	x.expectShown(store, "without a journal")
	for _, scope := range x.changedScopes() {
		for _, name := range x.changedNames() {
			for range x.kind(scope.Kind).settings() {
				now := x.want[override{scope, name}]
				to, _ := x.kind(scope.Kind).other(now)
				applied := x.apply(store, 1, feature.Change{Scope: scope, Name: name, Before: now, After: to})
				_, err := store.Undo(x.Context(), applied.ID, x.changeSet())
				x.expectProblem("an undo without a journal", err, feature.ErrUnknown)
			}
		}
	}
	x.expectValues("without a journal")
	if _, err := store.Kill(x.Context(), x.Names[0], x.changeSet()); err != nil {
		x.Fatal(err)
	}
	x.want = x.afterKill(x.Names[0])
	x.expectValues("after a kill without a journal")
}
