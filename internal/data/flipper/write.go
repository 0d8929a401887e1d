package flipper

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// inChanges returns the condition that a gate is an actor gate of one of the changes,
// with its arguments.
func inChanges(changes []feature.Change) (condition string, args []any) {
	for _, c := range changes {
		args = append(args, c.Name, c.Scope.ID)
	}
	return `o.key = '` + actors + `' AND (o.feature_key, o.value) IN (VALUES ` + engine.Repeat(len(changes), "(?, ?)") + `)`, args
}

// namesOf returns the flag names in changes, sorted and without duplicates.
func namesOf(changes []feature.Change) (names []string) {
	for _, c := range changes {
		names = append(names, c.Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// split returns the changes at system scope, and the changes for actors in the order in
// which rows are locked.
func split(changes []feature.Change) (system, actors []feature.Change) {
	for _, c := range layout.InOrder(changes) {
		if c.Scope.IsSystem() {
			system = append(system, c)
		} else {
			actors = append(actors, c)
		}
	}
	return system, actors
}

// SelectByKey implements layout.Layout.
func (l *Layout) SelectByKey(keys []feature.Change, each func(layout.OverrideRow)) []engine.Statement {
	keys = slices.DeleteFunc(slices.Clone(keys), func(key feature.Change) bool { return !l.Holds(key.Scope.Kind) })
	return l.selectRowsOf(keys, ``, func(row layout.OverrideRow) {
		if !row.Unset {
			each(row)
		}
	})
}

// SelectDeciding implements layout.Layout. It also reads the system row of each locked
// flag. Before it locks gates, it locks the flags' rows in flipper_features. No other
// transaction then writes the same flags.
func (l *Layout) SelectDeciding(changes []feature.Change, end string, each func(layout.OverrideRow)) (statements []engine.Statement, err error) {
	if end != `` {
		statements = append(statements, l.OneWriter()) // there may be no row to lock
		for part := range slices.Chunk(namesOf(changes), engine.Chunk) {
			of, args := ofFlags(part)
			statements = append(statements, engine.Statement{Text: `SELECT o.key FROM ` + l.features.Ref() + ` o WHERE` + strings.ReplaceAll(strings.TrimPrefix(of, ` AND`), `o.feature_key`, `o.key`) + ` ORDER BY o.key` + end,
				Args: args, Each: func(*sql.Rows) error { return nil }})
		}
	}
	return append(statements, l.selectRowsOf(changes, end, each)...), nil
}

// selectRowsOf reads the rows of overrides. end is the SQL text behind each query.
func (l *Layout) selectRowsOf(changes []feature.Change, end string, each func(layout.OverrideRow)) (statements []engine.Statement) {
	system, ofActors := split(changes)
	asked := map[string]bool{}
	for _, c := range system {
		asked[c.Name] = true
	}
	for part := range slices.Chunk(namesOf(changes), engine.Chunk) {
		of, args := ofFlags(part)
		statements = append(statements, l.selectFlags(of+` ORDER BY o.feature_key, o.key, o.id`+end, args, func(f *flag) {
			if row, ok := f.row(); ok && (row.Locked != "" || asked[f.name] && !row.Unset) {
				each(row)
			}
		}))
	}
	for part := range slices.Chunk(ofActors, engine.Chunk) {
		condition, args := inChanges(part)
		statements = append(statements, l.selectGates(` WHERE `+condition+` ORDER BY o.feature_key, o.value`+end, args, func(g gate) { each(g.override()) }))
	}
	return statements
}

// LockFlag implements layout.Layout.
func (l *Layout) LockFlag(name string, each func(layout.OverrideRow)) engine.Statement {
	of := &flag{name: name}
	statement := l.selectGates(` WHERE o.feature_key = ? ORDER BY o.key, o.id`+l.Lock, []any{name}, func(g gate) {
		if g.key == actors && g.value != "" {
			each(g.override())
		} else {
			of.gates = append(of.gates, g)
		}
	})
	statement.Done = func() error {
		if row, ok := of.row(); ok {
			each(row)
		}
		of.gates = nil
		return nil
	}
	return statement
}

// SelectOn implements layout.Layout.
func (l *Layout) SelectOn(name string, each func(layout.RowKey)) engine.Statement {
	of := &flag{name: name}
	statement := l.selectGates(` WHERE o.feature_key = ? ORDER BY o.key, o.id`, []any{name}, func(g gate) {
		if g.key == actors && g.value != "" {
			each(g.override().Key())
		} else {
			of.gates = append(of.gates, g)
		}
	})
	statement.Done = func() error {
		if _, isOn := of.setting(); isOn || len(of.targeting()) > 0 {
			each(layout.KeyAt(feature.SystemScope(), name))
		}
		return nil
	}
	return statement
}

// Write implements layout.Layout. Like the app, it first inserts the flag's row in
// flipper_features. Unlike the app, it keeps the other gates.
func (l *Layout) Write(ctx context.Context, tx *sqlx.Tx, _ feature.ChangeSet, changes []feature.Change, rows map[layout.RowKey]layout.OverrideRow, inserted layout.Inserter) (statements []engine.Statement, err error) {
	system, ofActors := split(changes)
	if err := l.refuseAlwaysOn(ctx, tx, system, rows); err != nil {
		return nil, err
	}
	for part := range slices.Chunk(namesOf(changes), engine.Chunk) {
		var values [][]any
		for _, name := range part {
			values = append(values, []any{name})
		}
		statements = append(statements, l.insertRows(l.features, []string{"key"}, values))
	}
	var everything, booleans []string
	for _, c := range system {
		if c.Everything {
			everything = append(everything, c.Name)
		} else {
			booleans = append(booleans, c.Name)
		}
	}
	deleteGates := func(names []string, condition string) {
		for part := range slices.Chunk(names, engine.Chunk) {
			of, args := ofFlags(part)
			statements = append(statements, engine.Statement{Text: `DELETE FROM ` + l.gates.Ref() + ` AS o WHERE ` + condition + of, Args: args})
		}
	}
	deleteGates(everything, ofNoActor)
	deleteGates(booleans, `o.key = '`+boolean+`'`) // also gates that the app reads as off
	isOff := func(c feature.Change) bool { return c.After != feature.On }
	for part := range slices.Chunk(slices.DeleteFunc(slices.Clone(ofActors), func(c feature.Change) bool { return !isOff(c) }), engine.Chunk) {
		condition, args := inChanges(part)
		statements = append(statements, engine.Statement{Text: `DELETE FROM ` + l.gates.Ref() + ` AS o WHERE ` + condition, Args: args})
	}
	for part := range slices.Chunk(slices.DeleteFunc(slices.Concat(system, ofActors), isOff), engine.Chunk) {
		var values [][]any
		for _, c := range part {
			if c.Scope.IsSystem() {
				values = append(values, []any{c.Name, boolean, on[0]})
			} else {
				values = append(values, []any{c.Name, actors, c.Scope.ID})
			}
		}
		insert := l.insertRows(l.gates, []string{"feature_key", "key", "value"}, values)
		statements = append(statements, inserted(len(part), insert.Text+` RETURNING 1`, insert.Args))
	}
	return statements, nil
}

// ofNoActor is the condition that a gate is not an actor gate.
const ofNoActor = `(o.key <> '` + actors + `' OR o.value IS NULL OR o.value = '')`

// refuseAlwaysOn fails with feature.ErrRefused if a flag stays on without its boolean
// gate.
func (l *Layout) refuseAlwaysOn(ctx context.Context, tx *sqlx.Tx, changes []feature.Change, rows map[layout.RowKey]layout.OverrideRow) (err error) {
	var names []string
	for _, c := range changes {
		if c.After != feature.On && !c.Everything && rows[layout.KeyOf(c)].Depends != "" {
			names = append(names, c.Name)
		}
	}
	for part := range slices.Chunk(names, engine.Chunk) {
		var refused error
		of, args := ofFlags(part)
		failed := l.Batch(ctx, tx, l.selectFlags(of+` ORDER BY o.id`, args, func(f *flag) {
			if g, always := f.always(); always {
				refused = &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("%q stays on: %s is %s", f.name, g.key, g.value),
					Hint: "nothing was written; flagtui kill removes every gate, or change the percentage in the app"}
			}
		}))
		if failed != nil || refused != nil {
			return cmp.Or(failed, refused)
		}
	}
	return nil
}

// insertRows returns the statement that inserts the rows that do not exist yet into a
// table. Like Rails, it writes the same time into both columns of a row.
func (l *Layout) insertRows(t engine.Table, columns []string, rows [][]any) engine.Statement {
	form, ids := engine.Repeat(len(columns), "?"), t.MakesIDs()
	if ids {
		id := "?"
		if l.Dialect == engine.Postgres {
			id = "CAST(? AS uuid)"
		}
		columns, form = append(slices.Clone(columns), "id"), form+", "+id
	}
	selected := make([]string, len(columns))
	for i := range columns {
		selected[i] = fmt.Sprintf("v.column%d", i+1)
	}
	var args []any
	for _, row := range rows {
		if args = append(args, row...); ids {
			args = append(args, l.NewID(t))
		}
	}
	return engine.Statement{Text: `INSERT INTO ` + t.Ref() + ` (` + strings.Join(columns, ", ") + `, created_at, updated_at)
		SELECT ` + strings.Join(selected, ", ") + `, n.at, n.at FROM (VALUES ` + engine.Repeat(len(rows), "("+form+")") + `) v, (SELECT ` + l.TimeOfWrite(t, "created_at") + ` AS at) n WHERE 1 = 1` + l.UnlessThere(t), Args: args}
}
