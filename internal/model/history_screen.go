package model

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// openHistory shows the history of changes. The user can narrow the history to the flag
// called name. With ofFlag, the history opens narrowed to that flag.
func (m *Model) openHistory(name string, ofFlag bool) tea.Cmd {
	history := views.NewHistory(m.frame.Theme, m.keys, name, m.browse.Scope().Scope)
	history.Kinds = m.store.Info().Kinds
	if ofFlag {
		history.OfFlag()
	}
	var reader *historyReader
	return m.open(&layer{screen: history, about: remembered, live: true, read: func(anew bool) func(context.Context) (func(), error) {
		if anew {
			reader = m.readHistory(history)
			reader.query.Limit = max(reader.query.Limit, history.EntriesRead())
		}
		from, matches, want, text := *reader, history.Matches(), history.Wanted(), history.SearchText()
		return func(ctx context.Context) (func(), error) {
			at := m.now()
			page, err := from.next(ctx, matches, want)
			page.ReadAt, page.First, page.Search = at, anew, text
			return func() {
				*reader = from
				reader.query.Limit = historyPageSize
				history.Show(page)
			}, err
		}
	}})
}

// historyPageSize is the number of history entries read at once. maxHistoryPages is the
// number of pages read at most to find one match.
const (
	historyPageSize = 2 * pageSize
	maxHistoryPages = 10
)

// historyReader reads the pages of a history in order.
type historyReader struct {
	store       data.Store
	query       data.HistoryQuery
	definitions []feature.Definition
	effects     *feature.Effects // effects at the query's scope before the pages read; nil until first read
}

// readHistory returns a historyReader for a history screen's filter, at the first page.
func (m *Model) readHistory(history *views.History) *historyReader {
	name, scope := history.Filter()
	r := &historyReader{store: m.store, definitions: m.definitions,
		query: data.HistoryQuery{HistoryFilter: data.HistoryFilter{Name: name, Scope: scope, System: m.store.Info().Kinds.InheritsSystem(scope.Kind)}, Limit: historyPageSize}}
	if span := history.Span(); span > 0 {
		r.query.Since = m.now().Add(-span)
	}
	return r
}

// inherits reports whether the query is for one scope that inherits.
func (r *historyReader) inherits() bool {
	return r.store.Info().Kinds.Of(r.query.Scope.Kind).Has(feature.Inherit)
}

// anyEntry matches every entry.
func anyEntry(feature.Entry) bool { return true }

// next reads pages until want entries match, but at most maxHistoryPages. It returns all
// entries read, including those that do not match. If next fails, the reader does not
// advance.
func (r *historyReader) next(ctx context.Context, matches func(feature.Entry) bool, want int) (views.HistoryPage, error) {
	found := views.HistoryPage{More: true}
	effects, query := r.effects, r.query
	err := r.store.AtOnce(ctx, func(ctx context.Context) (err error) {
		if effects == nil && r.inherits() {
			effects, err = change.Effects(ctx, r.store, query.Scope, r.definitions)
		}
		return err
	}, func(ctx context.Context) error {
		for matching, pages := 0, 0; found.More && matching < want && pages < maxHistoryPages; pages++ {
			page, err := r.store.History(ctx, query)
			if err != nil {
				return err
			}
			for _, e := range page.Entries {
				if matches(e) {
					matching++
				}
			}
			query.After = page.Next
			found.Entries, found.More = append(found.Entries, page.Entries...), page.More
			found.Gaps = views.Gaps{Partial: page.Partial, Trail: page.Trail, Mixed: page.Mixed, Unnamed: found.Gaps.Unnamed + page.Unnamed, Searched: page.Searched}
		}
		return nil
	})
	if err != nil {
		return found, err
	}
	if effects != nil {
		for _, e := range found.Entries {
			found.Effects = append(found.Effects, effects.Of(e))
		}
	}
	r.effects, r.query = effects, query
	return found, nil
}
