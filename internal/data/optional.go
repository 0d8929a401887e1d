package data

import (
	"context"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Impact implements Store.
func (s *sqlStore) Impact(ctx context.Context, name string) (feature.Impact, error) {
	for _, l := range s.layouts {
		if l, ok := l.(layout.Impacter); ok {
			return l.Impact(ctx, name)
		}
	}
	return feature.Impact{Inheriting: -1}, nil
}

// annotator returns the layout with rollouts, or nil.
func (s *sqlStore) annotator() layout.Annotator {
	for _, l := range s.layouts {
		if l, ok := l.(layout.Annotator); ok {
			return l
		}
	}
	return nil
}

// FeatureRollouts implements Store.
func (s *sqlStore) FeatureRollouts(ctx context.Context, name string) (feature.FeatureRollouts, error) {
	if a := s.annotator(); a != nil {
		return a.FeatureRollouts(ctx, name)
	}
	return feature.FeatureRollouts{}, nil
}

// ScopeRollouts implements Store.
func (s *sqlStore) ScopeRollouts(ctx context.Context, scopes []feature.Scope, names ...string) (map[feature.Scope]feature.ScopeRollouts, error) {
	if a := s.annotator(); a != nil {
		return a.ScopeRollouts(ctx, scopes, names...)
	}
	return map[feature.Scope]feature.ScopeRollouts{}, nil
}

// Rollouts implements Store.
func (s *sqlStore) Rollouts(ctx context.Context) (map[string]feature.FeatureRollouts, error) {
	if a := s.annotator(); a != nil {
		return a.Rollouts(ctx)
	}
	return map[string]feature.FeatureRollouts{}, nil
}

// FeatureStates implements Store.
func (s *sqlStore) FeatureStates(ctx context.Context) ([]feature.FeatureState, error) {
	if a := s.annotator(); a != nil {
		return a.FeatureStates(ctx)
	}
	return []feature.FeatureState{}, nil
}

// Enabled implements Store.
func (s *sqlStore) Enabled(ctx context.Context) ([]feature.TitledOverride, error) {
	for _, l := range s.layouts {
		if l, ok := l.(layout.EnabledLister); ok {
			return l.Enabled(ctx)
		}
	}
	return []feature.TitledOverride{}, nil
}

// nameActors replaces each entry's actor by the user's name if the actor is a user id of
// the app.
func (s *sqlStore) nameActors(ctx context.Context, entries []feature.Entry) error {
	actors := make([]*string, len(entries))
	for i := range entries {
		actors[i] = &entries[i].Actor
	}
	return s.nameUsers(ctx, actors...)
}

// nameUsers replaces the app's user ids by names, if a layout has the names.
func (s *sqlStore) nameUsers(ctx context.Context, people ...*string) error {
	for _, l := range s.layouts {
		if l, ok := l.(layout.ActorNamer); ok {
			if err := l.NameUsers(ctx, people...); err != nil {
				return err
			}
		}
	}
	return nil
}

// explainConflict adds an explanation to layout.ErrOvertaken, if a layout has one.
func (s *sqlStore) explainConflict(err error) error {
	for _, l := range s.layouts {
		if l, ok := l.(layout.ConflictExplainer); ok {
			err = l.ExplainConflict(err)
		}
	}
	return err
}

// hasRolloutMode reports whether a definition says how its feature is rolled out.
func (s *sqlStore) hasRolloutMode() bool {
	a := s.annotator()
	return a != nil && a.HasRolloutMode()
}
