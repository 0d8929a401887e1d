package engine

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/lib/pq"
)

// Table describes an existing table. The zero value stands for a missing table.
type Table struct {
	spec         Spec
	Schema, Name string
	columns      map[string]column
	from         string          // the subquery that casts columns; empty if none needs a cast
	Unindexed    map[string]bool // columns that queries cast, so that no index applies
	OnPath       bool            // the table's schema is on PostgreSQL's search_path
	Readable     bool            // this user may read the table
	insertable   bool            // this user may add rows
	writable     bool            // this user may also update and delete rows
	plain        bool            // an ordinary PostgreSQL table that this user may read as a whole
	View         bool
	updatable    bool // the view accepts inserts, updates and deletes
	untriggered  bool // the view accepts writes without INSTEAD OF triggers
	filtered     bool // row-level security may hide rows from this user
	Notifies     bool // a trigger of PostgreSQL notifies of each write

	// citextSchema is the schema of the type citext and its operators.
	citextSchema string
}

// Exists reports whether the table exists and may be read.
func (t Table) Exists() bool { return t.Name != "" && t.Readable }

// Has reports whether the table has all of these columns. If the table is readable, this
// user must also be allowed to read the columns.
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

// Equals returns the condition that a column equals an argument. alias is the table's
// alias. The column's type decides which values are equal. The operators of citext need
// their schema, which is not on the search_path.
func (t Table) Equals(alias, column string) string {
	if t.columns[column].Type != "citext" {
		return alias + "." + column + " = ?"
	}
	schema := pq.QuoteIdentifier(t.citextSchema)
	return alias + "." + column + " OPERATOR(" + schema + ".=) CAST(? AS " + schema + ".citext)"
}

// Like returns a text expression in the type of a column, so that an index finds the row
// with that value. The result is NULL for a text that the column cannot hold.
func (t Table) Like(column, text string) string {
	text = "CAST(" + text + " AS text)"
	switch kind := t.columns[column].Type; {
	case t.Schema == "": // SQLite compares the values of both types
	case slices.Contains(numberTypes, kind):
		return "CASE WHEN " + text + " ~ '^[0-9]{1,9}$' THEN CAST(" + text + " AS int8) END"
	case kind == "uuid":
		return "CASE WHEN " + text + " ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN CAST(" + text + " AS uuid) END"
	}
	return text
}

// Ref returns the table's name in SQL text.
func (t Table) Ref() string {
	dialect := Postgres
	if t.Schema == "" {
		dialect = SQLite
	}
	name := t.Name
	if t.spec.Described {
		name = dialect.Ident(name)
	}
	if t.Schema == "" {
		return name
	}
	return dialect.Ident(t.Schema) + "." + name
}

// PlainRef returns Ref for a server function that takes a name as text.
func (t Table) PlainRef() string {
	quote := func(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
	name := t.Name
	if t.spec.Described && t.Schema != "" {
		name = quote(name)
	}
	if t.Schema == "" {
		return name
	}
	return quote(t.Schema) + "." + name
}

// Find returns a column by its name. SQLite ignores the case of names.
func (t Table) Find(name string) (Column, bool) {
	c, ok := t.columns[name]
	if !ok && t.Schema == "" {
		c, ok = t.columns[strings.ToLower(name)]
	}
	return c, ok
}

// ColumnNames returns the names of the columns, sorted.
func (t Table) ColumnNames() (names []string) {
	for _, key := range slices.Sorted(maps.Keys(t.columns)) {
		names = append(names, t.columns[key].Name)
	}
	return names
}

// Identify sets the columns that identify a row together. The first one is the key.
func (t *Table) Identify(columns ...string) {
	t.spec.Identity = nil
	for _, name := range columns {
		if t.Schema == "" {
			name = strings.ToLower(name)
		}
		t.spec.Identity = append(t.spec.Identity, name)
	}
	t.spec.Key = t.spec.Identity[0]
}

// quoted returns text as a PostgreSQL literal. It escapes question marks, which would
// stand for arguments.
func quoted(text string) string {
	if !strings.Contains(text, "?") {
		return pq.QuoteLiteral(text)
	}
	return ` E'` + strings.NewReplacer(`'`, `''`, `\`, `\\`, `?`, `\x3f`).Replace(text) + `'`
}

// Literal returns text as a SQL literal.
func (d Dialect) Literal(text string) string {
	if d.Name == SQLite.Name {
		return `'` + strings.ReplaceAll(text, `'`, `''`) + `'`
	}
	return quoted(text)
}

// Ident quotes the name of a table or a column for SQL text.
func (d Dialect) Ident(name string) string {
	if strings.Contains(name, "?") && d.Name != SQLite.Name {
		// A question mark would stand for an argument, even within quotes.
		return `U&"` + strings.NewReplacer(`"`, `""`, `\`, `\\`, `?`, `\003F`).Replace(name) + `"`
	}
	return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
}
