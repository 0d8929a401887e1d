package simplemodule

import (
	"context"
	"database/sql"
	"strings"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Check implements layout.Layout.
func (l *Layout) Check(ctx context.Context, row func(layout.Row), report func(layout.Anomaly), unique bool) error {
	near := map[string]string{}
	err := l.Read(ctx, func(ctx context.Context) error { return l.nearTenants(ctx, near) })
	if err == nil {
		err = l.eachRow(ctx, near, row)
	}
	steps := []func(context.Context, func(layout.Anomaly)) error{l.misread, l.notBooleans, l.notTimes}
	if !unique {
		steps = append(steps, l.duplicates)
	}
	return layout.CheckBy(ctx, l.DB, err, steps, report)
}

// checkColumns are the first columns that scanRow reads. COALESCE allows for NULL in a
// table whose columns are not as the app declares them.
const checkColumns = `o.id, COALESCE(o.scope, '') AS scope, COALESCE(o.scope_id, '') AS scope_id, COALESCE(o.name, '') AS name, o.enabled`

func (l *Layout) scanRow(rows *sql.Rows, more ...any) (layout.Row, error) {
	row := layout.Row{Ref: l.overrides.Ref(), Listed: true}
	var enabled engine.OnValue
	err := rows.Scan(append([]any{engine.TextInto(&row.ID), engine.TextInto(&row.Scope.Kind), engine.TextInto(&row.Scope.ID), engine.TextInto(&row.Name), &enabled}, more...)...)
	row.Enabled = bool(enabled)
	return row, err
}

// eachRow reads the whole table, in the order of ids.
func (l *Layout) eachRow(ctx context.Context, near map[string]string, each func(layout.Row)) error {
	listed := `TRUE`
	if l.hasTenants {
		listed = `COALESCE(o.scope <> 'tenant', TRUE) OR NOT ` + l.listsTenants() + ` OR EXISTS (SELECT 1 FROM ` + l.tenants.Source() + ` t WHERE t.id = o.scope_id)`
	}
	text := `SELECT ` + checkColumns + `, COALESCE(` + misplaced + `, TRUE), ` + listed + `
		FROM ` + l.overrides.Source() + ` o WHERE ` + l.overrides.After() + ` ORDER BY o.id LIMIT ?`
	return layout.EachPage(ctx, l.DB, l.overrides, text, func(rows *sql.Rows) (string, error) {
		var isMisplaced, listed bool
		row, err := l.scanRow(rows, &isMisplaced, &listed)
		row.Misplaced, row.Listed, row.Near = isMisplaced, listed, near[row.Scope.ID]
		each(row)
		return row.ID, err
	})
}

// mostNear is the largest number of unlisted tenants that nearTenants keeps in memory.
const mostNear = 10_000

// nearTenants sets near[id] for each unlisted tenant to a listed tenant whose id differs
// only in case or surrounding spaces. It compares in Go, because databases fold case
// differently.
func (l *Layout) nearTenants(ctx context.Context, near map[string]string) error {
	if !l.hasTenants {
		return nil
	}
	fold := func(id string) string { return strings.ToLower(strings.TrimSpace(id)) }
	unlisted := map[string][]string{}
	tenants := l.tenants.Source()
	err := engine.Query(ctx, l.Pool, `SELECT d.id FROM (SELECT DISTINCT o.scope_id AS id FROM `+l.overrides.Source()+` o WHERE o.scope = 'tenant') d
		WHERE d.id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `+tenants+` t WHERE t.id = d.id) LIMIT ?`, []any{mostNear}, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		unlisted[fold(id)] = append(unlisted[fold(id)], id)
		return err
	})
	delete(unlisted, "")
	if err != nil || len(unlisted) == 0 {
		return err
	}
	return engine.Query(ctx, l.Pool, `SELECT t.id FROM `+tenants+` t ORDER BY t.id`, nil, func(rows *sql.Rows) error {
		var listed string
		err := rows.Scan(&listed)
		for _, id := range unlisted[fold(listed)] {
			near[id] = listed
		}
		return err
	})
}

// misread reports each row that the app reads as the system's override although the row
// has another scope. If the app reads several rows as one override, the last row in
// SelectStored's order decides.
func (l *Layout) misread(ctx context.Context, report func(layout.Anomaly)) error {
	where, args := whereScope(feature.SystemScope())
	return engine.Query(ctx, l.Pool, `SELECT r.id, r.scope, r.scope_id, r.name, r.enabled, r.later IS NULL, r.proper FROM (
			SELECT `+checkColumns+`, COALESCE(`+misplaced+`, TRUE) AS is_odd, LEAD(o.id) OVER (PARTITION BY o.name ORDER BY o.scope, o.scope_id, o.id) AS later,
				MAX(CASE WHEN o.scope = 'system' AND o.scope_id = '' THEN o.id END) OVER (PARTITION BY o.name) AS proper
			FROM `+l.overrides.Source()+` o WHERE `+where+` OR o.scope IS NULL
		) r WHERE r.is_odd ORDER BY r.id`, args, func(rows *sql.Rows) error {
		anomaly := layout.Anomaly{Code: layout.AnomalyMisread}
		row, err := l.scanRow(rows, &anomaly.Decides, engine.TextInto(&anomaly.Proper))
		row.Misplaced, anomaly.Row = true, row
		report(anomaly)
		return err
	})
}

// notBooleans reports values of enabled that are neither on nor off.
func (l *Layout) notBooleans(ctx context.Context, report func(layout.Anomaly)) error {
	where := `o.enabled IS NULL`
	if l.Dialect == engine.SQLite {
		where = `typeof(o.enabled) <> 'integer' OR o.enabled NOT IN (0, 1)`
	}
	return engine.Query(ctx, l.Pool, `SELECT `+checkColumns+`, COALESCE(substr(CAST(o.enabled AS TEXT), 1, 40), 'NULL')
		FROM `+l.overrides.Source()+` o WHERE `+where+` ORDER BY o.id`, nil, func(rows *sql.Rows) (err error) {
		anomaly := layout.Anomaly{Code: layout.AnomalyBoolean}
		anomaly.Row, err = l.scanRow(rows, &anomaly.Value)
		report(anomaly)
		return err
	})
}

// notTimes reports invalid times, which only SQLite stores. The app's ORM fails on a
// date such as 30 February, although SQLite's functions accept it.
func (l *Layout) notTimes(ctx context.Context, report func(layout.Anomaly)) error {
	bad := map[string]string{"created_at": "FALSE", "updated_at": "FALSE"}
	for column := range bad {
		if l.Dialect == engine.SQLite && l.overrides.Has(column) {
			c := "o." + column
			bad[column] = `(` + c + ` IS NOT NULL AND NOT COALESCE(typeof(` + c + `) = 'text' AND datetime(` + c + `) IS NOT NULL AND date(substr(` + c + `, 1, 10)) = substr(` + c + `, 1, 10), FALSE))`
		}
	}
	if bad["created_at"] == bad["updated_at"] {
		return nil // neither column exists, or neither can be wrong
	}
	return engine.Query(ctx, l.Pool, `SELECT `+checkColumns+`, `+bad["created_at"]+`, `+bad["updated_at"]+`
		FROM `+l.overrides.Source()+` o WHERE `+bad["created_at"]+` OR `+bad["updated_at"]+` ORDER BY o.id`, nil, func(rows *sql.Rows) error {
		var created, updated bool
		row, err := l.scanRow(rows, &created, &updated)
		anomaly := layout.Anomaly{Code: layout.AnomalyTime, Row: row}
		if created {
			anomaly.Columns = append(anomaly.Columns, "created_at")
		}
		if updated {
			anomaly.Columns = append(anomaly.Columns, "updated_at")
		}
		report(anomaly)
		return err
	})
}

// duplicates reports each row for which a later row has the same flag and scope.
func (l *Layout) duplicates(ctx context.Context, report func(layout.Anomaly)) error {
	return engine.Query(ctx, l.Pool, `SELECT r.id, r.scope, r.scope_id, r.name, r.enabled FROM (
			SELECT `+checkColumns+`, MAX(o.id) OVER (PARTITION BY o.scope, o.scope_id, o.name) AS last FROM `+l.overrides.Source()+` o
		) r WHERE r.id <> r.last ORDER BY r.id`, nil, func(rows *sql.Rows) (err error) {
		anomaly := layout.Anomaly{Code: layout.AnomalyDuplicate}
		anomaly.Row, err = l.scanRow(rows)
		report(anomaly)
		return err
	})
}
