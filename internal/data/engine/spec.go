package engine

// Spec describes a table that flagtui may find.
type Spec struct {
	Name    string
	Schemas []string       // where it may be besides the schema of the main table
	Columns map[string]Use // those that flagtui reads or writes
	Key     string         // the column that identifies a row; empty: id
	Writes  writes
	Unset   []string // columns that the database fills in itself in a new row, besides the id
	// Compared: schema.sql has the table as the application's migrations make it, and
	// doctor names missing columns.
	Compared bool
	MakesID  bool // flagtui gives a new row its id
	// OwnTexts: flagtui looks for no text in the table but text that flagtui or the app
	// wrote, so columns that ignore case need no cast.
	OwnTexts bool
}

// writes is what flagtui does to a table besides reading it.
type writes int

const (
	never    writes = iota
	Inserts         // adds rows
	Updates         // adds, updates and deletes rows
	Replaces        // replaces all rows, where a command asks for it
)
