package engine

// Spec is what flagtui knows of a table that it may find.
type Spec struct {
	Name    string
	Schemas []string       // where it may be besides the schema of the main table
	Columns map[string]Use // those that flagtui reads or writes
	Writes  writes
	Unset   []string // columns that the database fills in itself in a new row, besides the id
	// Compared: schema.sql has the table as the application's migrations make it, and
	// Columns that are missing are told.
	Compared bool
	MakesID  bool // flagtui gives a new row its id
	// OwnTexts: nothing is looked for by text but what flagtui or the app wrote, so
	// that columns which compare texts that differ as equal are compared as they are.
	OwnTexts bool
}

// Writes is what flagtui does to a table besides reading it.
type writes int

const (
	never    writes = iota
	Inserts         // adds rows
	Updates         // adds, updates and deletes rows
	Replaces        // replaces all rows, where a command asks for it
)
