package model

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// openChangeSet shows a change-set. The known entries are some of its entries, newest
// first. The other entries can be read only for flagtui's own change-sets.
func (m *Model) openChangeSet(known []feature.Entry) tea.Cmd {
	screen, store := views.NewChangeSet(m.frame.Theme, m.keys, known), m.store
	screen.Kinds, screen.Live = store.Info().Kinds, m.live.states
	first := known[0]
	recorded := first.Origin == feature.FromFlagtui
	return m.open(&layer{screen: screen, about: remembered, live: true, read: func(bool) func(context.Context) (func(), error) {
		return func(ctx context.Context) (func(), error) {
			var entries, undoers []feature.Entry
			if !recorded {
				for i := range known {
					entries = append(entries, known[len(known)-1-i])
				}
				return func() { screen.Show(entries, nil, m.now()) }, nil
			}
			err := store.AtOnce(ctx, func(ctx context.Context) (err error) {
				entries, err = store.ChangeSet(ctx, first.Change)
				return err
			}, func(ctx context.Context) (err error) {
				undoers, err = readUndoers(ctx, store, first)
				return err
			})
			return func() { screen.Show(entries, undoers, m.now()) }, err
		}
	}})
}

// readUndoers returns the chain of undos that starts at e: its undo, the undo of that
// undo, and so on. One entry stands for a whole change-set, because a change-set is
// undone as a whole.
func readUndoers(ctx context.Context, store data.Store, e feature.Entry) (undoers []feature.Entry, err error) {
	byUndone := map[string]feature.Entry{} // undoing entries, keyed by the undone change-set
	query := data.HistoryQuery{HistoryFilter: data.HistoryFilter{Name: e.Name, Scope: e.Scope, Since: e.At, Origin: feature.FromFlagtui}, Limit: historyPageSize}
	for more := true; more; {
		page, err := store.History(ctx, query)
		if err != nil {
			return nil, err
		}
		for _, later := range page.Entries {
			if later.Undoes != "" {
				byUndone[later.Undoes] = later
			}
		}
		query.After, more = page.Next, page.More
	}
	for change := e.Change; ; {
		by, ok := byUndone[change]
		if !ok {
			return undoers, nil
		}
		undoers, change = append(undoers, by), by.Change
		delete(byUndone, by.Undoes)
	}
}
