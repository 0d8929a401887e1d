package simplemodule

import (
	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// SelectCounts implements layout.Layout. On SQLite the statement first counts all rows
// of a flag as on, by reading only the index on name. It then subtracts the rows that
// are not a tenant's, and moves the rows that are off from On to Off. A plain GROUP BY
// would be far slower, because SQLite would look up each row or sort.
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

// onAndOff returns two columns: the number of on rows and the number of off rows.
func (l *Layout) onAndOff() string {
	return `COALESCE(SUM(CASE WHEN ` + l.IsOn + ` THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN ` + l.IsOn + ` THEN 0 ELSE 1 END), 0)`
}
