package engine

import (
	"fmt"
	"strings"
)

// Dialect is what differs between the databases in the SQL itself. The rest is one text
// for both, with ? for its arguments.
type Dialect struct {
	Name string
	now  string // the time of a write, on SQLite in the form that the app's ORM stores
	Lock string // ends a SELECT whose rows are about to be changed
	// ByBytes follows a column in ORDER BY, so that text sorts by its bytes, as in Go.
	ByBytes string
	// IsOn is the condition that the column enabled is on. A SQLite column holds values
	// of any type: as for the app's ORM, everything but zero and the empty text is on.
	// It is never NULL, so NOT IsOn is the condition for off.
	IsOn string
	// like is a format for the condition that a column is like a pattern, ignoring case.
	// SQLite's LIKE itself ignores the case of ASCII letters, as its LOWER does, which
	// would take longer than the rest of a search.
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

// Search returns the condition that one of the columns contains text, ignoring case.
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
