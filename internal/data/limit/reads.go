package limit

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// among returns those of scopes that are inside the limit.
func (s *store) among(scopes []feature.Scope) []feature.Scope {
	return slices.DeleteFunc(slices.Clone(scopes), func(scope feature.Scope) bool { return !s.allows(scope) })
}

// Stored implements data.Reader.
func (s *store) Stored(ctx context.Context, scope feature.Scope, names ...string) (map[string]feature.Stored, error) {
	if !s.allows(scope) && !s.showsValue(scope) {
		return nil, s.refuse(scope)
	}
	return s.inner.Stored(ctx, scope, names...)
}

// StoredAt implements data.Reader. It leaves out the scopes that the limit hides.
func (s *store) StoredAt(ctx context.Context, scopes []feature.Scope, names ...string) (map[feature.Scope]map[string]feature.Stored, error) {
	return s.inner.StoredAt(ctx, slices.DeleteFunc(slices.Clone(scopes), func(scope feature.Scope) bool { return !s.allows(scope) && !s.showsValue(scope) }), names...)
}

// Rows implements data.Reader. Rows of the system show their values only.
func (s *store) Rows(ctx context.Context, scope feature.Scope, names ...string) ([]feature.Override, error) {
	if s.allows(scope) {
		return s.inner.Rows(ctx, scope, names...)
	}
	if !s.showsValue(scope) {
		return nil, s.refuse(scope)
	}
	rows, err := s.inner.Rows(ctx, scope, names...)
	seen := []feature.Override{}
	for _, row := range rows {
		if row.Scope == scope { // a misplaced row names another scope
			seen = append(seen, feature.Override{Scope: row.Scope, Name: row.Name, Enabled: row.Enabled, Unset: row.Unset, Depends: row.Depends, Locked: row.Locked})
		}
	}
	return seen, err
}

// Recent implements data.Reader. It hides the times of the system's changes.
func (s *store) Recent(ctx context.Context, scope feature.Scope) ([]string, error) {
	switch {
	case s.allows(scope):
		return s.inner.Recent(ctx, scope)
	case s.showsValue(scope):
		return nil, nil
	}
	return nil, s.refuse(scope)
}

// Counts implements data.Reader. It counts the scopes inside the limit.
func (s *store) Counts(ctx context.Context, add func(name string, n feature.Count)) error {
	below := slices.DeleteFunc(slices.Clone(s.allowed), feature.Scope.IsSystem)
	at, err := s.inner.StoredAt(ctx, below)
	if err != nil {
		return err
	}
	counts := map[string]feature.Count{}
	for _, stored := range at {
		for name, is := range stored {
			n := counts[name]
			switch is.Setting() {
			case feature.On:
				n.On++
			case feature.Off:
				n.Off++
			}
			counts[name] = n
		}
	}
	for name, n := range counts {
		if n.On+n.Off > 0 {
			add(name, n)
		}
	}
	return nil
}

// rowsOf returns the rows inside the limit, sorted by scope and name.
func (s *store) rowsOf(ctx context.Context, scopes []feature.Scope, names ...string) ([]feature.Override, error) {
	all := []feature.Override{}
	var reads []func(context.Context) error
	for _, scope := range scopes {
		reads = append(reads, func(ctx context.Context) error {
			rows, err := s.Rows(ctx, scope, names...)
			all = append(all, rows...)
			return err
		})
	}
	if err := s.AtOnce(ctx, reads...); err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b feature.Override) int {
		return cmp.Or(cmp.Compare(a.Scope.Kind, b.Scope.Kind), cmp.Compare(a.Scope.ID, b.Scope.ID), cmp.Compare(a.Name, b.Name))
	})
	return all, nil
}

// Overrides implements data.Reader.
func (s *store) Overrides(ctx context.Context, query data.OverrideQuery) (data.OverridePage, error) {
	page := data.OverridePage{Overrides: []feature.Override{}}
	scopes := slices.DeleteFunc(slices.Clone(s.allowed), feature.Scope.IsSystem)
	var first, rows []feature.Override
	err := s.AtOnce(ctx, func(ctx context.Context) (err error) {
		rows, err = s.rowsOf(ctx, scopes, query.Name)
		return err
	}, func(ctx context.Context) (err error) {
		if s.inherits || s.allows(feature.SystemScope()) {
			first, err = s.Rows(ctx, feature.SystemScope(), query.Name)
		}
		return err
	})
	if err != nil {
		return page, err
	}
	rows = append(first, rows...)
	if after := slices.IndexFunc(rows, func(o feature.Override) bool { return o.Scope == query.After }); after >= 0 {
		rows = rows[after+1:]
	}
	if query.Limit > 0 && len(rows) > query.Limit {
		rows, page.More = rows[:query.Limit], true
	}
	page.Overrides = append(page.Overrides, rows...)
	return page, page.ReadScopes(ctx, s, query)
}

// All implements data.Reader.
func (s *store) All(ctx context.Context) ([]feature.Override, error) {
	return s.rowsOf(ctx, s.allowed)
}

// Enabled implements data.Reader.
func (s *store) Enabled(ctx context.Context) ([]feature.TitledOverride, error) {
	all, err := s.inner.Enabled(ctx)
	return slices.DeleteFunc(all, func(o feature.TitledOverride) bool { return !s.allows(o.Scope) }), err
}

// Impact implements data.Reader. It hides the number of other scopes.
func (s *store) Impact(context.Context, string) (feature.Impact, error) {
	return feature.Impact{Inheriting: -1}, nil
}

// CheckRows implements data.Reader.
func (s *store) CheckRows(ctx context.Context, row func(data.Row), report func(data.Anomaly)) error {
	return s.inner.CheckRows(ctx, func(r data.Row) {
		if r.Near = ""; s.allows(r.Scope) {
			row(r)
		}
	}, func(a data.Anomaly) {
		if a.Row.Near = ""; s.allows(a.Row.Scope) {
			report(a)
		}
	})
}

// Scopes implements data.Scopes. All scopes are on the first page.
func (s *store) Scopes(ctx context.Context, query data.ScopeQuery) (data.ScopePage, error) {
	page := data.ScopePage{Scopes: []feature.ScopeInfo{}}
	if query.After != (data.Cursor{}) {
		return page, nil
	}
	var reads []func(context.Context) error
	for _, scope := range s.allowed {
		if scope.Kind != query.Kind {
			continue
		}
		reads = append(reads, func(ctx context.Context) error {
			info, err := s.inner.Scope(ctx, scope)
			if errors.Is(err, feature.ErrUnknown) {
				return nil // it has no row yet
			}
			text := strings.ToLower(strings.Join([]string{info.Scope.ID, info.Slug, info.Name}, "\n"))
			if strings.Contains(text, strings.ToLower(query.Text)) {
				page.Scopes = append(page.Scopes, info)
			}
			return err
		})
	}
	if err := s.AtOnce(ctx, reads...); err != nil {
		return page, err
	}
	slices.SortFunc(page.Scopes, func(a, b feature.ScopeInfo) int {
		return cmp.Or(cmp.Compare(min(b.Overrides, 1), min(a.Overrides, 1)), cmp.Compare(a.Scope.ID, b.Scope.ID))
	})
	return page, nil
}

// Scope implements data.Scopes. An error names no other scopes.
func (s *store) Scope(ctx context.Context, scope feature.Scope) (feature.ScopeInfo, error) {
	if s.allows(scope) {
		info, err := s.inner.Scope(ctx, scope)
		if errors.Is(err, feature.ErrUnknown) {
			err = &feature.Problem{Kind: feature.ErrUnknown, Text: err.Error()}
		}
		return info, err
	}
	// The user may write a slug or another spelling.
	if info, err := s.inner.Scope(ctx, scope); err == nil && s.allows(info.Scope) {
		return info, nil
	}
	return feature.ScopeInfo{Scope: scope}, s.refuse(scope)
}

// ScopesOfSlugs implements data.Scopes. It leaves out the scopes that the user may not
// read.
func (s *store) ScopesOfSlugs(ctx context.Context, kind feature.Kind, slugs []string) (map[string]feature.Scope, error) {
	scopes, err := s.inner.ScopesOfSlugs(ctx, kind, slugs)
	maps.DeleteFunc(scopes, func(_ string, scope feature.Scope) bool { return !s.allows(scope) })
	return scopes, err
}

// ScopeNames implements data.Scopes.
func (s *store) ScopeNames(ctx context.Context, scopes []feature.Scope) (map[feature.Scope]string, error) {
	return s.inner.ScopeNames(ctx, s.among(scopes))
}
