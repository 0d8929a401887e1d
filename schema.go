// Package flagtui holds the schema of the databases that flagtui creates. The
// program is in cmd/flagtui.
package flagtui

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
)

// Schema is schema.sql: every table, constraint and index, for PostgreSQL. Its
// statements do not change what exists already.
//
//go:embed schema.sql
var Schema string

var (
	commentPattern = regexp.MustCompile(`(?m)[ \t]*--.*$`)
	// tablePattern finds the table that a statement creates, or creates an index
	// on.
	tablePattern = regexp.MustCompile(`^CREATE (?:TABLE IF NOT EXISTS|(?:UNIQUE )?INDEX IF NOT EXISTS \w+ ON) (\w+) `)
	// sqliteTypes replaces PostgreSQL's types by those that the applications' ORM
	// uses on SQLite. SQLite numbers only a primary key of type INTEGER by itself.
	sqliteTypes = strings.NewReplacer(
		"BIGSERIAL", "INTEGER",
		"SERIAL", "INTEGER",
		"TIMESTAMP WITH TIME ZONE", "DATETIME",
		"TIMESTAMP(0) WITHOUT TIME ZONE", "DATETIME",
		"JSONB", "JSON",
		"UUID", "CHAR(32)",
	)
)

// Statements returns the statements of Schema that create these tables and their
// indexes, in the order to run them and without comments. Without table names it
// returns all statements. It ignores unknown names. The statements are for SQLite
// if sqlite is true, otherwise for PostgreSQL.
func Statements(sqlite bool, tables ...string) []string {
	var statements []string
	for text := range strings.SplitSeq(commentPattern.ReplaceAllString(Schema, ""), ";") {
		text = strings.TrimSpace(text)
		match := tablePattern.FindStringSubmatch(text)
		if match == nil || len(tables) > 0 && !slices.Contains(tables, match[1]) {
			continue
		}
		if sqlite {
			text = sqliteTypes.Replace(text)
		}
		statements = append(statements, text)
	}
	return statements
}

// Tables returns the names of the tables of Schema, in the order in which it creates
// them.
func Tables() []string {
	var names []string
	for _, text := range Statements(false) {
		if name := tablePattern.FindStringSubmatch(text)[1]; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
