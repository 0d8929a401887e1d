package engine

// Spec describes a table that flagtui uses if it exists.
type Spec struct {
	Name    string
	Schema  string         // the only schema that may hold the table; empty allows any
	Schemas []string       // schemas that may hold the table, besides the main table's
	Columns map[string]Use // the columns that flagtui reads or writes
	Key     string         // the column that identifies a row; empty means id
	// Identity holds the columns that together identify a row. If Identity is empty, Key
	// identifies a row.
	Identity []string
	Writes   writes
	Unset    []string // the columns that an INSERT leaves to the database, besides the id
	// Updated holds the columns that an UPDATE sets. Nil stands for enabled, updated_at
	// and updated_by.
	Updated []string
	// Compared reports whether schema.sql has the table as the application's migrations
	// make it. doctor then names missing columns.
	Compared bool
	MakesID  bool // flagtui chooses the id of a new row
	// OwnTexts reports whether flagtui searches the table only for text that flagtui or
	// the app wrote. Columns that ignore case then need no cast.
	OwnTexts bool
	// Described reports whether a config file describes the table. Its name may need
	// quotes, and its layout checks what a new row needs.
	Described bool
}

// writes is the way in which flagtui writes a table.
type writes int

const (
	never    writes = iota
	Inserts         // adds rows
	Updates         // adds, updates and deletes rows
	Changes         // updates rows
	Replaces        // replaces all rows at once
)

// Is reports whether the spec describes the table t.
func (s Spec) Is(t Table) bool {
	return s.Name == t.Name && (s.Schema == "" || s.Schema == t.Schema)
}
