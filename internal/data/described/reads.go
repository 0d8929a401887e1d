package described

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// row is one row of the table.
type row struct {
	layout.OverrideRow
	state   int
	depends []string // what else the value depends on
	unclear string   // the value in stateUnclear
}

// stored returns the part of a row that feature.Resolve needs.
func (r row) stored() feature.Stored {
	stored := feature.Stored{Enabled: r.Enabled, Depends: r.depends, DependsBelow: r.depends}
	others := r.depends
	if r.state == stateUnclear {
		others = others[1:]
	}
	if len(r.depends) > 0 { // without the row, none of its columns counts
		stored.DependsAfter = map[feature.Setting][]string{feature.On: others, feature.Off: others}
	}
	return stored
}

// columns returns the columns that scan reads.
func (l *Layout) columns() string {
	null := func(c column, text func(string) string) string {
		if c.Name == "" {
			return "NULL"
		}
		return text("o")
	}
	id := "NULL"
	if key, ok := l.table.Find(l.table.Key()); ok && l.hasKey() {
		id = "CAST(o." + l.Ident(key.Name) + " AS text)"
	}
	columns := []string{id, l.flagName(), null(l.kindColumn, l.kindColumn.text), null(l.id, l.id.text),
		l.state(), l.unclear(), null(l.updatedAt, l.updatedAt.as), null(l.updatedBy, l.updatedBy.text)}
	for _, c := range l.targeting {
		columns = append(columns, targetingValue(c))
	}
	return strings.Join(columns, ", ")
}

func (l *Layout) scan(rows *sql.Rows) (row, error) {
	var r row
	var word, id, unclear, by sql.NullString
	var updated engine.TimeValue
	others := make([]sql.NullString, len(l.targeting))
	to := []any{engine.TextInto(&r.ID), engine.TextInto(&r.Name), &word, &id, &r.state, &unclear, &updated, &by}
	for i := range others {
		to = append(to, &others[i])
	}
	err := rows.Scan(to...)
	r.Scope = l.scopeOf(word, id)
	r.UpdatedAt, r.UpdatedBy, r.unclear = updated.Time, by.String, unclear.String
	// The app may read an unclear value as on, so a kill must replace the value.
	r.Enabled, r.Differ = r.state != stateOff, r.state == stateUnclear
	if r.state == stateUnclear {
		r.depends = append(r.depends, fmt.Sprintf("the value %q in %s, which is neither on nor off", r.unclear, l.value.Name))
	}
	for i, other := range others {
		if other.Valid {
			r.depends = append(r.depends, l.targeting[i].Name+" "+other.String)
		}
	}
	r.Depends = strings.Join(r.depends, ", ")
	if !l.hasKey() {
		key, _ := json.Marshal([]string{string(r.Scope.Kind), r.Scope.ID, r.Name}) // texts never fail
		r.ID = string(key)
	}
	return r, err
}

// scopeOf returns the scope of a row. It returns the zero scope if the app does not read
// the row.
func (l *Layout) scopeOf(word, id sql.NullString) feature.Scope {
	config := l.config.Table.Scope
	switch {
	case !l.ids:
		return feature.SystemScope()
	case l.kindColumn.Name == "" && !id.Valid:
		return feature.SystemScope()
	case l.kindColumn.Name == "":
		return feature.Scope{Kind: config.Kind, ID: id.String}
	}
	kind := l.kindOf(word.String)
	isNone := config.None.Word != "" && !id.Valid || config.None.Word == "" && id.Valid && id.String == config.None.Text
	switch {
	case kind == feature.System && isNone:
		return feature.SystemScope()
	case kind == feature.System || kind == "" || !id.Valid || id.String == "":
		return feature.Scope{}
	}
	return feature.Scope{Kind: kind, ID: id.String}
}

// selectRows reads the layout's rows that meet a condition. The condition may be empty.
// selectRows skips rows that the app does not read. end is the SQL text behind the
// condition.
func (l *Layout) selectRows(condition string, args []any, end string, each func(row)) engine.Statement {
	where, pinned := l.where()
	if condition != "" {
		condition = ` AND (` + condition + `)`
	}
	if strings.HasSuffix(end, l.Lock) && l.Lock != "" {
		end += ` OF o`
	}
	return engine.Statement{Text: `SELECT ` + l.columns() + ` FROM ` + l.from() + where + condition + end, Args: slices.Concat(pinned, args), Each: func(rows *sql.Rows) error {
		r, err := l.scan(rows)
		if err == nil && !r.Scope.IsZero() {
			each(r)
		}
		return err
	}}
}

// overrides returns a function for selectRows that calls each with every override.
func overrides(each func(layout.OverrideRow)) func(row) {
	return func(r row) { each(r.OverrideRow) }
}

// SelectStored implements layout.Layout. A flag with several rows at one scope is
// locked, since only the app knows which row it reads.
func (l *Layout) SelectStored(kind feature.Kind, ids, names []string, each func(id, name string, stored feature.Stored)) (statements []engine.Statement, err error) {
	for _, part := range chunks(ids) {
		condition, args, err := l.inScopes(kind, part)
		if err != nil {
			return nil, err
		}
		if len(names) > 0 && len(names) <= engine.Chunk {
			condition, args = condition+` AND `+l.named(len(names)), append(args, anys(names)...)
		}
		found := map[layout.RowKey]feature.Stored{}
		st := l.selectRows(condition, args, ``, func(r row) {
			stored := r.stored()
			if first, ok := found[r.Key()]; ok {
				stored.Locked = "several rows of " + l.table.Name
				if first.Enabled != r.Enabled {
					stored.Depends = append(stored.Depends, "which of several rows the app reads")
					stored.DependsBelow = stored.Depends
				}
			}
			found[r.Key()] = stored
		})
		st.Done = func() error {
			for key, stored := range found {
				each(key.ID, key.Name, stored)
			}
			return nil
		}
		statements = append(statements, st)
	}
	return statements, nil
}

// SelectRecent implements layout.Layout.
func (l *Layout) SelectRecent(scope feature.Scope, each func(name string)) (engine.Statement, error) {
	condition, args, err := l.inScopes(scope.Kind, []string{scope.ID})
	order := ` ORDER BY ` + l.flagName()
	if l.updatedAt.Name != "" {
		order = ` ORDER BY ` + l.updatedAt.as("o") + ` DESC NULLS LAST, ` + l.flagName()
	}
	return l.selectRows(condition, args, order, func(r row) { each(r.Name) }), err
}

// SelectRows implements layout.Layout.
func (l *Layout) SelectRows(scope feature.Scope, names []string, each func(layout.OverrideRow)) (engine.Statement, error) {
	condition, args, err := l.inScopes(scope.Kind, []string{scope.ID})
	if len(names) > 0 && len(names) <= engine.Chunk {
		condition, args = condition+` AND `+l.named(len(names)), append(args, anys(names)...)
	}
	return l.selectRows(condition, args, ` ORDER BY `+l.flagName(), overrides(each)), err
}

// SelectPage implements layout.Layout. The system's row comes first. The other rows are
// sorted by kind and id.
func (l *Layout) SelectPage(q layout.OverrideQuery, limit int, each func(layout.OverrideRow)) (engine.Statement, error) {
	condition, args := l.named(1), []any{q.Name}
	order := ``
	if l.ids {
		system, none, err := l.isSystem()
		if err != nil {
			return engine.Statement{}, err
		}
		kind, byKind := `''`, ``
		if l.kindColumn.Name != "" {
			kind = l.kindColumn.text("o")
			byKind = kind + `, `
		}
		order = ` ORDER BY CASE WHEN ` + system + ` THEN 0 ELSE 1 END, ` + byKind + l.id.compared("o")
		switch {
		case q.After.IsZero() || !l.Holds(q.After.Kind):
			args = append(args, none...)
		case q.After.IsSystem():
			condition, args = condition+` AND NOT (`+system+`)`, slices.Concat(args, none, none)
		default:
			id, err := l.idArg(q.After.Kind, q.After.ID)
			if err != nil {
				return engine.Statement{}, err
			}
			condition += ` AND NOT (` + system + `) AND (` + kind + ` > ? OR ` + kind + ` = ? AND ` + l.id.compared("o") + ` > ?)`
			args = slices.Concat(args, none, []any{l.words[q.After.Kind], l.words[q.After.Kind], id}, none)
		}
	} else if q.After.IsSystem() {
		condition += ` AND 1 = 0`
	}
	return l.selectRows(condition, args, order+fmt.Sprintf(` LIMIT %d`, limit), overrides(each)), nil
}

// isSystem returns the condition that a row is the system's, with its arguments.
func (l *Layout) isSystem() (string, []any, error) {
	if !l.Holds(feature.System) {
		return "1 = 0", nil, nil
	}
	return l.inScopes(feature.System, nil)
}

// SelectAll implements layout.Layout.
func (l *Layout) SelectAll(each func(layout.OverrideRow)) engine.Statement {
	return l.selectRows(``, nil, ``, overrides(each))
}

// SelectAfter implements layout.Layout. If no single column identifies a row, the first
// statement reads every row.
func (l *Layout) SelectAfter(id string, limit int, each func(layout.OverrideRow)) engine.Statement {
	return l.selectAfter(id, limit, overrides(each))
}

func (l *Layout) selectAfter(id string, limit int, each func(row)) engine.Statement {
	key, _ := l.table.Find(l.table.Key())
	name := "o." + l.Ident(key.Name)
	condition, args, end := ``, []any{}, ``
	switch {
	case l.hasKey():
		end = fmt.Sprintf(` ORDER BY `+name+` LIMIT %d`, limit)
		if id != l.table.BeforeAll() {
			condition, args = name+` > ?`, []any{id}
		}
	case id != l.table.BeforeAll():
		condition = `1 = 0`
	}
	return l.selectRows(condition, args, end, each)
}

// SelectByKey implements layout.Layout.
func (l *Layout) SelectByKey(keys []feature.Change, each func(layout.OverrideRow)) (statements []engine.Statement) {
	keys = slices.DeleteFunc(slices.Clone(keys), func(key feature.Change) bool {
		_, _, err := l.inScopes(key.Scope.Kind, []string{key.Scope.ID})
		return err != nil || !l.Holds(key.Scope.Kind)
	})
	statements, _ = l.SelectDeciding(keys, ``, each) // an invalid id was left out before
	return statements
}

// SelectCounts implements layout.Layout. It skips rows whose value depends on something
// else.
func (l *Layout) SelectCounts(add func(name string, n feature.Count)) engine.Statement {
	where, args := l.where()
	if system, none, err := l.isSystem(); err == nil {
		where, args = where+` AND NOT (`+system+`)`, slices.Concat(args, none)
	}
	if !l.ids {
		where += ` AND 1 = 0`
	}
	if l.kindColumn.Name != "" { // other rows are at no scope
		where += ` AND ` + l.kindColumn.text("o") + ` IN (` + engine.Repeat(len(l.words), "?") + `)`
		for _, word := range l.words {
			args = append(args, word)
		}
	}
	return engine.Statement{Text: `SELECT ` + l.flagName() + `, SUM(CASE WHEN ` + l.isOn() + ` THEN 1 ELSE 0 END), SUM(CASE WHEN ` + l.state() + ` = 0 AND ` + l.certain() + ` THEN 1 ELSE 0 END)
		FROM ` + l.from() + where + ` GROUP BY ` + l.flagName(), Args: args, Each: layout.EachCount(func(name string, n feature.Count) {
		if n != (feature.Count{}) {
			add(name, n)
		}
	})}
}
