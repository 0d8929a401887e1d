package data

import (
	"context"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Scopes implements Store.
func (s *sqlStore) Scopes(ctx context.Context, q layout.ScopeQuery) (layout.ScopePage, error) {
	if !s.info.Has(q.Kind) {
		return layout.ScopePage{Scopes: []feature.ScopeInfo{}}, layout.NoScopes(q.Kind)
	}
	return s.layoutOf(q.Kind).Scopes(ctx, q)
}

// Scope implements Store.
func (s *sqlStore) Scope(ctx context.Context, scope feature.Scope) (feature.ScopeInfo, error) {
	if err := s.validate(feature.Change{Scope: scope, Name: "-"}); err != nil || scope.IsSystem() {
		return feature.ScopeInfo{Scope: scope, Listed: true}, err
	}
	return s.layoutOf(scope.Kind).Scope(ctx, scope)
}

// ScopesOfSlugs implements Store.
func (s *sqlStore) ScopesOfSlugs(ctx context.Context, kind feature.Kind, slugs []string) (map[string]feature.Scope, error) {
	scopes := make(map[string]feature.Scope, len(slugs))
	slugged, ok := s.layoutOf(kind).(layout.Slugged)
	if !ok {
		for _, slug := range slugs {
			scopes[slug] = feature.Scope{Kind: kind, ID: slug}
		}
		return scopes, nil
	}
	statements := slugged.SelectSlugs(kind, slugs, func(id, slug string) { scopes[slug] = feature.Scope{Kind: kind, ID: id} })
	if len(statements) == 0 {
		return scopes, nil
	}
	return scopes, s.Read(ctx, func(ctx context.Context) error { return s.Batch(ctx, s.Pool, statements...) })
}

// ScopeNames implements Store.
func (s *sqlStore) ScopeNames(ctx context.Context, scopes []feature.Scope) (map[feature.Scope]string, error) {
	byKind := map[feature.Kind][]string{} // the scopes' ids
	for _, scope := range scopes {
		byKind[scope.Kind] = append(byKind[scope.Kind], scope.ID)
	}
	names := map[feature.Scope]string{}
	var statements []engine.Statement
	for kind, ids := range byKind {
		if l := s.layoutOf(kind); l != nil {
			statements = append(statements, l.SelectNames(kind, ids, func(id, name string) {
				if name != "" {
					names[feature.Scope{Kind: kind, ID: id}] = name
				}
			})...)
		}
	}
	if len(statements) == 0 {
		return names, nil
	}
	return names, s.Read(ctx, func(ctx context.Context) error { return s.Batch(ctx, s.Pool, statements...) })
}
