package described

import (
	"context"
	"database/sql"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// impacter is a layout whose scopes inherit from the system.
type impacter struct{ *Layout }

// fewIDs is the largest number of ids that Impact returns for each setting.
const fewIDs = 3

// Impact implements layout.Impacter.
func (i impacter) Impact(ctx context.Context, name string) (feature.Impact, error) {
	return i.CountImpact(ctx, name)
}

// CountImpact counts the scopes for layout.Impacter. These scopes must inherit from the
// system.
func (l *Layout) CountImpact(ctx context.Context, name string) (feature.Impact, error) {
	impact := feature.Impact{Inheriting: -1}
	kind := l.kinds[len(l.kinds)-1]
	if l.tenants != nil {
		kind = l.tenants.kind
	}
	where, args := l.withID(kind)
	where, args = where+` AND `+l.named(1), append(args, name)
	statements := []engine.Statement{{Text: `SELECT ` + l.id.compared("o") + `, CASE WHEN ` + l.isOn() + ` THEN 1 ELSE 0 END FROM ` + l.from() + where + ` AND ` + l.certain() + ` ORDER BY ` + l.id.compared("o"), Args: args, Each: func(rows *sql.Rows) error {
		var id string
		var on bool
		err := rows.Scan(&id, &on)
		n, names := &impact.Off, &impact.OffNames
		if on {
			n, names = &impact.On, &impact.OnNames
		}
		if *n++; len(*names) < fewIDs {
			*names = append(*names, id)
		}
		return err
	}}}
	if l.tenants != nil {
		impact.Among = feature.ListedTenants
		statements = append(statements, engine.Statement{Text: `SELECT COUNT(*) FROM ` + l.tenants.table.Ref() + ` t WHERE NOT EXISTS (SELECT 1 FROM ` + l.from() + where + ` AND ` + l.same() + `)`,
			Args: args, Each: func(rows *sql.Rows) error { return rows.Scan(&impact.Inheriting) }})
	}
	return impact, l.Read(ctx, func(ctx context.Context) error { return l.Batch(ctx, l.Pool, statements...) })
}
