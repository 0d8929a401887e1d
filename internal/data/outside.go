package data

import (
	"context"
	"maps"
	"slices"
	"time"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// seenOverrides holds the overrides whose newest record is on this page or an earlier
// one.
type seenOverrides struct {
	keys     map[layout.RowKey]bool
	reported map[layout.RowKey]bool // the overrides with a change from outside on a page
}

// clone returns a copy. The copy of nil is empty.
func (s *seenOverrides) clone() *seenOverrides {
	if s == nil {
		return &seenOverrides{map[layout.RowKey]bool{}, map[layout.RowKey]bool{}}
	}
	return &seenOverrides{maps.Clone(s.keys), maps.Clone(s.reported)}
}

// noteNewest keeps the first record of each override. The first record is the newest.
func (page *HistoryPage) noteNewest(q HistoryQuery, r layout.Record) {
	key := layout.KeyAt(r.Scope, r.Name)
	only := HistoryFilter{Name: q.Name, Scope: q.Scope, System: q.System}
	if r.Own || r.Unnamed || page.Next.seen.keys[key] || !only.Matches(r.Entry) {
		return
	}
	page.Next.seen.keys[key] = true
	page.newest = append(page.newest, r.Entry)
}

// wantsOutside reports whether a query can have changes that no record has. To find
// them, the query must not exclude the newest records.
func (q HistoryQuery) wantsOutside() bool {
	return q.Until.IsZero() && q.Change == "" && q.By == "" && (q.Origin == "" || q.Origin == feature.FromOutside)
}

// outsideReader finds the changes from outside for a page of history.
type outsideReader struct {
	*sqlStore
	q       HistoryQuery
	began   map[layout.Layout]time.Time         // the start of each trail
	newest  []feature.Override                  // the newest rows of the query
	records map[layout.RowKey]*feature.Entry    // the newest records of the newest rows
	rows    map[layout.RowKey]*feature.Override // the rows of the page's newest records
}

// readNewest reads the newest rows of the query with their records, and the start of each
// trail.
func (r *outsideReader) readNewest(ctx context.Context) error {
	if !r.q.wantsOutside() {
		return nil
	}
	r.began = map[layout.Layout]time.Time{}
	statements := r.trailStarts(r.began)
	if !r.q.After.isContinued() {
		statements = append(statements, r.newestNow(r.q, func(row layout.OverrideRow) { r.newest = append(r.newest, row.Override) })...)
	}
	if err := r.Batch(ctx, r.Pool, statements...); err != nil {
		return err
	}
	keys := make([]feature.Change, len(r.newest))
	for i, row := range r.newest {
		keys[i] = feature.Change{Scope: row.Scope, Name: row.Name}
	}
	var err error
	r.records, err = r.olderRecords(ctx, keys, nil)
	return err
}

// readRows reads the rows of the page's newest records, as far as readNewest has not read
// them. rows is the result of FindRows.
func (r *outsideReader) readRows(ctx context.Context, page HistoryPage, rows *layout.HistoryRows) error {
	if !r.q.wantsOutside() {
		return nil
	}
	r.rows = map[layout.RowKey]*feature.Override{}
	for i, row := range r.newest {
		r.rows[layout.KeyAt(row.Scope, row.Name)] = &r.newest[i]
	}
	haveAll := rows != nil && !r.q.After.isContinued() && len(r.newest) < newestRows
	var unread []feature.Change
	for _, e := range page.newest {
		_, finds := r.layoutOf(e.Scope.Kind).(layout.RowFinder)
		if r.rows[layout.KeyAt(e.Scope, e.Name)] == nil && !(haveAll && finds) {
			unread = append(unread, feature.Change{Scope: e.Scope, Name: e.Name})
		}
	}
	more, err := r.rowsOf(ctx, unread)
	maps.Copy(r.rows, more)
	return err
}

// addTo adds the changes from outside for the overrides whose newest record is on the
// page. A change with an unknown time gets the time of this call.
func (r *outsideReader) addTo(page *HistoryPage) {
	var outside []feature.Entry
	noticed := time.Now().UTC()
	report := func(key layout.RowKey, record *feature.Entry, row *feature.Override) {
		change := r.lastChangeOf(record, row, r.began)
		if row == nil && record.At.Before(page.Searched) {
			return // the app may have recorded the removal before that time
		}
		if change == nil || change == record || change.Origin == "" || change.Before == change.After || page.Next.seen.reported[key] {
			return
		}
		page.Next.seen.reported[key] = true
		if change.At.IsZero() || change.At.After(noticed.Add(time.Minute)) { // no plausible time
			change.Reason = noticedNow
			if change.At = noticed; record != nil && record.At.After(noticed) {
				change.At = record.At
			}
		}
		if r.q.Matches(*change) {
			outside = append(outside, *change)
		}
	}
	if r.q.wantsOutside() {
		for i, e := range page.newest {
			key := layout.KeyAt(e.Scope, e.Name)
			report(key, &page.newest[i], r.rows[key])
		}
	}
	for i, row := range r.newest {
		if key := layout.KeyAt(row.Scope, row.Name); !page.Next.seen.keys[key] {
			report(key, r.records[key], &r.newest[i])
		}
	}
	if len(outside) == 0 {
		return
	}
	page.Entries = append(outside, page.Entries...)
	slices.SortStableFunc(page.Entries, func(a, b feature.Entry) int { return b.At.Compare(a.At) })
	for i := range page.Entries { // after sorting, so that the change stays above the records of the same second
		if e := &page.Entries[i]; e.Origin == feature.FromOutside && e.Reason == noticedNow {
			e.At = e.At.Truncate(time.Second)
		}
	}
}

// isContinued reports whether an earlier page was read.
func (m HistoryMark) isContinued() bool { return m.seen != nil }

// newestRows is the number of rows that a history compares with their last records
// before the first page. The doctor compares all rows.
const newestRows = 100

// newestNow reads the newest rows of a query. The last record of such a row may be older
// than the query's Since, or missing.
func (s *sqlStore) newestNow(q HistoryQuery, keep func(layout.OverrideRow)) (statements []engine.Statement) {
	for _, l := range s.layouts {
		if s.concerns(q, l) {
			statements = append(statements, l.SelectNewest(q.HistoryFilter, newestRows, keep)...)
		}
	}
	return statements
}

// trailStarts reads the time of the first record in each app's trail into began. An
// empty or missing trail has no time.
func (s *sqlStore) trailStarts(began map[layout.Layout]time.Time) (statements []engine.Statement) {
	for _, l := range s.layouts {
		statements = append(statements, l.SelectTrailStart(func(at time.Time) { began[l] = at })...)
	}
	return statements
}

// lastChangeOf returns feature.LastChange for an override. In addition, a row without a
// record was made from outside if the app's trail started before the row.
func (s *sqlStore) lastChangeOf(record *feature.Entry, row *feature.Override, began map[layout.Layout]time.Time) *feature.Entry {
	change := feature.LastChange(s.info.Kinds, record, row, s.recordsAllOf(record, row))
	if record != nil || row == nil {
		return change
	}
	first := began[s.layoutOf(row.Scope.Kind)]
	if first.IsZero() || !row.CreatedAt.After(first) {
		return change
	}
	change.Origin, change.Actor = feature.FromOutside, ""
	return change
}

// recordsAllOf returns recordsAll for the kind of scope of a record or a row.
func (s *sqlStore) recordsAllOf(record *feature.Entry, row *feature.Override) bool {
	if record != nil {
		return s.recordsAll(record.Scope.Kind)
	}
	return row != nil && s.recordsAll(row.Scope.Kind)
}

// recordsAll reports whether the app records all its changes at scopes of this kind.
func (s *sqlStore) recordsAll(kind feature.Kind) bool {
	l := s.layoutOf(kind)
	return l != nil && l.RecordsAll()
}

// rowsOf returns the rows of overrides. It leaves out overrides without a row.
func (s *sqlStore) rowsOf(ctx context.Context, keys []feature.Change) (map[layout.RowKey]*feature.Override, error) {
	found := map[layout.RowKey]*feature.Override{}
	statements := s.rowStatements(keys, found)
	if len(statements) == 0 {
		return found, nil
	}
	return found, s.Batch(ctx, s.Pool, statements...)
}

// rowStatements returns the statements that read the rows of overrides into found.
func (s *sqlStore) rowStatements(keys []feature.Change, found map[layout.RowKey]*feature.Override) (statements []engine.Statement) {
	_ = s.byLayout(slices.DeleteFunc(slices.Clone(keys), func(key feature.Change) bool { return s.layoutOf(key.Scope.Kind) == nil }), func(l layout.Layout, keys []feature.Change) error {
		statements = append(statements, l.SelectByKey(keys, func(row layout.OverrideRow) { found[row.Key()] = &row.Override })...)
		return nil
	})
	return statements
}
