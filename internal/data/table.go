package data

import (
	"slices"
	"strings"

	"github.com/lib/pq"
)

// table is a table that was found; the zero value, one that was not.
type table struct {
	spec         Spec
	schema, name string
	columns      map[string]column
	from         string          // a subquery to read it from, where adapt needs one
	unindexed    map[string]bool // columns that are read by an expression, which no index has
	onPath       bool            // PostgreSQL: its schema is on the search_path
	readable     bool            // this user may select from it
	insertable   bool            // this user may add rows to it
	writable     bool            // this user may also update and delete them
	plain        bool            // PostgreSQL: it is no view, nor foreign or partitioned, and may be read as a whole
	view         bool
	updatable    bool // a view takes inserts, updates and deletes
	filtered     bool // PostgreSQL: row-level security may hide rows from this user
	notifies     bool // PostgreSQL: each write to it notifies, by a trigger

	// citextSchema is where the type citext is, whose operators are there too.
	citextSchema string
}

// exists tells whether the table is there and may be read.
func (t table) exists() bool { return t.name != "" && t.readable }

// has tells whether the table has all of these columns. Of a table that may be
// read only in part, they may be read.
func (t table) has(columns ...string) bool {
	return !slices.ContainsFunc(columns, func(column string) bool { c, ok := t.columns[column]; return !ok || t.readable && !c.Select })
}

// folds tells whether the column compares texts that differ as equal, as
// citext does and COLLATE NOCASE.
func (t table) folds(column string) bool { return t.columns[column].Folds }

// column is a column of the table that has this alias, or NULL where it has no
// such column.
func (t table) column(alias, name string) string {
	if !t.has(name) {
		return "NULL"
	}
	return alias + "." + name
}

// equals is a condition that a column of the table that has this alias is equal
// to an argument, as the column's type compares. The operators of citext are in
// the schema of the extension, where nothing is looked for by itself.
func (t table) equals(alias, column string) string {
	if t.columns[column].Type != "citext" {
		return alias + "." + column + " = ?"
	}
	schema := pq.QuoteIdentifier(t.citextSchema)
	return alias + "." + column + " OPERATOR(" + schema + ".=) CAST(? AS " + schema + ".citext)"
}

// ref is the table's name in SQL text.
func (t table) ref() string {
	if t.schema == "" {
		return t.name
	}
	if strings.Contains(t.schema, "?") {
		// A question mark stands for an argument, wherever it is.
		return `U&"` + strings.NewReplacer(`"`, `""`, `\`, `\\`, `?`, `\003F`).Replace(t.schema) + `".` + t.name
	}
	return t.plainRef()
}

// plainRef is ref for a server's function that takes a name as text.
func (t table) plainRef() string {
	if t.schema == "" {
		return t.name
	}
	return `"` + strings.ReplaceAll(t.schema, `"`, `""`) + `".` + t.name
}

// quoted is a literal of PostgreSQL's without a question mark, which would
// stand for an argument.
func quoted(text string) string {
	if !strings.Contains(text, "?") {
		return pq.QuoteLiteral(text)
	}
	return ` E'` + strings.NewReplacer(`'`, `''`, `\`, `\\`, `?`, `\x3f`).Replace(text) + `'`
}
