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

// Column is a column of a table that was found.
type Column = column

// column describes a column of an existing table.
type column struct {
	Name      string
	Type      string   // the base type on PostgreSQL, the declared type on SQLite
	Shown     string   // the type, as messages show it
	Enum      bool     // the base type is a PostgreSQL enumeration
	Required  bool     // an INSERT must set the column
	NotNull   bool     // the column does not hold NULL
	Labels    []string // the values of a PostgreSQL enumeration
	Default   bool     // the database sets the column if an INSERT does not
	Folds     bool     // comparisons ignore some differences, such as case
	Select    bool     // this user may read the column
	Insert    bool     // this user may set the column in a new row
	Update    bool     // this user may update the column
	Generated bool     // the database computes the column from others
	Rowid     bool     // SQLite gives new rows their numbers in the column
}

// Use is the way in which flagtui uses a column.
type Use int

const (
	AsText    Use = iota // text that is compared character by character
	AsFlag               // on or off, in a table of the application
	AsBoolean            // on or off, in a table of flagtui's own
	AsKey                // the id of a row that flagtui may write
	AsNumber             // the numeric id of a row in another table
	AsTime
	AsObject // JSON
)

// fit describes how a column serves a Use.
type fit struct {
	expression string // the SQL expression to read; empty for the column itself
	unreadable bool   // no SQL expression reads the value as the app does
	unwritable string // why flagtui cannot write the column; empty if it can
}

// textTypes are the PostgreSQL types that store text unchanged.
var textTypes = []string{"text", "varchar"}

// numberTypes are PostgreSQL's integer types.
var numberTypes = []string{"int2", "int4", "int8"}

// fitPostgres returns how a PostgreSQL column serves a use. Queries expect types such as
// text and boolean, so other types with the same values are cast.
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
			text.unwritable = "which holds only UUIDs"
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
			return fit{unwritable: "which does not hold a date with a time"}
		}
		return fit{}
	case AsObject:
		if c.Type == "json" || c.Type == "jsonb" || slices.Contains(textTypes, c.Type) {
			return fit{}
		}
	}
	return fit{unreadable: true}
}

// affinity returns SQLite's type affinity for a declared type
// (https://sqlite.org/datatype3.html).
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

// fitSQLite returns how a SQLite column serves a use. A SQLite column accepts any value,
// but its affinity converts some values.
func fitSQLite(name string, c column, as Use) fit {
	kind := affinity(c.Type)
	switch {
	case as == AsText && kind != "TEXT" && kind != "BLOB":
		return fit{expression: "CAST(" + name + " AS TEXT)", unwritable: "which stores 007 as 7"}
	case as == AsText && c.Folds:
		return fit{expression: name + " COLLATE BINARY"}
	case (as == AsFlag || as == AsBoolean) && kind == "TEXT":
		return fit{unreadable: true} // SQLite would store 0 as the text '0', which the app's ORM reads as on
	}
	return fit{}
}

// adapt makes queries read each column as the type that its use needs. unreadable is the
// reason why flagtui cannot read the table, or empty. unwritable is the reason why
// flagtui cannot write the table, or empty.
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

// Source returns the table expression for FROM: the table, or a subquery that casts
// columns. Writing statements name the table by Ref.
func (t Table) Source() string {
	if t.from != "" {
		return t.from
	}
	return t.Ref()
}

// Setting returns a setting as an argument for the column enabled.
func (s *DB) Setting(t Table, to feature.Setting) any {
	if c := t.columns["enabled"]; s.Dialect == Postgres && c.Type != "bool" && c.Type != "" {
		return sqliteSetting(to)
	}
	return s.Boolean(to)
}

func sqliteSetting(to feature.Setting) int {
	return map[feature.Setting]int{feature.Off: 0, feature.On: 1}[to]
}

// MakesIDs reports whether the application gives new rows UUIDs as their ids.
func (t Table) MakesIDs() bool {
	c := t.columns[t.Key()]
	return !c.Default && (c.Type == "uuid" || uuidText.MatchString(c.Type))
}

// uuidText matches the SQLite types in which ORMs store UUIDs.
var uuidText = regexp.MustCompile(`(?i)^(?:UUID|(?:VAR|N)?CHAR\((?:32|36)\))$`)

// NewID returns an id for a new row.
func (s *DB) NewID(t Table) string {
	id := s.NewUUID()
	if s.Dialect == SQLite && strings.Contains(t.columns[t.Key()].Type, "36") {
		return dashed(id)
	}
	return id
}

// IdText returns a row's id as the app's audit trail writes it. A UUID gets dashes, even
// if the table stores it without them.
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

// KeyIsText reports whether the table's key is a text, such as a flag's name.
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

// After returns the condition for rows whose id is greater than an argument.
func (t Table) After() string {
	if t.numbered() {
		return `o.` + t.Key() + ` > CAST(? AS BIGINT)`
	}
	return `o.` + t.Key() + ` > ?`
}

// UnlessThere returns the clause that makes an INSERT skip rows that exist already. The
// clause is empty for a SQLite view, since SQLite refuses the clause there. Only one
// SQLite connection writes at a time, so a view needs no clause.
func (s *DB) UnlessThere(t Table) string {
	if s.Dialect == SQLite && t.View {
		return ``
	}
	return ` ON CONFLICT DO NOTHING`
}

// lengthRE matches the length in the type of a text.
var lengthRE = regexp.MustCompile(`(?i)CHAR[A-Z ]*\((\d+)\)`)

// TextLength returns the length in a type such as VARCHAR(255), or 0 for a type without
// a length.
func TextLength(shown string) int {
	if m := lengthRE.FindStringSubmatch(shown); m != nil {
		n, _ := strconv.Atoi(m[1]) // digits only
		return n
	}
	return 0
}

// Length returns the largest number of characters that the column holds, or 0 without a
// limit.
func (c column) Length() int { return TextLength(c.Shown) }
