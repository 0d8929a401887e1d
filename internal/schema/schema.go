// Package schema splits schema.sql into the statements that create tables.
//
// The file lies in the folder of package flagtui, and only that package can embed it.
// Package flagtui imports this one and gives it the text with Use. Tests of the packages
// below flagtui import schematest instead, which reads the file.
package schema

import (
	"regexp"
	"slices"
	"strings"
)

// text is schema.sql: every table, constraint and index, for PostgreSQL. Its statements
// do not change what exists already.
var text string

// Use sets the text of schema.sql. It is called while the program starts.
func Use(sql string) { text = sql }

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

// Statements returns the statements of schema.sql that create these tables and their
// indexes, in the order to run them and without comments. Without table names it
// returns all statements. It ignores unknown names. The statements are for SQLite
// if sqlite is true, otherwise for PostgreSQL. It panics if Use was not called.
func Statements(sqlite bool, tables ...string) []string {
	if text == "" {
		panic("schema: import flagtui, or schematest in a test, to have the text of schema.sql")
	}
	var statements []string
	for statement := range strings.SplitSeq(commentPattern.ReplaceAllString(text, ""), ";") {
		statement = strings.TrimSpace(statement)
		match := tablePattern.FindStringSubmatch(statement)
		if match == nil || len(tables) > 0 && !slices.Contains(tables, match[1]) {
			continue
		}
		if sqlite {
			statement = sqliteTypes.Replace(statement)
		}
		statements = append(statements, statement)
	}
	return statements
}

// Tables returns the names of the tables of schema.sql, in the order in which it creates
// them.
func Tables() []string {
	var names []string
	for _, statement := range Statements(false) {
		if name := tablePattern.FindStringSubmatch(statement)[1]; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
