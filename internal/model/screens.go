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

// pageSize is the number of scopes or overrides in a page.
const pageSize = 100

// pickable returns the kinds of scope that the user can choose from.
func (m *Model) pickable() feature.KindList { return m.store.Info().Kinds.WithIDs() }

// nextKind returns the pickable kind after kind.
func (m *Model) nextKind(kind feature.Kind) feature.Kind {
	kinds := m.pickable().Kinds() // not empty: a kind is listed already
	return kinds[(slices.Index(kinds, kind)+1)%len(kinds)]
}

// switchKind reopens the picker or the matrix for the next kind of scope.
func (m *Model) switchKind() tea.Cmd {
	switch s := m.screen().(type) {
	case *views.Picker:
		m.closeTop()
		return m.openPicker(m.nextKind(s.Kind()), s.Compares(), s)
	case *views.Matrix:
		m.closeTop()
		return m.openMatrix(m.nextKind(s.Kind()), s.Flags())
	}
	return nil
}

// openOverview shows the features enabled for any project or section.
func (m *Model) openOverview() tea.Cmd {
	overview, store := views.NewOverview(m.frame.Theme, m.keys), m.store
	overview.Kinds = store.Info().Kinds
	return m.open(&layer{screen: overview, about: surveying, live: true, read: func(bool) func(context.Context) (func(), error) {
		definitions := m.definitions
		return func(ctx context.Context) (func(), error) {
			var placed []feature.TitledOverride
			var states []feature.FeatureState
			var rolled map[string]feature.FeatureRollouts
			err := store.AtOnce(ctx,
				func(ctx context.Context) (err error) { placed, err = store.Enabled(ctx); return err },
				func(ctx context.Context) (err error) { states, err = store.FeatureStates(ctx); return err },
				func(ctx context.Context) (err error) { rolled, err = store.Rollouts(ctx); return err })
			return func() {
				overview.SetRollouts(definitions, rolled)
				overview.Show(placed, states)
			}, err
		}
	}})
}

// firstScopes reads the first page of the scopes of each kind.
func firstScopes(ctx context.Context, store data.Store, kinds []feature.Kind, text string, limit int) (map[feature.Kind]data.ScopePage, error) {
	pages := map[feature.Kind]data.ScopePage{}
	var reads []func(context.Context) error
	for _, kind := range kinds {
		reads = append(reads, func(ctx context.Context) error {
			page, err := store.Scopes(ctx, data.ScopeQuery{Kind: kind, Text: text, Limit: limit})
			if err == nil {
				pages[kind] = page
			}
			return err
		})
	}
	return pages, store.AtOnce(ctx, reads...)
}

// initialKind returns the kind that a list of scopes opens with. The keys that open such
// a list are disabled if there is no kind to choose from.
func (m *Model) initialKind() feature.Kind {
	if m.pickable().Has(m.loader.target.Scope.Kind) {
		return m.loader.target.Scope.Kind
	}
	return m.pickable()[0].Kind
}

// openMatrix shows a table of flags by scopes of a kind.
func (m *Model) openMatrix(kind feature.Kind, flags []feature.View) tea.Cmd {
	const columns = pageSize
	matrix := views.NewMatrix(m.frame.Theme, m.keys, kind, flags)
	matrix.Kinds = m.store.Info().Kinds
	store, query := m.store, data.ScopeQuery{}
	return m.open(&layer{screen: matrix, about: surveying, live: true, read: func(anew bool) func(context.Context) (func(), error) {
		if anew {
			query = data.ScopeQuery{Kind: kind, Limit: max(columns, matrix.Columns())}
		}
		asked, catalogue := query, len(m.definitions) > 0
		return func(ctx context.Context) (func(), error) {
			page, err := store.Scopes(ctx, asked)
			if err != nil {
				return nil, err
			}
			var scopes []feature.Scope
			if store.Info().Kinds.InheritsSystem(kind) {
				scopes = append(scopes, feature.SystemScope())
			}
			for _, info := range page.Scopes {
				scopes = append(scopes, info.Scope)
			}
			stored, rollouts, err := change.StoredAndRollouts(ctx, store, scopes)
			return func() {
				matrix.SetRollouts(rollouts, catalogue)
				query.After, query.Limit = page.Next, columns
				matrix.Show(stored[feature.SystemScope()], page.Scopes, stored, anew, page.More)
			}, err
		}
	}})
}

// openDiff compares the scope shown with another scope.
func (m *Model) openDiff(other feature.ScopeInfo) tea.Cmd {
	here := m.loader.target
	diff := views.NewDiff(m.frame.Theme, m.keys, here, other)
	store := m.store
	diff.Kinds = store.Info().Kinds
	return m.open(&layer{screen: diff, about: surveying, live: true, read: func(bool) func(context.Context) (func(), error) {
		definitions := m.definitions
		return func(ctx context.Context) (func(), error) {
			stored, err := change.ReadScopes(ctx, store, []feature.Scope{here.Scope, other.Scope})
			if err != nil {
				return nil, err
			}
			pairs := feature.Differences(stored[here.Scope].Kind, stored[other.Scope].Kind, stored[here.Scope].Views(definitions), stored[other.Scope].Views(definitions))
			return func() { diff.Show(pairs) }, nil
		}
	}})
}

// openPalette opens the search for views, actions, flags and scopes. It replaces an open
// confirmation.
func (m *Model) openPalette() tea.Cmd {
	const scopes = 10 // of each kind
	if _, ok := m.screen().(confirmation); ok {
		m.closeTop()
	}
	palette := views.NewPalette(m.frame.Theme, m.keys, views.PaletteContents{Flags: m.browse.Names(), Kinds: m.store.Info().Kinds, Contexts: m.options.Contexts, Screen: m.screen().Keys()})
	store, recent := m.store, m.recentScopes
	return m.open(&layer{screen: palette, about: searching, read: func(bool) func(context.Context) (func(), error) {
		text, kinds := palette.Query()
		return func(ctx context.Context) (func(), error) {
			if text == "" {
				return func() { palette.Show(recent) }, nil
			}
			pages, err := firstScopes(ctx, store, kinds, text, scopes)
			var found []feature.ScopeInfo
			for _, kind := range kinds {
				found = append(found, pages[kind].Scopes...)
			}
			return func() { palette.Show(found) }, err
		}
	}})
}
