package engine

import (
	"cmp"
	"database/sql"
	"slices"
	"strings"
)

// withOwnPath returns the statements of a transaction with the writes before the reads.
// On PostgreSQL, writes run with the session's own search_path, as the application's
// writes do. Triggers, rules, defaults and checks may name tables and functions without
// a schema. Deferred constraints and triggers also run with the session's own
// search_path, before the reads.
//
// The path for writes begins with pg_catalog. Even so, PostgreSQL prefers an operator or
// a function of another schema if its types fit better. Every writing statement
// therefore compares columns by Exact. It also writes the schema of each PostgreSQL
// function that takes arguments.
func (s *DB) withOwnPath(statements []Statement) []Statement {
	if s.Dialect == SQLite {
		return statements
	}
	own := Statement{Text: `SELECT set_config('search_path', ?, true)`, Args: []any{"pg_catalog, " + cmp.Or(s.searchPath, "pg_catalog") + ", pg_temp"},
		Each: func(*sql.Rows) error { return nil }}
	writes, reads := []Statement{own}, []Statement{{Text: strings.TrimSuffix(safePath, ";\n")}}
	for _, st := range statements {
		if strings.HasPrefix(st.Text, "SELECT ") {
			reads = append(reads, st)
		} else {
			writes = append(writes, st)
		}
	}
	writes = append(writes, Statement{Text: `SET CONSTRAINTS ALL IMMEDIATE`})
	return slices.Concat(writes, reads, []Statement{own}) // triggers may have deferred more work until the commit
}

// Exact returns the expression by which a writing statement compares a column with an
// argument. The expression casts the column to a type whose operators are in pg_catalog.
// The name may begin with a table alias.
func (s *DB) Exact(t Table, name string) string {
	c := t.columns[name[strings.LastIndex(name, ".")+1:]]
	switch {
	case s.Dialect == SQLite:
		return name
	case slices.Contains(numberTypes, c.Type) || c.Type == "uuid":
		return "CAST(" + name + " AS pg_catalog." + c.Type + ")"
	case c.Folds:
		return "CAST(" + name + ` AS pg_catalog.text) COLLATE pg_catalog."default"`
	}
	return "CAST(" + name + " AS pg_catalog.text)"
}
