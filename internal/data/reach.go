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
	// The name chooses far fewer rows than the scope, which SQLite without
	// statistics does not know.
	own := ` WHERE o.scope || '' = 'tenant' AND o.scope_id <> '' AND o.name = ?`
	followers, listed := `-1`, ``
	if s.facts.HasTenants {
		// Where the table is empty, tenants are not listed, and any id is one.
		followers = `CASE WHEN EXISTS (SELECT 1 FROM ` + s.tenants.source() + `) THEN (SELECT COUNT(*) FROM ` + s.tenants.source() + `) - COUNT(DISTINCT t.id) ELSE -1 END`
		listed = ` LEFT JOIN ` + s.tenants.source() + ` t ON t.id = o.scope_id`
	}
	counts := statement{text: `SELECT ` + followers + `, ` + s.onAndOff() + ` FROM ` + s.overrides.source() + ` o` + listed + own,
		args: []any{name}, each: func(rows *sql.Rows) error { return rows.Scan(&reach.Followers, &reach.On, &reach.Off) }}
	names := func(condition string, to *[]string) statement {
		return statement{text: `SELECT o.scope_id FROM ` + s.overrides.source() + ` o` + own + ` AND ` + condition + ` ORDER BY o.scope_id LIMIT ?`,
			args: []any{name, fewNames}, each: func(rows *sql.Rows) error {
				var id string
				err := rows.Scan(textInto(&id))
				*to = append(*to, id)
				return err
			}}
	}
	rows := statement{text: `SELECT o.scope, o.scope_id FROM ` + s.overrides.source() + ` o WHERE o.name = ? AND ` + odd + ` ORDER BY o.scope || '', o.scope_id`,
		args: []any{name}, each: func(rows *sql.Rows) error {
			var scope flag.Scope
			err := rows.Scan(textInto(&scope.Kind), textInto(&scope.ID))
			reach.Odd = append(reach.Odd, scope)
			return err
		}}
	err := s.read(ctx, func(ctx context.Context) error {
		return s.together(ctx, s.db, rows, counts, names(s.isOn, &reach.OnNames), names(`NOT `+s.isOn, &reach.OffNames))
	})
	return reach, err
}
