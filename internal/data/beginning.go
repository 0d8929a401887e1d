package data

import (
	"context"
	"database/sql"
	"fmt"

	"flagtui/internal/flag"
)

// Beginning is the first page of what a scope holds.
type Beginning struct {
	Definitions []flag.Definition
	// System and Own are what is stored of these flags: at system scope, and at
	// the scope itself where that is not the system.
	System, Own map[string]flag.Stored
}

// Beginning implements Store.
func (s *sqlStore) Beginning(ctx context.Context, scope flag.Scope, most int) (Beginning, error) {
	page := Beginning{System: map[string]flag.Stored{}, Own: map[string]flag.Stored{}}
	if !s.facts.HasDefinitions || s.overrides.name == "" || !scope.Kind.Inherits() {
		return page, nil
	}
	// All in one statement, since the first names may have to be chosen among all.
	const begins = ` AND %s IN (SELECT name FROM first)`
	settings := func(part int, scope flag.Scope, column string) (string, []any) {
		where, args := at(scope)
		return fmt.Sprintf(` UNION ALL SELECT %d, o.scope || '', o.scope_id, o.name, o.enabled, `+odd+`, '', '' FROM `+s.overrides.source()+` o WHERE `+where+begins, part, column), args
	}
	text := `WITH first AS (` + s.definitionColumns() + ` FROM ` + s.definitions.source() + ` ORDER BY name` + s.byBytes + ` LIMIT ?)
		SELECT 0 AS part, '' AS scope, '' AS id, name, default_enabled, FALSE, description, scopes FROM first`
	system, _ := settings(1, flag.SystemScope(), `o.name || ''`) // see named
	text, args := text+system, []any{most}
	if !scope.IsSystem() {
		own, which := settings(2, scope, `o.name`)
		text, args = text+own, append(args, which...)
	}
	err := s.read(ctx, func(ctx context.Context) error {
		return query(ctx, s.db, text+` ORDER BY 1, 2, 3, 4`, args, func(rows *sql.Rows) error { // in the app's order, as storedRows
			var part int
			var name, description, where, id string
			var scopes kindsValue
			var enabled onValue
			var isOdd bool
			err := rows.Scan(&part, &where, &id, &name, &enabled, &isOdd, &description, &scopes)
			switch part {
			case 0:
				page.Definitions = append(page.Definitions, flag.Definition{Name: name, Description: description, Default: bool(enabled), Scopes: scopes})
			case 1:
				page.System[name] = flag.Stored{Enabled: bool(enabled), Odd: isOdd}
			default:
				page.Own[name] = flag.Stored{Enabled: bool(enabled)}
			}
			return err
		})
	})
	return page, err
}
