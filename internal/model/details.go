package model

import (
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// openDetails shows one flag in full, with its value at a scope.
func (m *Model) openDetails(at feature.ScopeInfo, name string) tea.Cmd {
	const entries = 20
	view, listed := feature.Find(m.browse.Views(), name)
	if i := slices.IndexFunc(m.definitions, func(d feature.Definition) bool { return d.Name == name }); !listed && i >= 0 {
		view = feature.View{Definition: &m.definitions[i], Registered: true} // it is not allowed at the scope shown
	} else if !listed {
		view = feature.View{Definition: feature.Undefined(name, len(m.definitions) > 0, at.Scope.Kind)}
	}
	details := views.NewDetails(m.frame.Theme, m.keys, at, view, m.browse.Count(name), len(m.definitions) > 0)
	store, scope, query := m.store, at.Scope, data.OverrideQuery{}
	return m.open(&layer{screen: details, about: detailing, live: true, read: func(anew bool) func(context.Context) (func(), error) {
		if anew {
			query = data.OverrideQuery{Name: name, Limit: max(pageSize, details.OverridesRead())}
		}
		asked := query
		return func(ctx context.Context) (func(), error) {
			page, err := store.Overrides(ctx, asked)
			if err != nil {
				return nil, err
			}
			others := func() {
				if n := len(page.Overrides); n > 0 {
					query.After, query.Limit = page.Overrides[n-1].Scope, pageSize
				}
				details.ShowOthers(page.Overrides, anew, page.More)
			}
			if !anew {
				rollouts, err := store.ScopeRollouts(ctx, scopesOf(feature.Scope{}, page.Overrides), name)
				return func() {
					details.SetRollouts(rollouts)
					others()
				}, err
			}
			system, own, err := chain(ctx, store, scope, name)
			if err != nil {
				return nil, err
			}
			flagRollouts, err := store.FeatureRollouts(ctx, name)
			if err != nil {
				return nil, err
			}
			var impact feature.Impact
			if scope.Kind.Inherits() {
				if impact, err = store.Impact(ctx, name); err != nil {
					return nil, err
				}
			}
			rollouts, err := store.ScopeRollouts(ctx, scopesOf(scope, page.Overrides), name)
			if err != nil {
				return nil, err
			}
			past, err := (&historyReader{store: store, query: data.HistoryQuery{Name: name, Limit: entries}}).next(ctx, anyEntry, 1)
			return func() {
				details.SetRollouts(rollouts)
				details.ShowChain(system, own)
				if scope.Kind.Inherits() {
					details.ShowImpact(impact)
				}
				others()
				details.ShowHistory(past.Entries, flagRollouts)
			}, err
		}
	}})
}

// scopesOf returns one and the scopes of overrides.
func scopesOf(one feature.Scope, overrides []feature.Override) []feature.Scope {
	scopes := []feature.Scope{one}
	for _, o := range overrides {
		if o.Scope != one && o.Scope.ID != "" {
			scopes = append(scopes, o.Scope)
		}
	}
	return scopes
}

// chain reads the overrides that decide a flag's value at a scope. If the app reads
// several rows as one, the last row counts.
func chain(ctx context.Context, store data.Store, scope feature.Scope, name string) (system, own *feature.Override, err error) {
	last := func(scope feature.Scope) (*feature.Override, error) {
		rows, err := store.Rows(ctx, scope, name)
		if err != nil || len(rows) == 0 {
			return nil, err
		}
		return &rows[len(rows)-1], nil
	}
	if scope.Kind.Inherits() {
		if system, err = last(feature.SystemScope()); err != nil {
			return nil, nil, err
		}
	}
	if !scope.IsSystem() && !scope.IsZero() {
		own, err = last(scope)
	}
	return system, own, err
}
