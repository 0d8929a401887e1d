package layouttest

import (
	"strings"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// testStrange writes a flag with rows that releases read differently. Before the write
// flagtui shows what one of the releases reads, and after the write all releases read
// the same. The undo restores the strange rows.
func testStrange(x *trial) {
	if x.Strange == nil {
		return
	}
	root := x.changedScopes()[0]
	for _, to := range x.kind(root.Kind).settings() {
		for _, own := range []bool{false, true} { // whether the override has its own row, too
			x.tryStrange(own, func(name string) feature.ChangeSet {
				return x.changeSet(feature.Change{Scope: root, Name: name, After: to})
			})
		}
	}
	x.tryStrange(false, nil)
	x.tryStrange(true, nil)
}

// tryStrange changes or kills a flag with strange rows, and undoes the write.
func (x *trial) tryStrange(own bool, changes func(name string) feature.ChangeSet) {
	x.Helper()
	x = newTrial(x.T, x.Fixture, x.db)
	x.seed()
	root, name := x.changedScopes()[0], x.Names[0]
	x.byApp(root, name, feature.Inherit)
	if own {
		x.byApp(root, name, feature.Off)
	}
	x.Strange(x.db, name)
	before := x.appRows()
	store := x.db.open()
	x.expectShown(store, "with strange rows")
	var applied data.Applied
	var err error
	if changes == nil {
		applied, err = store.Kill(x.Context(), name, x.changeSet())
		x.want = x.afterKill(name)
	} else {
		set := changes(name)
		if set.Changes[0].Before, err = settingOf(x, store, root, name); err != nil {
			x.Fatal(err)
		}
		applied, err = store.Apply(x.Context(), set)
		x.want = x.want.with(x.Fixture, set.Changes...)
	}
	if err != nil || applied.ID == "" {
		x.Fatalf("%+v, %v (%s)", applied, err, feature.Hint(err))
	}
	x.expectValues("once strange rows are written")
	x.undo(store, applied.ID)
	x.expectRows("once strange rows are back", before)
	x.expectShown(store, "once strange rows are back")
}

// testAnyName checks that flagtui reads a row with a name that the application would not
// write.
func testAnyName(x *trial) {
	x.seed()
	names := append([]string{}, x.Names...)
	for _, name := range append(x.BadNames, `'; DROP TABLE x; --`, `$1`, "?", "%", "_", `"`, "`", "\t", " a ", "a\nb", "\u200b", "🙂", `\\`, "NULL", "ß") {
		if len([]rune(name)) <= 200 {
			names = append(names, name)
		}
	}
	for i, scope := range x.changedScopes() {
		for j, name := range names[len(x.Names):] {
			possible := x.kind(scope.Kind).settings()
			x.byApp(scope, name, possible[(i+j)%len(possible)])
		}
	}
	store := x.db.open()
	all, err := store.All(x.Context())
	if err != nil {
		x.Fatal(err)
	}
	x.expectOverrides("All", all, x.want)
	for _, scope := range x.scopes() {
		here := x.selected(func(o override) bool { return o.Scope == scope })
		x.expectAt(store, scope, here)
		for _, name := range names {
			x.expectAt(store, scope, selectNames(here, []string{name}), name)
		}
	}
	for _, name := range names {
		x.expectOverrides("Overrides of "+strings.ToValidUTF8(name, "?"), x.pagesOf(store, name, 2), x.selected(func(o override) bool { return o.Name == name }))
	}
}
