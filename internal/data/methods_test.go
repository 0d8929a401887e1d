package data

import (
	"context"
	"errors"
	"fmt"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// methodCalls holds the calls of a method of Store. The costs of the methods are in
// layouttest.
type methodCalls struct {
	calls []func(context.Context, Store) error
}

// allCalls returns calls of all methods of Store that read the database.
func allCalls() map[string]methodCalls {
	const name = "flag.700"
	t700 := feature.TenantScope("t700")
	scopes := func(text string, rest bool) func(context.Context, Store) error {
		return func(ctx context.Context, s Store) error {
			_, err := s.Scopes(ctx, layout.ScopeQuery{Kind: feature.Tenant, Text: text, Limit: 50, After: layout.Cursor{ID: "t1", Rest: rest}})
			return err
		}
	}
	history := func(filter HistoryFilter) func(context.Context, Store) error {
		return func(ctx context.Context, s Store) error {
			q := HistoryQuery{HistoryFilter: filter, Limit: 50}
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
	changes := func(n int) func(context.Context, Store) error {
		return func(ctx context.Context, s Store) error {
			set := feature.ChangeSet{Actor: "alice"}
			for _, to := range []feature.Setting{feature.On, feature.Off, feature.Inherit} {
				for i := range n {
					c := feature.Change{Scope: t700, Name: fmt.Sprint("new.", i), After: to}
					if len(set.Changes) == n {
						c.Before, set.Changes = set.Changes[0].After, set.Changes[1:]
					}
					set.Changes = append(set.Changes, c)
				}
				if _, err := s.Apply(ctx, set); err != nil {
					return err
				}
			}
			return nil
		}
	}
	var last string
	one := func(fn func(context.Context, Store) error) []func(context.Context, Store) error {
		return []func(context.Context, Store) error{fn}
	}
	return map[string]methodCalls{
		"Definitions": {one(func(ctx context.Context, s Store) error { _, err := s.Definitions(ctx); return err })},
		"FirstPage": {[]func(context.Context, Store) error{
			func(ctx context.Context, s Store) error {
				_, err := s.FirstPage(ctx, feature.SystemScope(), 50)
				return err
			},
			func(ctx context.Context, s Store) error { _, err := s.FirstPage(ctx, t700, 50); return err },
		}},
		"Stored": {[]func(context.Context, Store) error{
			func(ctx context.Context, s Store) error { _, err := s.Stored(ctx, feature.SystemScope()); return err },
			func(ctx context.Context, s Store) error {
				_, err := s.Stored(ctx, feature.SystemScope(), name)
				return err
			},
			func(ctx context.Context, s Store) error { _, err := s.Stored(ctx, t700); return err },
			func(ctx context.Context, s Store) error { _, err := s.Stored(ctx, t700, name); return err },
		}},
		"StoredAt": {one(func(ctx context.Context, s Store) error {
			at := []feature.Scope{feature.SystemScope()}
			for i := range 50 {
				at = append(at, feature.TenantScope(fmt.Sprint("t", 700+i)))
			}
			if _, err := s.StoredAt(ctx, at, name); err != nil {
				return err
			}
			_, err := s.StoredAt(ctx, at)
			return err
		})},
		"ScopesOfSlugs": {one(func(ctx context.Context, s Store) error {
			_, err := s.ScopesOfSlugs(ctx, feature.Project, []string{"a", "b"})
			return err
		})},
		"ScopeNames": {one(func(ctx context.Context, s Store) error {
			_, err := s.ScopeNames(ctx, []feature.Scope{feature.SystemScope(), t700, feature.TenantScope("t701")})
			return err
		})},
		"Rows": {[]func(context.Context, Store) error{
			func(ctx context.Context, s Store) error {
				_, err := s.Rows(ctx, feature.SystemScope(), name)
				return err
			},
			func(ctx context.Context, s Store) error { _, err := s.Rows(ctx, t700, name, "flag.1"); return err },
		}},
		"Recent": {one(func(ctx context.Context, s Store) error { _, err := s.Recent(ctx, t700); return err })},
		"Counts": {one(func(ctx context.Context, s Store) error { _, err := countsOf(ctx, s); return err })},
		"Overrides": {[]func(context.Context, Store) error{
			func(ctx context.Context, s Store) error {
				_, err := s.Overrides(ctx, layout.OverrideQuery{Name: name})
				return err
			},
			func(ctx context.Context, s Store) error {
				_, err := s.Overrides(ctx, layout.OverrideQuery{Name: name, After: t700, Limit: 50})
				return err
			},
		}},
		"All":    {one(func(ctx context.Context, s Store) error { _, err := s.All(ctx); return err })},
		"Impact": {one(func(ctx context.Context, s Store) error { _, err := s.Impact(ctx, name); return err })},
		"Scopes": {[]func(context.Context, Store) error{scopes("", false), scopes("", true), scopes("tenant", false), scopes("nothing", false), scopes("nothing", true)}},
		"Scope":  {one(func(ctx context.Context, s Store) error { _, err := s.Scope(ctx, t700); return err })},
		"Apply":  {[]func(context.Context, Store) error{changes(1), changes(100)}},
		"History": {[]func(context.Context, Store) error{history(HistoryFilter{}), history(HistoryFilter{Name: name}), history(HistoryFilter{Scope: t700}),
			history(HistoryFilter{Scope: t700, Name: name}), history(HistoryFilter{Change: "c7"})}},
		"LastChanges": {one(func(ctx context.Context, s Store) error {
			_, err := s.LastChanges(ctx, t700, name, "flag.1", "none")
			return err
		})},
		"ChangeSet": {one(func(ctx context.Context, s Store) error { _, err := s.ChangeSet(ctx, "c7"); return err })},
		"LastOwn": {[]func(context.Context, Store) error{
			func(ctx context.Context, s Store) error {
				entries, err := s.LastOwn(ctx, "alice")
				if err == nil {
					last = entries[0].Change
				}
				return err
			},
			func(ctx context.Context, s Store) error {
				if _, err := s.LastOwn(ctx, "nobody"); !errors.Is(err, feature.ErrUnknown) {
					return fmt.Errorf("nobody changed something: %w", err)
				}
				return nil
			},
		}},
		"Undo": {one(func(ctx context.Context, s Store) error { _, err := s.Undo(ctx, last, feature.ChangeSet{}); return err })},
		"Kill": {one(func(ctx context.Context, s Store) error { _, err := s.Kill(ctx, name, feature.ChangeSet{}); return err })},
		"Register": {one(func(ctx context.Context, s Store) error {
			return s.Register(ctx, []feature.Definition{{Name: "a"}, {Name: "b"}})
		})},
	}
}
