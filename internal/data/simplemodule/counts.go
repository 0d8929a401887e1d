package simplemodule

import (
	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// SelectCounts implements layout.Layout.
func (l *Layout) SelectCounts(add func(name string, n feature.Count)) engine.Statement {
	return engine.Statement{Text: l.counting(), Each: layout.EachCount(add)}
}

// counting is the SQL of Counts: of names, how many are on and how many off, to
// be added up. SQLite can group by name only in the order of the name's index,
// or by sorting: either costs far more than reading. So it counts the rows in
// that index alone, and then takes from them what is off, and what is no tenant's,
// row by row in the order in which the table is stored.
func (l *Layout) counting() string {
	from := ` FROM ` + l.overrides.Source() + ` o`
	if l.Dialect == engine.Postgres {
		return `SELECT o.name, ` + l.onAndOff() + from + ` WHERE o.scope = 'tenant' GROUP BY o.name`
	}
	system, _ := at(feature.SystemScope())
	return `SELECT o.name, COUNT(*), 0` + from + ` GROUP BY o.name
		UNION ALL SELECT o.name, -1, 0` + from + ` WHERE ` + system + `
		UNION ALL SELECT o.name, -1, 1` + from + ` WHERE o.scope || '' = 'tenant' AND NOT ` + l.IsOn
}

// onAndOff is two columns: how many rows are on, and how many off.
func (l *Layout) onAndOff() string {
	return `COALESCE(SUM(CASE WHEN ` + l.IsOn + ` THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN ` + l.IsOn + ` THEN 0 ELSE 1 END), 0)`
}
