package layout

import "flagtui/internal/feature"

// Row is one row of a main table. A row of simple_module's override table comes without
// who and when.
type Row struct {
	ID  string
	Ref string // its table, as SQL text has it
	// Key is the column of ID, and KeyIsText tells whether its numbers are texts. The
	// store adds both.
	Key       string
	KeyIsText bool
	feature.Override
	// Listed: the app's own table has the tenant, or there is no such table or it is
	// empty, so that any id is a tenant. Near is a listed tenant whose id differs from
	// this one in case or surrounding spaces only.
	Listed bool
	Near   string
}

// AnomalyCode says what is odd about how something is stored.
type AnomalyCode string

// The anomalies.
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
	// AnomalyOutside: the row differs from its last record.
	AnomalyOutside AnomalyCode = "outside"
	// AnomalyGone: there is no row, though the last record says so. Row.Enabled is the
	// recorded value.
	AnomalyGone AnomalyCode = "gone"
	// AnomalyUnique: no unique index prevents two rows of one flag and scope.
	AnomalyUnique AnomalyCode = "unique"
	// AnomalyIndex: an index that flagtui's queries rely on is missing.
	AnomalyIndex AnomalyCode = "index"
)

// Anomaly is one anomaly of a row, or of a table.
type Anomaly struct {
	Code AnomalyCode
	Row  Row // of AnomalyIndex and AnomalyUnique: none
	// Decides, of AnomalyMisread: the app goes by this row, among the rows that it reads
	// as this override. Proper is the id of the row among them that is written
	// correctly; empty if there is none.
	Decides bool
	Proper  string
	Value   string   // AnomalyBoolean: what is stored, or its beginning; AnomalyBoth: the section's id
	Columns []string // AnomalyTime: the columns; AnomalyIndex and AnomalyUnique: to be indexed
	Table   string   // AnomalyIndex and AnomalyUnique: the table, without its schema
	Ref     string   // the same, as SQL text has it
}
