package described

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// pin is a column with the value that the config file gives it.
type pin struct {
	column
	value layout.Value
}

// pins finds the columns of assignments, and checks that each column can hold its value.
// word is the assignments' key in the config file.
func (l *Layout) pins(word string, assignments []layout.Assignment) (pins []pin, err error) {
	for _, a := range assignments {
		path := word + "." + a.Column
		c, err := l.column(l.table, path, a.Column)
		if err != nil {
			return nil, err
		}
		p := pin{c, a.Value}
		if problem := p.problem(); problem != "" {
			return nil, l.config.Problem(path, fmt.Sprintf("the column %s is %s: %s", c.Name, c.Shown, problem), "write a value that the column can hold, or leave it out")
		}
		pins = append(pins, p)
	}
	return pins, nil
}

// problem returns the reason why the column cannot hold the value. It returns an empty
// string if the column can.
func (p pin) problem() string {
	switch word := p.value.Word; {
	case word == layout.Constant:
		if _, err := p.arg(p.value.Text); err != nil {
			return err.Error()
		}
	case word == layout.Null && p.NotNull:
		return "it is never NULL"
	case word == layout.Now && p.form != timeForm && p.form != textForm:
		return "it holds no time"
	case word == layout.Reason && p.form != textForm:
		return "it holds no text"
	case word == layout.UUID && p.form != uuidForm && p.form != textForm:
		return "it holds no UUID"
	}
	return ""
}

// written returns the SQL expression for the value in a change-set, with its arguments.
func (l *Layout) written(p pin, set feature.ChangeSet) (expression string, args []any, err error) {
	text := p.value.Text
	switch p.value.Word {
	case layout.Null:
		return "NULL", nil, nil
	case layout.Now:
		return l.TimeOfWrite(l.table, p.Name), nil, nil
	case layout.UUID:
		text = uuid.NewString()
		if l.Dialect == engine.SQLite && p.Length() == 32 {
			text = strings.ReplaceAll(text, "-", "")
		}
		return "?", []any{text}, nil
	case layout.Reason:
		if set.Reason == "" && !p.NotNull {
			return "NULL", nil, nil
		}
		text = p.cut(set.Reason)
	case layout.Actor:
		text = set.Actor
		if set.Author != "" {
			text = set.Author
		}
		if p.form == textForm {
			text = p.cut(text)
		}
	}
	arg, err := p.arg(text)
	if err != nil {
		hint := "change the value in the config file"
		if p.value.Word == layout.Actor {
			hint = "name the app's own user as the column has it: --author ID"
		}
		return "", nil, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the column %s of %s: %v", p.Name, l.table.Name, err), Hint: hint}
	}
	return "?", []any{arg}, nil
}

// cut shortens a text to the column's length.
func (c column) cut(text string) string {
	if most := c.Length(); most > 0 {
		return engine.Truncate(text, most)
	}
	return text
}

// where returns the WHERE clause for the rows of pinnedRows that have a scope, with its
// arguments.
func (l *Layout) where() (string, []any) {
	where, args := l.pinnedRows()
	switch {
	case l.kindColumn.Name != "":
		scoped, more := l.hasScope()
		where, args = where+` AND `+scoped, append(args, more...)
	case l.ids && !l.Holds(feature.System):
		where += ` AND ` + l.id.as("o") + ` IS NOT NULL`
	}
	return where, args
}

// pinnedRows returns the condition that a row has a name and the values of the config
// file's `where`.
func (l *Layout) pinnedRows() (string, []any) {
	parts, args := []string{l.name.as("o") + ` IS NOT NULL`}, []any{}
	for _, p := range l.pinned {
		if p.value.Word == layout.Null {
			parts = append(parts, p.as("o")+` IS NULL`)
			continue
		}
		arg, _ := p.arg(p.value.Text) // pins has checked it
		parts, args = append(parts, p.compared("o")+` = ?`), append(args, arg)
	}
	return ` WHERE ` + strings.Join(parts, " AND "), args
}

// hasScope returns the condition that kindColumn has a known kind and that id fits the
// kind. The system has no id.
func (l *Layout) hasScope() (string, []any) {
	below := l.id.as("o") + ` IS NOT NULL`
	if l.id.form == textForm {
		below += ` AND ` + l.id.text("o") + ` <> ''`
	}
	var parts []string
	var args, words []any
	for _, kind := range l.kinds {
		if kind != feature.System {
			words = append(words, l.words[kind])
			continue
		}
		system, more, _ := l.inScopes(feature.System, nil) // only ids below the system can be wrong
		parts, args = append(parts, system), append(args, more...)
	}
	if len(words) > 0 {
		parts, args = append(parts, l.kindColumn.text("o")+` IN (`+engine.Repeat(len(words), "?")+`) AND `+below), append(args, words...)
	}
	return `(` + strings.Join(parts, ` OR `) + `)`, args
}

// checkFilled finds the columns that new rows require but the config does not fill.
func (l *Layout) checkFilled() {
	filled := []string{l.name.Name, l.value.Name, l.id.Name, l.kindColumn.Name}
	for _, p := range slices.Concat(l.pinned, l.insert) {
		filled = append(filled, p.Name)
	}
	for _, name := range l.table.ColumnNames() {
		if c, _ := l.table.Find(name); c.Required && !slices.Contains(filled, c.Name) {
			l.unfilled = append(l.unfilled, c.Name)
		}
	}
}

// requireFilled fails with feature.ErrRefused if checkFilled has found a column.
func (l *Layout) requireFilled() error {
	if len(l.unfilled) == 0 {
		return nil
	}
	problem := l.config.Problem("insert", "", "")
	hint := "nothing was written; give new rows a value in the layout: insert: {" + l.unfilled[0] + ": …}"
	at, _, _ := strings.Cut(problem.Error(), "layout: ")
	return &feature.Problem{Kind: feature.ErrRefused, Hint: hint + " (" + strings.TrimSuffix(at, ": ") + ")",
		Text: fmt.Sprintf("a new row of %s needs a value in the column %s, and nothing fills it", l.table.Name, strings.Join(l.unfilled, ", "))}
}
