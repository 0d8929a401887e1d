package data

import (
	"cmp"
	"context"
	"math"
	"slices"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Stored implements Store.
func (s *sqlStore) Stored(ctx context.Context, scope feature.Scope, names ...string) (map[string]feature.Stored, error) {
	stored := map[string]feature.Stored{}
	l := s.layoutOf(scope.Kind)
	if l == nil {
		return stored, nil
	}
	statements, err := l.SelectStored(scope.Kind, []string{scope.ID}, names, func(_, name string, is feature.Stored) { stored[name] = is })
	if err != nil {
		return nil, err
	}
	return stored, s.Read(ctx, func(ctx context.Context) error { return s.Batch(ctx, s.Pool, statements...) })
}

// StoredAt implements Store.
func (s *sqlStore) StoredAt(ctx context.Context, scopes []feature.Scope, names ...string) (map[feature.Scope]map[string]feature.Stored, error) {
	stored := make(map[feature.Scope]map[string]feature.Stored, len(scopes))
	byKind := map[feature.Kind][]string{} // the scopes' ids
	for _, scope := range scopes {
		if stored[scope] == nil {
			stored[scope] = map[string]feature.Stored{}
			byKind[scope.Kind] = append(byKind[scope.Kind], scope.ID)
		}
	}
	var statements []engine.Statement
	for kind, ids := range byKind {
		l := s.layoutOf(kind)
		if l == nil {
			continue
		}
		more, err := l.SelectStored(kind, ids, names, func(id, name string, is feature.Stored) {
			if at := stored[feature.Scope{Kind: kind, ID: id}]; at != nil {
				at[name] = is
			}
		})
		if err != nil {
			return nil, err
		}
		statements = append(statements, more...)
	}
	return stored, s.Read(ctx, func(ctx context.Context) error { return s.Batch(ctx, s.Pool, statements...) })
}

// Rows implements Store.
func (s *sqlStore) Rows(ctx context.Context, scope feature.Scope, names ...string) ([]feature.Override, error) {
	found := []feature.Override{}
	l := s.layoutOf(scope.Kind)
	if l == nil {
		return found, nil
	}
	st, err := l.SelectRows(scope, names, func(row layout.OverrideRow) { found = append(found, row.Override) })
	if err != nil {
		return nil, err
	}
	err = s.Read(ctx, func(ctx context.Context) error {
		if err := s.Batch(ctx, s.Pool, st); err != nil || len(names) == 0 {
			return err
		}
		return s.markOutside(ctx, found)
	})
	if len(names) > engine.Chunk {
		found = slices.DeleteFunc(found, func(o feature.Override) bool { return !slices.Contains(names, o.Name) })
	}
	return found, err
}

// Recent implements Store.
func (s *sqlStore) Recent(ctx context.Context, scope feature.Scope) (names []string, err error) {
	l := s.layoutOf(scope.Kind)
	if l == nil {
		return nil, nil
	}
	st, err := l.SelectRecent(scope, func(name string) { names = append(names, name) })
	if err != nil {
		return nil, err
	}
	return names, s.Read(ctx, func(ctx context.Context) error { return s.Batch(ctx, s.Pool, st) })
}

// OverridePage is one page of overrides.
type OverridePage struct {
	Overrides []feature.Override
	More      bool // more overrides follow

	// Names and Rollouts are the results of ScopeNames and ScopeRollouts for the scopes of
	// the page. A query without WithScopes leaves them empty.
	Names    map[feature.Scope]string
	Rollouts map[feature.Scope]feature.ScopeRollouts
}

// Overrides implements Store.
func (s *sqlStore) Overrides(ctx context.Context, q layout.OverrideQuery) (OverridePage, error) {
	page := OverridePage{Overrides: []feature.Override{}}
	limit := math.MaxInt32
	if q.Limit > 0 {
		limit = q.Limit + 1
	}
	layouts := s.layouts
	if q.After.Kind != "" {
		layouts = layouts[max(0, slices.Index(layouts, s.layoutOf(q.After.Kind))):]
	}
	var statements []engine.Statement
	for _, l := range layouts {
		st, err := l.SelectPage(q, limit, func(row layout.OverrideRow) { page.Overrides = append(page.Overrides, row.Override) })
		if err != nil {
			return page, err
		}
		statements = append(statements, st)
	}
	err := s.Read(ctx, func(ctx context.Context) error {
		if err := s.Batch(ctx, s.Pool, statements...); err != nil {
			return err
		}
		if q.Limit > 0 && len(page.Overrides) > q.Limit {
			page.Overrides, page.More = page.Overrides[:q.Limit], true
		}
		if q.Unmarked {
			return nil
		}
		return s.AtOnce(ctx, func(ctx context.Context) error {
			return s.markOutside(ctx, page.Overrides)
		}, func(ctx context.Context) error { return page.ReadScopes(ctx, s, q) })
	})
	return page, err
}

// ReadScopes reads Names and Rollouts from a Store, if the query asks for them.
func (page *OverridePage) ReadScopes(ctx context.Context, from Store, q layout.OverrideQuery) error {
	if !q.WithScopes {
		return nil
	}
	var scopes []feature.Scope
	for _, o := range page.Overrides {
		if o.Scope.ID != "" {
			scopes = append(scopes, o.Scope)
		}
	}
	return from.AtOnce(ctx, func(ctx context.Context) (err error) {
		page.Names, err = from.ScopeNames(ctx, scopes)
		return err
	}, func(ctx context.Context) (err error) {
		page.Rollouts, err = from.ScopeRollouts(ctx, scopes, q.Name)
		return err
	})
}

// All implements Store. It sorts by bytes in Go, because databases sort text
// differently.
func (s *sqlStore) All(ctx context.Context) ([]feature.Override, error) {
	all := []feature.Override{}
	for _, l := range s.layouts {
		err := s.Read(ctx, func(ctx context.Context) error {
			return s.Batch(ctx, s.Pool, l.SelectAll(func(row layout.OverrideRow) { all = append(all, row.Override) }))
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(all, func(a, b feature.Override) int {
		return cmp.Or(cmp.Compare(a.Scope.Kind, b.Scope.Kind), cmp.Compare(a.Scope.ID, b.Scope.ID), cmp.Compare(a.Name, b.Name))
	})
	return all, nil
}
