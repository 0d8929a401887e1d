package flipper

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// columns are the columns that scan reads.
const columns = `CAST(o.id AS VARCHAR(255)), o.feature_key, o.key, o.value, o.created_at, o.updated_at`

func scan(rows *sql.Rows, more ...any) (gate, error) {
	var g gate
	var created, updated engine.TimeValue
	err := rows.Scan(append([]any{&g.id, engine.TextInto(&g.feature), engine.TextInto(&g.key), engine.TextInto(&g.value), &created, &updated}, more...)...)
	g.created, g.updated = created.Time, updated.Time
	return g, err
}

// selectGates reads gates. after is the SQL text behind the table's alias o.
func (l *Layout) selectGates(after string, args []any, each func(gate)) engine.Statement {
	return engine.Statement{Text: `SELECT ` + columns + ` FROM ` + l.gates.Ref() + ` o` + after, Args: args, Each: func(rows *sql.Rows) error {
		g, err := scan(rows)
		each(g)
		return err
	}}
}

// selectFlags reads the gates of flags, except actor gates. after is the SQL text behind
// the condition for these gates.
func (l *Layout) selectFlags(after string, args []any, each func(*flag)) engine.Statement {
	var found flags
	statement := l.selectGates(` WHERE o.key <> '`+actors+`'`+after, args, found.add)
	statement.Done = func() error {
		for _, name := range found.names {
			each(found.byName[name])
		}
		return nil
	}
	return statement
}

// ofFlags returns the condition that a gate belongs to one of these flags. The condition
// is empty without names, and with more names than one statement can have.
func ofFlags(names []string) (condition string, args []any) {
	if len(names) == 0 || len(names) > engine.Chunk {
		return ``, nil
	}
	for _, name := range names {
		args = append(args, name)
	}
	return ` AND o.feature_key IN (` + engine.Repeat(len(names), "?") + `)`, args
}

// settings returns a function that calls each with the row of a flag, if the flag has a
// setting.
func settings(each func(layout.OverrideRow)) func(*flag) {
	return func(f *flag) {
		if row, ok := f.row(); ok && !row.Unset {
			each(row)
		}
	}
}

// SelectStored implements layout.Layout.
func (l *Layout) SelectStored(kind feature.Kind, ids, names []string, each func(id, name string, stored feature.Stored)) ([]engine.Statement, error) {
	if kind != feature.System {
		return l.Layout.SelectStored(kind, ids, names, each)
	}
	class := `split_part(o.value, ';', 1)`
	if l.Dialect == engine.SQLite {
		class = `substr(o.value, 1, instr(o.value, ';') - 1)`
	}
	condition, args := ofFlags(names)
	text := `SELECT ` + columns + `, 0, o.id FROM ` + l.gates.Ref() + ` o WHERE o.key <> '` + actors + `'` + condition + `
		UNION ALL SELECT '', c.feature_key, '` + actors + `', c.class, NULL, NULL, COUNT(*), NULL
		FROM (SELECT o.feature_key, CASE WHEN o.value LIKE '%;%' THEN ` + class + ` ELSE '' END AS class FROM ` + l.gates.Ref() + ` o WHERE o.key = '` + actors + `'` + condition + `) c
		GROUP BY c.feature_key, c.class ORDER BY 8`
	var found flags
	statement := engine.Statement{Text: text, Args: slices.Concat(args, args)}
	statement.Each = func(rows *sql.Rows) error {
		var n int
		g, err := scan(rows, &n, new(any))
		g.n = n
		found.add(g)
		return err
	}
	statement.Done = func() error {
		for _, name := range found.names {
			each("", name, found.byName[name].stored())
		}
		return nil
	}
	return []engine.Statement{statement}, nil
}

// isActor is the condition that a gate is an actor gate with an id.
const isActor = `o.key = '` + actors + `' AND o.value <> ''`

// isSetting returns the condition that a gate is a setting. See flag.setting.
func (l *Layout) isSetting() string {
	isOn := func(alias string) string {
		return alias + `.value IN ('` + on[0] + `', '` + on[1] + `') AND NOT EXISTS (SELECT 1 FROM ` + l.gates.Ref() + ` f
			WHERE f.feature_key = ` + alias + `.feature_key AND f.key = ` + alias + `.key AND f.id < ` + alias + `.id)`
	}
	always := `CAST(substring(o.value from '^\s*([0-9]+[.]{0,1}[0-9]*)') AS numeric) >= 100`
	if l.Dialect == engine.SQLite {
		always = `CAST(o.value AS REAL) >= 100`
	}
	return `(` + isActor + ` OR o.key = '` + boolean + `' AND ` + isOn("o") + ` OR o.key = '` + ofTime + `' AND ` + always + `
		AND NOT EXISTS (SELECT 1 FROM ` + l.gates.Ref() + ` f WHERE f.feature_key = o.feature_key AND f.key = o.key AND f.id < o.id)
		AND NOT EXISTS (SELECT 1 FROM ` + l.gates.Ref() + ` b WHERE b.feature_key = o.feature_key AND b.key = '` + boolean + `' AND ` + isOn("b") + `))`
}

// rowOf returns a gate that is a setting as a row.
func rowOf(g gate) layout.OverrideRow {
	if g.key == actors {
		return g.override()
	}
	return overrideRow(g, feature.SystemScope())
}

// selectSettings reads the settings that meet a condition. end is the SQL text behind
// the condition.
func (l *Layout) selectSettings(condition string, args []any, end string, each func(layout.OverrideRow)) engine.Statement {
	return l.selectGates(` WHERE `+l.isSetting()+condition+end, args, func(g gate) { each(rowOf(g)) })
}

// atScope returns the condition for the settings at a scope.
func atScope(scope feature.Scope) (string, []any) {
	if scope.IsSystem() {
		return ` AND o.key <> '` + actors + `'`, nil
	}
	return ` AND o.key = '` + actors + `' AND o.value = ?`, []any{scope.ID}
}

// SelectRecent implements layout.Layout.
func (l *Layout) SelectRecent(scope feature.Scope, each func(name string)) (engine.Statement, error) {
	condition, args := atScope(scope)
	return l.selectSettings(condition, args, l.newest(), func(row layout.OverrideRow) { each(row.Name) }), nil
}

// SelectRows implements layout.Layout.
func (l *Layout) SelectRows(scope feature.Scope, names []string, each func(layout.OverrideRow)) (engine.Statement, error) {
	of, args := ofFlags(names)
	if scope.IsSystem() {
		return l.selectFlags(of+` ORDER BY o.feature_key, o.id`, args, settings(each)), nil
	}
	at, more := atScope(scope)
	return l.selectSettings(of+at, append(args, more...), ` ORDER BY o.feature_key`, each), nil
}

// SelectPage implements layout.Layout. The system's row comes first, then the rows of
// actors. A flag with only other gates has a system row without a setting.
func (l *Layout) SelectPage(q layout.OverrideQuery, limit int, each func(layout.OverrideRow)) (engine.Statement, error) {
	after, args := ``, []any{q.Name}
	everybody := `o.key <> '` + actors + `' OR `
	switch {
	case q.After.Kind == Actor:
		everybody, after, args = ``, ` AND o.value > ?`, append(args, q.After.ID)
	case q.After.IsSystem():
		everybody = ``
	}
	of, rows := &flag{name: q.Name}, []layout.OverrideRow{}
	// The few gates that belong to no actor do not count towards the limit.
	statement := l.selectGates(` WHERE o.feature_key = ? AND (`+everybody+isActor+after+`) ORDER BY CASE WHEN o.key = '`+actors+`' THEN 1 ELSE 0 END, CASE WHEN o.key = '`+actors+`' THEN o.value END, o.id`+fmt.Sprintf(` LIMIT %d`, limit+mostOthers), args, func(g gate) {
		if g.key == actors {
			rows = append(rows, g.override())
		} else {
			of.gates = append(of.gates, g)
		}
	})
	statement.Done = func() error {
		if row, ok := of.row(); ok {
			rows = slices.Insert(rows, 0, row)
		}
		for _, row := range rows[:min(limit, len(rows))] {
			each(row)
		}
		return nil
	}
	return statement, nil
}

// mostOthers is the largest number of a flag's gates that belong to no actor.
const mostOthers = 1000

// SelectAll implements layout.Layout.
func (l *Layout) SelectAll(each func(layout.OverrideRow)) engine.Statement {
	return l.selectSettings(``, nil, ``, each)
}

// SelectAfter implements layout.Layout.
func (l *Layout) SelectAfter(id string, limit int, each func(layout.OverrideRow)) engine.Statement {
	condition, args := ``, []any{}
	if id != l.gates.BeforeAll() {
		condition, args = ` AND o.id > ?`, []any{id}
	}
	return l.selectSettings(condition, args, fmt.Sprintf(` ORDER BY o.id LIMIT %d`, limit), each)
}

// SelectCounts implements layout.Layout.
func (l *Layout) SelectCounts(add func(name string, n feature.Count)) engine.Statement {
	return engine.Statement{Text: `SELECT o.feature_key, COUNT(*), 0 FROM ` + l.gates.Ref() + ` o WHERE ` + isActor + ` GROUP BY o.feature_key`, Each: layout.EachCount(add)}
}

// SelectNewest implements layout.Layout.
func (l *Layout) SelectNewest(q layout.HistoryFilter, limit int, each func(layout.OverrideRow)) []engine.Statement {
	condition, args := ``, []any{}
	if q.Name != "" {
		condition, args = ofFlags([]string{q.Name})
	}
	if l.Holds(q.Scope.Kind) {
		at, more := atScope(q.Scope)
		condition, args = condition+at, append(args, more...)
	}
	return []engine.Statement{l.selectSettings(condition, args, l.newest()+fmt.Sprintf(` LIMIT %d`, limit), each)}
}

// newest returns the ORDER BY clause that puts the newest gates first. The app never
// updates a gate, so ids that are numbers are in the order of time.
func (l *Layout) newest() string {
	if id, _ := l.gates.Find("id"); strings.Contains(strings.ToLower(id.Type), "int") {
		return ` ORDER BY o.id DESC`
	}
	return ` ORDER BY o.created_at DESC`
}
