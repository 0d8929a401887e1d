package limit

import (
	"context"
	"fmt"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// visible returns the entries inside the limit. With system, it also returns the entries
// at system scope, without their actors and reasons.
func (s *store) visible(entries []feature.Entry, system bool) []feature.Entry {
	seen := []feature.Entry{}
	for _, e := range entries {
		switch {
		case s.allows(e.Scope):
			seen = append(seen, e)
		case system && s.showsValue(e.Scope):
			seen = append(seen, feature.Entry{ID: e.ID, At: e.At, Scope: e.Scope, Name: e.Name, Before: e.Before, After: e.After, Origin: e.Origin})
		}
	}
	return seen
}

// whole returns a change-set if all of it is inside the limit. It fails with
// feature.ErrUnknown if nothing is, as for a change-set that does not exist, and with
// feature.ErrRefused if only a part is.
func (s *store) whole(change string, entries []feature.Entry) ([]feature.Entry, error) {
	seen := s.visible(entries, false)
	switch {
	case len(entries) > 0 && len(seen) == len(entries):
		return seen, nil
	case len(seen) == 0:
		return nil, unknownChange(change)
	}
	return nil, &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("the change-set %s also concerns scopes that you may not use", change), Hint: "nothing was written"}
}

func unknownChange(change string) error {
	return &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("history has no change-set %q at a scope that you may use", change), Hint: "flagtui history shows every change"}
}

// History implements data.History. A page may be empty although more pages follow, as
// data.HistoryPage allows.
func (s *store) History(ctx context.Context, query data.HistoryQuery) (data.HistoryPage, error) {
	if query.Scope.Kind != "" && !s.allows(query.Scope) {
		return data.HistoryPage{Entries: []feature.Entry{}}, s.refuse(query.Scope)
	}
	if query.Scope.Kind == "" && len(s.allowed) == 1 {
		query.Scope = s.allowed[0] // an index finds its entries
	}
	page, err := s.inner.History(ctx, query)
	values := query.System && query.By == "" && query.Change == "" // else the query itself would show who it was
	// Unnamed is left out: those records may be of any scope.
	return data.HistoryPage{Entries: s.visible(page.Entries, values), Next: page.Next, More: page.More, Partial: page.Partial, Searched: page.Searched}, err
}

// LastChanges implements data.History.
func (s *store) LastChanges(ctx context.Context, scope feature.Scope, names ...string) (map[string]feature.Entry, error) {
	switch {
	case s.allows(scope):
		return s.inner.LastChanges(ctx, scope, names...)
	case !s.showsValue(scope):
		return nil, s.refuse(scope)
	}
	last := map[string]feature.Entry{}
	if len(names) == 0 {
		return last, nil
	}
	stored, err := s.inner.Stored(ctx, scope, names...)
	for name, is := range stored {
		last[name] = feature.Entry{Scope: scope, Name: name, After: is.Setting()}
	}
	return last, err
}

// ChangeSet implements data.History. It returns the entries inside the limit.
func (s *store) ChangeSet(ctx context.Context, change string) ([]feature.Entry, error) {
	entries, err := s.inner.ChangeSet(ctx, change)
	if err != nil {
		return nil, err
	}
	if entries = s.visible(entries, false); len(entries) == 0 {
		return nil, unknownChange(change)
	}
	return entries, nil
}

// LastOwn implements data.History. It returns the entries inside the limit.
func (s *store) LastOwn(ctx context.Context, actor string) ([]feature.Entry, error) {
	entries, err := s.inner.LastOwn(ctx, actor)
	if err != nil {
		return nil, err
	}
	if entries = s.visible(entries, false); len(entries) == 0 {
		return nil, &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("the last change of %s is not at a scope that you may use", actor),
			Hint: "flagtui history shows every change; flagtui undo CHANGE undoes any of them"}
	}
	return entries, nil
}

// rollouts returns the rollouts inside the limit, and the stage of the rollout for
// everybody. It leaves out the exemptions, which name other publishers.
func (s *store) rollouts(of feature.FeatureRollouts) feature.FeatureRollouts {
	seen := feature.FeatureRollouts{State: of.State}
	for _, r := range of.Rollouts {
		if s.allows(r.Scope) || r.Scope.Kind == feature.Global {
			seen.Rollouts = append(seen.Rollouts, s.rollout(r))
		}
	}
	return seen
}

// rollout returns a rollout that decides at a visible scope. Outside the limit only its
// value is visible.
func (s *store) rollout(r feature.Rollout) feature.Rollout {
	if !s.allows(r.Scope) {
		r.By, r.At = "", time.Time{}
	}
	return r
}

// FeatureRollouts implements data.Reader.
func (s *store) FeatureRollouts(ctx context.Context, name string) (feature.FeatureRollouts, error) {
	of, err := s.inner.FeatureRollouts(ctx, name)
	return s.rollouts(of), err
}

// Rollouts implements data.Reader.
func (s *store) Rollouts(ctx context.Context) (map[string]feature.FeatureRollouts, error) {
	all, err := s.inner.Rollouts(ctx)
	if err != nil {
		return nil, err
	}
	seen := map[string]feature.FeatureRollouts{}
	for name, of := range all {
		if of = s.rollouts(of); !of.Empty() {
			seen[name] = of
		}
	}
	return seen, nil
}

// ScopeRollouts implements data.Reader. The values that decide at a visible scope are
// visible.
func (s *store) ScopeRollouts(ctx context.Context, scopes []feature.Scope, names ...string) (map[feature.Scope]feature.ScopeRollouts, error) {
	at, err := s.inner.ScopeRollouts(ctx, s.among(scopes), names...)
	for _, decides := range at {
		for name, of := range decides.Of {
			seen := feature.FeatureRollouts{State: of.State}
			for _, r := range of.Rollouts {
				seen.Rollouts = append(seen.Rollouts, s.rollout(r))
			}
			for _, e := range of.Exemptions {
				seen.Exemptions = append(seen.Exemptions, feature.Exemption{Publisher: e.Publisher, PublisherID: e.PublisherID, Effect: e.Effect})
			}
			decides.Of[name] = seen
		}
	}
	return at, err
}

// FeatureStates implements data.Reader. The app's flags for the whole system belong to
// no scope inside the limit.
func (s *store) FeatureStates(context.Context) ([]feature.FeatureState, error) {
	return []feature.FeatureState{}, nil
}
