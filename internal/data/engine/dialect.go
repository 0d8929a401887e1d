package engine

import (
	"fmt"
	"strings"
)

// Dialect holds the SQL that differs between the databases. All other SQL has one text
// for both, with ? for its arguments.
type Dialect struct {
	Name string
	now  string // the time of a write, on SQLite in the form that the app's ORM stores
	Lock string // the suffix of a SELECT that locks its rows
	// ByBytes follows a column in ORDER BY. It makes text sort by bytes, as in Go.
	ByBytes string
	// IsOn is the condition that the column enabled is on. On SQLite, as for the app's
	// ORM, every value is on except NULL, zero, and the empty text or blob. The
	// condition is never NULL, so NOT IsOn means off.
	IsOn string
	// like is a format for a LIKE condition that ignores case. SQLite's LIKE already
	// ignores the case of ASCII letters. LOWER would add nothing there and take longer.
	like string
}

var (
	SQLite = Dialect{
		Name: "sqlite",
		now:  `strftime('%Y-%m-%d %H:%M:%f000', 'now')`, // %f has three decimals, and the app writes six
		IsOn: `(o.enabled IS NOT NULL AND o.enabled NOT IN (0, '', x''))`,
		like: `%s LIKE ? ESCAPE '\'`,
	}
	Postgres = Dialect{
		Name: "postgres",
		now:  `clock_timestamp()`, // now() would return the start of the transaction, before any wait for a lock
		Lock: ` FOR UPDATE`,

		ByBytes: ` COLLATE "C"`,
		IsOn:    `(o.enabled IS TRUE)`,
		like:    `LOWER(%s) LIKE LOWER(?) ESCAPE '\'`,
	}
)

// Search returns the condition that one of the columns contains text, ignoring case. An
// empty text gives no condition.
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
