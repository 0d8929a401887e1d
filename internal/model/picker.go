package model

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// tabsCounted is the reply to countTabs.
type tabsCounted struct {
	picker *views.Picker
	text   string // what was searched for
	pages  map[feature.Kind]data.ScopePage
}

// countSet returns the number of flags with a setting. In some layouts, a row may hold
// only targeting.
func countSet(stored map[string]feature.Stored) (n int) {
	for _, s := range stored {
		if !s.Unset {
			n++
		}
	}
	return n
}

// openPicker lists the scopes of a kind: the system, recent scopes, and all others. With
// compare, the chosen scope is compared with the scope shown. before is the picker that
// the new one replaces, or nil.
func (m *Model) openPicker(kind feature.Kind, compare bool, before *views.Picker) tea.Cmd {
	var first []feature.ScopeInfo
	withSystem := m.store.Info().Kinds.InheritsSystem(kind) && !(compare && m.loader.target.Scope.IsSystem())
	if withSystem {
		first = append(first, feature.ScopeInfo{Scope: feature.SystemScope(), Name: m.frame.Theme.SystemTitle(m.store.Info().Kinds), Status: "active", Listed: true, Overrides: countSet(m.stored.System)})
	}
	for _, info := range m.recentScopes {
		if info.Scope.Kind == kind && info.Scope != m.loader.target.Scope {
			first = append(first, info)
		}
	}
	picker := views.NewPicker(m.frame.Theme, m.keys, kind, first, compare)
	picker.Kinds = m.store.Info().Kinds
	count := m.showTabs(picker, before)
	store, query, read := m.store, data.ScopeQuery{}, 0
	return tea.Batch(count, m.open(&layer{screen: picker, about: searching, read: func(anew bool) func(context.Context) (func(), error) {
		if anew {
			query = data.ScopeQuery{Kind: kind, Text: picker.Text(), Limit: pageSize}
		}
		asked, system := query, m.stored.System
		return func(ctx context.Context) (func(), error) {
			var page data.ScopePage
			err := store.AtOnce(ctx, func(ctx context.Context) (err error) {
				page, err = store.Scopes(ctx, asked)
				return err
			}, func(ctx context.Context) (err error) {
				if withSystem && system == nil { // a project's screen does not read the system's overrides
					system, err = store.Stored(ctx, feature.SystemScope())
				}
				return err
			})
			return func() {
				picker.SetOverrides(feature.SystemScope(), countSet(system))
				if anew {
					read = 0
				}
				read += len(page.Scopes)
				picker.SetCount(kind, read, page.More)
				query.After = page.Next
				picker.Show(page.Scopes, anew, page.More)
			}, err
		}
	}}))
}

// showTabs gives a picker its tabs. If before is not nil, the picker takes over its text
// and counts. Otherwise showTabs returns a command that counts the scopes of the other
// kinds.
func (m *Model) showTabs(picker, before *views.Picker) tea.Cmd {
	if before != nil {
		picker.SetTabs(before.Tabs())
		picker.SetText(before.Text())
		return nil
	}
	var tabs []views.PickerTab
	for _, kind := range m.pickable() {
		tabs = append(tabs, views.PickerTab{Kind: kind.Kind})
	}
	picker.SetTabs(tabs)
	return m.countTabs(picker)
}

// countTabs counts the scopes of the other kinds that match the picker's text.
func (m *Model) countTabs(picker *views.Picker) tea.Cmd {
	store, text := m.store, picker.Text()
	var others []feature.Kind // the picker's first page counts its own kind
	for _, tab := range picker.Tabs() {
		if tab.Kind != picker.Kind() {
			others = append(others, tab.Kind)
		}
	}
	if len(others) == 0 {
		return nil
	}
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		pages, _ := firstScopes(ctx, store, others, text, pageSize) // the picker's own read reports the error
		return tabsCounted{picker, text, pages}, nil
	}, func(error) tea.Msg { return tabsCounted{picker: picker} })
}

// onTabsCounted shows the number of scopes of each kind.
func onTabsCounted(msg tabsCounted) {
	if msg.text != msg.picker.Text() { // another text was typed meanwhile
		return
	}
	for kind, page := range msg.pages {
		msg.picker.SetCount(kind, len(page.Scopes), page.More)
	}
}
