package simplemodule

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// SelectDeciding implements layout.Layout. For a change at system scope it selects all
// rows that some release reads as the system's override.
func (l *Layout) SelectDeciding(changes []feature.Change, end string, each func(layout.OverrideRow)) (statements []engine.Statement, err error) {
	var names, keys []any // names are for system scope; keys are pairs of a tenant's id and a flag's name
	seen := map[string]bool{}
	for _, change := range layout.InOrder(changes) {
		switch {
		case change.Scope.Kind == feature.Tenant:
			keys = append(keys, change.Scope.ID, change.Name)
		case !seen[change.Name]:
			seen[change.Name] = true
			names = append(names, change.Name)
		}
	}
	const order = ` ORDER BY o.scope || '', o.scope_id, o.name`
	where, args := whereScope(feature.SystemScope())
	for part := range slices.Chunk(names, engine.Chunk) {
		statements = append(statements, l.selectWhole(` WHERE `+where+` AND o.name || '' IN (`+engine.Repeat(len(part), "?")+`)`+order+end,
			append(slices.Clone(args), part...), each))
	}
	for part := range slices.Chunk(keys, 2*engine.Chunk) {
		statements = append(statements, l.selectWhole(` WHERE o.scope = 'tenant' AND (o.scope_id, o.name) IN (VALUES `+engine.Repeat(len(part)/2, "(?, ?)")+`)`+order+end, part, each))
	}
	return statements, nil
}

// LockFlag implements layout.Layout.
func (l *Layout) LockFlag(name string, each func(layout.OverrideRow)) engine.Statement {
	return l.selectWhole(` WHERE o.name = ? ORDER BY o.scope = 'tenant', o.scope, o.scope_id`+l.Lock, []any{name}, each)
}

// SelectOn implements layout.Layout.
func (l *Layout) SelectOn(name string, each func(layout.RowKey)) engine.Statement {
	return engine.Statement{Text: `SELECT o.scope, o.scope_id, o.name FROM ` + l.overrides.Source() + ` o WHERE o.name = ? AND ` + l.IsOn + ` AND NOT COALESCE(o.scope = 'tenant' AND COALESCE(o.scope_id, '') = '', FALSE)`,
		Args: []any{name}, Each: func(rows *sql.Rows) error {
			var key layout.RowKey
			err := rows.Scan(engine.TextInto(&key.Scope), engine.TextInto(&key.ID), engine.TextInto(&key.Name))
			each(key)
			return err
		}}
}

// Write implements layout.Layout. It writes as the app's ORM would: one statement for
// each kind of change, whatever the number of changes.
func (l *Layout) Write(ctx context.Context, tx *sqlx.Tx, set feature.ChangeSet, changes []feature.Change, rows map[layout.RowKey]layout.OverrideRow, inserted layout.Inserter) ([]engine.Statement, error) {
	by := layout.WriterName(set)
	if set.Author != "" {
		id, err := l.userID(ctx, tx, set.Author)
		if err != nil {
			return nil, err
		}
		by = id
	}
	inserts, updates, deletes := layout.Partition(changes, rows)
	var newIDs map[layout.RowKey]string
	if len(inserts) > maxLookups {
		newIDs = make(map[layout.RowKey]string, len(inserts))
	}
	return slices.Concat(l.insertRows(inserts, by, inserted, newIDs), l.updateRows(feature.On, updates[feature.On], by),
		l.updateRows(feature.Off, updates[feature.Off], by), layout.OnIDs(l.DB, l.overrides, `DELETE FROM `+l.overrides.Ref(), nil, deletes),
		l.auditChanges(set, by, changes, rows, newIDs)), nil
}

func (l *Layout) updateRows(to feature.Setting, ids []any, by string) []engine.Statement {
	text, args := `UPDATE `+l.overrides.Ref()+` SET enabled = ?`, []any{l.Setting(l.overrides, to)}
	if l.overrides.Has("updated_at") {
		text += `, updated_at = ` + l.TimeOfWrite(l.overrides, "updated_at")
	}
	if l.overrides.Has("updated_by") {
		text, args = text+`, updated_by = ?`, append(args, by)
	}
	return layout.OnIDs(l.DB, l.overrides, text, args, ids)
}

// insertRows returns statements that insert overrides in the order in which rows are
// locked. The order prevents deadlocks, because an insert waits for another
// transaction's insert of the same key. updated_at stays NULL until the first update.
// The statements put the new rows' ids into newIDs, unless newIDs is nil.
func (l *Layout) insertRows(changes []feature.Change, by string, inserted layout.Inserter, newIDs map[layout.RowKey]string) (statements []engine.Statement) {
	columns, form := "scope, scope_id, name, enabled", "?, ?, ?, ?"
	if l.overrides.Has("created_at") {
		columns, form = columns+", created_at", form+", "+l.TimeOfWrite(l.overrides, "created_at")
	}
	people := 0
	for _, column := range []string{"created_by", "updated_by"} {
		if l.overrides.Has(column) {
			columns, form, people = columns+", "+column, form+", ?", people+1
		}
	}
	makesIDs := l.overrides.MakesIDs()
	if makesIDs {
		columns, form = columns+", id", form+", ?"
	}
	for part := range slices.Chunk(layout.InOrder(changes), engine.Chunk) {
		insert := inserted(len(part), `INSERT INTO `+l.overrides.Ref()+` (`+columns+`) VALUES `+
			engine.Repeat(len(part), "("+form+")")+l.UnlessThere(l.overrides)+` RETURNING id, scope, scope_id, name`, nil)
		if count := insert.Each; newIDs != nil {
			insert.Each = func(rows *sql.Rows) error {
				var id string
				var key layout.RowKey
				err := rows.Scan(engine.TextInto(&id), engine.TextInto(&key.Scope), engine.TextInto(&key.ID), engine.TextInto(&key.Name))
				newIDs[key] = id
				return errors.Join(err, count(rows))
			}
		}
		insert.MakeArgs = func() (args []any) {
			for _, change := range part {
				args = append(args, string(change.Scope.Kind), change.Scope.ID, change.Name, l.Setting(l.overrides, change.After))
				args = append(args, slices.Repeat([]any{by}, people)...)
				if makesIDs {
					args = append(args, l.NewID(l.overrides))
				}
			}
			return args
		}
		statements = append(statements, insert)
	}
	return statements
}
