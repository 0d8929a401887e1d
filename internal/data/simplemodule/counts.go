package simplemodule

import (
	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// SelectCounts implements layout.Layout. SQLite can group by name only in the order of
// the name's index, or by sorting, and both cost far more than reading. So on SQLite the
// rows are counted in that index alone; a second part reads the rows that are off or no
// tenant's, in the order in which the table is stored, and they are subtracted.
func (l *Layout) SelectCounts(add func(name string, n feature.Count)) engine.Statement {
	from := ` FROM ` + l.overrides.Source() + ` o`
	if l.Dialect == engine.Postgres {
		return engine.Statement{Text: `SELECT o.name, ` + l.onAndOff() + from + ` WHERE o.scope = 'tenant' GROUP BY o.name`, Each: layout.EachCount(add)}
	}
	counts := map[string]feature.Count{}
	system, _ := whereScope(feature.SystemScope())
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

// onAndOff returns two columns: the number of rows that are on, and off.
func (l *Layout) onAndOff() string {
	return `COALESCE(SUM(CASE WHEN ` + l.IsOn + ` THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN ` + l.IsOn + ` THEN 0 ELSE 1 END), 0)`
}
