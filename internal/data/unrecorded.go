package data

import (
	"context"
	"database/sql"
	"slices"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// unrecorded reports the overrides of a layout that differ from their last record.
func (s *sqlStore) unrecorded(ctx context.Context, l layout.Layout, report func(layout.Anomaly)) error {
	for last, more := l.Main().BeforeAll(), true; more; {
		var ids []string
		var found []feature.Override
		err := s.Read(ctx, func(ctx context.Context) error {
			ids, found = nil, nil
			err := s.Batch(ctx, s.Pool, l.SelectAfter(last, engine.Chunk, func(row layout.OverrideRow) {
				ids, found = append(ids, row.ID), append(found, row.Override)
			}))
			if err != nil {
				return err
			}
			return s.compare(ctx, found, nil)
		})
		if err != nil {
			return err
		}
		for i, o := range found {
			if last = ids[i]; o.Outside {
				report(layout.Anomaly{Code: layout.AnomalyOutside, Row: layout.Row{ID: ids[i], Ref: l.Main().Ref(), Override: o}})
			}
		}
		more = len(found) == engine.Chunk
	}
	return s.deletedOutside(ctx, l, report)
}

// mostDeleted is the largest number of deleted overrides that deletedOutside compares
// with the history.
const mostDeleted = 100

// deletedOutside reports the overrides of flagtui_change whose row is gone without a
// record of the removal. In a layout without system scope, no row is the normal form of
// off.
func (s *sqlStore) deletedOutside(ctx context.Context, l layout.Layout, report func(layout.Anomaly)) error {
	if !s.journal.Exists() {
		return nil
	}
	var keys []feature.Change
	err := s.Read(ctx, func(ctx context.Context) error {
		return engine.Query(ctx, s.Pool, `SELECT DISTINCT j.scope, j.scope_id, j.name FROM `+s.journal.Source()+` j WHERE `+s.ofLayouts("j"), nil, func(rows *sql.Rows) error {
			var key feature.Change
			err := rows.Scan(engine.TextInto(&key.Scope.Kind), engine.TextInto(&key.Scope.ID), engine.TextInto(&key.Name))
			if s.layoutOf(key.Scope.Kind) == l {
				keys = append(keys, key)
			}
			return err
		})
	})
	if err != nil {
		return err
	}
	var gone []feature.Change
	for part := range slices.Chunk(keys, engine.Chunk) {
		err := s.Read(ctx, func(ctx context.Context) error {
			records, err := s.olderRecords(ctx, part, nil)
			if err != nil {
				return err
			}
			rows, err := s.rowsOf(ctx, part)
			for _, key := range part {
				if record := records[layout.KeyOf(key)]; rows[layout.KeyOf(key)] == nil && record != nil && record.After != feature.Inherit && (l.Holds(feature.System) || record.After == feature.On) {
					gone = append(gone, key)
				}
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	for _, key := range gone[:min(len(gone), mostDeleted)] {
		page, err := s.History(ctx, HistoryQuery{HistoryFilter: HistoryFilter{Name: key.Name, Scope: key.Scope, Origin: feature.FromOutside}, Limit: 1, withoutGaps: true})
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(page.Entries, func(e feature.Entry) bool { return e.After == feature.Inherit }); i >= 0 {
			report(layout.Anomaly{Code: layout.AnomalyGone, Row: layout.Row{Override: feature.Override{Scope: key.Scope, Name: key.Name, Enabled: page.Entries[i].Before == feature.On}}})
		}
	}
	return nil
}
