package waffle

import (
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// SelectStored implements layout.Layout.
func (l *Layout) SelectStored(kind feature.Kind, ids, names []string, each func(id, name string, stored feature.Stored)) (statements []engine.Statement, err error) {
	if kind == feature.System {
		return []engine.Statement{l.selectSystem(names, func(name string, stored feature.Stored) { each("", name, stored) })}, nil
	}
	m := l.membersOf(kind)
	for part := range slices.Chunk(ids, engine.Chunk) {
		args := make([]any, len(part))
		for i, id := range part {
			if args[i], err = m.arg(id); err != nil {
				return nil, err
			}
		}
		p := l.parts(kind, false)[0]
		c := inNames(p.name, names)
		statements = append(statements, engine.Statement{Text: p.rowsOf(`o.` + m.id + ` IN (` + engine.Repeat(len(args), "?") + `) AND ` + c.where), Args: append(args, c.args...),
			Each: l.scanInto(func(row layout.OverrideRow) { each(row.Scope.ID, row.Name, feature.Stored{Enabled: true}) })})
	}
	return statements, nil
}

// targeting holds the columns that decide a flag whose everyone is NULL. It also holds
// the number of the flag's members of each kind.
type targeting struct {
	state, rank                               int
	name, percent, languages                  string
	testing, superusers, staff, isForSignedIn bool
	members                                   []int
}

// booleans are the columns of targeting that are true or false.
var booleans = []string{"testing", "superusers", "staff", "authenticated"}

// selectSystem reads the flags, the switches and the samples.
func (l *Layout) selectSystem(names []string, each func(name string, stored feature.Stored)) engine.Statement {
	var texts []string
	var args []any
	for _, p := range l.parts(feature.System, true) {
		columns := []string{p.name, p.state, fmt.Sprint(p.rank)}
		for _, column := range []string{"percent", "languages"} {
			expression := "''"
			if p.table.Has(column) {
				expression = "CAST(o." + column + " AS text)"
			}
			columns = append(columns, expression)
		}
		for _, column := range booleans {
			expression := "0"
			if p.table.Has(column) {
				expression = l.boolean("o." + column)
			}
			columns = append(columns, expression)
		}
		for _, m := range l.members {
			count := "0"
			if p.rank == rankFlags {
				count = `(SELECT COUNT(*) FROM ` + m.table.Ref() + ` m WHERE m.` + m.flag + ` = o.id)`
			}
			columns = append(columns, count)
		}
		condition := `1 = 1`
		if p.rank != rankFlags {
			condition = p.isSet
		}
		c := inNames(p.name, names)
		texts, args = append(texts, `SELECT `+strings.Join(columns, ", ")+` FROM `+p.from+` WHERE `+c.where+` AND `+condition), append(args, c.args...)
	}
	return engine.Statement{Text: strings.Join(texts, ` UNION ALL `), Args: args, Each: func(rows *sql.Rows) error {
		g := targeting{members: make([]int, len(l.members))}
		to := []any{engine.TextInto(&g.name), &g.state, &g.rank, engine.TextInto(&g.percent), engine.TextInto(&g.languages), &g.testing, &g.superusers, &g.staff, &g.isForSignedIn}
		for i := range g.members {
			to = append(to, &g.members[i])
		}
		err := rows.Scan(to...)
		each(g.name, l.storedOf(g))
		return err
	}}
}

// storedOf returns the state of a flag, a switch or a sample at system scope.
func (l *Layout) storedOf(g targeting) feature.Stored {
	stored := feature.Stored{Enabled: g.state == stateOn, Unset: g.state == stateUnset}
	percent, _ := strconv.ParseFloat(g.percent, 64) // 0 without a percentage
	switch g.rank {
	case rankSamples:
		stored.Locked = sampleLocked
		if percent >= 100 {
			stored.Enabled, stored.Unset = true, false
		} else if percent > 0 {
			stored.Depends = []string{number(percent) + " % of the time"}
		}
	case rankFlags:
		common, forUsers := g.words(percent), []string(nil)
		for i, m := range l.members {
			word := string(m.kind)
			if g.members[i] != 1 {
				word += "s"
			}
			switch word = fmt.Sprintf("%d %s", g.members[i], word); {
			case g.members[i] == 0:
			case m.kind == "user":
				forUsers = append(forUsers, word)
			default:
				common = append(common, "members of "+word)
			}
		}
		stored.Depends, stored.DependsBelow = slices.Concat(common, forUsers), common
	}
	return stored
}

// words returns the targeting that counts if everyone is NULL, except members. The order
// is that of django-waffle's own checks.
func (g targeting) words(percent float64) (words []string) {
	add := func(is bool, word string) {
		if is {
			words = append(words, word)
		}
	}
	add(g.testing, "testing")
	add(g.languages != "", "languages "+g.languages)
	add(g.isForSignedIn, "authenticated users")
	add(g.staff, "staff")
	add(g.superusers, "superusers")
	add(percent > 0, number(percent)+" % of users")
	return words
}

// number returns a percentage without trailing zeros.
func number(percent float64) string { return strconv.FormatFloat(percent, 'f', -1, 64) }

// SelectDefinitions implements layout.Definer. Every flag, switch and sample is a
// definition.
func (l *Layout) SelectDefinitions(each func(feature.Definition)) engine.Statement {
	var texts []string
	for _, p := range l.parts(feature.System, true) {
		condition := `1 = 1`
		if p.rank != rankFlags {
			condition = p.isSet
		}
		texts = append(texts, fmt.Sprintf(`SELECT o.name AS name, %s AS note, %d AS rank FROM %s WHERE %s`, p.table.Column("o", "note"), p.rank, p.from, condition))
	}
	kinds := []feature.Kind{feature.System}
	for _, m := range l.members {
		kinds = append(kinds, m.kind)
	}
	return engine.Statement{Text: `SELECT d.name, d.note, d.rank FROM (` + strings.Join(texts, ` UNION ALL `) + `) d ORDER BY d.name` + l.ByBytes, Each: func(rows *sql.Rows) error {
		def := feature.Definition{Scopes: kinds[:1]}
		var rank int
		err := rows.Scan(engine.TextInto(&def.Name), engine.TextInto(&def.Description), &rank)
		if rank == rankFlags {
			def.Scopes = kinds
		}
		each(def)
		return err
	}}
}
