package engine

import (
	"cmp"
	"database/sql"
	"slices"
	"strings"
)

// withOwnPath orders the statements of a transaction: the writes come before the reads.
// On PostgreSQL, writes run with the session's own search_path, as the application's
// writes do. Triggers, rules, defaults and checks may name tables and functions without
// a schema. Deferred constraints and triggers run before the reads, with the same
// search_path.
//
// The path for writes begins with pg_catalog. Even so, PostgreSQL prefers an operator or
// a function of another schema if its types fit better. Every writing statement
// therefore compares columns by Exact, and names the schema of each function that takes
// arguments.
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
	return slices.Concat(writes, reads, []Statement{own}) // the own path again, for work that is deferred until the commit
}

// Exact returns a column as an expression that a writing statement can compare with an
// argument. The expression casts the column to a type whose operators are in pg_catalog.
// The name may begin with a table alias.
func (s *DB) Exact(t Table, name string) string {
	return s.exact(name, t.columns[name[strings.LastIndex(name, ".")+1:]])
}

// exactColumn is Exact for a column whose name is quoted.
func (s *DB) exactColumn(c column) string { return s.exact(s.Ident(c.Name), c) }

func (s *DB) exact(name string, c column) string {
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
