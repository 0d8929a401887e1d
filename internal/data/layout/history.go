package layout

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// HistoryFilter says which entries a history has. Zero conditions do not count.
type HistoryFilter struct {
	Name   string
	Scope  feature.Scope
	System bool // also the changes at system scope, besides those of Scope
	Since  time.Time
	Until  time.Time
	By     string // part of the actor's name, whatever its case
	Origin feature.Origin
	Change string // one change-set
}

// Matches reports whether the filter has an entry.
func (q HistoryFilter) Matches(e feature.Entry) bool {
	return (q.Name == "" || e.Name == q.Name) &&
		(q.Scope.Kind == "" || e.Scope == q.Scope || q.System && e.Scope.IsSystem()) &&
		!e.At.Before(q.Since) && (q.Until.IsZero() || !e.At.After(q.Until)) &&
		(q.Change == "" || e.Change == q.Change) && (q.Origin == "" || e.Origin == q.Origin) &&
		(q.By == "" || strings.Contains(strings.ToLower(e.Actor), strings.ToLower(q.By)))
}

// Position is where reading records of one source continues.
type Position struct {
	At      time.Time
	Text    string // the time exactly as SQLite stores it
	ID      int64
	Key     string // the id where it is no number
	Started bool
	Ended   bool // there are no more
}

// Record is one record of a change, with its position.
type Record struct {
	feature.Entry
	Position Position
	Own      bool // flagtui_change has it, too; or it changed nothing
	Unnamed  bool // its override is not known
}

// Reader reads records of one kind, the newest first.
type Reader interface {
	// Next returns the statement that reads at most n records after a position.
	Next(from Position, n int) engine.Statement
	// Take returns the records that Next has read.
	Take(ctx context.Context) ([]Record, error)
}

// HistoryRows names the rows whose records a history needs, for an audit trail with an
// index on the row's id and none on the flag's name.
type HistoryRows struct {
	Ids      []any     // in the form of the trail
	All      bool      // they are too many to be named
	Searched time.Time // the time back to which the trail was searched for deleted rows; zero: as far as asked
	Unnamed  int       // records found that name no row
}

// TimeInto reads one time from each row.
func TimeInto(each func(time.Time)) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var at engine.TimeValue
		err := rows.Scan(&at)
		each(at.Time)
		return err
	}
}
