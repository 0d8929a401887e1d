package layouttest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// Large describes a database of the application with tens of thousands of overrides.
type Large struct {
	// Fill fills the application's tables. The suite fills flagtui's own.
	Fill func(db *Database)
	// Scope returns a scope by its number, from 0 to 50, out of thousands. If the
	// application has one scope, Scope always returns it. Name is a flag out of
	// thousands.
	Scope func(i int) feature.Scope
	Name  string
	// Slug is another word for one of the scopes. It is empty if scopes have no other
	// word.
	Slug string
	// Search is a text in the names of some of the scopes.
	Search string
	// NoScopeIndex reports whether no index finds the rows of one scope, or the newest
	// rows.
	NoScopeIndex bool
	// Scopes are the tables with the application's scopes.
	Scopes []string
	// Flags are the tables with a row for each flag. Any method may read them whole.
	Flags []string
}

// method holds calls of a method of Store and their largest cost. The cost must not
// depend on the size of the database.
type method struct {
	name  string
	most  int                                       // the most statements in each call
	whole []string                                  // the tables that a full scan may read
	calls []func(context.Context, data.Store) error // the calls, in order
}

// costs returns the costs of the Store's methods, in the order of the calls.
func costs(f Fixture, l Large) []method {
	type call = func(context.Context, data.Store) error
	scope, root := l.Scope(0), f.Kinds[0].scopes()[0]
	var fifty []feature.Scope
	for i := range 50 {
		fifty = append(fifty, l.Scope(1+i))
	}
	scopes := func(text string) call {
		return func(ctx context.Context, s data.Store) error {
			q := data.ScopeQuery{Kind: scope.Kind, Text: text, Limit: 50}
			for range 3 {
				page, err := s.Scopes(ctx, q)
				if q.After = page.Next; err != nil || !page.More {
					return err
				}
			}
			return nil
		}
	}
	history := func(filter data.HistoryFilter) call {
		return func(ctx context.Context, s data.Store) error {
			q := data.HistoryQuery{HistoryFilter: filter, Limit: 50}
			page, err := s.History(ctx, q)
			if err == nil {
				q.After = page.Next
				_, err = s.History(ctx, q)
			}
			return err
		}
	}
	// changes writes three change-sets: it sets new overrides to on, then to off, and
	// then removes them.
	changes := func(n int) call {
		return func(ctx context.Context, s data.Store) error {
			set := feature.ChangeSet{Actor: "alice"}
			now := feature.Inherit
			for _, to := range []feature.Setting{feature.On, f.kind(scope.Kind).stored(feature.Off), feature.Inherit} {
				set.Changes = nil
				for i := range n {
					set.Changes = append(set.Changes, feature.Change{Scope: scope, Name: fmt.Sprint("new.", i), Before: now, After: to})
				}
				if _, err := s.Apply(ctx, set); err != nil {
					return err
				}
				now = to
			}
			return nil
		}
	}
	stored := func(names ...string) call {
		return func(ctx context.Context, s data.Store) error {
			for _, at := range []feature.Scope{scope, root} {
				if _, err := s.Stored(ctx, at, names...); err != nil {
					return err
				}
			}
			return nil
		}
	}
	// A read of one scope out of thousands must not read the others. A database with one
	// scope has all rows there.
	var ofScope []string
	if l.Scope(1) == scope || l.NoScopeIndex {
		ofScope = f.tables()
	}
	apply, undo, kill, unindexed := 27, 12, 11, []string(nil)
	if f.WholeRows { // each write reads whole rows, and an undo restores each override by itself
		apply, undo, kill = apply+12, undo+200, kill+8
	}
	if l.NoScopeIndex {
		unindexed = []string{f.Table}
	}
	var last string
	return []method{
		{"Apply", apply, nil, []call{changes(1), changes(100)}},
		// No index has the actor, so LastOwn reads the newest entries until it finds the
		// actor.
		{"LastOwn", 1, []string{"flagtui_change"}, []call{func(ctx context.Context, s data.Store) error {
			entries, err := s.LastOwn(ctx, "alice")
			if err == nil {
				last = entries[0].Change
			}
			return err
		}, func(ctx context.Context, s data.Store) error {
			if _, err := s.LastOwn(ctx, "nobody"); !errors.Is(err, feature.ErrUnknown) {
				return fmt.Errorf("nobody changed something: %w", err)
			}
			return nil
		}}},
		{"Undo", undo, nil, []call{func(ctx context.Context, s data.Store) error {
			_, err := s.Undo(ctx, last, feature.ChangeSet{})
			return err
		}}},
		// The app's own definitions are read only if flagtui_definition is empty.
		{"Definitions", 2, append(f.tables(), "flagtui_definition"), []call{func(ctx context.Context, s data.Store) error { _, err := s.Definitions(ctx); return err }}},
		// On PostgreSQL no index has the order of the names' bytes, so FirstPage reads
		// the whole table.
		{"FirstPage", 1, []string{"flagtui_definition"}, []call{func(ctx context.Context, s data.Store) error { _, err := s.FirstPage(ctx, scope, 50); return err },
			func(ctx context.Context, s data.Store) error { _, err := s.FirstPage(ctx, root, 50); return err }}},
		{"Stored", 2, ofScope, []call{stored()}},
		{"Stored of one flag", 2, nil, []call{stored(l.Name)}},
		{"StoredAt", 2, ofScope, []call{func(ctx context.Context, s data.Store) error {
			_, err := s.StoredAt(ctx, append(fifty, root))
			return err
		}}},
		{"Rows", 4, nil, []call{func(ctx context.Context, s data.Store) error {
			_, err := s.Rows(ctx, scope, l.Name, "flag.1")
			return err
		}, func(ctx context.Context, s data.Store) error { _, err := s.Rows(ctx, root, l.Name); return err }}},
		{"Recent", 1, ofScope, []call{func(ctx context.Context, s data.Store) error { _, err := s.Recent(ctx, scope); return err }}},
		{"Counts", 1, f.tables(), []call{func(ctx context.Context, s data.Store) error { return s.Counts(ctx, func(string, feature.Count) {}) }}},
		{"Overrides", 10, nil, []call{func(ctx context.Context, s data.Store) error {
			_, err := s.Overrides(ctx, data.OverrideQuery{Name: l.Name})
			if err == nil {
				_, err = s.Overrides(ctx, data.OverrideQuery{Name: l.Name, After: scope, Limit: 50})
			}
			return err
		}}},
		{"All", 1, f.tables(), []call{func(ctx context.Context, s data.Store) error { _, err := s.All(ctx); return err }}},
		{"Enabled", 1, slices.Concat(f.tables(), l.Scopes), []call{func(ctx context.Context, s data.Store) error { _, err := s.Enabled(ctx); return err }}},
		// Impact counts all scopes.
		{"Impact", 4, l.Scopes, []call{func(ctx context.Context, s data.Store) error { _, err := s.Impact(ctx, l.Name); return err }}},
		// No index serves a search within a text, so Scopes reads the list until the
		// page is full.
		{"Scopes", 9, append(unindexed, l.Scopes...), []call{scopes(""), scopes(l.Search), scopes("nothing")}},
		{"Scope", 1, unindexed, []call{func(ctx context.Context, s data.Store) error { _, err := s.Scope(ctx, scope); return err },
			func(ctx context.Context, s data.Store) error {
				if l.Slug == "" {
					return nil
				}
				_, err := s.Scope(ctx, feature.Scope{Kind: scope.Kind, ID: l.Slug})
				return err
			}}},
		{"ScopesOfSlugs", 1, nil, []call{func(ctx context.Context, s data.Store) error {
			_, err := s.ScopesOfSlugs(ctx, scope.Kind, []string{cmp.Or(l.Slug, scope.ID)})
			return err
		}}},
		{"ScopeNames", 1, nil, []call{func(ctx context.Context, s data.Store) error {
			_, err := s.ScopeNames(ctx, []feature.Scope{scope})
			return err
		}}},
		{"FeatureRollouts", 4, nil, []call{func(ctx context.Context, s data.Store) error { _, err := s.FeatureRollouts(ctx, l.Name); return err }}},
		{"ScopeRollouts", 4, nil, []call{func(ctx context.Context, s data.Store) error {
			_, err := s.ScopeRollouts(ctx, []feature.Scope{scope}, l.Name)
			return err
		}}},
		// Each call reads two pages. A page reads records, the rows of the application's
		// records, their past and their present state. Before the first page of a flag
		// or scope, History also searches the newest records for deleted overrides.
		{"History", 50, nil, []call{history(data.HistoryFilter{}), history(data.HistoryFilter{Name: l.Name}), history(data.HistoryFilter{Scope: scope}),
			history(data.HistoryFilter{Scope: scope, Name: l.Name}), history(data.HistoryFilter{Change: "c7"})}},
		{"LastChanges", 18, nil, []call{func(ctx context.Context, s data.Store) error {
			_, err := s.LastChanges(ctx, scope, l.Name, "flag.1", "none")
			return err
		}}},
		{"ChangeSet", 1, nil, []call{func(ctx context.Context, s data.Store) error { _, err := s.ChangeSet(ctx, "c7"); return err }}},
		{"Kill", kill, nil, []call{func(ctx context.Context, s data.Store) error {
			_, err := s.Kill(ctx, l.Name, feature.ChangeSet{})
			return err
		}}},
		// Register deletes and inserts all definitions, runs deferred constraints, and
		// reads the definitions back.
		{"Register", 5, []string{"flagtui_definition"}, []call{func(ctx context.Context, s data.Store) error {
			return s.Register(ctx, []feature.Definition{{Name: l.Name, Scopes: []feature.Kind{scope.Kind}}})
		}}},
	}
}

// withoutCost are the methods without an entry in costs.
var withoutCost = []string{"Info", "Close", "Watch", "Access", "InSnapshot", "AtOnce", // these read no tables themselves
	"CheckRows", "Rollouts", "FeatureStates"} // these read whole tables
