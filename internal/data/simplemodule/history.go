package simplemodule

import (
	"context"
	"database/sql"
	"time"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// RecordsAll implements layout.Layout.
func (l *Layout) RecordsAll() bool { return l.hasTrail() }

// Records implements layout.Layout.
func (l *Layout) Records(feature.ChangeSet, []feature.Change) bool {
	return l.hasTrail() && l.audit.Has("correlation_id")
}

// SelectNewest implements layout.Layout.
func (l *Layout) SelectNewest(q layout.HistoryFilter, limit int, each func(layout.OverrideRow)) []engine.Statement {
	where, args := l.overridesOf(q)
	return []engine.Statement{l.selectWhole(` WHERE `+where+` ORDER BY o.id DESC LIMIT ?`, append(args, limit), each)}
}

// SelectTrailStart implements layout.Layout.
func (l *Layout) SelectTrailStart(each func(time.Time)) []engine.Statement {
	if !l.hasTrail() {
		return nil
	}
	return []engine.Statement{{Text: `SELECT a.created_at FROM ` + l.audit.Ref() + ` a ORDER BY a.created_at LIMIT 1`, Each: layout.TimeInto(each)}}
}

// SelectTrailRecords implements layout.Layout. It reads the newest record of each
// existing row.
func (l *Layout) SelectTrailRecords(keys []feature.Change, keep func(feature.Entry)) []engine.Statement {
	if !l.hasTrail() {
		return nil
	}
	var args []any
	for _, key := range keys {
		args = append(args, string(key.Scope.Kind), key.Scope.ID, key.Name)
	}
	return []engine.Statement{l.trailOf(`(VALUES `+engine.Repeat(len(keys), "(?, ?, ?)")+`)`, args, keep)}
}

// TrailReader implements layout.Layout.
func (l *Layout) TrailReader(ctx context.Context, q layout.HistoryFilter, rows *layout.HistoryRows) (layout.Reader, error) {
	if !l.hasTrail() {
		return nil, nil
	}
	audit := &auditReader{Layout: l, q: q}
	if rows != nil && !rows.All {
		if audit.of = rows.Ids; len(rows.Ids) == 0 {
			audit.of = []any{""}
		}
	}
	return audit, audit.countEntries(ctx)
}

// trailOf reads the newest record of each existing row of some overrides. values is the
// list of the overrides in SQL. trailOf skips records that flagtui_change also has.
func (l *Layout) trailOf(values string, args []any, keep func(feature.Entry)) engine.Statement {
	r := &auditReader{Layout: l}
	last := `n.id`
	if l.Dialect == engine.SQLite {
		last = `n.rowid` // see newestFirst
	}
	// COALESCE keeps the database off the index on created_at. For a row without records
	// that index would cost a full scan.
	newest := `(SELECT n.id FROM ` + l.audit.Ref() + ` n WHERE n.entity_id = CAST(o.id AS VARCHAR(36)) AND n.entity_type || '' = '` + auditEntity + `'
		ORDER BY COALESCE(n.created_at, n.created_at) DESC, ` + last + ` DESC LIMIT 1)`
	text := r.columns() + `, o.scope, o.scope_id, o.name FROM ` + l.audit.Ref() + ` a JOIN ` + l.overrides.Source() + ` o ON a.id = ` + newest + ` WHERE (o.scope, o.scope_id, o.name) IN ` + values
	return engine.Statement{Text: text, Args: args, Each: func(rows *sql.Rows) error {
		var key feature.Change
		row, err := r.scan(rows, &key.Scope.Kind, &key.Scope.ID, &key.Name)
		if err == nil && !row.own {
			keep(row.entry(applyRecord(key, row.action, row.changes)))
		}
		return err
	}}
}
