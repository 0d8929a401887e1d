package recognise

import (
	"slices"
	"strings"
)

// Table is a table of a database.
type Table struct {
	Schema  string // empty on SQLite, and on PostgreSQL if the search_path has the schema
	Name    string
	Columns []Column
}

// Column is a column of a table.
type Column struct {
	Name string
	Type Type
	// Required reports whether an INSERT has to give the column a value.
	Required bool
	// Key reports whether the column by itself is the primary key.
	Key bool
}

// Type is the class of a column's type that matters for flags.
type Type string

// The types.
const (
	Boolean Type = "boolean"
	Number  Type = "number"
	Text    Type = "text"
	UUID    Type = "uuid"
	Time    Type = "time"
	JSON    Type = "json"
	Array   Type = "array"
	Other   Type = "other"
)

// Ref returns the table's name in the form of the config file.
func (t Table) Ref() string {
	if t.Schema == "" {
		return t.Name
	}
	return t.Schema + "." + t.Name
}

// has reports whether the table has all of these columns, in any case.
func (t Table) has(names ...string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return t.column(name) == nil })
}

// column returns the column with this name, in any case, or nil.
func (t Table) column(name string) *Column {
	for i, c := range t.Columns {
		if strings.EqualFold(c.Name, name) {
			return &t.Columns[i]
		}
	}
	return nil
}

// first returns the column for the first of these names that the table has, or nil.
func (t Table) first(names ...string) *Column {
	for _, name := range names {
		if c := t.column(name); c != nil {
			return c
		}
	}
	return nil
}
