package engine

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"flagtui/internal/feature"
)

// column is a column of a table that was found.
type column struct {
	Name     string
	Type     string // PostgreSQL: the base type, as in pg_type; SQLite: the declared type
	Shown    string // the type as messages show it
	Enum     bool   // PostgreSQL: the base type is an enumeration
	Required bool   // a new row has to give it a value
	Default  bool   // the database gives a new row a value
	Folds    bool   // it compares texts that differ as equal
	Select   bool   // this user may read it
	Insert   bool   // this user may give it a value in a new row
	Update   bool   // this user may change it
}

// Use is what flagtui does with a column.
type Use int

const (
	AsText    Use = iota // a text, compared by its characters
	AsFlag               // on or off, as the app's table has it
	AsBoolean            // on or off in a table of flagtui's own
	AsKey                // the id of a row that may be written
	AsNumber             // the number of a row in another table
	AsTime
	AsObject // JSON
)

// fit is how a column serves a use.
type fit struct {
	expression string // what a query reads; empty: the column itself
	unreadable bool   // no expression reads what the app reads
	unwritable string // why nothing can be written that the app would read
}

// textTypes are those of PostgreSQL whose values are what was written.
var textTypes = []string{"text", "varchar"}

// numberTypes are PostgreSQL's whole numbers.
var numberTypes = []string{"int2", "int4", "int8"}

// fitPostgres returns how a column of PostgreSQL serves a use. Queries are written for
// text, boolean and the like; other types that hold the same values are cast.
func fitPostgres(name string, c column, as Use) fit {
	text := fit{expression: "CAST(" + name + " AS text)"}
	number := slices.Contains(numberTypes, c.Type)
	switch as {
	case AsText:
		switch {
		case slices.Contains(textTypes, c.Type) && c.Folds:
			return fit{expression: name + ` COLLATE pg_catalog."default"`}
		case slices.Contains(textTypes, c.Type):
			return fit{}
		case c.Type == "uuid":
			text.unwritable = "which holds nothing but uuids"
			return text
		case c.Enum || c.Type == "citext" || c.Type == "name":
			return text
		}
	case AsFlag, AsBoolean:
		switch {
		case c.Type == "bool":
			return fit{}
		case as == AsFlag && (number || c.Type == "numeric"):
			return fit{expression: "(" + name + " <> 0)"}
		}
	case AsKey:
		switch {
		case number || slices.Contains(textTypes, c.Type):
			return fit{}
		case c.Type == "uuid":
			return text
		}
	case AsNumber:
		return fit{unreadable: !number}
	case AsTime:
		if c.Type != "timestamp" && c.Type != "timestamptz" {
			return fit{unwritable: "which holds no date with a time"}
		}
		return fit{}
	case AsObject:
		if c.Type == "json" || c.Type == "jsonb" || slices.Contains(textTypes, c.Type) {
			return fit{}
		}
	}
	return fit{unreadable: true}
}

// affinity returns SQLite's type affinity of a declared type.
// (https://sqlite.org/datatype3.html)
func affinity(declared string) string {
	declared = strings.ToUpper(declared)
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(declared, word) })
	}
	switch {
	case has("INT"):
		return "INTEGER"
	case has("CHAR", "CLOB", "TEXT"):
		return "TEXT"
	case has("BLOB"), declared == "":
		return "BLOB"
	case has("REAL", "FLOA", "DOUB"):
		return "REAL"
	}
	return "NUMERIC"
}

// fitSQLite returns how a column of SQLite serves a use. A column holds any value, but
// converts some.
func fitSQLite(name string, c column, as Use) fit {
	kind := affinity(c.Type)
	switch {
	case as == AsText && kind != "TEXT" && kind != "BLOB":
		return fit{expression: "CAST(" + name + " AS TEXT)", unwritable: "which makes 7 of 007"}
	case as == AsText && c.Folds:
		return fit{expression: name + " COLLATE BINARY"}
	case (as == AsFlag || as == AsBoolean) && kind == "TEXT":
		return fit{unreadable: true} // it makes the text '0' of 0, which the app's ORM reads as on
	}
	return fit{}
}

// adapt makes queries read each column as the type that its use needs. It returns why
// the table cannot be read and why it cannot be written; each is empty if it can.
func (t *Table) adapt(d Dialect) (unreadable, unwritable string) {
	fitting := fitPostgres
	if d.Name == SQLite.Name {
		fitting = fitSQLite
	}
	var columns []string
	cast := false
	for _, name := range slices.Sorted(maps.Keys(t.columns)) {
		c, quoted := t.columns[name], `"`+strings.ReplaceAll(name, `"`, `""`)+`"`
		if !c.Select {
			continue
		}
		if t.spec.OwnTexts {
			c.Folds = false
		}
		as, used := t.spec.Columns[name]
		if !used {
			columns = append(columns, quoted)
			continue
		}
		how := fitting(quoted, c, as)
		where := fmt.Sprintf("the column %s of %s is %s", name, t.Name, c.Shown)
		if how.unreadable && unreadable == "" {
			unreadable = where
		}
		if how.unwritable != "" && unwritable == "" {
			unwritable = where + ", " + how.unwritable
		}
		if how.expression != "" {
			cast, quoted = true, how.expression+" AS "+quoted
			if t.Unindexed == nil {
				t.Unindexed = map[string]bool{}
			}
			t.Unindexed[name] = true
		}
		columns = append(columns, quoted)
	}
	if cast {
		t.from = "(SELECT " + strings.Join(columns, ", ") + " FROM " + t.Ref() + ")"
	}
	return unreadable, unwritable
}

// Source returns what a query reads the table from: the table, or a subquery that gives
// each column the type that queries are written for. A statement that writes names the
// table by Ref.
func (t Table) Source() string {
	if t.from != "" {
		return t.from
	}
	return t.Ref()
}

// Setting is a value for the column enabled.
func (s *DB) Setting(t Table, to feature.Setting) any {
	if c := t.columns["enabled"]; s.Dialect == Postgres && c.Type != "bool" && c.Type != "" {
		return sqliteSetting(to)
	}
	return s.Boolean(to)
}

func sqliteSetting(to feature.Setting) int {
	return map[feature.Setting]int{feature.Off: 0, feature.On: 1}[to]
}

// MakesIDs reports whether the application gives new rows their ids, which are UUIDs
// then.
func (t Table) MakesIDs() bool {
	c := t.columns[t.Key()]
	return !c.Default && (c.Type == "uuid" || uuidText.MatchString(c.Type))
}

// uuidText matches the types in which ORMs keep uuids on SQLite.
var uuidText = regexp.MustCompile(`(?i)^(?:UUID|(?:VAR|N)?CHAR\((?:32|36)\))$`)

// NewID makes an id for a new row.
func (s *DB) NewID(t Table) string {
	id := s.NewUUID()
	if s.Dialect == SQLite && strings.Contains(t.columns[t.Key()].Type, "36") {
		return dashed(id)
	}
	return id
}

// IdText returns a row's id as the app's audit trail writes it: a UUID with dashes,
// however the table stores it.
func IdText(id string) string {
	if _, err := strconv.ParseInt(id, 10, 64); err == nil {
		return id
	}
	return dashed(id)
}

// numbered reports whether the table's ids are numbers.
func (t Table) numbered() bool {
	kind := t.columns[t.Key()].Type
	return slices.Contains(numberTypes, kind) || !strings.EqualFold(kind, "uuid") && affinity(kind) != "TEXT"
}

// KeyIsText reports whether a text identifies a row, such as the name of a flag. It is
// written like any other text, and SQL text quotes a number there.
func (t Table) KeyIsText() bool {
	as, used := t.spec.Columns[t.Key()]
	return used && as == AsText
}

// BeforeAll returns an id that sorts before all others.
func (t Table) BeforeAll() string {
	if t.numbered() {
		return strconv.FormatInt(math.MinInt64, 10)
	}
	return ""
}

// After returns the condition for the rows with greater ids.
func (t Table) After() string {
	if t.numbered() {
		return `o.` + t.Key() + ` > CAST(? AS BIGINT)`
	}
	return `o.` + t.Key() + ` > ?`
}

// UnlessThere ends an INSERT that skips rows which exist already. SQLite takes no such
// clause for a view, and needs none, since only one connection writes at a time.
func (s *DB) UnlessThere(t Table) string {
	if s.Dialect == SQLite && t.View {
		return ``
	}
	return ` ON CONFLICT DO NOTHING`
}
