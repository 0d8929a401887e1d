package data

import (
	"context"
	"time"

	"flagtui/internal/feature"
)

// recordsAll implements layout.
func (l *simpleModule) recordsAll() bool { return l.hasTrail() }

// records implements layout.
func (l *simpleModule) records(feature.ChangeSet, []feature.Change) bool {
	return l.hasTrail() && l.audit.has("correlation_id")
}

// selectNewest implements layout.
func (l *simpleModule) selectNewest(q HistoryQuery, each func(overrideRow)) []statement {
	if !l.concerns(q, l) {
		return nil
	}
	where, args := l.overridesOf(q)
	return []statement{l.selectWhole(` WHERE `+where+` ORDER BY o.id DESC LIMIT ?`, append(args, newestRows), each)}
}

// selectTrailStart implements layout.
func (l *simpleModule) selectTrailStart(each func(time.Time)) []statement {
	if !l.hasTrail() {
		return nil
	}
	return []statement{{text: `SELECT a.created_at FROM ` + l.audit.ref() + ` a ORDER BY a.created_at LIMIT 1`, each: timeInto(each)}}
}

// selectTrailRecords implements layout: of overrides that have a row, the newest
// record of each.
func (l *simpleModule) selectTrailRecords(keys []feature.Change, keep func(feature.Entry)) []statement {
	if !l.hasTrail() {
		return nil
	}
	var args []any
	for _, key := range keys {
		args = append(args, string(key.Scope.Kind), key.Scope.ID, key.Name)
	}
	return []statement{l.trailOf(`(VALUES `+repeat(len(keys), "(?, ?, ?)")+`)`, args, keep)}
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
