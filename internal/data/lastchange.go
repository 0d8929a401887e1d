package data

import (
	"context"
	"slices"

	"flagtui/internal/flag"
)

// newestLooked is how many of a scope's newest changes LastChanges looks
// through at first.
const newestLooked = 500

// LastChanges implements Store.
func (s *sqlStore) LastChanges(ctx context.Context, scope flag.Scope, names ...string) (map[string]flag.Entry, error) {
	last := map[string]flag.Entry{}
	if len(names) == 0 {
		return last, nil
	}
	err := s.read(ctx, func(ctx context.Context) error {
		keys := make([]flag.Change, len(names))
		for i, name := range names {
			keys[i] = flag.Change{Scope: scope, Name: name}
		}
		records, err := s.lastRecords(ctx, scope, keys)
		if err != nil {
			return err
		}
		rows, err := s.rowsOf(ctx, keys)
		if err != nil {
			return err
		}
		for _, key := range keys {
			if change := flag.LastChange(records[key.Name], rows[keyOf(key)], s.recordsAll(scope.Kind)); change != nil {
				last[key.Name] = *change
			}
		}
		return s.nameLast(ctx, last)
	})
	return last, err
}

// nameLast replaces user ids by e-mail addresses.
func (s *sqlStore) nameLast(ctx context.Context, last map[string]flag.Entry) error {
	entries := make([]flag.Entry, 0, len(last))
	for _, e := range last {
		entries = append(entries, e)
	}
	err := s.nameActors(ctx, entries)
	for _, e := range entries {
		last[e.Name] = e
	}
	return err
}

// lastRecords returns the newest record of each override at a scope, by flag:
// from the scope's newest changes, and of those not among them from what is
// recorded of each.
func (s *sqlStore) lastRecords(ctx context.Context, scope flag.Scope, keys []flag.Change) (map[string]*flag.Entry, error) {
	records := map[string]*flag.Entry{}
	page, err := s.recorded(ctx, HistoryQuery{Scope: scope, Limit: newestLooked}, HistoryPage{}, 4*newestLooked)
	if err != nil {
		return nil, err
	}
	for i, e := range page.newest {
		records[e.Name] = &page.newest[i]
	}
	var rest []string
	for _, key := range keys {
		if records[key.Name] == nil {
			rest = append(rest, key.Name)
		}
	}
	if !page.More || len(rest) == 0 {
		return records, nil
	}
	older, err := s.olderRecords(ctx, scope, rest)
	for i := range older {
		if had := records[older[i].Name]; had == nil || older[i].At.After(had.At) {
			records[older[i].Name] = &older[i]
		}
	}
	return records, err
}

// olderRecords returns the newest record of each of these flags at a scope, by
// flagtui and by the app. Of the app it finds those of rows that are there now.
func (s *sqlStore) olderRecords(ctx context.Context, scope flag.Scope, names []string) ([]flag.Entry, error) {
	var all []flag.Entry
	if s.journal.exists() {
		for part := range slices.Chunk(names, chunk) {
			args := []any{}
			for _, name := range part {
				args = append(args, string(scope.Kind), scope.ID, name)
			}
			j := s.journal.ref()
			var found []flag.Entry
			err := s.together(ctx, s.db, s.entries(&found, []string{`j.id IN (SELECT (SELECT n.id FROM ` + j + ` n
				WHERE n.scope = k.column1 AND n.scope_id = k.column2 AND n.name = k.column3 ORDER BY n.at DESC, n.id DESC LIMIT 1)
				FROM (VALUES ` + list(len(part), "(?, ?, ?)") + `) k)`}, args, 0))
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
		}
	}
	if s.hasTrail() && !s.isScoped(scope.Kind) {
		found, err := s.trailOf(ctx, scope, names)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// trailOf returns the newest entry of simple_module's trail about each row of
// these flags at a scope.
func (s *sqlStore) trailOf(ctx context.Context, scope flag.Scope, names []string) (all []flag.Entry, err error) {
	r := &auditReader{sqlStore: s}
	newest := `(SELECT n.id FROM ` + s.audit.ref() + ` n WHERE n.entity_id = CAST(o.id AS VARCHAR(36)) AND n.entity_type || '' = '` + auditEntity + `'
		ORDER BY n.created_at DESC, n.id DESC LIMIT 1)`
	for part := range slices.Chunk(names, chunk) {
		args := []any{string(scope.Kind), scope.ID}
		for _, name := range part {
			args = append(args, name)
		}
		r.rows = nil
		err := s.together(ctx, s.db, statement{text: r.columns() + ` WHERE a.id IN (SELECT ` + newest + ` FROM ` + s.overrides.ref() + ` o
			WHERE o.scope = ? AND o.scope_id = ? AND o.name IN (` + list(len(part), "?") + `))`, args: args, each: r.each})
		if err != nil {
			return nil, err
		}
		found, err := r.take(ctx)
		if err != nil {
			return nil, err
		}
		for _, record := range found {
			if !record.own && !record.unnamed {
				all = append(all, record.Entry)
			}
		}
	}
	return all, nil
}
