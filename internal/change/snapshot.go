// Package change is what the commands and the screens share: it reads what is stored
// at a scope and resolves it, proposes changes with all that there is to say of them
// before they are confirmed, applies them, and words the result.
package change

import (
	"context"
	"maps"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// Snapshot is what is stored that decides the flags at one scope.
type Snapshot struct {
	Scope    feature.Scope
	System   map[string]feature.Stored // the system's overrides; not read for a scope that inherits nothing
	Own      map[string]feature.Stored // the scope's own; nil at system scope
	Rollouts feature.ScopeRollouts
}

// Read reads what decides at s.Scope; with names, for these flags only. It keeps
// s.System unless that is nil. At the zero scope it reads nothing.
func (s *Snapshot) Read(ctx context.Context, store data.Store, names ...string) (err error) {
	if s.System == nil && s.Scope.Kind.Inherits() {
		if s.System, err = store.Stored(ctx, feature.SystemScope(), names...); err != nil {
			return err
		}
	}
	if s.Scope.IsSystem() || s.Scope.IsZero() {
		return nil
	}
	if s.Own, err = store.Stored(ctx, s.Scope, names...); err != nil {
		return err
	}
	rollouts, err := store.ScopeRollouts(ctx, []feature.Scope{s.Scope}, names...)
	s.Rollouts = rollouts[s.Scope]
	return err
}

// ReadScopes reads the snapshots of several scopes.
func ReadScopes(ctx context.Context, store data.Store, scopes ...feature.Scope) (map[feature.Scope]Snapshot, error) {
	stored, err := store.StoredAt(ctx, append([]feature.Scope{feature.SystemScope()}, scopes...))
	if err != nil {
		return nil, err
	}
	rollouts, err := store.ScopeRollouts(ctx, scopes)
	if err != nil {
		return nil, err
	}
	snapshots := map[feature.Scope]Snapshot{}
	for _, scope := range scopes {
		snapshots[scope] = Snapshot{scope, stored[feature.SystemScope()], stored[scope], rollouts[scope]}
	}
	return snapshots, nil
}

// Equal reports whether both hold the same. A System that is nil differs from an empty one.
func (s Snapshot) Equal(other Snapshot) bool {
	return s.Scope == other.Scope && (s.System == nil) == (other.System == nil) && maps.Equal(s.System, other.System) &&
		maps.Equal(s.Own, other.Own) && s.Rollouts.Equal(other.Rollouts)
}

// Views returns every flag as the scope sees it, sorted by name.
func (s Snapshot) Views(defs []feature.Definition) []feature.View {
	return s.Rollouts.DecideAll(feature.Resolve(s.Scope, defs, s.System, s.Own), len(defs) > 0)
}

// ViewsOf returns the flags of these names, in this order. One without a definition and
// an override is not registered.
func (s Snapshot) ViewsOf(defs []feature.Definition, names []string) []feature.View {
	all, views := s.Views(defs), make([]feature.View, len(names))
	for i, name := range names {
		view, ok := feature.Find(all, name)
		if !ok {
			view = feature.View{Definition: feature.Undefined(name, len(defs) > 0, s.Scope.Kind)}.At(s.Scope, nil, nil)
			view = s.Rollouts.Decide(view, len(defs) > 0)
		}
		views[i] = view
	}
	return views
}

// Effects starts to compute the effects of changes at a scope from what is stored now.
func Effects(ctx context.Context, store data.Store, scope feature.Scope, defs []feature.Definition) (*feature.Effects, error) {
	stored, err := store.StoredAt(ctx, []feature.Scope{feature.SystemScope(), scope})
	if err != nil {
		return nil, err
	}
	return feature.NewEffects(scope, defs, stored[feature.SystemScope()], stored[scope]), nil
}
