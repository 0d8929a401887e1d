package data

import (
	"context"
	"maps"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// The names of the history sources in flagtui_change. A layout's ID names the source in
// its audit trail.
const (
	journalSource = "journal"                 // flagtui_change
	systemSource  = "journal at system scope" // changes at system scope, in the history of a tenant
)

// source is a reader with its position, and with the records that were read but not used
// yet.
type source struct {
	layout.Reader
	ahead []layout.Record
	name  string
	at    layout.Position
	asked int
}

// mostRead is the number of records after which a page ends early.
const mostRead = 5_000

// History implements Store.
func (s *sqlStore) History(ctx context.Context, q HistoryQuery) (HistoryPage, error) {
	page := HistoryPage{Entries: []feature.Entry{}, Partial: !s.journal.Exists(), Mixed: s.mixesLayouts()}
	outside := outsideReader{sqlStore: s, q: q}
	err := s.Read(ctx, func(ctx context.Context) error {
		return s.AtOnce(ctx, outside.readNewest, func(ctx context.Context) (err error) {
			if err = s.findRows(ctx, &q, &page); err == nil {
				page, err = s.recorded(ctx, q, page, mostRead)
			}
			if err != nil {
				return err
			}
			return s.AtOnce(ctx, func(ctx context.Context) error {
				return outside.readRows(ctx, page, q.After.rows)
			}, func(ctx context.Context) error { return s.nameActors(ctx, page.Entries) })
		})
	})
	if err != nil {
		return page, err
	}
	if q.wantsGaps() {
		s.addGaps(q, &page)
	}
	outside.addTo(&page)
	// The actors of records are known by now. Few changes from outside have an actor.
	return page, s.Read(ctx, func(ctx context.Context) error { return s.nameActors(ctx, page.Entries) })
}

// findRows finds the rows whose records a query needs, if a layout is a
// layout.RowFinder and an earlier page has not found them.
func (s *sqlStore) findRows(ctx context.Context, q *HistoryQuery, page *HistoryPage) error {
	for _, l := range s.layouts {
		l, ok := l.(layout.RowFinder)
		if !ok || q.After.rows != nil {
			continue
		}
		rows, err := l.FindRows(ctx, q.HistoryFilter)
		if err != nil {
			return err
		}
		if q.After.rows = rows; rows != nil {
			page.Unnamed = rows.Unnamed
		}
	}
	if q.After.rows != nil {
		page.Searched = q.After.rows.Searched
	}
	return nil
}

// recorded reads a page of records from all sources, newest first. The page ends early
// after most records.
func (s *sqlStore) recorded(ctx context.Context, q HistoryQuery, page HistoryPage, most int) (HistoryPage, error) {
	sources, err := s.sources(ctx, q, &page)
	if err != nil {
		return page, err
	}
	filtered := q.Name != "" || q.Scope.Kind != "" || q.By != "" || q.Origin != "" || q.Change != ""
	page.Next = HistoryMark{at: map[string]layout.Position{}, seen: q.After.seen.clone(), rows: q.After.rows}
	for read := 0; len(page.Entries) < q.Limit; {
		n, err := s.fill(ctx, sources, q, filtered)
		if err != nil {
			return page, err
		}
		read += n
		i := newest(sources)
		if i < 0 {
			break
		}
		r := sources[i].ahead[0]
		sources[i].ahead, sources[i].at = sources[i].ahead[1:], r.Position
		page.noteNewest(q, r)
		if !r.Own || r.Origin == feature.FromApp {
			page.read = append(page.read, r)
		}
		switch {
		case r.Own:
		case r.Unnamed:
			page.Unnamed++
		case q.Matches(r.Entry):
			page.Entries = append(page.Entries, r.Entry)
		}
		if read > most && len(sources[i].ahead) == 0 {
			break
		}
	}
	maps.Copy(page.Next.at, q.After.at)
	for _, src := range sources {
		src.at.Ended = src.at.Ended && len(src.ahead) == 0
		page.Next.at[src.name] = src.at
		page.More = page.More || !src.at.Ended
	}
	return page, nil
}

// sources returns the sources that may have entries for a query. It sets page.Trail.
func (s *sqlStore) sources(ctx context.Context, q HistoryQuery, page *HistoryPage) ([]*source, error) {
	var sources []*source
	add := func(name string, r layout.Reader) {
		if at := q.After.at[name]; !at.Ended {
			sources = append(sources, &source{Reader: r, name: name, at: at})
		}
	}
	if s.journal.Exists() && q.Origin != feature.FromApp {
		add(journalSource, &journalReader{sqlStore: s, q: q, scope: q.Scope})
		if q.System && !q.Scope.IsSystem() && q.Scope.Kind != "" {
			add(systemSource, &journalReader{sqlStore: s, q: q, scope: feature.SystemScope()})
		}
	}
	for _, l := range s.layouts {
		if !s.concerns(q, l) {
			continue
		}
		r, err := l.TrailReader(ctx, q.HistoryFilter, q.After.rows)
		if err != nil {
			return nil, err
		}
		if r != nil {
			page.Trail = true
			add(l.ID(), r)
		}
	}
	return sources, nil
}

// fill reads ahead, in one round trip, for the sources without unused records. If most
// records may not match, each read is larger than the one before.
func (s *sqlStore) fill(ctx context.Context, sources []*source, q HistoryQuery, filtered bool) (read int, err error) {
	var statements []engine.Statement
	var filled []*source
	for _, src := range sources {
		if len(src.ahead) > 0 || src.at.Ended {
			continue
		}
		if _, ok := src.Reader.(*journalReader); filtered && !(ok && q.By == "") {
			src.asked = min(2000, max(200, 4*src.asked))
		} else {
			src.asked = max(1, q.Limit)
		}
		statements, filled = append(statements, src.Next(src.at, src.asked)...), append(filled, src)
	}
	if len(statements) == 0 {
		return 0, nil
	}
	if err := s.Batch(ctx, s.Pool, statements...); err != nil {
		return 0, err
	}
	for _, src := range filled {
		if src.ahead, err = src.Take(ctx); err != nil {
			return 0, err
		}
		if q.By != "" { // By matches a user's name, not the id
			people := make([]*string, len(src.ahead))
			for i := range src.ahead {
				people[i] = &src.ahead[i].Actor
			}
			if err := s.nameUsers(ctx, people...); err != nil {
				return 0, err
			}
		}
		n := len(src.ahead)
		read += n
		if n < src.asked {
			src.at.Ended = true
			for i := range src.ahead {
				src.ahead[i].Position.Ended = true
			}
		}
	}
	return read, nil
}

// newest returns the index of the source whose next record is the newest. It returns -1
// if no source has a record.
func newest(sources []*source) int {
	best := -1
	for i, src := range sources {
		if len(src.ahead) > 0 && (best < 0 || src.ahead[0].Entry.At.After(sources[best].ahead[0].Entry.At)) {
			best = i
		}
	}
	return best
}

// journalReader reads flagtui_change.
type journalReader struct {
	*sqlStore
	q       HistoryQuery
	scope   feature.Scope
	entries []feature.Entry
}

// Next implements layout.Reader.
func (r *journalReader) Next(from layout.Position, n int) []engine.Statement {
	where, args := r.journalConditions(r.q.HistoryFilter, r.scope, from)
	return []engine.Statement{r.sqlStore.entries(&r.entries, where, args, n)}
}

// Take implements layout.Reader.
func (r *journalReader) Take(context.Context) ([]layout.Record, error) {
	all := make([]layout.Record, len(r.entries))
	for i, e := range r.entries {
		all[i] = layout.Record{Entry: e, Position: layout.Position{At: e.At, ID: e.ID, Started: true}}
	}
	return all, nil
}
