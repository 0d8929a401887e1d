package simplemodule

import (
	"database/sql"
	"slices"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// SelectStored implements layout.Layout. If the app reads several rows as one override,
// the statement returns them in the app's order. Sorting by the plain column would make
// SQLite read every row in the order of an index.
func (l *Layout) SelectStored(kind feature.Kind, ids, names []string, each func(id, name string, stored feature.Stored)) (statements []engine.Statement, err error) {
	system := kind == feature.System
	var id, name string
	var enabled, isMisplaced engine.OnValue
	row := []any{engine.TextInto(&id), engine.TextInto(&name), &enabled, &isMisplaced}
	read := func(rows *sql.Rows) error {
		if err := rows.Scan(row...); err != nil {
			return err
		}
		if system {
			id = ""
		}
		each(id, name, feature.Stored{Enabled: bool(enabled), Misplaced: bool(isMisplaced)})
		return nil
	}
	and, more := andNames(feature.Scope{Kind: kind}, names)
	for part := range slices.Chunk(ids, engine.Chunk) {
		where, args := whereScope(feature.SystemScope())
		if !system {
			where, args = `o.scope = ? AND o.scope_id IN (`+engine.Repeat(len(part), "?")+`)`, []any{string(kind)}
			for _, id := range part {
				args = append(args, id)
			}
		}
		statements = append(statements, engine.Statement{Text: `SELECT o.scope_id, o.name, o.enabled, NULLIF(` + misplaced + `, FALSE) FROM ` + l.overrides.Source() + ` o WHERE ` + where + and + `
			ORDER BY o.scope || '', o.scope_id, o.name`, Args: append(args, more...), Each: read})
	}
	return statements, nil
}

// SelectRecent implements layout.Layout. If an older table has no times, ids replace
// them.
func (l *Layout) SelectRecent(scope feature.Scope, each func(name string)) (engine.Statement, error) {
	changed := "o.id"
	if l.overrides.Has("created_at", "updated_at") {
		changed = "COALESCE(o.updated_at, o.created_at)"
	}
	where, args := whereScope(scope)
	return engine.Statement{Text: `SELECT o.name FROM ` + l.overrides.Source() + ` o WHERE ` + where + ` ORDER BY ` + changed + ` DESC, o.name`, Args: args, Each: func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(engine.TextInto(&name))
		each(name)
		return err
	}}, nil
}

// selectWhole reads the rows that meet a condition. An empty condition selects all rows.
func (l *Layout) selectWhole(condition string, args []any, each func(layout.OverrideRow)) engine.Statement {
	var last layout.OverrideRow
	return engine.Statement{Text: `SELECT ` + l.rowColumns() + ` FROM ` + l.overrides.Source() + ` o` + condition, Args: args, Each: func(rows *sql.Rows) error {
		row, err := scanOverride(rows)
		row.Scope.Kind, row.Name = feature.Kind(engine.Share(string(row.Scope.Kind), string(last.Scope.Kind))), engine.Share(row.Name, last.Name)
		row.CreatedBy, row.UpdatedBy = engine.Share(row.CreatedBy, last.CreatedBy), engine.Share(row.UpdatedBy, last.UpdatedBy)
		last = row
		each(row)
		return err
	}}
}

// SelectRows implements layout.Layout.
func (l *Layout) SelectRows(scope feature.Scope, names []string, each func(layout.OverrideRow)) (engine.Statement, error) {
	where, args := whereScope(scope)
	and, more := andNames(scope, names)
	return l.selectWhole(` WHERE `+where+and+` ORDER BY o.scope || '', o.scope_id, o.name`, append(args, more...), each), nil
}

// SelectPage implements layout.Layout.
func (l *Layout) SelectPage(q layout.OverrideQuery, limit int, each func(layout.OverrideRow)) (engine.Statement, error) {
	where, args := ` WHERE o.name = ?`, []any{q.Name}
	if q.After.Kind != "" {
		tenant := feature.SettingOf(q.After.Kind == feature.Tenant)
		where, args = where+` AND (o.scope = 'tenant', o.scope, o.scope_id) > (?, ?, ?)`, append(args, l.Boolean(tenant), string(q.After.Kind), q.After.ID)
	}
	return l.selectWhole(where+` ORDER BY o.scope = 'tenant', o.scope, o.scope_id LIMIT ?`, append(args, limit), each), nil
}

// SelectAll implements layout.Layout.
func (l *Layout) SelectAll(each func(layout.OverrideRow)) engine.Statement {
	return l.selectWhole("", nil, each)
}

// SelectByKey implements layout.Layout.
func (l *Layout) SelectByKey(keys []feature.Change, each func(layout.OverrideRow)) (statements []engine.Statement) {
	for part := range slices.Chunk(keys, engine.Chunk) {
		args := make([]any, 0, 3*len(part))
		for _, key := range part {
			args = append(args, string(key.Scope.Kind), key.Scope.ID, key.Name)
		}
		statements = append(statements, l.selectWhole(` WHERE (o.scope, o.scope_id, o.name) IN (VALUES `+engine.Repeat(len(part), "(?, ?, ?)")+`)`, args, each))
	}
	return statements
}

// SelectAfter implements layout.Layout.
func (l *Layout) SelectAfter(id string, limit int, each func(layout.OverrideRow)) engine.Statement {
	return l.selectWhole(` WHERE `+l.overrides.After()+` AND o.scope IS NOT NULL AND o.scope_id IS NOT NULL AND o.name IS NOT NULL ORDER BY o.id LIMIT ?`, []any{id, limit}, each)
}
