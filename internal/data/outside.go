package data

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"time"

	"flagtui/internal/feature"
)

// seenOverrides are the overrides whose newest record has been read.
type seenOverrides struct{ keys map[rowKey]bool }

// grown is a copy to add to.
func (s *seenOverrides) grown() *seenOverrides {
	if s == nil {
		return &seenOverrides{map[rowKey]bool{}}
	}
	return &seenOverrides{maps.Clone(s.keys)}
}

// see notes the first record of each override: none is newer.
func (page *HistoryPage) see(q HistoryQuery, r record) {
	key := rowKey{string(r.Scope.Kind), r.Scope.ID, r.Name}
	only := HistoryQuery{Name: q.Name, Scope: q.Scope, System: q.System}
	if r.own || r.unnamed || page.Next.seen.keys[key] || !only.Matches(r.Entry) {
		return
	}
	page.Next.seen.keys[key] = true
	page.newest = append(page.newest, r.Entry)
}

// wantsOutside tells whether a query may be answered by changes that nobody has
// recorded: they are known only where nothing newer is left out.
func (q HistoryQuery) wantsOutside() bool {
	return q.Until.IsZero() && q.Change == "" && q.By == "" && (q.Origin == "" || q.Origin == feature.FromOutside)
}

// addOutside adds the changes from outside of flagtui and the app, of the
// overrides that a page has the newest record of. Where nothing tells when one
// was made it has the time at which it is noticed.
func (s *sqlStore) addOutside(ctx context.Context, q HistoryQuery, page *HistoryPage) error {
	keys := make([]feature.Change, len(page.newest))
	for i, e := range page.newest {
		keys[i] = feature.Change{Scope: e.Scope, Name: e.Name}
	}
	rows, err := s.rowsOf(ctx, keys)
	if err != nil {
		return err
	}
	noticed := time.Now().UTC()
	var outside []feature.Entry
	for i := range page.newest {
		change := feature.LastChange(&page.newest[i], rows[keyOf(keys[i])], s.recordsAll(keys[i].Scope.Kind))
		if change == &page.newest[i] || change.Before == change.After {
			continue
		}
		if change.At.IsZero() {
			change.At = latest(noticed, page.newest[i].At)
		}
		if q.Origin == "" || change.Origin == q.Origin {
			outside = append(outside, *change)
		}
	}
	if len(outside) == 0 {
		return nil
	}
	page.Entries = append(outside, page.Entries...)
	slices.SortStableFunc(page.Entries, func(a, b feature.Entry) int { return b.At.Compare(a.At) })
	return nil
}

// recordsAll tells whether the app, too, records what it changes at scopes of
// this kind.
func (s *sqlStore) recordsAll(kind feature.Kind) bool {
	if s.isScoped(kind) {
		return s.scopedEvents().exists()
	}
	return s.hasTrail()
}

// rowsOf returns the rows of overrides; nil where there is none.
func (s *sqlStore) rowsOf(ctx context.Context, keys []feature.Change) (map[rowKey]*feature.Override, error) {
	found := map[rowKey]*feature.Override{}
	var statements []statement
	scoped, own := s.split(keys)
	for part := range slices.Chunk(own, chunk) {
		args := make([]any, 0, 3*len(part))
		for _, key := range part {
			args = append(args, string(key.Scope.Kind), key.Scope.ID, key.Name)
		}
		statements = append(statements, statement{text: `SELECT ` + s.whole() + ` FROM ` + s.overrides.source() + ` o
			WHERE (o.scope, o.scope_id, o.name) IN (VALUES ` + list(len(part), "(?, ?, ?)") + `)`, args: args, each: func(rows *sql.Rows) error {
			row, err := scanOverride(rows)
			found[row.key()] = &row.Override
			return err
		}})
	}
	for _, kind := range []feature.Kind{feature.Project, feature.Section} {
		var args []any
		for _, key := range scoped {
			if id, err := homeID(key.Scope); err == nil && key.Scope.Kind == kind {
				args = append(args, key.Name, id)
			}
		}
		for part := range slices.Chunk(args, 2*chunk) {
			l := s.scoped
			statements = append(statements, statement{text: `SELECT ` + l.whole() + ` FROM ` + l.states.source() + ` o
				WHERE (o.feature_name, o.` + l.columnOf[kind] + `) IN (VALUES ` + list(len(part)/2, "("+l.text("?")+", "+l.integer("?")+")") + `)`, args: part, each: func(rows *sql.Rows) error {
				row, err := l.scan(rows)
				found[row.key()] = &row.Override
				return err
			}})
		}
	}
	if len(statements) == 0 {
		return found, nil
	}
	return found, s.together(ctx, s.db, statements...)
}

// unrecorded tells of the rows that are not as their last record says.
func (s *sqlStore) unrecorded(ctx context.Context, tell func(Anomaly)) error {
	text := `SELECT ` + s.whole() + ` FROM ` + s.overrides.source() + ` o WHERE ` + s.overrides.after() + `
		AND o.scope IS NOT NULL AND o.scope_id IS NOT NULL AND o.name IS NOT NULL ORDER BY o.id LIMIT ?`
	for last, more := s.overrides.beforeAll(), s.journal.exists() || s.hasTrail(); more; {
		var ids []string
		var found []feature.Override
		err := s.read(ctx, func(ctx context.Context) error {
			err := query(ctx, s.db, text, []any{last, chunk}, func(rows *sql.Rows) error {
				row, err := scanOverride(rows)
				ids, found, last = append(ids, row.id), append(found, row.Override), row.id
				return err
			})
			if err != nil {
				return err
			}
			return s.markOutside(ctx, found)
		})
		if err != nil {
			return err
		}
		for i, o := range found {
			if o.Outside {
				tell(Anomaly{Code: OddOutside, Row: Row{ID: ids[i], Ref: s.overrides.ref(), Override: o}})
			}
		}
		more = len(found) == chunk
	}
	return nil
}
