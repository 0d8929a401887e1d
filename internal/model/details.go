package model

import (
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// openDetails shows the details of one flag at a scope.
func (m *Model) openDetails(at feature.ScopeInfo, name string) tea.Cmd {
	view, listed := feature.Find(m.browse.Views(), name)
	if i := slices.IndexFunc(m.definitions, func(d feature.Definition) bool { return d.Name == name }); i >= 0 {
		view = feature.View{Definition: &m.definitions[i], Registered: true} // a flag that is not allowed at the scope shown is not listed
	} else if !listed {
		view = feature.View{Definition: feature.Undefined(name, len(m.definitions) > 0, m.store.Info().Kinds.Of(at.Scope.Kind))}
	}
	details := views.NewDetails(m.frame.Theme, m.keys, at, view, m.browse.Count(name), len(m.definitions) > 0)
	details.Kinds, details.Live = m.store.Info().Kinds, m.live.states
	reader := &detailsReader{store: m.store, scope: at.Scope, name: name}
	return m.open(&layer{screen: details, about: detailing, live: true, read: func(anew bool) func(context.Context) (func(), error) {
		switch {
		case anew:
			reader.restart(details)
		case details.WantsInheriting():
			return reader.nextInheriting(details, false)
		default:
			return reader.nextOverrides(details)
		}
		return reader.all(details, details.InheritingOpen())
	}})
}

// detailsReader reads the details of a flag. Like layer.read, its methods return
// functions that do the reading.
type detailsReader struct {
	store     data.Store
	scope     feature.Scope
	name      string
	overrides data.OverrideQuery // the next page of overrides
	scopes    data.ScopeQuery    // the next page of scopes, searched for those that inherit
	kinds     []feature.Kind     // the kinds of scope that are not yet read whole
	read      int                // number of scopes read so far
}

// restart goes back to the first pages. Each first page is as long as the list shown.
func (r *detailsReader) restart(details *views.Details) {
	r.overrides = data.OverrideQuery{Name: r.name, WithScopes: true, Limit: max(pageSize, details.OverridesRead())}
	r.kinds = r.store.Info().Kinds.InheritingSystem().Kinds()
	r.scopes = data.ScopeQuery{Limit: max(pageSize, r.read)}
	r.read = 0
}

// all reads every part of the details from the start. It reads the inheriting scopes
// only if inheriting is true.
func (r *detailsReader) all(details *views.Details, inheriting bool) func(context.Context) (func(), error) {
	const entries = 20
	store, scope, name, asked := r.store, r.scope, r.name, r.overrides
	counts := store.Info().Kinds.Of(scope.Kind).SeesSystem()
	readInheriting := r.nextInheriting(details, true)
	return func(ctx context.Context) (func(), error) {
		var page data.OverridePage
		var system, own *feature.Override
		var stored map[feature.Scope]map[string]feature.Stored
		var flagRollouts feature.FeatureRollouts
		var rollouts map[feature.Scope]feature.ScopeRollouts
		var names map[feature.Scope]string
		var impact feature.Impact
		var past views.HistoryPage
		showInheriting := func() {}
		err := store.AtOnce(ctx, func(ctx context.Context) (err error) {
			page, err = store.Overrides(ctx, asked)
			return err
		}, func(ctx context.Context) (err error) {
			system, own, err = chain(ctx, store, scope, name)
			return err
		}, func(ctx context.Context) (err error) {
			stored, rollouts, err = change.StoredAndRollouts(ctx, store, []feature.Scope{feature.SystemScope(), scope}, name)
			return err
		}, func(ctx context.Context) (err error) {
			flagRollouts, err = store.FeatureRollouts(ctx, name)
			return err
		}, func(ctx context.Context) (err error) {
			if counts {
				impact, err = store.Impact(ctx, name)
			}
			return err
		}, func(ctx context.Context) (err error) {
			names, err = store.ScopeNames(ctx, []feature.Scope{scope})
			return err
		}, func(ctx context.Context) (err error) {
			if inheriting {
				showInheriting, err = readInheriting(ctx)
			}
			return err
		}, func(ctx context.Context) (err error) {
			past, err = (&historyReader{store: store, query: data.HistoryQuery{HistoryFilter: data.HistoryFilter{Name: name}, Limit: entries}}).next(ctx, anyEntry, 1)
			return err
		})
		return func() {
			details.SetRollouts(rollouts)
			details.SetNames(names)
			details.ShowChain(system, own)
			details.ShowStored(find(stored, feature.SystemScope(), name), find(stored, scope, name))
			if counts {
				details.ShowImpact(impact)
			}
			r.showOverrides(details, page, true)
			showInheriting()
			details.ShowHistory(past.Entries, flagRollouts)
		}, err
	}
}

// nextOverrides reads the next page of overrides.
func (r *detailsReader) nextOverrides(details *views.Details) func(context.Context) (func(), error) {
	store, asked := r.store, r.overrides
	return func(ctx context.Context) (func(), error) {
		page, err := store.Overrides(ctx, asked)
		return func() { r.showOverrides(details, page, false) }, err
	}
}

func (r *detailsReader) showOverrides(details *views.Details, page data.OverridePage, first bool) {
	if n := len(page.Overrides); n > 0 {
		r.overrides.After, r.overrides.Limit = page.Overrides[n-1].Scope, pageSize
	}
	details.SetRollouts(page.Rollouts)
	details.SetNames(page.Names)
	details.ShowOthers(page.Overrides, first, page.More)
}

// nextInheriting reads the next page of scopes without an override of the flag. With
// first, the page replaces the list.
func (r *detailsReader) nextInheriting(details *views.Details, first bool) func(context.Context) (func(), error) {
	store, name, asked, kinds := r.store, r.name, r.scopes, r.kinds
	return func(ctx context.Context) (func(), error) {
		var inheriting []feature.Scope
		names, read, more := map[feature.Scope]string{}, 0, len(kinds) > 0
		for pages := 0; more && len(inheriting) == 0 && pages < maxHistoryPages; pages++ {
			asked.Kind = kinds[0]
			page, err := store.Scopes(ctx, asked)
			if err != nil {
				return nil, err
			}
			var scopes []feature.Scope
			for _, info := range page.Scopes {
				scopes = append(scopes, info.Scope)
				names[info.Scope] = info.Name
			}
			stored, err := store.StoredAt(ctx, scopes, name)
			if err != nil {
				return nil, err
			}
			for _, scope := range scopes {
				if row, ok := stored[scope][name]; !ok || row.Unset {
					inheriting = append(inheriting, scope)
				}
			}
			asked.After, read = page.Next, read+len(page.Scopes)
			if !page.More {
				asked.After, kinds = data.Cursor{}, kinds[1:]
			}
			more = len(kinds) > 0
		}
		return func() {
			r.kinds, r.scopes.After, r.scopes.Limit, r.read = kinds, asked.After, pageSize, r.read+read
			details.SetNames(names)
			details.ShowInheriting(inheriting, first, more)
		}, nil
	}
}

// chain reads the system's and the scope's own override of a flag. If several rows stand
// for one override, the last row counts. A row that is not a setting is not an override.
func chain(ctx context.Context, store data.Store, scope feature.Scope, name string) (system, own *feature.Override, err error) {
	last := func(ctx context.Context, scope feature.Scope) (*feature.Override, error) {
		rows, err := store.Rows(ctx, scope, name)
		for _, row := range slices.Backward(rows) {
			if !row.Unset {
				return &row, err
			}
		}
		return nil, err
	}
	err = store.AtOnce(ctx, func(ctx context.Context) (err error) {
		if store.Info().Kinds.Of(scope.Kind).SeesSystem() {
			system, err = last(ctx, feature.SystemScope())
		}
		return err
	}, func(ctx context.Context) (err error) {
		if !scope.IsSystem() {
			own, err = last(ctx, scope)
		}
		return err
	})
	return system, own, err
}

// find returns what is stored of a flag at a scope, or nil if nothing is.
func find(stored map[feature.Scope]map[string]feature.Stored, scope feature.Scope, name string) *feature.Stored {
	if is, ok := stored[scope][name]; ok {
		return &is
	}
	return nil
}
