package torus

import (
	"context"
	"strings"
	"time"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// RecordsAll implements layout.Layout.
func (l *Layout) RecordsAll() bool { return l.events.Exists() }

// SelectNewest implements layout.Layout.
func (l *Layout) SelectNewest(q layout.HistoryFilter, limit int, each func(layout.OverrideRow)) []engine.Statement {
	where, args := []string{`(o.project_id IS NOT NULL OR o.section_id IS NOT NULL)`}, []any{}
	if q.Name != "" {
		where, args = append(where, `o.feature_name = ?`), append(args, q.Name)
	}
	if id, err := idOf(q.Scope); err == nil && q.Scope.Kind != "" {
		where, args = append(where, `o.`+l.columnOf[q.Scope.Kind]+` = ?`), append(args, id)
	}
	return []engine.Statement{l.selectWhole(` WHERE `+strings.Join(where, " AND ")+` ORDER BY o.id DESC LIMIT ?`, append(args, limit), each)}
}

// SelectTrailStart implements layout.Layout.
func (l *Layout) SelectTrailStart(each func(time.Time)) []engine.Statement {
	if !l.events.Exists() {
		return nil
	}
	return []engine.Statement{{Text: `SELECT e.inserted_at FROM ` + l.events.Ref() + ` e ORDER BY e.inserted_at LIMIT 1`, Each: layout.TimeInto(each)}}
}

// SelectTrailRecords implements layout.Layout.
func (l *Layout) SelectTrailRecords(keys []feature.Change, keep func(feature.Entry)) []engine.Statement {
	if !l.events.Exists() {
		return nil
	}
	return l.newestEvents(keys, keep)
}

// TrailReader implements layout.Layout.
func (l *Layout) TrailReader(_ context.Context, q layout.HistoryFilter, _ *layout.HistoryRows) (layout.Reader, error) {
	if !l.events.Exists() {
		return nil, nil
	}
	return &eventReader{Layout: l, q: q}, nil
}
