package torus

import (
	"database/sql"
	"slices"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// SelectStored implements layout.Layout.
func (l *Layout) SelectStored(kind feature.Kind, ids, names []string, each func(id, name string, stored feature.Stored)) (statements []engine.Statement, err error) {
	numbers := make([]any, len(ids))
	for i, id := range ids {
		if numbers[i], err = idOf(feature.Scope{Kind: kind, ID: id}); err != nil {
			return nil, err
		}
	}
	column := `o.` + l.columnOf[kind]
	and, more := andFeatures(names)
	for part := range slices.Chunk(numbers, engine.Chunk) {
		statements = append(statements, engine.Statement{Text: `SELECT ` + column + `, o.feature_name, ` + l.on() + `, ` + l.since() + ` FROM ` + l.states.Source() + ` o
			WHERE ` + column + ` IN (` + engine.Repeat(len(part), "?") + `)` + and, Args: slices.Concat(part, more), Each: func(rows *sql.Rows) error {
			var id, name string
			var on engine.OnValue
			var since engine.TimeValue
			err := rows.Scan(&id, &name, &on, &since)
			each(id, name, storedSince(on, since))
			return err
		}})
	}
	return statements, nil
}

// andFeatures returns a condition that limits a query to some features, with its
// arguments. The condition is empty for no names and for more than engine.Chunk names.
func andFeatures(names []string) (string, []any) {
	if len(names) == 0 || len(names) > engine.Chunk {
		return "", nil
	}
	args := make([]any, len(names))
	for i, name := range names {
		args[i] = name
	}
	return ` AND o.feature_name IN (` + engine.Repeat(len(names), "?") + `)`, args
}

// SelectRecent implements layout.Layout.
func (l *Layout) SelectRecent(scope feature.Scope, each func(name string)) (engine.Statement, error) {
	id, err := idOf(scope)
	return engine.Statement{Text: `SELECT o.feature_name FROM ` + l.states.Source() + ` o WHERE o.` + l.columnOf[scope.Kind] + ` = ?
		ORDER BY o.updated_at DESC, o.feature_name`, Args: []any{id}, Each: func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		each(name)
		return err
	}}, err
}

// selectWhole reads the rows that meet a condition. An empty condition selects all rows.
func (l *Layout) selectWhole(condition string, args []any, each func(layout.OverrideRow)) engine.Statement {
	return engine.Statement{Text: `SELECT ` + l.rowColumns() + ` FROM ` + l.states.Source() + ` o` + condition, Args: args, Each: func(rows *sql.Rows) error {
		row, err := l.scan(rows)
		each(row)
		return err
	}}
}

// SelectRows implements layout.Layout.
func (l *Layout) SelectRows(scope feature.Scope, names []string, each func(layout.OverrideRow)) (engine.Statement, error) {
	id, err := idOf(scope)
	and, more := andFeatures(names)
	return l.selectWhole(` WHERE o.`+l.columnOf[scope.Kind]+` = ?`+and+` ORDER BY o.feature_name`, append([]any{id}, more...), each), err
}

// SelectPage implements layout.Layout. It returns the rows of projects first, then the
// rows of sections, each by scope id.
func (l *Layout) SelectPage(q layout.OverrideQuery, limit int, each func(layout.OverrideRow)) (engine.Statement, error) {
	where, args := ` WHERE o.feature_name = ?`, []any{q.Name}
	if l.Holds(q.After.Kind) {
		id, err := idOf(q.After)
		if err != nil {
			return engine.Statement{}, err
		}
		after := map[feature.Kind]string{feature.Project: `(o.project_id > ? OR o.project_id IS NULL)`, feature.Section: `o.project_id IS NULL AND o.section_id > ?`}
		where, args = where+` AND `+after[q.After.Kind], append(args, id)
	}
	return l.selectWhole(where+` ORDER BY o.project_id IS NULL, o.project_id, o.section_id LIMIT ?`, append(args, limit), each), nil
}

// SelectAll implements layout.Layout.
func (l *Layout) SelectAll(each func(layout.OverrideRow)) engine.Statement {
	return l.selectWhole("", nil, each)
}

// SelectByKey implements layout.Layout.
func (l *Layout) SelectByKey(keys []feature.Change, each func(layout.OverrideRow)) []engine.Statement {
	keys = slices.DeleteFunc(slices.Clone(keys), func(key feature.Change) bool { _, err := idOf(key.Scope); return err != nil })
	statements, _ := l.selectByIDs(keys, "", each) // DeleteFunc has removed invalid ids
	return statements
}

// SelectAfter implements layout.Layout.
func (l *Layout) SelectAfter(id string, limit int, each func(layout.OverrideRow)) engine.Statement {
	return l.selectWhole(` WHERE `+l.states.After()+` AND (o.project_id IS NOT NULL OR o.section_id IS NOT NULL) ORDER BY o.id LIMIT ?`, []any{id, limit}, each)
}
