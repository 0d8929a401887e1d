// Package change holds the steps of a change that the commands and the screens share. It
// reads and resolves stored values, proposes and applies changes, and describes the
// results.
package change

import (
	"context"
	"maps"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// Snapshot holds the stored values that decide the flags at one scope.
type Snapshot struct {
	Scope    feature.Scope
	Kind     feature.KindInfo          // description of the scope's kind
	System   map[string]feature.Stored // the system's overrides; nil if the scope inherits nothing
	Own      map[string]feature.Stored // the scope's own overrides; nil at system scope
	Rollouts feature.ScopeRollouts
}

// Read reads the values that decide at s.Scope. With names, it reads only these flags. A
// System that is not nil is kept. At the zero scope, Read reads nothing.
func (s *Snapshot) Read(ctx context.Context, store data.Store, names ...string) error {
	s.Kind = store.Info().Kinds.Of(s.Scope.Kind)
	below := !s.Scope.IsSystem() && !s.Scope.IsZero()
	return store.AtOnce(ctx, func(ctx context.Context) (err error) {
		if s.System == nil && (s.Scope.IsSystem() || s.Kind.Inherits == feature.System) {
			s.System, err = store.Stored(ctx, feature.SystemScope(), names...)
		}
		return err
	}, func(ctx context.Context) (err error) {
		if below {
			s.Own, err = store.Stored(ctx, s.Scope, names...)
		}
		return err
	}, func(ctx context.Context) error {
		if !below {
			return nil
		}
		rollouts, err := store.ScopeRollouts(ctx, []feature.Scope{s.Scope}, names...)
		s.Rollouts = rollouts[s.Scope]
		return err
	})
}

// ReadScopes reads the snapshots of several scopes. With names, it reads only these flags.
func ReadScopes(ctx context.Context, store data.Store, scopes []feature.Scope, names ...string) (map[feature.Scope]Snapshot, error) {
	stored, rollouts, err := StoredAndRollouts(ctx, store, append([]feature.Scope{feature.SystemScope()}, scopes...), names...)
	if err != nil {
		return nil, err
	}
	snapshots := map[feature.Scope]Snapshot{}
	for _, scope := range scopes {
		snapshots[scope] = Snapshot{scope, store.Info().Kinds.Of(scope.Kind), stored[feature.SystemScope()], stored[scope], rollouts[scope]}
	}
	return snapshots, nil
}

// StoredAndRollouts reads the overrides at several scopes, and what else decides there.
// With names, it reads only these flags.
func StoredAndRollouts(ctx context.Context, store data.Store, scopes []feature.Scope, names ...string) (stored map[feature.Scope]map[string]feature.Stored, rollouts map[feature.Scope]feature.ScopeRollouts, err error) {
	err = store.AtOnce(ctx, func(ctx context.Context) (err error) {
		stored, err = store.StoredAt(ctx, scopes, names...)
		return err
	}, func(ctx context.Context) (err error) {
		rollouts, err = store.ScopeRollouts(ctx, scopes, names...)
		return err
	})
	return stored, rollouts, err
}

// Equal reports whether both snapshots hold the same values. A nil System differs from
// an empty one.
func (s Snapshot) Equal(other Snapshot) bool {
	return s.Scope == other.Scope && (s.System == nil) == (other.System == nil) && maps.EqualFunc(s.System, other.System, feature.Stored.Equal) &&
		maps.EqualFunc(s.Own, other.Own, feature.Stored.Equal) && s.Rollouts.Equal(other.Rollouts)
}

// Views returns every flag as the scope sees it, sorted by name.
func (s Snapshot) Views(defs []feature.Definition) []feature.View {
	return s.Rollouts.DecideAll(feature.Resolve(s.Kind, s.Scope, defs, s.System, s.Own), len(defs) > 0)
}

// ViewsOf returns the views of the named flags, in the order of names. A flag with
// neither a definition nor an override is not registered.
func (s Snapshot) ViewsOf(defs []feature.Definition, names []string) []feature.View {
	all, views := s.Views(defs), make([]feature.View, len(names))
	for i, name := range names {
		view, ok := feature.Find(all, name)
		if !ok {
			view = feature.View{Definition: feature.Undefined(name, len(defs) > 0, s.Kind)}.At(s.Kind, nil, nil)
			view = s.Rollouts.Decide(view, len(defs) > 0)
		}
		views[i] = view
	}
	return views
}

// Effects returns a feature.Effects for a scope. It starts at the values that are stored
// now.
func Effects(ctx context.Context, store data.Store, scope feature.Scope, defs []feature.Definition) (*feature.Effects, error) {
	stored, err := store.StoredAt(ctx, []feature.Scope{feature.SystemScope(), scope})
	if err != nil {
		return nil, err
	}
	return feature.NewEffects(store.Info().Kinds.Of(scope.Kind), defs, stored[feature.SystemScope()], stored[scope]), nil
}
