package described

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
	"flagtui/internal/feature/nearest"
)

// form is the form of a column's values.
type form int

const (
	otherForm form = iota
	textForm
	numberForm // whole numbers
	decimalForm
	booleanForm
	uuidForm
	timeForm
)

// column is a column that the config file names.
type column struct {
	engine.Column
	db    *engine.DB
	word  string // the key that names the column in the config file
	ident string // the quoted name
	form  form
}

// column finds a column of a table. word is the key that names the column in the config
// file.
func (l *Layout) column(t engine.Table, word, name string) (column, error) {
	found, ok := t.Find(name)
	switch {
	case !ok:
		hint := nearest.Hint(name, t.ColumnNames())
		if hint == "" {
			hint = "the columns are " + strings.Join(t.ColumnNames(), ", ")
		}
		return column{}, l.config.Problem(word, fmt.Sprintf("the table %s has no column %q", t.Name, name), hint)
	case !found.Select:
		return column{}, &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("this user may not read the column %s of %s", name, t.Name), Hint: "grant SELECT on the table"}
	}
	return column{Column: found, db: l.DB, word: word, ident: l.Ident(found.Name), form: formOf(l.Dialect, found)}, nil
}

// formOf returns the form of a column's values.
func formOf(d engine.Dialect, c engine.Column) form {
	kind := strings.ToLower(c.Type)
	if d.Name == engine.SQLite.Name {
		kind, _, _ = strings.Cut(kind, "(")
		kind = strings.TrimSpace(kind)
	}
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(kind, word) })
	}
	switch {
	case c.Enum || kind == "citext" || kind == "name" || has("char", "clob", "text"):
		return textForm
	case kind == "uuid":
		return uuidForm
	case has("bool"):
		return booleanForm
	case kind == "interval":
		return otherForm
	case has("time", "date"):
		return timeForm
	case has("int") || kind == "serial":
		return numberForm
	case has("numeric", "decimal", "real", "floa", "doub"):
		return decimalForm
	case d.Name == engine.SQLite.Name && kind == "":
		return textForm
	}
	return otherForm
}

// as returns the column, qualified by a table's alias.
func (c column) as(alias string) string { return alias + "." + c.ident }

// text returns a text expression for the column. Comparisons of the expression respect
// case.
func (c column) text(alias string) string {
	name := c.as(alias)
	switch {
	case c.db.Dialect == engine.SQLite && c.form != textForm && c.form != uuidForm:
		return "CAST(" + name + " AS TEXT)"
	case c.db.Dialect == engine.SQLite && c.Folds:
		return name + " COLLATE BINARY"
	case c.db.Dialect == engine.SQLite, c.Type == "text", c.Type == "varchar" && !c.Folds:
		return name
	case c.Folds:
		return "CAST(" + name + ` AS text) COLLATE pg_catalog."default"`
	}
	return "CAST(" + name + " AS text)"
}

// compared returns the expression to compare with an argument from arg. Numbers and
// UUIDs are compared unchanged, so that the database can use an index. Other values are
// compared as text.
func (c column) compared(alias string) string {
	if c.form == numberForm || c.form == uuidForm {
		return c.as(alias)
	}
	return c.text(alias)
}

// arg returns a text as an argument for the column. It fails if the column cannot hold
// the text.
func (c column) arg(text string) (any, error) {
	switch c.form {
	case numberForm, booleanForm, decimalForm:
		return c.number(text)
	case uuidForm:
		id, err := uuid.Parse(text)
		if err != nil {
			return nil, fmt.Errorf("%q is not a UUID", text)
		}
		if c.db.Dialect == engine.SQLite {
			return text, nil
		}
		return id.String(), nil
	case textForm:
		if most := c.Length(); most > 0 && utf8.RuneCountInString(text) > most {
			return nil, fmt.Errorf("%q is too long: the column %s holds %d characters", text, c.Name, most)
		}
		if len(c.Labels) > 0 && !slices.Contains(c.Labels, text) {
			return nil, fmt.Errorf("%q is not one of %s", text, strings.Join(c.Labels, ", "))
		}
	}
	return text, nil
}

// number returns a text as an argument for a column of numbers or booleans.
func (c column) number(text string) (any, error) {
	switch {
	case c.form == booleanForm && slices.Contains([]string{"true", "false", "t", "f", "0", "1"}, strings.ToLower(text)):
		return c.db.Boolean(feature.SettingOf(strings.ContainsAny(strings.ToLower(text), "t1"))), nil
	case c.form == booleanForm:
		return nil, fmt.Errorf("%q is neither true nor false", text)
	}
	if whole, err := strconv.ParseInt(text, 10, 64); err == nil && strconv.FormatInt(whole, 10) == text && c.holds(whole) {
		return whole, nil
	}
	if _, err := strconv.ParseFloat(text, 64); c.form == decimalForm && err == nil {
		return text, nil
	}
	return nil, fmt.Errorf("%q is not a number that the column %s can hold", text, c.Name)
}

// holds reports whether a column of PostgreSQL is wide enough for a number.
func (c column) holds(number int64) bool {
	switch c.Type {
	case "int2":
		return int64(int16(number)) == number
	case "int4":
		return int64(int32(number)) == number
	}
	return true
}

// id returns an id in the column's own form. It fails if no row can have the id.
func (c column) id(text string) (string, error) {
	if _, err := c.arg(text); err != nil {
		return "", err
	}
	if c.form == uuidForm && c.db.Dialect == engine.Postgres {
		return uuid.MustParse(text).String(), nil
	}
	return text, nil
}
