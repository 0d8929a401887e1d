package engine

import (
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// WholeRow holds the stored columns of a row by name. A nil value is NULL. Any other
// value is the text that the database writes for it. A SQLite column holds values of any
// type, so its text is a literal: 'text', 12, 1.5, x'00'. Equal rows have equal JSON.
type WholeRow map[string]*string

// SelectWhole returns a statement that reads whole rows of a table, under the alias o.
// after is the SQL text behind the table's name, such as a condition and an order. The
// statement calls the function each for every row.
func (s *DB) SelectWhole(t Table, after string, args []any, each func(WholeRow)) Statement {
	names := t.storedColumns()
	expressions := make([]string, len(names))
	for i, name := range names {
		expressions[i] = s.wholeValue(t.columns[name])
	}
	return Statement{Text: `SELECT ` + strings.Join(expressions, ", ") + ` FROM ` + t.Ref() + ` o` + after, Args: args, Each: func(rows *sql.Rows) error {
		values, into := make([]*string, len(names)), make([]any, len(names))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		row := WholeRow{}
		for i, name := range names {
			row[t.columns[name].Name] = values[i]
		}
		each(row)
		return nil
	}}
}

// storedColumns returns the sorted keys of the columns that a WholeRow holds. It leaves
// out generated columns, and columns that this user may not read.
func (t Table) storedColumns() []string {
	names := slices.Sorted(maps.Keys(t.columns))
	return slices.DeleteFunc(names, func(name string) bool { return t.columns[name].Generated || !t.columns[name].Select })
}

// wholeValue returns the expression for a column in a WholeRow. A time with a zone is
// written in UTC, whatever the session's TimeZone.
func (s *DB) wholeValue(c column) string {
	name := "o." + s.Ident(c.Name)
	switch {
	case s.Dialect == SQLite:
		return "CASE WHEN " + name + " IS NOT NULL THEN quote(" + name + ") END"
	case c.Type == "timestamptz":
		return "CASE WHEN isfinite(" + name + ") THEN CAST(" + name + " AT TIME ZONE 'UTC' AS text) || '+00' ELSE CAST(" + name + " AS text) END"
	}
	return "CAST(" + name + " AS text)"
}

// InsertWhole returns the statement that inserts a whole row. It fails for a row that
// the table cannot hold. On SQLite, another row may have got the row's id meanwhile. In
// that case, the row gets a new id.
func (s *DB) InsertWhole(t Table, row WholeRow) (Statement, error) {
	names, values, err := s.wholeArgs(t, row)
	if err != nil {
		return Statement{}, err
	}
	rowid := ""
	for _, c := range t.columns {
		if c.Rowid {
			rowid = s.Ident(c.Name)
		}
	}
	overriding := ""
	if s.Dialect == Postgres {
		overriding = "OVERRIDING SYSTEM VALUE " // for an identity column
	}
	var forms []string
	var args []any
	for i, name := range names {
		if name == rowid {
			forms = append(forms, `(SELECT CASE WHEN EXISTS (SELECT 1 FROM `+t.Ref()+` WHERE `+name+` = ?) THEN NULL ELSE ? END)`)
			args = append(args, values[i], values[i])
			continue
		}
		forms, args = append(forms, "?"), append(args, values[i])
	}
	return Statement{Text: `INSERT INTO ` + t.Ref() + ` (` + strings.Join(names, ", ") + `) ` + overriding + `VALUES (` + strings.Join(forms, ", ") + `)`, Args: args}, nil
}

// UpdateWhole returns the statement that updates the stored row with the same key as
// row.
func (s *DB) UpdateWhole(t Table, row WholeRow) (Statement, error) {
	names, values, err := s.wholeArgs(t, row)
	if err != nil {
		return Statement{}, err
	}
	where, key, err := s.wholeKey(t, row)
	return Statement{Text: `UPDATE ` + t.Ref() + ` SET ` + strings.Join(names, " = ?, ") + ` = ? WHERE ` + where, Args: append(values, key...)}, err
}

// DeleteWhole returns the statement that deletes the row with the same key as row.
func (s *DB) DeleteWhole(t Table, row WholeRow) (Statement, error) {
	where, key, err := s.wholeKey(t, row)
	return Statement{Text: `DELETE FROM ` + t.Ref() + ` WHERE ` + where, Args: key}, err
}

// identity returns the columns that identify a row.
func (t Table) identity() []string {
	if len(t.spec.Identity) > 0 {
		return t.spec.Identity
	}
	return []string{t.Key()}
}

// Keyed returns the text of the row's key. ok is false if the row has no key.
func (t Table) Keyed(row WholeRow) (key string, ok bool) {
	columns := t.identity()
	if len(columns) == 1 {
		if text := row[t.columns[columns[0]].Name]; text != nil {
			return *text, true
		}
		return "", false
	}
	values := make([]*string, len(columns))
	for i, name := range columns {
		values[i] = row[t.columns[name].Name]
	}
	text, _ := json.Marshal(values) // texts and nils never fail
	return string(text), true
}

// wholeKey returns the condition that selects the stored row with the same key as row,
// and the condition's arguments.
func (s *DB) wholeKey(t Table, row WholeRow) (where string, args []any, err error) {
	var conditions []string
	for _, name := range t.identity() {
		text := row[t.columns[name].Name]
		switch {
		case text != nil:
		case name == t.Key():
			return "", nil, fmt.Errorf("a row of %s has no %s", t.Name, name)
		default:
			conditions = append(conditions, s.Ident(t.columns[name].Name)+` IS NULL`)
			continue
		}
		arg, err := s.wholeArg(text)
		if err != nil {
			return "", nil, err
		}
		conditions, args = append(conditions, s.exactColumn(t.columns[name])+` = ?`), append(args, arg)
	}
	return strings.Join(conditions, " AND "), args, nil
}

// wholeArgs returns the row's column names as SQL text, and its values as arguments. It
// fails if the table no longer has one of the columns.
func (s *DB) wholeArgs(t Table, row WholeRow) (names []string, values []any, err error) {
	for _, name := range slices.Sorted(maps.Keys(row)) {
		if !slices.ContainsFunc(t.storedColumns(), func(key string) bool { return t.columns[key].Name == name }) {
			return nil, nil, fmt.Errorf("%s has no column %s any more", t.Name, name)
		}
		value, err := s.wholeArg(row[name])
		if err != nil {
			return nil, nil, err
		}
		names, values = append(names, s.Ident(name)), append(values, value)
	}
	return names, values, nil
}

// WholeText returns the value of a column in a WholeRow as plain text.
func (s *DB) WholeText(value string) string {
	arg, err := s.wholeArg(&value)
	if err != nil {
		return value
	}
	return fmt.Sprint(arg)
}

// wholeArg returns the value of a column as an argument.
func (s *DB) wholeArg(text *string) (any, error) {
	switch {
	case text == nil:
		return nil, nil
	case s.Dialect == Postgres:
		return *text, nil
	}
	return readLiteral(*text)
}

// readLiteral returns the value of a literal that SQLite's quote() has written.
func readLiteral(text string) (any, error) {
	switch inner, quoted := strings.CutPrefix(text, "'"); {
	case quoted && strings.HasSuffix(inner, "'"):
		return strings.ReplaceAll(strings.TrimSuffix(inner, "'"), "''", "'"), nil
	case strings.HasPrefix(text, "X'") && strings.HasSuffix(text, "'"):
		return hex.DecodeString(text[2 : len(text)-1])
	}
	number := json.Number(text)
	if whole, err := number.Int64(); err == nil {
		return whole, nil
	}
	return number.Float64()
}
