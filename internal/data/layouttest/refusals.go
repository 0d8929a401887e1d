package layouttest

import (
	"errors"
	"reflect"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/data"
	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// other returns a setting of this kind that is not in than. It returns false if the kind
// has no such setting.
func (k Kind) other(than ...feature.Setting) (feature.Setting, bool) {
	for _, s := range k.settings() {
		if !slices.Contains(than, s) {
			return s, true
		}
	}
	return feature.Inherit, false
}

// testConflicts checks that a change with a wrong Before is a conflict. The conflict
// holds the present setting, and nothing is written.
func testConflicts(x *trial) {
	x.seed()
	store := x.db.open()
	before := x.snapshot()
	conflicts := 0
	for _, k := range x.Kinds {
		for _, scope := range k.changed() {
			for _, name := range x.changedNames() {
				now := x.want[override{scope, name}]
				for _, seen := range k.settings() {
					for _, to := range k.settings() {
						if seen == now || to == now {
							continue
						}
						change := feature.Change{Scope: scope, Name: name, Before: seen, After: to}
						_, err := store.Apply(x.Context(), x.changeSet(change))
						x.expectProblem("conflict", err, feature.ErrConflict)
						var conflict *data.Conflict
						if !errors.As(err, &conflict) || len(conflict.Rows) != 1 || conflict.Rows[0].Change != change || conflict.Rows[0].Now != now {
							x.Errorf("%+v of what is %s: %+v", change, now, conflict)
						}
						conflicts++
					}
				}
			}
		}
	}
	if conflicts < 2 {
		x.Errorf("the suite found %d conflicts to try", conflicts)
	}
	x.expectSame("after conflicts", before)
}

// testBatches checks that Apply makes all changes of a set or none.
func testBatches(x *trial) {
	x.seed()
	store := x.db.open()
	var good []feature.Change
	for _, scope := range x.changedScopes() {
		for _, name := range x.changedNames() {
			now := x.want[override{scope, name}]
			to, _ := x.kind(scope.Kind).other(now)
			good = append(good, feature.Change{Scope: scope, Name: name, Before: now, After: to})
		}
	}
	refused := func(when string, kind error, bad feature.Change) {
		x.Helper()
		before := x.snapshot()
		for _, at := range []int{0, len(good) / 2, len(good)} {
			_, err := store.Apply(x.Context(), x.changeSet(slices.Insert(slices.Clone(good), at, bad)...))
			x.expectProblem(when, err, kind)
		}
		x.expectSame(when, before)
	}
	for _, k := range x.Kinds {
		scope, name := k.last(), x.Names[len(x.Names)-1] // the flag is on there
		if to, ok := k.other(feature.On, feature.Inherit); ok {
			refused("a conflict", feature.ErrConflict, feature.Change{Scope: scope, Name: name, Before: feature.Inherit, After: to})
		}
		refused("a bad name", feature.ErrUsage, feature.Change{Scope: scope, Name: "", After: feature.On})
		if k.Missing != "" {
			refused("a missing scope", feature.ErrUnknown, feature.Change{Scope: feature.Scope{Kind: k.Kind, ID: k.Missing}, Name: x.Names[0], After: feature.On})
		}
	}
	refused("the same override twice", feature.ErrUsage, good[0])
	x.apply(store, len(good), good...)
	x.expectValues("after the batch")
}

// testBadNames checks that a name that no row can have is refused, and that nothing is
// written.
func testBadNames(x *trial) {
	x.seed()
	store := x.db.open()
	before := x.snapshot()
	for _, scope := range x.changedScopes() {
		for _, name := range append(x.BadNames, "", "nul\x00", "\xff", strings.Repeat("x", 300)) {
			_, err := store.Apply(x.Context(), x.changeSet(feature.Change{Scope: scope, Name: name, After: feature.On}))
			x.expectProblem("the name "+name, err, feature.ErrUsage)
		}
	}
	x.expectSame("after bad names", before)
}

// testReadOnly checks that a read-only store refuses every write, and that its session
// does, too.
func testReadOnly(x *trial) {
	x.seed()
	writer := x.db.open()
	first := x.apply(writer, 1, x.aChange())
	store := x.db.open(func(o *data.Options) { o.ReadOnly = true })
	before := x.snapshot()
	if store.Info().ReadOnly == "" {
		x.Error("Info does not say that the store is read-only")
	}
	_, err := store.Apply(x.Context(), x.changeSet(x.aChange()))
	x.expectProblem("Apply", err, feature.ErrRefused)
	_, err = store.Kill(x.Context(), x.Names[0], x.changeSet())
	x.expectProblem("Kill", err, feature.ErrRefused)
	_, err = store.Undo(x.Context(), first.ID, x.changeSet())
	x.expectProblem("Undo", err, feature.ErrRefused)
	err = store.Register(x.Context(), []feature.Definition{{Name: x.Names[0]}})
	x.expectProblem("Register", err, feature.ErrRefused)
	for _, table := range x.tables() {
		for _, text := range []string{`DELETE FROM `, `INSERT INTO `} {
			if text += quoteName(table); text[0] == 'I' {
				text += ` SELECT * FROM ` + quoteName(table)
			}
			if _, err := (*poolOf(x, store)).ExecContext(x.Context(), text); err == nil {
				x.Errorf("the read-only session has run %s", text)
			}
		}
	}
	x.expectSame("after refused writes", before)
	x.expectShown(store, "read-only")
}

// poolOf returns the connections of a store. It finds them by the field's name, because
// the store's type is not exported.
func poolOf(x *trial, store data.Store) **sqlx.DB {
	x.Helper()
	db, ok := reflect.ValueOf(store).Elem().FieldByName("DB").Interface().(*engine.DB)
	if !ok {
		x.Fatalf("a %T has no *engine.DB", store)
	}
	return &db.Pool
}

// aChange returns a change that can be made.
func (x *trial) aChange() feature.Change {
	scope, name := x.changedScopes()[0], x.Names[0]
	now := x.want[override{scope, name}]
	to, _ := x.kind(scope.Kind).other(now)
	return feature.Change{Scope: scope, Name: name, Before: now, After: to}
}
