package data

import (
	"context"
	"database/sql"

	"flagtui/internal/flag"
)

// fewNames is how many tenants are named of those that keep their own value.
const fewNames = 3

// Reach implements Store.
func (s *sqlStore) Reach(ctx context.Context, name string) (flag.Reach, error) {
	reach := flag.Reach{Followers: -1}
	if s.overrides.name == "" {
		return reach, nil
	}
	err := s.read(ctx, func(ctx context.Context) error {
		// The name chooses far fewer rows than the scope, which SQLite without
		// statistics does not know.
		own := ` FROM ` + s.overrides.ref() + ` o WHERE o.scope || '' = 'tenant' AND o.name = ?`
		followers, args := `-1`, []any{name}
		if s.facts.HasTenants {
			followers = `(SELECT COUNT(*) FROM ` + s.tenants.ref() + ` t WHERE NOT EXISTS (SELECT 1` + own + ` AND o.scope_id = t.id))`
			args = append(args, name)
		}
		err := query(ctx, s.db, `SELECT `+followers+`, `+s.onAndOff()+own, args, func(rows *sql.Rows) error {
			return rows.Scan(&reach.Followers, &reach.On, &reach.Off)
		})
		if err != nil || reach.On+reach.Off == 0 {
			return err
		}
		first := func(condition string) string {
			return `SELECT * FROM (SELECT o.scope_id, o.enabled` + own + ` AND ` + condition + ` ORDER BY o.scope_id LIMIT ?) few`
		}
		return query(ctx, s.db, first(s.isOn)+` UNION ALL `+first(`NOT `+s.isOn), []any{name, fewNames, name, fewNames}, func(rows *sql.Rows) error {
			var id string
			var enabled onValue
			err := rows.Scan(&id, &enabled)
			if enabled {
				reach.OnNames = append(reach.OnNames, id)
			} else {
				reach.OffNames = append(reach.OffNames, id)
			}
			return err
		})
	})
	return reach, err
}
