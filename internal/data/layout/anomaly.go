package layout

import "flagtui/internal/feature"

// Row is one row of a table of overrides. One of the override table does not
// say who and when.
type Row struct {
	ID  string
	Ref string // its table, as SQL text has it
	feature.Override
	// Listed tells that the app's own table has the tenant, or that there is no
	// such table, or that it is empty: then any id is a tenant. Near is a tenant
	// that it has in place of this one, written in another case or without the
	// spaces around it; empty where none is.
	Listed bool
	Near   string
}

// AnomalyCode says what is odd about how something is stored.
type AnomalyCode string

// What can be odd.
const (
	// AnomalyMisread: the app reads the row as the system's override, though it is
	// not written as one.
	AnomalyMisread AnomalyCode = "misread"
	// AnomalyBoolean: enabled is neither on nor off.
	AnomalyBoolean AnomalyCode = "boolean"
	// AnomalyTime: created_at or updated_at is no time.
	AnomalyTime AnomalyCode = "time"
	// AnomalyDuplicate: a later row is of the same flag and scope.
	AnomalyDuplicate AnomalyCode = "duplicate"
	// AnomalyBoth: the row is of a project and of a section, and is read as both.
	AnomalyBoth AnomalyCode = "both"
	// AnomalyOutside: the row is not as its last record says.
	AnomalyOutside AnomalyCode = "outside"
	// AnomalyGone: there is no row, though the last record says that there is.
	// Row.Enabled is what it says.
	AnomalyGone AnomalyCode = "gone"
	// AnomalyUnique: nothing keeps two rows of one flag and scope apart.
	AnomalyUnique AnomalyCode = "unique"
	// AnomalyIndex: an index that flagtui's queries rely on is missing.
	AnomalyIndex AnomalyCode = "index"
)

// Anomaly is one thing that is odd.
type Anomaly struct {
	Code AnomalyCode
	Row  Row // of AnomalyIndex and AnomalyUnique: none
	// Decides, of AnomalyMisread: of the rows that the app reads as this override,
	// this is the one it goes by. Proper is the id of the row among them that is
	// written as it should be; empty: none is.
	Decides bool
	Proper  string
	Value   string   // AnomalyBoolean: what is stored, or its beginning; AnomalyBoth: the section's id
	Columns []string // AnomalyTime: the columns; AnomalyIndex and AnomalyUnique: to be indexed
	Table   string   // AnomalyIndex and AnomalyUnique: the table, without its schema
	Ref     string   // the same, as SQL text has it
}
