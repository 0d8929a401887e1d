// Package flagtui holds what a database that flagtui makes itself contains.
// The program is in cmd/flagtui.
package flagtui

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Schema is schema.sql: every table, its constraints and its indexes, for
// PostgreSQL. Each statement leaves alone what exists already.
//
//go:embed schema.sql
var Schema string

var (
	comment = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?m)[ \t]*--.*$`) })
	// table finds the table that a statement makes, or makes an index on.
	table = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^CREATE (?:TABLE IF NOT EXISTS|(?:UNIQUE )?INDEX IF NOT EXISTS \w+ ON) (\w+) `)
	})
	// toSQLite names the types as the applications' ORM does there. Only an
	// INTEGER primary key is numbered by SQLite itself.
	toSQLite = strings.NewReplacer(
		"BIGSERIAL", "INTEGER",
		"SERIAL", "INTEGER",
		"TIMESTAMP WITH TIME ZONE", "DATETIME",
		"TIMESTAMP(0) WITHOUT TIME ZONE", "DATETIME",
		"JSONB", "JSON",
		"UUID", "CHAR(32)",
	)
)

// Statements returns the statements of Schema that make the named tables and
// their indexes, or all of them when none is named, in the order to run them
// and without comments: for SQLite or, if not sqlite, for PostgreSQL. A name
// that Schema does not have adds nothing.
func Statements(sqlite bool, tables ...string) []string {
	var statements []string
	for text := range strings.SplitSeq(comment().ReplaceAllString(Schema, ""), ";") {
		text = strings.TrimSpace(text)
		made := table().FindStringSubmatch(text)
		if made == nil || len(tables) > 0 && !slices.Contains(tables, made[1]) {
			continue
		}
		if sqlite {
			text = toSQLite.Replace(text)
		}
		statements = append(statements, text)
	}
	return statements
}
