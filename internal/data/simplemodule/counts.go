package simplemodule

import (
	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// SelectCounts implements layout.Layout. SQLite can group by name only in the order of
// the name's index, or by sorting: either costs far more than reading. So there the
// rows are counted in that index alone; then what is off, and what is no tenant's, is
// read row by row in the order in which the table is stored, and taken from them.
func (l *Layout) SelectCounts(add func(name string, n feature.Count)) engine.Statement {
	from := ` FROM ` + l.overrides.Source() + ` o`
	if l.Dialect == engine.Postgres {
		return engine.Statement{Text: `SELECT o.name, ` + l.onAndOff() + from + ` WHERE o.scope = 'tenant' GROUP BY o.name`, Each: layout.EachCount(add)}
	}
	counts := map[string]feature.Count{}
	system, _ := at(feature.SystemScope())
	return engine.Statement{Text: `SELECT o.name, COUNT(*), 0` + from + ` GROUP BY o.name
		UNION ALL SELECT o.name, -1, 0` + from + ` WHERE ` + system + `
		UNION ALL SELECT o.name, -1, 1` + from + ` WHERE o.scope || '' = 'tenant' AND NOT ` + l.IsOn,
		Each: layout.EachCount(func(name string, n feature.Count) {
			counts[name] = feature.Count{On: counts[name].On + n.On, Off: counts[name].Off + n.Off}
		}), Done: func() error {
			for name, n := range counts {
				if n != (feature.Count{}) {
					add(name, n)
				}
			}
			return nil
		}}
}

// onAndOff is two columns: how many rows are on, and how many off.
func (l *Layout) onAndOff() string {
	return `COALESCE(SUM(CASE WHEN ` + l.IsOn + ` THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN ` + l.IsOn + ` THEN 0 ELSE 1 END), 0)`
}
