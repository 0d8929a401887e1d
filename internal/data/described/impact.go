package described

import (
	"context"
	"database/sql"
	"slices"
	"strings"

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
	var statements []engine.Statement
	kinds := slices.DeleteFunc(slices.Clone(l.kinds), func(kind feature.Kind) bool { return kind == feature.System })
	for _, kind := range kinds {
		statements = append(statements, l.countImpact(kind, len(kinds) > 1, name, &impact))
	}
	if l.tenants != nil && len(kinds) == 1 { // the scopes of other kinds are in no table
		where, args := l.withID(l.tenants.kind)
		impact.Among = feature.ListedTenants
		statements = append(statements, engine.Statement{Text: `SELECT COUNT(*) FROM ` + l.tenants.table.Ref() + ` t WHERE NOT EXISTS (SELECT 1 FROM ` + l.from() + where + ` AND ` + l.named(1) + ` AND ` + l.same() + `)`,
			Args: append(args, name), Each: func(rows *sql.Rows) error { return rows.Scan(&impact.Inheriting) }})
	}
	return impact, l.Read(ctx, func(ctx context.Context) error { return l.Batch(ctx, l.Pool, statements...) })
}

// countImpact returns a statement that counts the overrides at one kind of scope. If
// named is true, the ids in impact follow the kind's word.
func (l *Layout) countImpact(kind feature.Kind, named bool, name string, impact *feature.Impact) engine.Statement {
	word := ""
	if named {
		word = strings.ReplaceAll(string(kind), "_", " ") + " "
	}
	where, args := l.withID(kind)
	where, args = where+` AND `+l.named(1), append(args, name)
	return engine.Statement{Text: `SELECT ` + l.id.compared("o") + `, CASE WHEN ` + l.isOn() + ` THEN 1 ELSE 0 END FROM ` + l.from() + where + ` AND ` + l.certain() + ` ORDER BY ` + l.id.compared("o"), Args: args, Each: func(rows *sql.Rows) error {
		var id string
		var on bool
		err := rows.Scan(&id, &on)
		n, names := &impact.Off, &impact.OffNames
		if on {
			n, names = &impact.On, &impact.OnNames
		}
		if *n++; len(*names) < fewIDs {
			*names = append(*names, word+id)
		}
		return err
	}}
}
