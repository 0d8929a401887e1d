package engine

import (
	"cmp"
	"database/sql"
	"slices"
	"strings"
)

// withOwnPath sorts the statements of a transaction: those that write come before those
// that read. On PostgreSQL the statements that write run with the session's own
// search_path, as those of the application do, since its triggers, rules, defaults and
// checks may name tables and functions without their schema. What is deferred until the
// commit runs with it, too, before anything is read back.
//
// pg_catalog comes first there, but PostgreSQL prefers an operator or a function of
// another schema whose types fit better. So a statement that writes compares columns as
// Exact says, and writes the schema of each PostgreSQL function that takes arguments.
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
	return slices.Concat(writes, reads, []Statement{own}) // a trigger may have deferred something again
}

// Exact returns a column, with or without an alias before it, as a statement that writes
// compares it with an argument: cast to a type for which pg_catalog has an operator.
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
