package torus

import (
	"context"
	"database/sql"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
)

// Check implements layout.Layout. A row of a deleted or archived project or section is
// no anomaly.
func (l *Layout) Check(ctx context.Context, row func(layout.Row), report func(layout.Anomaly), unique bool) error {
	err := layout.EachPage(ctx, l.DB, l.states, `SELECT `+l.rowColumns()+` FROM `+l.states.Source()+` o WHERE `+l.states.After()+` ORDER BY o.id LIMIT ?`, func(rows *sql.Rows) (string, error) {
		found, err := l.scanRow(rows)
		row(found)
		return found.ID, err
	})
	steps := []func(context.Context, func(layout.Anomaly)) error{l.ofBoth}
	if !unique {
		steps = append(steps, l.duplicates)
	}
	return layout.CheckBy(ctx, l.DB, err, steps, report)
}

// scanRow reads the columns of rowColumns into a row.
func (l *Layout) scanRow(rows *sql.Rows, more ...any) (layout.Row, error) {
	found, err := l.scan(rows, more...)
	return layout.Row{ID: found.ID, Ref: l.states.Ref(), Override: found.Override, Listed: true}, err
}

// ofBoth reports the rows that name both a project and a section. The app's check
// constraint forbids them.
func (l *Layout) ofBoth(ctx context.Context, report func(layout.Anomaly)) error {
	return engine.Query(ctx, l.Pool, `SELECT `+l.rowColumns()+`, o.section_id FROM `+l.states.Source()+` o
		WHERE o.project_id IS NOT NULL AND o.section_id IS NOT NULL ORDER BY o.id`, nil, func(rows *sql.Rows) (err error) {
		anomaly := layout.Anomaly{Code: layout.AnomalyBoth}
		anomaly.Row, err = l.scanRow(rows, &anomaly.Value)
		report(anomaly)
		return err
	})
}

// duplicates reports each row for which a later row has the same feature and scope.
func (l *Layout) duplicates(ctx context.Context, report func(layout.Anomaly)) error {
	return engine.Query(ctx, l.Pool, `SELECT `+l.rowColumns()+` FROM `+l.states.Source()+` o WHERE EXISTS (SELECT 1 FROM `+l.states.Source()+` n
		WHERE n.id > o.id AND n.feature_name = o.feature_name AND (n.project_id = o.project_id OR n.section_id = o.section_id)) ORDER BY o.id`, nil, func(rows *sql.Rows) (err error) {
		anomaly := layout.Anomaly{Code: layout.AnomalyDuplicate}
		anomaly.Row, err = l.scanRow(rows)
		report(anomaly)
		return err
	})
}
