package described

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
	"flagtui/internal/feature/nearest"
)

// queryer runs queries, in a transaction or outside of one.
type queryer = sqlx.ExtContext

// most is the largest number of scopes or flags in one condition.
const most = engine.Chunk

// chunks splits a list into parts that fit in one condition.
func chunks(all []string) (parts [][]string) {
	for part := range slices.Chunk(all, most) {
		parts = append(parts, part)
	}
	return parts
}

func anys(texts []string) []any {
	args := make([]any, len(texts))
	for i, text := range texts {
		args[i] = text
	}
	return args
}

// namesOf returns the flag names in changes, sorted and without duplicates.
func namesOf(changes []feature.Change) (names []string) {
	for _, c := range changes {
		names = append(names, c.Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// group is a condition for the rows of some changes. The changes are of one flag at
// scopes of one kind, or of several flags at one scope.
type group struct {
	where string
	args  []any
}

// groups returns conditions that together select the rows of all changes.
func (l *Layout) groups(changes []feature.Change) (groups []group, err error) {
	names, scopes := map[string][]feature.Change{}, map[feature.Scope][]feature.Change{}
	for _, c := range layout.InOrder(changes) {
		names[c.Name], scopes[c.Scope] = append(names[c.Name], c), append(scopes[c.Scope], c)
	}
	add := func(kind feature.Kind, ids, names []string) {
		condition, args, failed := l.inScopes(kind, ids)
		if failed != nil {
			err = failed
		}
		groups = append(groups, group{l.named(len(names)) + ` AND ` + condition, append(anys(names), args...)})
	}
	if len(scopes) <= len(names) {
		for _, first := range ordered(scopes) {
			for _, part := range chunks(namesOf(scopes[first.Scope])) {
				add(first.Scope.Kind, []string{first.Scope.ID}, part)
			}
		}
		return groups, err
	}
	for _, first := range ordered(names) {
		ids := map[feature.Kind][]string{}
		for _, c := range names[first.Name] {
			ids[c.Scope.Kind] = append(ids[c.Scope.Kind], c.Scope.ID)
		}
		for _, kind := range l.kinds {
			for _, part := range chunks(ids[kind]) {
				add(kind, part, []string{first.Name})
			}
		}
	}
	return groups, err
}

// ordered returns the first change of each list, in the order of layout.InOrder.
func ordered[K comparable](lists map[K][]feature.Change) (firsts []feature.Change) {
	for _, list := range lists {
		firsts = append(firsts, list[0])
	}
	return layout.InOrder(firsts)
}

// SelectDeciding implements layout.Layout.
func (l *Layout) SelectDeciding(changes []feature.Change, end string, each func(layout.OverrideRow)) (statements []engine.Statement, err error) {
	groups, err := l.groups(changes)
	if end != "" {
		statements = append(statements, l.OneWriter())
	}
	for _, g := range groups {
		statements = append(statements, l.selectRows(g.where, g.args, l.order()+end, overrides(each)))
	}
	return statements, err
}

// OneWriter returns the statement of oneWriter, for PostgreSQL.
func (l *Layout) OneWriter() engine.Statement {
	return engine.Statement{Text: `SELECT ` + l.oneWriter(), Each: func(*sql.Rows) error { return nil }}
}

// oneWriter returns the PostgreSQL call that makes other flagtui processes wait until
// the transaction ends. Otherwise two processes could each insert a row for one
// override. The app may have no unique constraint that prevents this, above all for a
// NULL scope.
func (l *Layout) oneWriter() string {
	return `pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext(` + l.Literal("flagtui "+l.table.Ref()) + `))`
}

// order returns the ORDER BY clause. All transactions lock rows in this order, which
// prevents deadlocks.
func (l *Layout) order() string {
	columns := []string{l.name.as("o")}
	if l.ids {
		columns = append(columns, l.id.as("o"))
	}
	return ` ORDER BY ` + strings.Join(columns, ", ")
}

// LockFlag implements layout.Layout.
func (l *Layout) LockFlag(name string, each func(layout.OverrideRow)) engine.Statement {
	statement := l.selectRows(l.named(1), []any{name}, l.order()+l.Lock, overrides(each))
	if l.Lock != "" {
		statement.Text = `WITH writer AS MATERIALIZED (SELECT ` + l.oneWriter() + `) ` + strings.Replace(statement.Text, ` WHERE `, ` CROSS JOIN writer WHERE `, 1)
	}
	return statement
}

// SelectOn implements layout.Layout. With layout.TableConfig.Gate, only the system's row
// can turn a flag on.
func (l *Layout) SelectOn(name string, each func(layout.RowKey)) engine.Statement {
	return l.selectRows(l.named(1)+` AND `+l.state()+` <> 0`, []any{name}, ``, func(r row) {
		if r.Scope.IsSystem() || !l.config.Table.Gate {
			each(r.Key())
		}
	})
}

// Write implements layout.Layout.
func (l *Layout) Write(ctx context.Context, tx *sqlx.Tx, set feature.ChangeSet, changes []feature.Change, rows map[layout.RowKey]layout.OverrideRow, inserted layout.Inserter) (statements []engine.Statement, err error) {
	var inserts, deletes []feature.Change
	updates := map[feature.Setting][]feature.Change{}
	for _, c := range changes {
		found, isThere := rows[layout.KeyOf(c)]
		switch {
		case len(found.Twins) > 0:
			return nil, &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("%s has %d rows of %q at %s, and only the app knows which of them counts", l.table.Name, len(found.Twins)+1, c.Name, c.Scope),
				Hint: "nothing was written; delete the rows that do not count"}
		case !isThere:
			inserts = append(inserts, c)
		case c.After == feature.Inherit:
			deletes = append(deletes, c)
		default:
			updates[c.After] = append(updates[c.After], c)
		}
	}
	if err := l.checkNew(ctx, tx, inserts, deletes); err != nil {
		return nil, err
	}
	if statements, err = l.insertRows(set, inserts, inserted); err != nil {
		return nil, err
	}
	for _, to := range []feature.Setting{feature.On, feature.Off} {
		more, err := l.updateRows(set, to, updates[to])
		if err != nil {
			return nil, err
		}
		statements = append(statements, more...)
	}
	more, err := l.onRows(`DELETE FROM `+l.table.Ref()+` AS o`, nil, deletes)
	return append(statements, more...), err
}

// checkNew refuses rows that cannot be inserted or deleted.
func (l *Layout) checkNew(ctx context.Context, tx *sqlx.Tx, inserts, deletes []feature.Change) error {
	switch {
	case l.isCatalogue && len(inserts) > 0:
		return unknownFlag(inserts[0].Name, l.table)
	case l.isCatalogue && len(deletes) > 0:
		return &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("%q has its value in its definition, which flagtui does not delete", deletes[0].Name), Hint: "nothing was written; set it on or off"}
	case len(inserts) == 0:
		return nil
	}
	for _, c := range inserts {
		if _, err := l.name.arg(c.Name); err != nil && !l.byID() {
			return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the flag name: %v", err), Hint: "nothing was written"}
		}
	}
	if err := l.requireFilled(); err != nil {
		return err
	}
	return l.requireDefinitions(ctx, tx, inserts)
}

// unknownFlag returns the error for a flag that is missing from the table of
// definitions.
func unknownFlag(name string, t engine.Table) error {
	return &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("%s has no definition of %q", t.Name, name), Hint: "nothing was written; flagtui list has every flag"}
}

// onRows returns statements that begin with text and affect the rows of changes.
func (l *Layout) onRows(text string, args []any, changes []feature.Change) (statements []engine.Statement, err error) {
	groups, err := l.groups(changes)
	where, pinned := l.where()
	for _, g := range groups {
		statements = append(statements, engine.Statement{Text: text + where + ` AND ` + g.where, Args: slices.Concat(args, pinned, g.args)})
	}
	return statements, err
}

// updateRows returns the statements that write the value and the columns of `update`.
func (l *Layout) updateRows(set feature.ChangeSet, to feature.Setting, changes []feature.Change) ([]engine.Statement, error) {
	if len(changes) == 0 {
		return nil, nil
	}
	value, args := l.setTo(to)
	assignments := []string{l.value.ident + ` = ` + value}
	for _, p := range l.update {
		expression, more, err := l.written(p, set)
		if err != nil {
			return nil, err
		}
		assignments, args = append(assignments, p.ident+` = `+expression), append(args, more...)
	}
	return l.onRows(`UPDATE `+l.table.Ref()+` AS o SET `+strings.Join(assignments, ", "), args, changes)
}

// insertRows returns the statements that insert rows. All transactions insert in the
// same order.
func (l *Layout) insertRows(set feature.ChangeSet, changes []feature.Change, inserted layout.Inserter) (statements []engine.Statement, err error) {
	for part := range slices.Chunk(layout.InOrder(changes), most) {
		var columns, rows []string
		var args []any
		for _, c := range part {
			names, values, more, err := l.newRow(set, c)
			if err != nil {
				return nil, err
			}
			columns, rows, args = names, append(rows, "("+strings.Join(values, ", ")+")"), append(args, more...)
		}
		statements = append(statements, inserted(len(part), `INSERT INTO `+l.table.Ref()+` (`+strings.Join(columns, ", ")+`) VALUES `+
			strings.Join(rows, ", ")+l.UnlessThere(l.table)+` RETURNING 1`, args))
	}
	return statements, nil
}

// newRow returns the columns of a new row, and the expressions of their values.
func (l *Layout) newRow(set feature.ChangeSet, c feature.Change) (columns, values []string, args []any, err error) {
	name := "?"
	if l.byID() {
		d := l.definitions
		name = `(SELECT ` + d.id.as("d") + ` FROM ` + d.table.Ref() + ` d WHERE ` + d.name.text("d") + ` = ?)`
	}
	columns, values, args = []string{l.name.ident}, []string{name}, []any{c.Name}
	if !l.presence {
		value, more := l.setTo(c.After)
		columns, values, args = append(columns, l.value.ident), append(values, value), append(args, more...)
	}
	names, ids, err := l.scopeValues(c.Scope)
	if err != nil {
		return nil, nil, nil, err
	}
	for i := range names {
		columns, values, args = append(columns, names[i]), append(values, "?"), append(args, ids[i])
	}
	for _, p := range slices.Concat(l.pinned, l.insert) {
		expression, more, err := l.written(p, set)
		if err != nil {
			return nil, nil, nil, err
		}
		columns, values, args = append(columns, p.ident), append(values, expression), append(args, more...)
	}
	return columns, values, args, nil
}

// unknownScope returns the error for a scope that neither a table nor a row has.
func unknownScope(scope feature.Scope, ids []string) error {
	return &feature.Problem{Kind: feature.ErrUnknown, Hint: nearest.Hint(scope.ID, ids),
		Text: fmt.Sprintf("unknown %s %q: neither a table nor an override has it", scope.Kind, scope.ID)}
}
