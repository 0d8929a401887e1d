package data

import (
	"context"
	"database/sql"
	"maps"

	"flagtui/internal/flag"
)

// Counts implements Store.
func (s *sqlStore) Counts(ctx context.Context) (map[string]flag.Count, error) {
	counts := map[string]flag.Count{}
	if s.overrides.name != "" {
		err := s.read(ctx, func(ctx context.Context) error {
			var name string
			var on, off int
			return query(ctx, s.db, s.counting(), nil, func(rows *sql.Rows) error {
				err := rows.Scan(&name, &on, &off)
				count := counts[name]
				counts[name] = flag.Count{On: count.On + on, Off: count.Off + off}
				return err
			})
		})
		if err != nil {
			return nil, err
		}
		maps.DeleteFunc(counts, func(_ string, c flag.Count) bool { return c == flag.Count{} })
	}
	if s.scoped == nil {
		return counts, nil
	}
	return counts, s.scoped.count(ctx, counts)
}

// counting is the SQL of Counts: of names, how many are on and how many off, to
// be added up. SQLite can group by name only in the order of the name's index,
// or by sorting: either costs far more than reading. So it counts the rows in
// that index alone, and then takes from them what is off, and what is no tenant's,
// row by row in the order in which the table is stored.
func (s *sqlStore) counting() string {
	from := ` FROM ` + s.overrides.ref() + ` o`
	if s.dialect == postgres {
		return `SELECT o.name, ` + s.onAndOff() + from + ` WHERE o.scope = 'tenant' GROUP BY o.name`
	}
	system, _ := at(flag.SystemScope())
	return `SELECT o.name, COUNT(*), 0` + from + ` GROUP BY o.name
		UNION ALL SELECT o.name, -1, 0` + from + ` WHERE ` + system + `
		UNION ALL SELECT o.name, -1, 1` + from + ` WHERE o.scope || '' = 'tenant' AND NOT ` + s.isOn
}

// onAndOff is two columns: how many rows are on, and how many off.
func (s *sqlStore) onAndOff() string {
	return `COALESCE(SUM(CASE WHEN ` + s.isOn + ` THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN ` + s.isOn + ` THEN 0 ELSE 1 END), 0)`
}
