package data

import (
	"context"
	"database/sql"
	"flagtui/internal/data/engine"
	"fmt"

	"flagtui/internal/feature"
)

// FirstPage is the first page of what a scope holds.
type FirstPage struct {
	Definitions []feature.Definition
	// System and Own are what is stored of these flags: at system scope, and at
	// the scope itself where that is not the system.
	System, Own map[string]feature.Stored
}

// FirstPage implements Store.
func (s *sqlStore) FirstPage(ctx context.Context, scope feature.Scope, most int) (FirstPage, error) {
	page := FirstPage{System: map[string]feature.Stored{}, Own: map[string]feature.Stored{}}
	if !s.info.HasDefinitions || s.overrides.Name == "" || !scope.Kind.Inherits() {
		return page, nil
	}
	// All in one statement, since the first names may have to be chosen among all.
	const begins = ` AND %s IN (SELECT name FROM first)`
	settings := func(part int, scope feature.Scope, column string) (string, []any) {
		where, args := at(scope)
		return fmt.Sprintf(` UNION ALL SELECT %d, o.scope || '', o.scope_id, o.name, o.enabled, `+odd+`, '', '' FROM `+s.overrides.Source()+` o WHERE `+where+begins, part, column), args
	}
	text := `WITH first AS (` + s.definitionColumns() + ` FROM ` + s.definitions.Source() + ` ORDER BY name` + s.ByBytes + ` LIMIT ?)
		SELECT 0 AS part, '' AS scope, '' AS id, name, default_enabled, FALSE, description, scopes FROM first`
	system, _ := settings(1, feature.SystemScope(), `o.name || ''`) // see named
	text, args := text+system, []any{most}
	if !scope.IsSystem() {
		own, which := settings(2, scope, `o.name`)
		text, args = text+own, append(args, which...)
	}
	err := s.Read(ctx, func(ctx context.Context) error {
		return engine.Query(ctx, s.Pool, text+` ORDER BY 1, 2, 3, 4`, args, func(rows *sql.Rows) error { // in the app's order, as storedRows
			var part int
			var name, description, where, id string
			var scopes kindsValue
			var enabled engine.OnValue
			var isOdd bool
			err := rows.Scan(&part, &where, &id, &name, &enabled, &isOdd, &description, &scopes)
			switch part {
			case 0:
				page.Definitions = append(page.Definitions, feature.Definition{Name: name, Description: description, Default: bool(enabled), Scopes: scopes})
			case 1:
				page.System[name] = feature.Stored{Enabled: bool(enabled), Misplaced: isOdd}
			default:
				page.Own[name] = feature.Stored{Enabled: bool(enabled)}
			}
			return err
		})
	})
	return page, err
}
