package data

import (
	"context"
	"flagtui/internal/data/engine"
	"strings"
	"time"

	"flagtui/internal/feature"
)

// recordsAll implements layout.
func (l *torusLayout) recordsAll() bool { return l.events.Exists() }

// selectNewest implements layout.
func (l *torusLayout) selectNewest(q HistoryQuery, each func(overrideRow)) []engine.Statement {
	if !l.concerns(q, l) {
		return nil
	}
	where, args := []string{`(o.project_id IS NOT NULL OR o.section_id IS NOT NULL)`}, []any{}
	if q.Name != "" {
		where, args = append(where, `o.feature_name = ?`), append(args, q.Name)
	}
	if id, err := torusID(q.Scope); err == nil && q.Scope.Kind != "" {
		where, args = append(where, `o.`+l.columnOf[q.Scope.Kind]+` = ?`), append(args, id)
	}
	return []engine.Statement{l.selectWhole(` WHERE `+strings.Join(where, " AND ")+` ORDER BY o.id DESC LIMIT ?`, append(args, newestRows), each)}
}

// selectTrailStart implements layout.
func (l *torusLayout) selectTrailStart(each func(time.Time)) []engine.Statement {
	if !l.events.Exists() {
		return nil
	}
	return []engine.Statement{{Text: `SELECT e.inserted_at FROM ` + l.events.Ref() + ` e ORDER BY e.inserted_at LIMIT 1`, Each: timeInto(each)}}
}

// selectTrailRecords implements layout.
func (l *torusLayout) selectTrailRecords(keys []feature.Change, keep func(feature.Entry)) []engine.Statement {
	if !l.events.Exists() {
		return nil
	}
	return l.newestEvents(keys, keep)
}

// trailReader implements layout.
func (l *torusLayout) trailReader(_ context.Context, q HistoryQuery) (int, reader, error) {
	if !l.events.Exists() || !l.concerns(q, l) {
		return eventRecords, nil, nil
	}
	return eventRecords, &eventReader{torusLayout: l, q: q}, nil
}
