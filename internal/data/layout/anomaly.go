package layout

import "flagtui/internal/feature"

// Row is one row of a main table, as a check reads it. For simple_module the Override
// has no times and no users.
type Row struct {
	ID        string
	Ref       string // the table's name in SQL text
	Key       string // the column that holds ID, set by the store
	KeyIsText bool   // SQL text must quote ID, even if ID is a number
	feature.Override
	// Permanent reports whether the app's row is never removed, so that off is no more
	// redundant there than on.
	Permanent bool
	// Listed reports whether the app's tenant table lists the tenant. Without such a
	// table, or with an empty one, every tenant counts as listed.
	Listed bool
	// Near is a listed tenant whose id differs only in case or surrounding spaces.
	Near string
}

// AnomalyCode identifies a kind of anomaly.
type AnomalyCode string

// The anomalies.
const (
	// AnomalyMisread means that the app reads a row as the system's override, although
	// the row has another scope.
	AnomalyMisread AnomalyCode = "misread"
	// AnomalyBoolean means that the column enabled is neither on nor off.
	AnomalyBoolean AnomalyCode = "boolean"
	// AnomalyTime means that created_at or updated_at is not a valid time.
	AnomalyTime AnomalyCode = "time"
	// AnomalyDuplicate means that a later row has the same flag and scope.
	AnomalyDuplicate AnomalyCode = "duplicate"
	// AnomalyBoth means that a row names a project and a section. The app reads it as
	// both.
	AnomalyBoth AnomalyCode = "both"
	// AnomalyOutside means that the row differs from its last record.
	AnomalyOutside AnomalyCode = "outside"
	// AnomalyGone means that the last record sets an override, but the row is missing.
	// Row.Enabled is the recorded value.
	AnomalyGone AnomalyCode = "gone"
	// AnomalyUnique means that no unique index prevents two rows for one flag and scope.
	AnomalyUnique AnomalyCode = "unique"
	// AnomalyIndex means that a table lacks an index that flagtui's queries need.
	AnomalyIndex AnomalyCode = "index"
	// AnomalyApp is an anomaly that only one layout has. Text describes the anomaly.
	AnomalyApp AnomalyCode = "app"
)

// Anomaly is one anomaly of a row, or of a table.
type Anomaly struct {
	Code AnomalyCode
	Row  Row // zero for AnomalyIndex and AnomalyUnique
	// In AnomalyMisread, Decides reports whether the app uses this row's value. It is
	// false if the app uses another row of the flag.
	Decides bool
	// In AnomalyMisread, Proper is the id of the flag's row at system scope. It is empty
	// if the flag has no such row.
	Proper string
	// In AnomalyBoolean, Value is the start of the stored value. In AnomalyBoth, Value
	// is the section's id.
	Value string
	// In AnomalyTime, Columns are the columns with invalid times. In AnomalyIndex and
	// AnomalyUnique, Columns are the columns to index.
	Columns []string
	// In AnomalyApp, Text says what is wrong, and Fix is the SQL statement that repairs
	// it. Fix is empty if a person must choose the repair.
	Text, Fix string
	Table     string // the table to index, without its schema
	Ref       string // the name of Table in SQL text
}
