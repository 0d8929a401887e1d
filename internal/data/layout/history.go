package layout

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// HistoryFilter selects the entries of a history. A zero field selects all entries.
type HistoryFilter struct {
	Name   string
	Scope  feature.Scope
	System bool // also selects the changes at system scope
	Since  time.Time
	Until  time.Time
	By     string // a part of the actor's name, in any case
	Origin feature.Origin
	Change string // a change-set's id
}

// Matches reports whether the filter selects an entry.
func (q HistoryFilter) Matches(e feature.Entry) bool {
	return (q.Name == "" || e.Name == q.Name) &&
		(q.Scope.Kind == "" || e.Scope == q.Scope || q.System && e.Scope.IsSystem()) &&
		!e.At.Before(q.Since) && (q.Until.IsZero() || !e.At.After(q.Until)) &&
		(q.Change == "" || e.Change == q.Change) && (q.Origin == "" || e.Origin == q.Origin) &&
		(q.By == "" || strings.Contains(strings.ToLower(e.Actor), strings.ToLower(q.By)))
}

// Position is the point in a source of records where reading continues.
type Position struct {
	At      time.Time
	Text    string // At, exactly as SQLite stores it
	ID      int64
	Key     string // the record's id, if the id is not a number
	Started bool   // false before the first record
	Ended   bool   // the source has no more records
}

// Record is one record of a change, with its position.
type Record struct {
	feature.Entry
	Position Position
	Own      bool // flagtui_change has the record, too, or the record changes nothing
	Unnamed  bool // the record does not identify its override
}

// Reader reads the records of one source, newest first.
type Reader interface {
	// Next returns the statements that read at most n records after a position.
	Next(from Position, n int) []engine.Statement
	// Take returns the records that the statements of Next have read.
	Take(ctx context.Context) ([]Record, error)
}

// HistoryRows names the rows whose records a history needs. It serves an audit trail
// that is indexed by row id and not by flag name.
type HistoryRows struct {
	Ids []any // row ids, in the trail's form
	All bool  // the rows are too many for Ids, so every record is read
	// Searched is the time at which the search for deleted rows ended. A zero time means
	// that the search was complete.
	Searched time.Time
	Unnamed  int // the number of records without a row id
}

// IsRecorded returns a condition that flagtui_change has a change-set with the id in an
// SQL expression. The order makes PostgreSQL use the index on change. With j.change = id
// alone, it reads the whole table when it expects that a change-set has many rows.
func IsRecorded(journal engine.Table, id string) string {
	return `(SELECT j.change FROM ` + journal.Ref() + ` j WHERE j.change >= ` + id + ` ORDER BY j.change LIMIT 1) = ` + id
}

// TimeInto returns a function that reads one time from a row.
func TimeInto(each func(time.Time)) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var at engine.TimeValue
		err := rows.Scan(&at)
		each(at.Time)
		return err
	}
}
