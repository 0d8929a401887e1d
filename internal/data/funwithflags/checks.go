package funwithflags

import (
	"context"
	"fmt"

	"flagtui/internal/data/layout"
)

// Check implements layout.Layout. It also reports gates that the library ignores,
// misreads or cannot read.
func (l *Layout) Check(ctx context.Context, row func(layout.Row), report func(layout.Anomaly), unique bool) error {
	err := l.Layout.Check(ctx, row, report, unique)
	return layout.CheckBy(ctx, l.DB, err, []func(context.Context, func(layout.Anomaly)) error{l.checkGates}, report)
}

func (l *Layout) checkGates(ctx context.Context, report func(layout.Anomaly)) error {
	first := map[string]gate{} // the boolean gates that the app reads, by flag
	return l.Batch(ctx, l.Pool, l.selectGates(` WHERE o.gate_type <> ? ORDER BY o.id`, []any{actor}, func(g gate) {
		text := ""
		switch counts, twice := first[g.name]; {
		case g.unknown() != "":
			text = fmt.Sprintf("%q (row %s) has the %s", g.name, g.id, g.unknown())
		case g.kind != boolean:
		case twice:
			text = fmt.Sprintf("%q has two boolean gates: the app reads row %s, and ignores row %s", g.name, counts.id, g.id)
		case g.target != noTarget:
			text = fmt.Sprintf("%q (row %s) has a boolean gate with the target %q, which the app reads as a gate without a target", g.name, g.id, g.target)
			first[g.name] = g
		default:
			first[g.name] = g
		}
		if text != "" {
			fix := `DELETE FROM ` + l.table.Ref() + ` WHERE id = ` + l.Literal(g.id) + `;`
			report(layout.Anomaly{Code: layout.AnomalyApp, Row: layout.Row{ID: g.id, Ref: l.table.Ref(), Override: g.row().Override, Listed: true}, Text: text, Fix: fix})
		}
	}))
}
