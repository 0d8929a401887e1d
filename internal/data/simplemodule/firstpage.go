package simplemodule

import (
	"database/sql"
	"fmt"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// SelectFirstPage implements layout.FirstPager. It uses one statement, because the
// database must sort all names to find the first ones.
func (l *Layout) SelectFirstPage(scope feature.Scope, definitions string, args []any, page layout.FirstPage) engine.Statement {
	const begins = ` AND %s IN (SELECT name FROM first)`
	settings := func(part int, scope feature.Scope, column string) (string, []any) {
		where, args := whereScope(scope)
		return fmt.Sprintf(` UNION ALL SELECT %d, o.scope || '', o.scope_id, o.name, o.enabled, `+misplaced+`, '', '' FROM `+l.overrides.Source()+` o WHERE `+where+begins, part, column), args
	}
	text := `WITH first AS (` + definitions + `)
		SELECT 0 AS part, '' AS scope, '' AS id, name, default_enabled, FALSE, description, scopes FROM first`
	system, _ := settings(1, feature.SystemScope(), `o.name || ''`) // andNames explains the expression
	text += system
	if !scope.IsSystem() {
		own, which := settings(2, scope, `o.name`)
		text, args = text+own, append(args, which...)
	}
	return engine.Statement{Text: text + ` ORDER BY 1, 2, 3, 4`, Args: args, Each: func(rows *sql.Rows) error { // the order of SelectStored
		var part int
		var name, description, where, id string
		var scopes layout.KindsValue
		var enabled engine.OnValue
		var isMisplaced bool
		err := rows.Scan(&part, &where, &id, &name, &enabled, &isMisplaced, &description, &scopes)
		switch part {
		case 0:
			page.Definition(feature.Definition{Name: name, Description: description, Default: bool(enabled), Scopes: scopes})
		case 1:
			page.System(name, feature.Stored{Enabled: bool(enabled), Misplaced: isMisplaced})
		default:
			page.Own(name, feature.Stored{Enabled: bool(enabled)})
		}
		return err
	}}
}
