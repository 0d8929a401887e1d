package layouttest

import (
	"context"
	"fmt"
	"strings"

	"flagtui/internal/data"
	"flagtui/internal/data/pgtest"
	"flagtui/internal/feature"
)

// The most round trips to a server, because a user waits for each one.
const (
	tripsToRead    = 1
	tripsToPage    = 2 // the page, and details of its rows
	tripsToHistory = 2
	tripsToChange  = 3 // including begin, journal, audit trail and commit
	tripsToUndo    = 4 // including a read of the undone change-set
	tripsToOpen    = 4 // including the reads for the first screen
	tripsForRows   = 1 // the whole rows after a change
)

// testTrips checks that methods for which a user waits take few round trips, for any
// number of overrides. A SQLite database is a file and takes none.
func testTrips(x *trial) {
	if x.db.SQLite {
		return
	}
	x.seed()
	proxy, url := pgtest.NewProxy(x.T, x.db.url)
	through := *x.db
	through.url = url
	scope, name := x.changedScopes()[len(x.changedScopes())-1], x.Names[0]
	now := x.want[override{scope, name}]
	next := x.kind(scope.Kind).next(now)
	var many []feature.Change
	for i := range 1000 { // the most that one statement takes
		many = append(many, feature.Change{Scope: scope, Name: fmt.Sprint("f", i), After: feature.On})
	}
	if x.Define != nil {
		var names []string
		for _, c := range many {
			names = append(names, c.Name)
		}
		x.Define(x.db, names)
	}
	var store data.Store
	var last string
	changed := func(applied data.Applied, err error) error {
		last = applied.ID
		if err == nil && last == "" {
			return fmt.Errorf("nothing was changed")
		}
		return err
	}
	for _, step := range []struct {
		what string
		most int64
		do   func(context.Context) error
	}{
		{"Open, Definitions and Stored", tripsToOpen, func(ctx context.Context) error {
			store = through.open()
			_, err := store.Definitions(ctx)
			if err == nil {
				_, err = store.Stored(ctx, scope)
			}
			return err
		}},
		{"FirstPage", tripsToRead, func(ctx context.Context) error { _, err := store.FirstPage(ctx, scope, 100); return err }},
		{"Stored of one flag", tripsToRead, func(ctx context.Context) error { _, err := store.Stored(ctx, scope, name); return err }},
		{"StoredAt", tripsToRead, func(ctx context.Context) error { _, err := store.StoredAt(ctx, x.scopes()); return err }},
		{"Recent", tripsToRead, func(ctx context.Context) error { _, err := store.Recent(ctx, scope); return err }},
		{"Counts", tripsToRead, func(ctx context.Context) error { return store.Counts(ctx, func(string, feature.Count) {}) }},
		{"Enabled", tripsToRead, func(ctx context.Context) error { _, err := store.Enabled(ctx); return err }},
		{"All", tripsToRead, func(ctx context.Context) error { _, err := store.All(ctx); return err }},
		{"Rows", tripsToPage, func(ctx context.Context) error { _, err := store.Rows(ctx, scope, name); return err }},
		{"Overrides", tripsToPage, func(ctx context.Context) error {
			_, err := store.Overrides(ctx, data.OverrideQuery{Name: name, WithScopes: true, Limit: 50})
			return err
		}},
		{"Scope", tripsToRead, func(ctx context.Context) error { _, err := store.Scope(ctx, scope); return err }},
		{"Scopes", tripsToRead, func(ctx context.Context) error {
			_, err := store.Scopes(ctx, data.ScopeQuery{Kind: scope.Kind, Limit: 50})
			return err
		}},
		{"Impact", tripsToRead, func(ctx context.Context) error { _, err := store.Impact(ctx, name); return err }},
		{"Apply", tripsToChange, func(ctx context.Context) error {
			return changed(store.Apply(ctx, x.changeSet(feature.Change{Scope: scope, Name: name, Before: now, After: next})))
		}},
		{"Apply of many", tripsToChange, func(ctx context.Context) error { return changed(store.Apply(ctx, x.changeSet(many...))) }},
		{"Apply of what is so", tripsToChange, func(ctx context.Context) error { _, err := store.Apply(ctx, x.changeSet(many...)); return err }},
		{"History", tripsToHistory, func(ctx context.Context) error {
			_, err := store.History(ctx, data.HistoryQuery{Limit: 50})
			return err
		}},
		{"History of a flag", tripsToHistory, func(ctx context.Context) error {
			_, err := store.History(ctx, data.HistoryQuery{HistoryFilter: data.HistoryFilter{Name: name}, Limit: 50})
			return err
		}},
		{"History of a scope", tripsToHistory, func(ctx context.Context) error {
			_, err := store.History(ctx, data.HistoryQuery{HistoryFilter: data.HistoryFilter{Scope: scope, System: true}, Limit: 50})
			return err
		}},
		{"LastChanges", tripsToHistory, func(ctx context.Context) error { _, err := store.LastChanges(ctx, scope, name); return err }},
		{"FeatureRollouts", tripsToRead, func(ctx context.Context) error { _, err := store.FeatureRollouts(ctx, name); return err }},
		{"ScopeRollouts", tripsToRead, func(ctx context.Context) error {
			_, err := store.ScopeRollouts(ctx, []feature.Scope{scope}, name)
			return err
		}},
		{"Rollouts", tripsToRead, func(ctx context.Context) error { _, err := store.Rollouts(ctx); return err }},
		{"ChangeSet", tripsToRead, func(ctx context.Context) error { _, err := store.ChangeSet(ctx, last); return err }},
		{"LastOwn", tripsToRead, func(ctx context.Context) error { _, err := store.LastOwn(ctx, x.changeSet().Actor); return err }},
		{"Undo", tripsToUndo, func(ctx context.Context) error { return changed(store.Undo(ctx, last, x.changeSet())) }},
		{"Kill", tripsToChange, func(ctx context.Context) error {
			return changed(store.Kill(ctx, x.Names[len(x.Names)-1], x.changeSet()))
		}},
		{"Register", tripsToChange, func(ctx context.Context) error {
			return store.Register(ctx, []feature.Definition{{Name: name, Scopes: []feature.Kind{scope.Kind}}})
		}},
	} {
		if scope.IsSystem() && strings.HasPrefix(step.what, "Scope") {
			continue // this layout has no list of scopes
		}
		start := proxy.Trips()
		if err := step.do(x.Context()); err != nil {
			x.Errorf("%s: %v", step.what, err)
		}
		trips := proxy.Trips() - start
		if x.WholeRows && step.most >= tripsToChange {
			step.most += tripsForRows
			if step.what == "Kill" { // which rows it changes is known only once they are locked
				step.most++
			}
		}
		x.Logf("%-30s %d", step.what, trips)
		if trips > step.most {
			x.Errorf("%s takes %d round trips, want at most %d", step.what, trips, step.most)
		}
	}
}
