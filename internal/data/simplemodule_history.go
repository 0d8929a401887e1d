package data

import (
	"context"
	"flagtui/internal/data/engine"
	"time"

	"flagtui/internal/feature"
)

// recordsAll implements layout.
func (l *simpleModule) recordsAll() bool { return l.hasTrail() }

// records implements layout.
func (l *simpleModule) records(feature.ChangeSet, []feature.Change) bool {
	return l.hasTrail() && l.audit.Has("correlation_id")
}

// selectNewest implements layout.
func (l *simpleModule) selectNewest(q HistoryQuery, each func(overrideRow)) []engine.Statement {
	if !l.concerns(q, l) {
		return nil
	}
	where, args := l.overridesOf(q)
	return []engine.Statement{l.selectWhole(` WHERE `+where+` ORDER BY o.id DESC LIMIT ?`, append(args, newestRows), each)}
}

// selectTrailStart implements layout.
func (l *simpleModule) selectTrailStart(each func(time.Time)) []engine.Statement {
	if !l.hasTrail() {
		return nil
	}
	return []engine.Statement{{Text: `SELECT a.created_at FROM ` + l.audit.Ref() + ` a ORDER BY a.created_at LIMIT 1`, Each: timeInto(each)}}
}

// selectTrailRecords implements layout: of overrides that have a row, the newest
// record of each.
func (l *simpleModule) selectTrailRecords(keys []feature.Change, keep func(feature.Entry)) []engine.Statement {
	if !l.hasTrail() {
		return nil
	}
	var args []any
	for _, key := range keys {
		args = append(args, string(key.Scope.Kind), key.Scope.ID, key.Name)
	}
	return []engine.Statement{l.trailOf(`(VALUES `+engine.Repeat(len(keys), "(?, ?, ?)")+`)`, args, keep)}
}

// trailReader implements layout.
func (l *simpleModule) trailReader(ctx context.Context, q HistoryQuery) (int, reader, error) {
	if !l.hasTrail() || !l.concerns(q, l) {
		return auditRecords, nil, nil
	}
	audit := &auditReader{sqlStore: l.sqlStore, q: q}
	if rows := q.After.rows; rows != nil && !rows.all {
		if audit.of = rows.ids; len(rows.ids) == 0 {
			audit.of = []any{""}
		}
	}
	return auditRecords, audit, audit.countEntries(ctx)
}
