package engine

import (
	"fmt"
	"strings"
)

// Dialect is what differs between the databases in the SQL itself. Everything
// else is one text, with ? for its arguments.
type Dialect struct {
	Name string
	now  string // the time of a write; of SQLite in the form the app's ORM stores
	Lock string // ends a SELECT whose rows are about to be changed
	// ByBytes follows a column that text is to be ordered by as Go does it.
	ByBytes string
	// IsOn is an expression for "the column enabled is on". SQLite columns have
	// no type to speak of: like the app's ORM, whatever is not zero or empty is
	// on. It is never NULL, so that NOT isOn is what is off.
	IsOn string
	// like is a condition that a column is like a pattern, whatever its case,
	// to be filled in. SQLite's LIKE ignores case by itself (of ASCII alone, as
	// its LOWER does), and LOWER would take longer than the rest of a search.
	like string
}

var (
	SQLite = Dialect{
		Name: "sqlite",
		now:  `strftime('%Y-%m-%d %H:%M:%f000', 'now')`, // %f is SS.SSS; the app writes six digits
		IsOn: `(o.enabled IS NOT NULL AND o.enabled NOT IN (0, '', x''))`,
		like: `%s LIKE ? ESCAPE '\'`,
	}
	Postgres = Dialect{
		Name: "postgres",
		now:  `clock_timestamp()`, // not the transaction's start: what waited for a lock comes later
		Lock: ` FOR UPDATE`,

		ByBytes: ` COLLATE "C"`,
		IsOn:    `(o.enabled IS TRUE)`,
		like:    `LOWER(%s) LIKE LOWER(?) ESCAPE '\'`,
	}
)

// Search is a condition that text is part of one of the columns, whatever its
// case.
func (d Dialect) Search(columns []string, text string) (condition string, args []any) {
	if text == "" {
		return "", nil
	}
	pattern := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
	parts := make([]string, len(columns))
	for i, column := range columns {
		parts[i] = fmt.Sprintf(d.like, column)
		args = append(args, pattern)
	}
	return ` AND (` + strings.Join(parts, " OR ") + `)`, args
}
