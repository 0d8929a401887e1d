package data

import (
	"context"
	"database/sql"

	"flagtui/internal/feature"
)

// fewNames is how many tenants are named of those that keep their own value.
const fewNames = 3

// Impact implements Store.
func (s *sqlStore) Impact(ctx context.Context, name string) (feature.Impact, error) {
	most := mostOverriding
	if s.overrides.view || s.overrides.unindexed["scope"] || s.overrides.unindexed["scope_id"] {
		most = 0 // each step might read the whole table
	}
	return s.reach(ctx, name, most)
}

// reach is Impact, for which up to most tenants with overrides are looked at.
func (s *sqlStore) reach(ctx context.Context, name string, most int) (feature.Impact, error) {
	reach := feature.Impact{Inheriting: -1}
	if s.overrides.name == "" {
		return reach, nil
	}
	known := knownTenants{most: most}
	// The name chooses far fewer rows than the scope, which SQLite without
	// statistics does not know.
	own := ` WHERE o.scope || '' = 'tenant' AND o.scope_id <> '' AND o.name = ?`
	counts := known.query(s, own, name, &reach.Count)
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
			var scope feature.Scope
			err := rows.Scan(textInto(&scope.Kind), textInto(&scope.ID))
			reach.Misplaced = append(reach.Misplaced, scope)
			return err
		}}
	err := s.read(ctx, func(ctx context.Context) error {
		return s.together(ctx, s.db, rows, counts, names(s.isOn, &reach.OnNames), names(`NOT `+s.isOn, &reach.OffNames))
	})
	if err == nil {
		reach.Inheriting, reach.Among = known.followers()
	}
	return reach, err
}
