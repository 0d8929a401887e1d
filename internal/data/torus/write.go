package torus

import (
	"context"
	"slices"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Normalize implements layout.Layout. In a table without the column enabled, Off becomes
// Inherit.
func (l *Layout) Normalize(change feature.Change) feature.Change {
	if l.presence() {
		change.Before, change.After = Present(change.Before), Present(change.After)
	}
	return change
}

// Present returns the form of a setting in a table without the column enabled. Off
// becomes inherit, which is no row.
func Present(setting feature.Setting) feature.Setting {
	if setting == feature.Off {
		return feature.Inherit
	}
	return setting
}

// SelectDeciding implements layout.Layout.
func (l *Layout) SelectDeciding(changes []feature.Change, end string, each func(layout.OverrideRow)) ([]engine.Statement, error) {
	return l.selectByIDs(changes, ` ORDER BY o.id`+end, each)
}

// selectByIDs reads the rows of some overrides. end is the SQL text after each query.
func (l *Layout) selectByIDs(changes []feature.Change, end string, each func(layout.OverrideRow)) (statements []engine.Statement, err error) {
	for _, kind := range []feature.Kind{feature.Project, feature.Section} {
		var args []any
		for _, c := range changes {
			if c.Scope.Kind != kind {
				continue
			}
			id, err := idOf(c.Scope)
			if err != nil {
				return nil, err
			}
			args = append(args, c.Name, id)
		}
		for part := range slices.Chunk(args, 2*engine.Chunk) {
			statements = append(statements, l.selectWhole(` WHERE (o.feature_name, o.`+l.columnOf[kind]+`) IN (VALUES `+engine.Repeat(len(part)/2, "("+l.text("?")+", "+l.integer("?")+")")+`)`+end, part, each))
		}
	}
	return statements, nil
}

// LockFlag implements layout.Layout.
func (l *Layout) LockFlag(name string, each func(layout.OverrideRow)) engine.Statement {
	return l.selectWhole(` WHERE o.feature_name = ? ORDER BY o.id`+l.Lock, []any{name}, each)
}

// SelectOn implements layout.Layout. It skips a row without a project and a section,
// which turns nothing on.
func (l *Layout) SelectOn(name string, each func(layout.RowKey)) engine.Statement {
	return l.selectWhole(` WHERE o.feature_name = ? AND `+l.on()+` AND (o.project_id IS NOT NULL OR o.section_id IS NOT NULL)`, []any{name}, func(row layout.OverrideRow) { each(row.Key()) })
}

// text and integer return a cast of an argument whose type PostgreSQL cannot infer.
func (l *Layout) text(arg string) string    { return "CAST(" + arg + " AS VARCHAR(255))" }
func (l *Layout) integer(arg string) string { return "CAST(" + arg + " AS BIGINT)" }

// seconds returns Dialect.TimeOfWrite in whole seconds, as the app writes times. It
// truncates, because a cast could round up into the future.
func (l *Layout) seconds(t engine.Table, column string) string {
	if l.Dialect == engine.SQLite {
		return `strftime('%Y-%m-%d %H:%M:%S', 'now')`
	}
	return `pg_catalog.date_trunc('second', ` + l.TimeOfWrite(t, column) + `)`
}

// Write implements layout.Layout with one statement for each kind of change, whatever
// the number of changes.
func (l *Layout) Write(ctx context.Context, tx *sqlx.Tx, set feature.ChangeSet, changes []feature.Change, rows map[layout.RowKey]layout.OverrideRow, inserted layout.Inserter) ([]engine.Statement, error) {
	author, err := l.author(ctx, tx, set.Author) // fails before anything is written
	if err != nil {
		return nil, err
	}
	inserts, updates, deletes := layout.Partition(changes, rows) // only a table with the column enabled has updates
	if err := l.requireScopes(ctx, tx, inserts); err != nil {
		return nil, err
	}
	statements, err := l.insert(inserts, inserted)
	if err != nil {
		return nil, err
	}
	for _, to := range []feature.Setting{feature.On, feature.Off} {
		statements = append(statements, layout.OnIDs(l.DB, l.states, `UPDATE `+l.states.Ref()+` SET enabled = ?, updated_at = `+l.seconds(l.states, "updated_at"), []any{l.Setting(l.states, to)}, updates[to])...)
	}
	audit, err := l.audit(set, author, changes)
	return slices.Concat(statements, layout.OnIDs(l.DB, l.states, `DELETE FROM `+l.states.Ref(), nil, deletes), audit), err
}

// insert returns the statements that insert rows. All transactions insert in the same
// order, which prevents deadlocks.
func (l *Layout) insert(changes []feature.Change, inserted layout.Inserter) (statements []engine.Statement, err error) {
	columns, form := "feature_name, project_id, section_id, inserted_at, updated_at", "?, ?, ?, "+l.seconds(l.states, "inserted_at")+", "+l.seconds(l.states, "updated_at")
	if !l.presence() {
		columns, form = columns+", enabled", form+", ?"
	}
	if l.states.MakesIDs() {
		columns, form = columns+", id", form+", ?"
	}
	for part := range slices.Chunk(layout.InOrder(changes), engine.Chunk) {
		var args []any
		for _, c := range part {
			project, section, err := columnsOf(c.Scope)
			if err != nil {
				return nil, err
			}
			args = append(args, c.Name, project, section)
			if !l.presence() {
				args = append(args, l.Setting(l.states, c.After))
			}
			if l.states.MakesIDs() {
				args = append(args, l.NewID(l.states))
			}
		}
		statements = append(statements, inserted(len(part), `INSERT INTO `+l.states.Ref()+` (`+columns+`) VALUES `+
			engine.Repeat(len(part), "("+form+")")+l.UnlessThere(l.states)+` RETURNING id`, args))
	}
	return statements, nil
}
