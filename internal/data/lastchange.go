package data

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// LastChanges first reads a scope's newest changes: newestPerFlag of them for each flag
// asked for, and at most mostNewest.
const (
	newestPerFlag = 50
	mostNewest    = 500
)

// LastChanges implements Store.
func (s *sqlStore) LastChanges(ctx context.Context, scope feature.Scope, names ...string) (map[string]feature.Entry, error) {
	last := map[string]feature.Entry{}
	if len(names) == 0 {
		return last, nil
	}
	err := s.Read(ctx, func(ctx context.Context) error {
		keys := make([]feature.Change, len(names))
		for i, name := range names {
			keys[i] = feature.Change{Scope: scope, Name: name}
		}
		var records map[string]*feature.Entry
		rows, began := map[layout.RowKey]*feature.Override{}, map[layout.Layout]time.Time{}
		err := s.AtOnce(ctx, func(ctx context.Context) (err error) {
			records, err = s.lastRecords(ctx, scope, keys)
			return err
		}, func(ctx context.Context) error {
			return s.Batch(ctx, s.Pool, append(s.rowStatements(keys, rows), s.trailStarts(began)...)...)
		})
		if err != nil {
			return err
		}
		for _, key := range keys {
			if change := s.lastChangeOf(records[key.Name], rows[layout.KeyOf(key)], began); change != nil {
				last[key.Name] = *change
			}
		}
		return s.nameLast(ctx, last)
	})
	return last, err
}

// nameLast replaces the user ids in last by e-mail addresses.
func (s *sqlStore) nameLast(ctx context.Context, last map[string]feature.Entry) error {
	entries := make([]feature.Entry, 0, len(last))
	for _, e := range last {
		entries = append(entries, e)
	}
	err := s.nameActors(ctx, entries)
	for _, e := range entries {
		last[e.Name] = e
	}
	return err
}

// lastRecords returns the newest record of each override at a scope, by flag. It reads
// the scope's newest changes first. For each flag without a record among them it reads
// the flag's own records.
func (s *sqlStore) lastRecords(ctx context.Context, scope feature.Scope, keys []feature.Change) (map[string]*feature.Entry, error) {
	records, limit := map[string]*feature.Entry{}, min(newestPerFlag*len(keys), mostNewest)
	page, err := s.recorded(ctx, HistoryQuery{HistoryFilter: HistoryFilter{Scope: scope}, Limit: limit}, HistoryPage{}, 4*limit)
	if err != nil {
		return nil, err
	}
	for i, e := range page.newest {
		records[e.Name] = &page.newest[i]
	}
	var rest []feature.Change
	for _, key := range keys {
		if records[key.Name] == nil {
			rest = append(rest, key)
		}
	}
	if !page.More || len(rest) == 0 {
		return records, nil
	}
	older, err := s.olderRecords(ctx, rest, nil)
	for key, record := range older {
		records[key.Name] = record
	}
	return records, err
}

// olderRecords returns the newest record of each override, from flagtui_change and the
// app's audit trail. For simple_module it reads only the audit records of existing rows.
// A non-nil began receives the start of each trail.
func (s *sqlStore) olderRecords(ctx context.Context, keys []feature.Change, began map[layout.Layout]time.Time) (map[layout.RowKey]*feature.Entry, error) {
	records := map[layout.RowKey]*feature.Entry{}
	keep := func(e feature.Entry) {
		key := layout.KeyAt(e.Scope, e.Name)
		if had := records[key]; had == nil || e.At.After(had.At) {
			records[key] = &e
		}
	}
	var statements []engine.Statement
	const few = 100 // with more keys PostgreSQL would read whole tables
	in := `j.id IN (%s)`
	if s.Dialect == engine.Postgres { // with IN it may read all of flagtui_change
		in = `j.id = ANY (ARRAY(%s))`
	}
	for part := range slices.Chunk(keys, few) {
		var args []any
		for _, key := range part {
			args = append(args, string(key.Scope.Kind), key.Scope.ID, key.Name)
		}
		values := `(VALUES ` + engine.Repeat(len(part), "(?, ?, ?)") + `)`
		if s.journal.Exists() {
			j, found := s.journal.Ref(), []feature.Entry{}
			st := s.entries(&found, []string{fmt.Sprintf(in, `SELECT (SELECT n.id FROM `+j+` n
				WHERE n.scope = k.column1 AND n.scope_id = k.column2 AND n.name = k.column3 AND `+s.ofLayouts("n")+` ORDER BY n.at DESC, n.id DESC LIMIT 1) FROM `+values+` k`)}, args, 0)
			st.Done = func() error {
				for _, e := range found {
					keep(e)
				}
				return nil
			}
			statements = append(statements, st)
		}
		for _, l := range s.layouts {
			statements = append(statements, l.SelectTrailRecords(part, keep)...)
		}
	}
	if began != nil {
		statements = append(statements, s.trailStarts(began)...)
	}
	if len(statements) == 0 {
		return records, nil
	}
	return records, s.Batch(ctx, s.Pool, statements...)
}

// markOutside marks the rows that differ from their last record. It removes the users of
// these rows, because they did not set the present value. It also replaces user ids by
// e-mail addresses.
func (s *sqlStore) markOutside(ctx context.Context, rows []feature.Override) error {
	if len(rows) == 0 {
		return nil
	}
	return s.compare(ctx, rows, map[layout.Layout]time.Time{})
}

// compare implements markOutside. If began is nil, compare marks no row without a
// record.
func (s *sqlStore) compare(ctx context.Context, rows []feature.Override, began map[layout.Layout]time.Time) error {
	keys := make([]feature.Change, len(rows))
	var people []*string
	for i := range rows {
		keys[i] = feature.Change{Scope: rows[i].Scope, Name: rows[i].Name}
		people = append(people, &rows[i].CreatedBy, &rows[i].UpdatedBy)
	}
	var records map[layout.RowKey]*feature.Entry
	err := s.AtOnce(ctx, func(ctx context.Context) (err error) {
		records, err = s.olderRecords(ctx, keys, began)
		return err
	}, func(ctx context.Context) error { return s.nameUsers(ctx, people...) })
	if err != nil {
		return err
	}
	for i := range rows {
		if change := s.lastChangeOf(records[layout.KeyOf(keys[i])], &rows[i], began); change.Origin == feature.FromOutside {
			rows[i].Outside, rows[i].CreatedBy, rows[i].UpdatedBy = true, "", ""
		}
	}
	return nil
}

// nameConflict removes the user from each row of a conflict that was last changed from
// outside. The row itself still names the user of an earlier change.
func (s *sqlStore) nameConflict(ctx context.Context, err error) error {
	var conflict *Conflict
	if !errors.As(err, &conflict) || conflict.since == "" {
		return err
	}
	byScope := map[feature.Scope][]string{}
	for _, row := range conflict.Rows {
		byScope[row.Scope] = append(byScope[row.Scope], row.Name)
	}
	for scope, names := range byScope {
		last, failed := s.LastChanges(ctx, scope, names...)
		if failed != nil {
			last = nil // without records no user is named
		}
		for i := range conflict.Rows {
			row := &conflict.Rows[i]
			if change := last[row.Name]; row.Scope == scope && (failed != nil || change.Origin == feature.FromOutside) {
				row.At, row.By = change.At, ""
			}
		}
	}
	people := make([]*string, len(conflict.Rows))
	for i := range conflict.Rows {
		people[i] = &conflict.Rows[i].By
	}
	if err := s.Read(ctx, func(ctx context.Context) error { return s.nameUsers(ctx, people...) }); err != nil {
		return err
	}
	return conflictError(conflict.since, conflict.Rows)
}
