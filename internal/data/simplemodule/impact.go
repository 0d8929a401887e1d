package simplemodule

import (
	"context"
	"database/sql"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// fewNames is the largest number of tenants that Impact names for each setting.
const fewNames = 3

// Impact implements layout.Impacter.
func (l *Layout) Impact(ctx context.Context, name string) (feature.Impact, error) {
	most := mostOverriding
	if l.overrides.View || l.overrides.Unindexed["scope"] || l.overrides.Unindexed["scope_id"] {
		most = 0 // each step might read the whole table
	}
	return l.ImpactAmong(ctx, name, most)
}

// ImpactAmong is Impact with a limit on the number of tenants that it reads.
func (l *Layout) ImpactAmong(ctx context.Context, name string, most int) (feature.Impact, error) {
	impact := feature.Impact{Inheriting: -1}
	known := knownTenants{most: most}
	// The expression on scope makes SQLite use the index on name, which selects far
	// fewer rows.
	own := ` WHERE o.scope || '' = 'tenant' AND o.scope_id <> '' AND o.name = ?`
	counts := known.query(l, own, name, &impact.Count)
	names := func(condition string, to *[]string) engine.Statement {
		return engine.Statement{Text: `SELECT o.scope_id FROM ` + l.overrides.Source() + ` o` + own + ` AND ` + condition + ` ORDER BY o.scope_id LIMIT ?`,
			Args: []any{name, fewNames}, Each: func(rows *sql.Rows) error {
				var id string
				err := rows.Scan(engine.TextInto(&id))
				*to = append(*to, id)
				return err
			}}
	}
	rows := engine.Statement{Text: `SELECT o.scope, o.scope_id FROM ` + l.overrides.Source() + ` o WHERE o.name = ? AND ` + misplaced + ` ORDER BY o.scope || '', o.scope_id`,
		Args: []any{name}, Each: func(rows *sql.Rows) error {
			var scope feature.Scope
			err := rows.Scan(engine.TextInto(&scope.Kind), engine.TextInto(&scope.ID))
			impact.Misplaced = append(impact.Misplaced, scope)
			return err
		}}
	err := l.Read(ctx, func(ctx context.Context) error {
		return l.Batch(ctx, l.Pool, rows, counts, names(l.IsOn, &impact.OnNames), names(`NOT `+l.IsOn, &impact.OffNames))
	})
	if err == nil {
		impact.Inheriting, impact.Among = known.inheriting()
	}
	return impact, err
}
