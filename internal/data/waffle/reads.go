package waffle

import (
	"fmt"
	"slices"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// all selects every row of a part.
func all(part) condition { return condition{where: "1 = 1"} }

// named selects the rows of one flag.
func named(name string) func(part) condition {
	return func(p part) condition { return condition{p.name + ` = ?`, []any{name}} }
}

// at returns the condition for the rows of the named flags at one scope.
func (l *Layout) at(scope feature.Scope, names []string) (func(part) condition, error) {
	var id any
	m := l.membersOf(scope.Kind)
	if m != nil {
		var err error
		if id, err = m.arg(scope.ID); err != nil {
			return all, err
		}
	}
	return func(p part) condition {
		c := inNames(p.name, names)
		if m != nil {
			c = condition{`o.` + m.id + ` = ? AND ` + c.where, append([]any{id}, c.args...)}
		}
		return c
	}, nil
}

// SelectRecent implements layout.Layout.
func (l *Layout) SelectRecent(scope feature.Scope, each func(name string)) (engine.Statement, error) {
	where, err := l.at(scope, nil)
	return l.selectSet(l.parts(scope.Kind, false), where, ` ORDER BY 5 DESC, 2`, func(row layout.OverrideRow) { each(row.Name) }), err
}

// SelectRows implements layout.Layout.
func (l *Layout) SelectRows(scope feature.Scope, names []string, each func(layout.OverrideRow)) (engine.Statement, error) {
	where, err := l.at(scope, names)
	return l.selectSet(l.parts(scope.Kind, false), where, ` ORDER BY 2`, each), err
}

// SelectPage implements layout.Layout. The system's row comes first. The other rows are
// sorted by kind and id.
func (l *Layout) SelectPage(q layout.OverrideQuery, limit int, each func(layout.OverrideRow)) (engine.Statement, error) {
	after := -1
	for _, p := range l.allParts() {
		if p.kind == q.After.Kind {
			after = p.rank
		}
	}
	return l.selectSet(l.allParts(), func(p part) condition {
		switch c := named(q.Name)(p); {
		case p.rank > after:
			return c
		case p.rank < after || q.After.IsSystem():
			return condition{`1 = 0 AND ` + c.where, c.args}
		default:
			return condition{c.where + ` AND ` + p.scope + ` > ?`, append(c.args, q.After.ID)}
		}
	}, fmt.Sprintf(` ORDER BY 6, 3 LIMIT %d`, limit), each), nil
}

// SelectAll implements layout.Layout.
func (l *Layout) SelectAll(each func(layout.OverrideRow)) engine.Statement {
	return l.selectSet(l.allParts(), all, ``, each)
}

// SelectAfter implements layout.Layout. It orders rows by their tables, then by ids.
func (l *Layout) SelectAfter(id string, limit int, each func(layout.OverrideRow)) engine.Statement {
	rank, inTable := -1, ""
	if id != l.flags.BeforeAll() {
		rank, inTable = parseRowID(id)
	}
	return l.selectSet(l.allParts(), func(p part) condition {
		switch {
		case p.rank < rank:
			return condition{where: "1 = 0"}
		case p.rank > rank:
			return all(p)
		}
		return condition{`CAST(o.id AS text) > ?`, []any{inTable}}
	}, fmt.Sprintf(` ORDER BY 6, 1 LIMIT %d`, limit), each)
}

// SelectCounts implements layout.Layout.
func (l *Layout) SelectCounts(add func(name string, n feature.Count)) engine.Statement {
	rows := `SELECT n.name, 0 AS one FROM ` + l.flags.Ref() + ` n WHERE 1 = 0`
	for _, m := range l.members {
		p := l.parts(m.kind, false)[0]
		rows += ` UNION ALL SELECT ` + p.name + `, 1 FROM ` + p.from
	}
	return engine.Statement{Text: `SELECT c.name, SUM(c.one), 0 FROM (` + rows + `) c GROUP BY c.name`, Each: layout.EachCount(add)}
}

// SelectByKey implements layout.Layout.
func (l *Layout) SelectByKey(keys []feature.Change, each func(layout.OverrideRow)) []engine.Statement {
	keys = slices.DeleteFunc(slices.Clone(keys), func(key feature.Change) bool {
		_, err := l.at(key.Scope, nil)
		return err != nil || !l.Holds(key.Scope.Kind)
	})
	statements, _ := l.SelectDeciding(keys, ``, func(row layout.OverrideRow) { // invalid ids are already left out
		if !row.Unset {
			each(row)
		}
	})
	return statements
}

// SelectNewest implements layout.Layout.
func (l *Layout) SelectNewest(q layout.HistoryFilter, limit int, each func(layout.OverrideRow)) (statements []engine.Statement) {
	for _, p := range l.allParts() {
		c := all(p)
		if q.Name != "" {
			c = named(q.Name)(p)
		}
		switch at, err := l.at(q.Scope, nil); {
		case q.Scope.Kind != "" && (q.Scope.Kind != p.kind || err != nil):
			continue
		case q.Scope.Kind != "":
			more := at(p)
			c = condition{c.where + ` AND ` + more.where, append(c.args, more.args...)}
		}
		order := `o.id`
		if p.table.Has("modified") {
			order = `o.modified`
		}
		statements = append(statements, engine.Statement{Text: p.rowsOf(c.where+` AND `+p.isSet) + fmt.Sprintf(` ORDER BY %s DESC LIMIT %d`, order, limit), Args: c.args, Each: l.scanInto(each)})
	}
	return statements
}
