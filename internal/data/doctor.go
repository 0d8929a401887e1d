package data

import (
	"context"
	"regexp"
	"slices"

	"flagtui/internal/data/engine"
	"flagtui/internal/schema"
)

// Inspection is the result of Inspect.
type Inspection struct {
	// ReadOnly is the reason why this user cannot write, apart from --read-only. It is
	// empty if the user can write.
	ReadOnly string
	Tables   []TableFact // the tables of flagtui and of the applications found, even if absent
	Others   []string    // the schemas of override tables that flagtui does not use
}

// Table returns what Inspect found about the table with this name.
func (i Inspection) Table(name string) TableFact {
	for _, t := range i.Tables {
		if t.Name == name {
			return t
		}
	}
	return TableFact{Name: name}
}

// TableFact describes one table that flagtui knows.
type TableFact struct {
	Name     string
	Schema   string // empty on SQLite, and for an absent table
	Ref      string // the table's name in SQL text
	Found    bool
	Readable bool
	Own      bool     // flagtui init makes the table
	Missing  []Column // the missing columns of schema.sql that flagtui needs
}

// Column is a column that a table lacks.
type Column struct {
	Name string
	Type string // the type, as ADD COLUMN takes it
}

// Inspect returns what Open would find in a database, and whether this user may write
// there. It ignores options.ReadOnly, reads only, and fails as Open does.
func Inspect(ctx context.Context, options Options) (Inspection, error) {
	where, err := options.target()
	if err != nil {
		return Inspection{}, err
	}
	// The session on PostgreSQL is writable, because a read-only session would not show
	// whether the user may write. On SQLite the file's permissions show this.
	s, found, err := inspectStore(ctx, where, options, where.Dialect == engine.SQLite)
	if err != nil {
		return Inspection{}, err
	}
	defer s.Close()
	if err := s.adopt(found); err != nil {
		return Inspection{}, s.nameOthers(ctx, err)
	}
	inspection := Inspection{ReadOnly: s.Found.ReadOnly}
	tables := map[string]engine.Table{definitionTable: s.definitions, journalTable: s.journal}
	for _, l := range s.layouts {
		for _, t := range l.Tables() {
			tables[t.Name] = t
		}
	}
	for _, t := range found {
		if slices.Contains(s.info.mains, t.Name) && t.Schema != tables[t.Name].Schema {
			inspection.Others = append(inspection.Others, t.Schema)
		}
	}
	var specs []engine.Spec
	eachSystem(options.Layout, func(_ system, tables []engine.Spec) {
		if slices.Contains(s.info.mains, tables[0].Name) {
			specs = append(specs, tables...)
		}
	})
	for _, spec := range append(specs, ownTables...) {
		t := tables[spec.Name]
		if t.Name == "" && !spec.Compared || slices.ContainsFunc(inspection.Tables, func(f TableFact) bool { return f.Name == spec.Name }) {
			continue
		}
		fact := TableFact{Name: spec.Name, Own: spec.Name == definitionTable || spec.Name == journalTable}
		if t.Name != "" {
			fact.Schema, fact.Ref, fact.Found, fact.Readable = t.Schema, t.Ref(), true, t.Readable
			if spec.Compared {
				fact.Missing = missingColumns(t, s.Dialect == engine.SQLite)
			}
		}
		inspection.Tables = append(inspection.Tables, fact)
	}
	return inspection, nil
}

// columnRE matches a column in a statement of schema.sql. It captures the part of the
// type that ADD COLUMN accepts for a table with rows. That part has no NOT NULL without
// a default, and no computed default.
var columnRE = regexp.MustCompile(`(?m)^\s+([a-z_]+) ([A-Z]+(?:\(\d+\))?(?: WITH TIME ZONE)?(?: DEFAULT (?:''|FALSE|TRUE) NOT NULL)?)`)

// columnsOf returns the columns of a table in schema.sql.
func columnsOf(sqlite bool, table string) []Column {
	var columns []Column
	for _, m := range columnRE.FindAllStringSubmatch(schema.Statements(sqlite, table)[0], -1) {
		columns = append(columns, Column{m[1], m[2]})
	}
	return columns
}

// missingColumns returns the columns of schema.sql that the table lacks, except those
// that flagtui can do without.
func missingColumns(t engine.Table, sqlite bool) (missing []Column) {
	for _, column := range columnsOf(sqlite, t.Name) {
		if !t.Has(column.Name) && !slices.Contains(laterColumns[t.Name], column.Name) {
			missing = append(missing, column)
		}
	}
	return missing
}
