package waffle

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
)

// SelectDeciding implements layout.Layout. It also reads the samples, and the flags
// whose everyone is NULL.
func (l *Layout) SelectDeciding(changes []feature.Change, end string, each func(layout.OverrideRow)) (statements []engine.Statement, err error) {
	if end != "" {
		statements = l.lockFlags(changes, end)
		end += ` OF o` // of joined tables, only the settings are locked
	}
	for part := range slices.Chunk(namesAt(changes, feature.System), engine.Chunk) {
		for _, p := range l.parts(feature.System, true) {
			c, isSet := inNames(p.name, part), p.isSet
			if p.rank == rankFlags {
				isSet = `1 = 1`
			}
			statements = append(statements, engine.Statement{Text: p.rowsOf(c.where+` AND `+isSet) + ` ORDER BY o.id` + end, Args: c.args, Each: l.scanInto(each)})
		}
	}
	for i := range l.members {
		m := &l.members[i]
		for part := range slices.Chunk(changesAt(changes, m.kind), engine.Chunk) {
			values, args, err := m.values(part)
			if err != nil {
				return nil, err
			}
			p := l.parts(m.kind, false)[0]
			text := p.rowsOf(`1 = 1`)
			text = strings.Replace(text, ` FROM `+p.from, ` FROM `+values+` JOIN `+l.flags.Ref()+` f ON f.name = v.column1 JOIN `+m.table.Ref()+` o ON o.`+m.flag+` = f.id AND o.`+m.id+` = v.column2`, 1)
			statements = append(statements, engine.Statement{Text: text + ` ORDER BY o.id` + end, Args: args, Each: l.scanInto(each)})
		}
	}
	return statements, nil
}

// lockFlags returns statements that lock the flags of changes, so that two transactions do
// not add the same member.
func (l *Layout) lockFlags(changes []feature.Change, lock string) (statements []engine.Statement) {
	for part := range slices.Chunk(namesOf(changes), engine.Chunk) {
		statements = append(statements, engine.Statement{Text: `SELECT o.id FROM ` + l.flags.Ref() + ` o WHERE o.name IN (` + engine.Repeat(len(part), "?") + `) ORDER BY o.id` + lock, Args: anys(part),
			Each: func(*sql.Rows) error { return nil }})
	}
	return statements
}

// values returns a SQL table v with the flag's name and the member's id of each change.
func (m *members) values(changes []feature.Change) (text string, args []any, err error) {
	for _, c := range changes {
		id, err := m.arg(c.Scope.ID)
		if err != nil {
			return "", nil, err
		}
		args = append(args, c.Name, id)
	}
	return `(VALUES ` + engine.Repeat(len(changes), `(CAST(? AS VARCHAR(255)), `+m.cast()+`)`) + `) v`, args, nil
}

// changesAt returns the changes at scopes of a kind.
func changesAt(changes []feature.Change, kind feature.Kind) []feature.Change {
	return slices.DeleteFunc(slices.Clone(changes), func(c feature.Change) bool { return c.Scope.Kind != kind })
}

// namesAt returns the flag names of changes at scopes of a kind, without duplicates.
func namesAt(changes []feature.Change, kind feature.Kind) []string {
	return namesOf(changesAt(changes, kind))
}

// namesOf returns the flag names in changes, sorted and without duplicates.
func namesOf(changes []feature.Change) (names []string) {
	for _, c := range changes {
		names = append(names, c.Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// LockFlag implements layout.Layout. Members need no lock, because off for everyone
// includes them.
func (l *Layout) LockFlag(name string, each func(layout.OverrideRow)) engine.Statement {
	var tables, texts []string
	var args []any
	end := ``
	if l.Lock != "" {
		end = l.Lock + ` OF o`
	}
	for i, p := range l.parts(feature.System, true) {
		condition := p.name + ` = ?`
		if p.rank != rankFlags {
			condition += ` AND ` + p.isSet
		}
		tables = append(tables, fmt.Sprintf("p%d AS (%s)", i, p.rowsOf(condition)+end))
		texts, args = append(texts, fmt.Sprintf("SELECT * FROM p%d", i)), append(args, name)
	}
	return engine.Statement{Text: `WITH ` + strings.Join(tables, ", ") + ` ` + strings.Join(texts, ` UNION ALL `), Args: args, Each: l.scanInto(each)}
}

// SelectOn implements layout.Layout. A flag whose everyone is false is on for nobody.
func (l *Layout) SelectOn(name string, each func(layout.RowKey)) engine.Statement {
	return l.selectSet(l.allParts(), func(p part) condition {
		c := named(name)(p)
		if p.rank >= rankMembers {
			c.where += ` AND f.everyone IS NULL`
		}
		return c
	}, ``, func(row layout.OverrideRow) {
		if row.Enabled {
			each(row.Key())
		}
	})
}

// Write implements layout.Layout. It writes the same columns as the app's admin pages. A
// name that neither table has becomes a switch, since a switch is only on or off.
func (l *Layout) Write(ctx context.Context, tx *sqlx.Tx, set feature.ChangeSet, changes []feature.Change, rows map[layout.RowKey]layout.OverrideRow, inserted layout.Inserter) ([]engine.Statement, error) {
	w := writes{updates: map[written][]any{}, deletes: map[int][]any{}}
	for _, c := range layout.InOrder(changes) {
		row, isThere := rows[layout.KeyOf(c)]
		rank, id := parseRowID(row.ID)
		switch {
		case !c.Scope.IsSystem() && isThere:
			w.deletes[rank] = append(w.deletes[rank], id)
		case !c.Scope.IsSystem():
			w.joins = append(w.joins, c)
		case !isThere:
			w.newSwitches = append(w.newSwitches, c)
		case rank == rankSwitches && c.After == feature.Inherit:
			return nil, &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("%q is a switch, which is on or off: there is nothing to clear", c.Name), Hint: "nothing was written; set it off"}
		default:
			at := written{rank, c.After}
			w.updates[at] = append(w.updates[at], id)
		}
	}
	statements := l.checkMembers(w.joins)
	added, err := l.insertSwitches(w.newSwitches, inserted)
	if err != nil {
		return nil, err
	}
	statements = slices.Concat(statements, added, l.updateRows(w.updates))
	for _, m := range l.members {
		statements = append(statements, l.join(&m, changesAt(w.joins, m.kind), inserted)...)
	}
	for i, m := range l.members {
		statements = append(statements, layout.OnIDs(l.DB, m.table, `DELETE FROM `+m.table.Ref(), nil, w.deletes[rankMembers+i])...)
	}
	logged, err := l.adminLog(ctx, tx, set, changes, rows)
	return append(statements, logged...), err
}

// writes holds changes, grouped by the kind of statement.
type writes struct {
	updates     map[written][]any // ids of flags and switches
	newSwitches []feature.Change
	joins       []feature.Change // members to add to a flag
	deletes     map[int][]any    // ids of members' rows to delete, by rank
}

// written identifies an UPDATE by its table's rank and the new setting.
type written struct {
	rank int
	to   feature.Setting
}

// updateRows returns the statements that write modified, and either everyone or active.
func (l *Layout) updateRows(updates map[written][]any) (statements []engine.Statement) {
	for _, to := range []feature.Setting{feature.On, feature.Off, feature.Inherit} {
		for rank, column := range []string{rankFlags: "everyone", rankSwitches: "active"} {
			t := []engine.Table{rankFlags: l.flags, rankSwitches: l.switches}[rank]
			value, args := "NULL", []any{}
			if to != feature.Inherit {
				value, args = "?", []any{l.Boolean(to)}
			}
			text := `UPDATE ` + t.Ref() + ` SET ` + column + ` = ` + value
			if t.Has("modified") {
				text += `, modified = ` + l.TimeOfWrite(t, "modified")
			}
			statements = append(statements, layout.OnIDs(l.DB, t, text, args, updates[written{rank, to}])...)
		}
	}
	return statements
}

// insertSwitches returns the statements that add switches. created and modified of a new
// switch are equal.
func (l *Layout) insertSwitches(changes []feature.Change, inserted layout.Inserter) (statements []engine.Statement, err error) {
	if len(changes) == 0 {
		return nil, nil
	}
	if !l.switches.Exists() {
		return nil, &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("%s has no flag %q", l.flags.Name, changes[0].Name), Hint: "nothing was written; flagtui does not add flags: `manage.py waffle_flag NAME --create` does"}
	}
	columns, values := []string{"name", "active"}, []string{"v.column1", "?"}
	for _, name := range l.switches.ColumnNames() {
		switch c, _ := l.switches.Find(name); {
		case slices.Contains([]string{"id", "name", "active"}, name):
		case name == "note":
			columns, values = append(columns, name), append(values, "''")
		case name == "created" || name == "modified":
			columns, values = append(columns, name), append(values, "t.at")
		case c.Required:
			return nil, &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("a new row of %s needs a value in the column %s, which django-waffle does not have", l.switches.Name, name), Hint: "nothing was written; add the switch in the app"}
		}
	}
	for _, to := range []feature.Setting{feature.On, feature.Off} {
		of := slices.DeleteFunc(slices.Clone(changes), func(c feature.Change) bool { return c.After != to })
		for part := range slices.Chunk(namesAt(of, feature.System), engine.Chunk) {
			statements = append(statements, inserted(len(part), `INSERT INTO `+l.switches.Ref()+` (`+strings.Join(columns, ", ")+`) SELECT `+strings.Join(values, ", ")+
				` FROM (VALUES `+engine.Repeat(len(part), "(?)")+`) v, (SELECT `+l.TimeOfWrite(l.switches, "modified")+` AS at) t WHERE 1 = 1`+l.UnlessThere(l.switches)+` RETURNING 1`,
				append([]any{l.Boolean(to)}, anys(part)...)))
		}
	}
	return statements, nil
}

// join returns the statements that add members to flags. They skip members that do not
// exist, which checkMembers refuses.
func (l *Layout) join(m *members, changes []feature.Change, inserted layout.Inserter) (statements []engine.Statement) {
	for part := range slices.Chunk(changes, engine.Chunk) {
		values, args, _ := m.values(part) // the statements that lock the rows have reported an invalid id
		exists := `1 = 1`
		if m.owners.exists() { // PostgreSQL looks up a scalar subquery's rows one by one
			exists = `(SELECT 1 FROM ` + m.owners.ref + ` u WHERE u.` + m.owners.id + ` = v.column2) = 1`
		}
		statements = append(statements, inserted(len(part), `INSERT INTO `+m.table.Ref()+` (`+m.flag+`, `+m.id+`) SELECT f.id, v.column2 FROM `+values+` JOIN `+l.flags.Ref()+` f ON f.name = v.column1 WHERE `+exists+
			l.UnlessThere(m.table)+` RETURNING 1`, args))
	}
	return statements
}
