package layouttest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"flagtui/internal/config"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// shape is a table of flags of a public application, and the `layout:` that describes it.
type shape struct {
	name   string
	layout string // YAML
	ddl    string // for PostgreSQL; sqlite replaces the types
	base   string
	table  string
	// The columns of the flag's name and of the value; value is empty if a row by itself
	// means on. on and off are the values, 1 and 0 where they are empty.
	key, value, on, off string
	id                  string // the column that identifies a row; empty if none does
	kind                feature.Kind
	scope               string   // the column of the scope's id; empty: every row is the system's
	ids                 []string // of the scopes
	searches            map[string][]string
	pins                map[string]string // columns of each row, with their values as SQL
	extra               map[string]string // columns of a new row of the application, with their values as SQL
	nullable            bool              // a NULL in scope is the system's row
	// definitions is the table that has the system's value of each flag, in the columns
	// defName and defValue; byID: key holds the definition's id.
	definitions, defName, defValue string
	byID                           bool
	gate                           bool
	stamps                         []string // columns that a new row gets the time in
	updated                        []string // columns that a changed row gets the time in
	byDefault                      bool     // a flag without a row at all has its default
	skip                           []string
}

// newUUID stands for a new UUID among the values of a new row.
const newUUID = "new UUID"

// described returns the fixture of a shape.
func described(t *testing.T, s shape) Fixture {
	f := Fixture{Name: s.name, Layout: layoutOf(t, s.layout), WholeRows: true, Skip: append(s.skip, "strange rows", "plans"),
		DDL: func(sqlite bool) string {
			if sqlite {
				return strings.NewReplacer("bigserial PRIMARY KEY", "INTEGER PRIMARY KEY", "timestamptz", "datetime", "DEFAULT now()", "DEFAULT CURRENT_TIMESTAMP").Replace(s.ddl)
			}
			return s.ddl
		},
		Base: s.base, Table: s.table, IDColumn: s.id, NameColumn: s.key, SettingColumn: s.value,
		Names: []string{"a.b", "A.B", "orders.new_ui", "100%", `it's "so" \ ?`, "über.flag.日本", "untouched"}, BadNames: []string{strings.Repeat("x", 201)},
		Write: s.write, RowID: s.rowID,
		Readers: []Reader{{"all", s.load}},
	}
	if len(s.stamps)+len(s.updated) > 0 {
		f.Stamps = func(_ feature.ChangeSet, isNew bool) map[string]string {
			columns, stamps := s.updated, map[string]string{}
			if isNew {
				columns = s.stamps
			}
			for _, column := range columns {
				stamps[column] = Now
			}
			return stamps
		}
	}
	if s.byID || s.definitions != "" {
		f.NameColumn = "" // the names are in another table
		f.Skip = append(f.Skip, "any name", "bad names", "round trips")
	}
	parent := feature.Kind("")
	if s.nullable || s.scope == "" || s.defValue != "" {
		f.Kinds, parent = append(f.Kinds, Kind{Kind: feature.System, IDs: []string{""}, Default: s.byDefault, NoAbsence: s.defValue != "", OffIsAbsence: s.value == ""}), feature.System
	}
	if s.scope != "" {
		f.Kinds = append(f.Kinds, Kind{Kind: s.kind, IDs: s.ids, Parent: parent, Default: parent == "" && s.byDefault, OffIsAbsence: s.value == "", Gate: s.gate, Searches: s.searches})
	}
	return f
}

// layoutOf reads a layout as the config file of a user has it.
func layoutOf(t *testing.T, text string) *layout.Config {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	text = "contexts:\n  a:\n    db: x\n    layout:\n      " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n      ") + "\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := config.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	return file.Contexts["a"].Layout
}

// row returns the condition for the rows of an override, with its arguments.
func (s shape) row(scope feature.Scope, name string) (string, []any) {
	where, args := []string{quoteName(s.key) + ` = ?`}, []any{name}
	if s.byID {
		where[0] = quoteName(s.key) + ` IN (SELECT id FROM ` + s.definitions + ` WHERE ` + s.defName + ` = ?)`
	}
	for _, column := range slices.Sorted(keysOf(s.pins)) {
		is := ` = ` + s.pins[column]
		if s.pins[column] == "NULL" {
			is = ` IS NULL`
		}
		where = append(where, quoteName(column)+is)
	}
	switch {
	case s.scope == "":
	case scope.IsSystem():
		where = append(where, quoteName(s.scope)+` IS NULL`)
	default:
		where, args = append(where, quoteName(s.scope)+` = ?`), append(args, scope.ID)
	}
	return ` WHERE ` + strings.Join(where, " AND "), args
}

func keysOf(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for key := range m {
			if !yield(key) {
				return
			}
		}
	}
}

// valueOf is a setting as the application writes it.
func (s shape) valueOf(setting feature.Setting) string {
	text := map[feature.Setting]string{feature.On: s.on, feature.Off: s.off}[setting]
	if text == "" {
		text = map[feature.Setting]string{feature.On: "TRUE", feature.Off: "FALSE"}[setting]
	}
	return text
}

func (s shape) write(db *Database, scope feature.Scope, name string, setting feature.Setting) {
	if scope.IsSystem() && s.defValue != "" {
		db.Exec(`UPDATE `+quoteName(s.definitions)+` SET `+quoteName(s.defValue)+` = `+s.valueOf(setting)+` WHERE `+quoteName(s.defName)+` = ?`, name)
		return
	}
	where, args := s.row(scope, name)
	table := quoteName(s.table)
	switch is := len(db.Rows(`SELECT 1 FROM `+table+where, args...)) > 0; {
	case setting == feature.Inherit || setting == feature.Off && s.value == "":
		db.Exec(`DELETE FROM `+table+where, args...)
		return
	case is && s.value == "":
		return
	case is:
		db.Exec(`UPDATE `+table+` SET `+quoteName(s.value)+` = `+s.valueOf(setting)+where, args...)
		return
	}
	columns, values, args := []string{quoteName(s.key)}, []string{"?"}, []any{name}
	if s.byID {
		values[0] = `(SELECT id FROM ` + s.definitions + ` WHERE ` + s.defName + ` = ?)`
	}
	if s.value != "" {
		columns, values = append(columns, quoteName(s.value)), append(values, s.valueOf(setting))
	}
	if s.scope != "" && !scope.IsSystem() {
		columns, values, args = append(columns, quoteName(s.scope)), append(values, "?"), append(args, scope.ID)
	}
	for _, more := range []map[string]string{s.pins, s.extra} {
		for column, value := range more {
			columns, values = append(columns, quoteName(column)), append(values, value)
			if value == newUUID {
				values[len(values)-1], args = "?", append(args, uuid.NewString())
			}
		}
	}
	db.Exec(`INSERT INTO `+table+` (`+strings.Join(columns, ", ")+`) VALUES (`+strings.Join(values, ", ")+`)`, args...)
}

func (s shape) rowID(db *Database, scope feature.Scope, name string) string {
	if s.id == "" || scope.IsSystem() && s.defValue != "" {
		return ""
	}
	where, args := s.row(scope, name)
	for _, r := range db.Rows(`SELECT `+quoteName(s.id)+` FROM `+quoteName(s.table)+where, args...) {
		return r[0]
	}
	return ""
}

// load reads the tables as the application does: the scope's row, else the system's,
// else the default. A gate that is closed stops everything below.
func (s shape) load(db *Database) func(scope feature.Scope, name string, byDefault bool) bool {
	on, there := map[override]bool{}, map[override]bool{}
	name, from := `f.`+quoteName(s.key), ` FROM `+quoteName(s.table)+` f`
	if s.byID {
		name, from = `d.`+s.defName, from+` JOIN `+s.definitions+` d ON d.id = f.`+quoteName(s.key)
	}
	value, scope := `TRUE`, `NULL`
	switch {
	case s.on == "CURRENT_TIMESTAMP":
		value = `f.` + quoteName(s.value) + ` IS NOT NULL`
	case s.on != "":
		value = `f.` + quoteName(s.value) + ` = ` + s.on
	case s.value != "":
		value = `f.` + quoteName(s.value)
	}
	if s.scope != "" {
		scope = `f.` + quoteName(s.scope)
	}
	where := ` WHERE 1 = 1`
	for column, pinned := range s.pins {
		if where += ` AND f.` + quoteName(column) + ` = ` + pinned; pinned == "NULL" {
			where = strings.TrimSuffix(where, ` = NULL`) + ` IS NULL`
		}
	}
	for _, r := range db.Rows(`SELECT ` + name + `, ` + scope + `, CASE WHEN ` + value + ` THEN 1 ELSE 0 END` + from + where) {
		key := override{feature.SystemScope(), r[0]}
		if r[1] != "NULL" {
			key.Scope = feature.Scope{Kind: s.kind, ID: r[1]}
		}
		on[key], there[key] = r[2] == "1", true
	}
	if s.defValue != "" {
		for _, r := range db.Rows(fmt.Sprintf(`SELECT %s, CASE WHEN %s THEN 1 ELSE 0 END FROM %s`, quoteName(s.defName), quoteName(s.defValue), quoteName(s.definitions))) {
			key := override{feature.SystemScope(), r[0]}
			on[key], there[key] = r[1] == "1", true
		}
	}
	return func(scope feature.Scope, name string, byDefault bool) bool {
		own, system := override{scope, name}, override{feature.SystemScope(), name}
		switch {
		case s.gate && !on[system]:
			return false
		case there[own]:
			return on[own]
		case there[system]:
			return on[system]
		}
		return byDefault && s.byDefault
	}
}
