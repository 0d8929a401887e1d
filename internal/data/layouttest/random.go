package layouttest

import (
	"errors"
	"math/rand/v2"
	"slices"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// operations is the number of random operations.
const operations = 200

// made is a change-set with the settings before and after it.
type made struct {
	id            string
	before, after settings
}

// testRandom runs many operations by flagtui and by the application itself. After each
// one, every release must read the intended settings.
func testRandom(x *trial) {
	x.seed()
	store, random := x.db.open(), rand.New(rand.NewPCG(7, 11))
	var history []made
	undone := 0
	for i := range operations {
		before, rows := x.want, x.written()
		var applied data.Applied
		var err error
		what := "set"
		switch n := random.IntN(20); {
		case n < 2:
			what = "kill"
			name := x.changedNames()[random.IntN(len(x.changedNames()))]
			if applied, err = store.Kill(x.Context(), name, x.changeSet()); err == nil {
				x.want = x.afterKill(name)
			}
		case n < 4:
			what = "write by the application"
			scope, name := x.someOverride(random)
			possible := x.kind(scope.Kind).settings()
			x.byApp(scope, name, possible[random.IntN(len(possible))])
		case n < 9 && len(history) > 0:
			what = "undo"
			target := history[len(history)-1-random.IntN(min(4, len(history)))]
			if applied, err = store.Undo(x.Context(), target.id, x.changeSet()); err == nil {
				x.want = x.undone(target)
				undone++
			}
		default:
			changes := x.someChanges(random)
			if applied, err = store.Apply(x.Context(), x.changeSet(changes...)); err == nil {
				x.want = x.want.with(x.Fixture, changes...)
			}
		}
		switch {
		case errors.Is(err, feature.ErrConflict) && what != "kill":
			if now := x.written(); !slices.Equal(now, rows) {
				x.Errorf("a refused operation has left %q, before were %q", now, rows)
			}
		case err != nil:
			x.Fatalf("operation %d, %s: %v (%s)", i, what, err, feature.Hint(err))
		}
		if applied.ID != "" {
			history = append(history, made{applied.ID, before, x.want})
		}
		x.expectValues(what)
		if x.Failed() {
			x.Fatalf("operation %d, %s, was the first that went wrong", i, what)
		}
	}
	if undone < operations/20 {
		x.Errorf("only %d undoings were tried", undone)
	}
	x.expectShown(store, "after all operations")
}

// written returns what operations write: the overrides as text, and the number of
// records.
func (x *trial) written() []string {
	x.Helper()
	rows := lines(x.db.contents(x.Table))
	for _, table := range []string{x.AuditTable, "flagtui_change"} {
		if table != "" {
			rows = append(rows, table+" "+x.db.Rows(`SELECT COUNT(*) FROM ` + table)[0][0])
		}
	}
	return rows
}

// someOverride returns a random override that the suite may change.
func (x *trial) someOverride(random *rand.Rand) (feature.Scope, string) {
	scopes, names := x.changedScopes(), x.changedNames()
	return scopes[random.IntN(len(scopes))], names[random.IntN(len(names))]
}

// someChanges returns random changes of one to four overrides. One change in eight has a
// random Before, which may cause a conflict.
func (x *trial) someChanges(random *rand.Rand) (changes []feature.Change) {
	for range 1 + random.IntN(4) {
		scope, name := x.someOverride(random)
		possible := x.kind(scope.Kind).settings()
		c := feature.Change{Scope: scope, Name: name, Before: x.want[override{scope, name}], After: possible[random.IntN(len(possible))]}
		if random.IntN(8) == 0 {
			c.Before = possible[random.IntN(len(possible))]
		}
		if !slices.ContainsFunc(changes, func(other feature.Change) bool { return other.Scope == scope && other.Name == name }) {
			changes = append(changes, c)
		}
	}
	return changes
}

// undone returns the settings after the undo of a change-set.
func (x *trial) undone(m made) settings {
	var changes []feature.Change
	for _, scope := range x.scopes() {
		for _, name := range x.Names {
			key := override{scope, name}
			if m.before[key] != m.after[key] {
				changes = append(changes, feature.Change{Scope: scope, Name: name, After: m.before[key]})
			}
		}
	}
	return x.want.with(x.Fixture, changes...)
}
