package flipper

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Check implements layout.Layout. It also reports gates that the app misreads or cannot
// read, and flags that the app does not list.
func (l *Layout) Check(ctx context.Context, row func(layout.Row), report func(layout.Anomaly), _ bool) error {
	return layout.CheckBy(ctx, l.DB, nil, []func(context.Context, func(layout.Anomaly)) error{
		func(ctx context.Context, report func(layout.Anomaly)) error { return l.checkGates(ctx, row, report) },
		l.checkFeatures,
	}, report)
}

// checkGates reads every gate, flag by flag.
func (l *Layout) checkGates(ctx context.Context, row func(layout.Row), report func(layout.Anomaly)) error {
	of := &flag{}
	finish := func() {
		if setting, ok := of.setting(); ok {
			row(l.row(rowOf(setting)))
		}
		l.checkFlag(of, report)
	}
	statement := l.selectGates(` ORDER BY o.feature_key, o.id`, nil, func(g gate) {
		if g.feature != of.name {
			finish()
			of = &flag{name: g.feature}
		}
		if g.key != actors {
			of.gates = append(of.gates, g)
			return
		}
		found := l.row(g.override())
		row(found)
		if slices.Contains([]string{"", "true", "false", "1", "0"}, strings.ToLower(g.value)) {
			report(l.anomaly(found, fmt.Sprintf("%q is on for the actor %q (row %s), which is not an actor's id: an UPDATE by hand may have set it", g.feature, g.value, g.id), l.deletion(g)))
		}
	})
	statement.Done = func() error {
		finish()
		return nil
	}
	return l.Batch(ctx, l.Pool, statement)
}

// checkFlag reports the anomalies of a flag's gates, except actor gates.
func (l *Layout) checkFlag(of *flag, report func(layout.Anomaly)) {
	boolean, _ := of.first(boolean)
	for _, g := range of.gates {
		text, fix := "", l.deletion(g)
		switch {
		case g.key == boolean.key && g.id != boolean.id:
			text = fmt.Sprintf("%q has two boolean gates: the app reads row %s, and ignores row %s", g.feature, boolean.id, g.id)
		case g.key == boolean.key && !slices.Contains(append(on, "", "false", "0"), g.value):
			text = fmt.Sprintf("%q (row %s) has the boolean gate %q, which the app reads as off; flagtui set turns it on", g.feature, g.id, g.value)
		case g.key == expression && !json.Valid([]byte(g.value)):
			text = fmt.Sprintf("%q (row %s) has an expression that is not JSON, on which the app fails", g.feature, g.id)
		case (&flag{gates: []gate{g}}).locked() != "":
			text, fix = fmt.Sprintf("%q (row %s) has the gate %s, which flagtui does not know: it never writes this flag", g.feature, g.id, g.key), ""
		}
		if text != "" {
			report(l.anomaly(l.row(layout.OverrideRow{ID: g.id, Override: feature.Override{Scope: feature.SystemScope(), Name: g.feature}}), text, fix))
		}
	}
}

// checkFeatures reports flags with gates and without a row in flipper_features.
func (l *Layout) checkFeatures(ctx context.Context, report func(layout.Anomaly)) error {
	text := `SELECT DISTINCT o.feature_key FROM ` + l.gates.Ref() + ` o WHERE NOT EXISTS (SELECT 1 FROM ` + l.features.Ref() + ` f WHERE f.key = o.feature_key) ORDER BY o.feature_key`
	return engine.Query(ctx, l.Pool, text, nil, func(rows *sql.Rows) error {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		now := l.TimeOfWrite(l.features, "created_at")
		fix := `INSERT INTO ` + l.features.Ref() + ` (key, created_at, updated_at) VALUES (` + l.Literal(name) + `, ` + now + `, ` + now + `);`
		report(l.anomaly(l.row(layout.OverrideRow{Override: feature.Override{Scope: feature.SystemScope(), Name: name}}),
			fmt.Sprintf("%q has gates, but no row in %s: the app's list of features lacks it", name, l.features.Name), fix))
		return nil
	})
}

func (l *Layout) row(o layout.OverrideRow) layout.Row {
	return layout.Row{ID: o.ID, Ref: l.gates.Ref(), Override: o.Override, Listed: true}
}

func (l *Layout) anomaly(row layout.Row, text, fix string) layout.Anomaly {
	return layout.Anomaly{Code: layout.AnomalyApp, Row: row, Text: text, Fix: fix}
}

// deletion returns the statement that deletes a gate.
func (l *Layout) deletion(g gate) string {
	return `DELETE FROM ` + l.gates.Ref() + ` WHERE id = ` + l.Literal(g.id) + `;`
}
