package described

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// kindRE matches the name of a kind of scope.
var kindRE = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// checkScope finds the columns of the scope, and the kinds of scope of the rows.
func (l *Layout) checkScope() (err error) {
	config := l.config.Table.Scope
	switch {
	case config.Kind != "":
		word := "scope." + string(config.Kind)
		if l.id, err = l.idColumn(word, config.Column); err != nil {
			return err
		}
		l.ids = true
		if !l.id.NotNull && !l.systemElsewhere {
			l.kinds = append(l.kinds, feature.System)
		}
		l.kinds = append(l.kinds, config.Kind)
	case config.KindColumn != "":
		if l.kindColumn, err = l.column(l.table, "scope.column", config.KindColumn); err != nil {
			return err
		}
		if l.id, err = l.idColumn("scope.id", config.IDColumn); err != nil {
			return err
		}
		l.ids = true
		return l.readKinds()
	default:
		l.kinds = []feature.Kind{feature.System}
	}
	return nil
}

// idColumn finds the column of the scopes' ids.
func (l *Layout) idColumn(word, name string) (column, error) {
	c, err := l.column(l.table, word, name)
	if err == nil && c.form != textForm && c.form != numberForm && c.form != uuidForm {
		err = l.config.Problem(word, fmt.Sprintf("the column %s is %s, which holds no ids", c.Name, c.Shown), "name a column of texts, whole numbers or UUIDs")
	}
	return c, err
}

// readKinds finds the kinds of scope that rows have. A kind is the stored word in lower
// case. An empty table has the kind tenant.
func (l *Layout) readKinds() error {
	config := l.config.Table.Scope
	l.words = map[feature.Kind]string{}
	if config.System != "" {
		if _, err := l.kindColumn.arg(config.System); err != nil {
			return l.config.Problem("scope.system", err.Error(), "write the value of the column "+l.kindColumn.Name+" for the whole system")
		}
		l.kinds, l.words[feature.System] = []feature.Kind{feature.System}, config.System
	}
	if config.Kinds != nil {
		for kind, word := range config.Kinds {
			l.kinds, l.words[kind] = append(l.kinds, kind), word
		}
		return nil
	}
	err := l.Read(context.Background(), func(ctx context.Context) error {
		text, args := l.pinnedRows()
		return engine.Query(ctx, l.Pool, `SELECT DISTINCT `+l.kindColumn.text("o")+` FROM `+l.from()+text+` ORDER BY 1`, args, func(rows *sql.Rows) error {
			var word string
			if err := rows.Scan(engine.TextInto(&word)); err != nil || word == config.System {
				return err
			}
			kind := feature.Kind(strings.ToLower(word))
			if !kindRE.MatchString(string(kind)) || kind == feature.System || l.words[kind] != "" {
				if word != "" {
					l.Found.LeftOut = append(l.Found.LeftOut, fmt.Sprintf("rows of %s whose %s is %q are left out: that is not the name of a kind of scope", l.table.Name, l.kindColumn.Name, word))
				}
				return nil
			}
			l.kinds, l.words[kind] = append(l.kinds, kind), word
			return nil
		})
	})
	if len(l.words) == 0 || len(l.words) == 1 && config.System != "" {
		l.kinds, l.words[feature.Tenant] = append(l.kinds, feature.Tenant), string(feature.Tenant)
	}
	return err
}

// idArg returns a scope's id as an argument. It fails with feature.ErrUnknown if no row
// can have the id.
func (l *Layout) idArg(kind feature.Kind, id string) (any, error) {
	arg, err := l.id.arg(id)
	if err != nil {
		return nil, &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("no %s %q: %v", kind, id, err), Hint: "an id is as the column " + l.id.Name + " holds it"}
	}
	return arg, nil
}

// inScopes returns the condition for the rows of scopes of one kind, with its arguments.
func (l *Layout) inScopes(kind feature.Kind, ids []string) (where string, args []any, err error) {
	config := l.config.Table.Scope
	if l.kindColumn.Name != "" {
		where, args = l.kindColumn.text("o")+` = ? AND `, []any{l.words[kind]}
	}
	switch {
	case !l.ids:
		return "1 = 1", nil, nil
	case kind == feature.System && (l.kindColumn.Name == "" || config.None.Word != ""):
		return where + l.id.as("o") + ` IS NULL`, args, nil
	case kind == feature.System:
		return where + l.id.compared("o") + ` = ?`, append(args, config.None.Text), nil
	}
	for _, id := range ids {
		arg, err := l.idArg(kind, id)
		if err != nil {
			return "", nil, err
		}
		args = append(args, arg)
	}
	return where + l.id.compared("o") + ` IN (` + engine.Repeat(len(ids), "?") + `)`, args, nil
}

// scopeValues returns the columns of a scope in a new row, with their values.
func (l *Layout) scopeValues(scope feature.Scope) (columns []string, args []any, err error) {
	if !l.ids {
		return nil, nil, nil
	}
	if l.kindColumn.Name != "" {
		columns, args = append(columns, l.kindColumn.ident), append(args, l.words[scope.Kind])
	}
	var id any
	switch none := l.config.Table.Scope.None; {
	case !scope.IsSystem():
		if id, err = l.idArg(scope.Kind, scope.ID); err != nil {
			return nil, nil, err
		}
	case l.kindColumn.Name != "" && none.Word == "":
		id = none.Text
	}
	return append(columns, l.id.ident), append(args, id), nil
}

// kindOf returns the kind of scope that a row's word means.
func (l *Layout) kindOf(word string) feature.Kind {
	for kind, stored := range l.words {
		if stored == word {
			return kind
		}
	}
	return ""
}

// Holds implements layout.Layout.
func (l *Layout) Holds(kind feature.Kind) bool { return slices.Contains(l.kinds, kind) }
