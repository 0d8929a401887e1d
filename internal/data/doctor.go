package data

import (
	"context"
	"regexp"
	"slices"

	"flagtui"
	"flagtui/internal/data/engine"
)

// Inspection is what Inspect found.
type Inspection struct {
	// ReadOnly says why this user can write nothing here, even without --read-only;
	// empty if the user can write.
	ReadOnly string
	Tables   []TableFact // those of the applications that are here, there or not, and flagtui's own
	Others   []string    // the schemas of override tables that are not used
}

// Table returns what was found of the table of this name.
func (i Inspection) Table(name string) TableFact {
	for _, t := range i.Tables {
		if t.Name == name {
			return t
		}
	}
	return TableFact{Name: name}
}

// TableFact is one table that flagtui knows.
type TableFact struct {
	Name     string
	Schema   string // empty for SQLite, and where the table is absent
	Ref      string // the table's name in SQL text
	Found    bool
	Readable bool
	Own      bool     // it is flagtui's own, made by init
	Missing  []Column // of the columns in schema.sql, without those that flagtui does not need
}

// Column is a column that a table lacks.
type Column struct {
	Name string
	Type string // in the form for ADD COLUMN
}

// Inspect returns what Open would find in a database, and what this user may do there,
// whatever options.ReadOnly says. It only reads, and fails as Open does.
func Inspect(ctx context.Context, options Options) (Inspection, error) {
	where, err := options.target()
	if err != nil {
		return Inspection{}, err
	}
	// A read-only PostgreSQL session would not show whether it is read-only by itself.
	// For SQLite the file's permissions show it.
	s, found, err := inspectStore(ctx, where, options, where.Dialect == engine.SQLite)
	if err != nil {
		return Inspection{}, err
	}
	defer s.Close()
	if err := s.adopt(found); err != nil {
		return Inspection{}, err
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
		if t.Name == "" && !spec.Compared {
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

// columnRE matches a column in a statement of schema.sql, and as much of its type as can
// be added to a table with rows: no NOT NULL without a default, and no computed default.
var columnRE = regexp.MustCompile(`(?m)^\s+([a-z_]+) ([A-Z]+(?:\(\d+\))?(?: WITH TIME ZONE)?(?: DEFAULT (?:''|FALSE|TRUE) NOT NULL)?)`)

// columnsOf returns the columns that schema.sql gives a table.
func columnsOf(sqlite bool, table string) []Column {
	var columns []Column
	for _, m := range columnRE.FindAllStringSubmatch(flagtui.Statements(sqlite, table)[0], -1) {
		columns = append(columns, Column{m[1], m[2]})
	}
	return columns
}

// missingColumns returns the columns that schema.sql gives the table and that the table
// lacks, except those that flagtui can do without.
func missingColumns(t engine.Table, sqlite bool) (missing []Column) {
	for _, column := range columnsOf(sqlite, t.Name) {
		if !t.Has(column.Name) && !slices.Contains(laterColumns[t.Name], column.Name) {
			missing = append(missing, column)
		}
	}
	return missing
}
