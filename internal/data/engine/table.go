package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/lib/pq"
)

// Table is a table that was found. The zero value stands for a table that was not found.
type Table struct {
	spec         Spec
	Schema, Name string
	columns      map[string]column
	from         string          // a subquery that adapt made to read it from
	Unindexed    map[string]bool // columns that are read by an expression, which no index has
	OnPath       bool            // PostgreSQL: its schema is on the search_path
	Readable     bool            // this user may select from it
	insertable   bool            // this user may add rows to it
	writable     bool            // this user may also update and delete them
	plain        bool            // PostgreSQL: it is no view, nor foreign or partitioned, and may be read as a whole
	View         bool
	updatable    bool // a view takes inserts, updates and deletes
	filtered     bool // PostgreSQL: row-level security may hide rows from this user
	Notifies     bool // PostgreSQL: each write to it notifies, by a trigger

	// citextSchema is the schema of the type citext and its operators.
	citextSchema string
}

// Exists reports whether the table is there and may be read.
func (t Table) Exists() bool { return t.Name != "" && t.Readable }

// Has reports whether the table has all of these columns, and whether this user may read
// them if the table may be read only in part.
func (t Table) Has(columns ...string) bool {
	return !slices.ContainsFunc(columns, func(column string) bool { c, ok := t.columns[column]; return !ok || t.Readable && !c.Select })
}

// Folds reports whether the column compares different texts as equal, as citext and
// COLLATE NOCASE do.
func (t Table) Folds(column string) bool { return t.columns[column].Folds }

// Column returns a column of the table with this alias, or NULL if the table has no such
// column.
func (t Table) Column(alias, name string) string {
	if !t.Has(name) {
		return "NULL"
	}
	return alias + "." + name
}

// Key returns the column that identifies a row.
func (t Table) Key() string { return cmp.Or(t.spec.Key, "id") }

// Equals returns the condition that a column of the table with this alias equals an
// argument, as the column's type compares. The operators of citext are in the schema of
// the extension, which is not on the search_path.
func (t Table) Equals(alias, column string) string {
	if t.columns[column].Type != "citext" {
		return alias + "." + column + " = ?"
	}
	schema := pq.QuoteIdentifier(t.citextSchema)
	return alias + "." + column + " OPERATOR(" + schema + ".=) CAST(? AS " + schema + ".citext)"
}

// Ref returns the table's name in SQL text.
func (t Table) Ref() string {
	if t.Schema == "" {
		return t.Name
	}
	if strings.Contains(t.Schema, "?") {
		// A question mark would stand for an argument, even within quotes.
		return `U&"` + strings.NewReplacer(`"`, `""`, `\`, `\\`, `?`, `\003F`).Replace(t.Schema) + `".` + t.Name
	}
	return t.PlainRef()
}

// PlainRef returns Ref for a server function that takes a name as text.
func (t Table) PlainRef() string {
	if t.Schema == "" {
		return t.Name
	}
	return `"` + strings.ReplaceAll(t.Schema, `"`, `""`) + `".` + t.Name
}

// quoted returns text as a literal of PostgreSQL's. It escapes question marks, since a
// plain one would stand for an argument.
func quoted(text string) string {
	if !strings.Contains(text, "?") {
		return pq.QuoteLiteral(text)
	}
	return ` E'` + strings.NewReplacer(`'`, `''`, `\`, `\\`, `?`, `\x3f`).Replace(text) + `'`
}
