package layout

import (
	"context"
	"database/sql"
	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
	"strings"
	"time"
)

// HistoryFilter is what a history is asked for. Conditions left zero do not count.
type HistoryFilter struct {
	Name   string
	Scope  feature.Scope
	System bool // besides Scope, a tenant's, the changes at system scope, too
	Since  time.Time
	Until  time.Time
	By     string // part of the actor's name, whatever its case
	Origin feature.Origin
	Change string // one change-set
}

// Matches tells whether an entry is one that was asked for.
func (q HistoryFilter) Matches(e feature.Entry) bool {
	return (q.Name == "" || e.Name == q.Name) &&
		(q.Scope.Kind == "" || e.Scope == q.Scope || q.System && e.Scope.IsSystem()) &&
		!e.At.Before(q.Since) && (q.Until.IsZero() || !e.At.After(q.Until)) &&
		(q.Change == "" || e.Change == q.Change) && (q.Origin == "" || e.Origin == q.Origin) &&
		(q.By == "" || strings.Contains(strings.ToLower(e.Actor), strings.ToLower(q.By)))
}

// Position is where to go on in one kind of record.
type Position struct {
	At      time.Time
	Text    string // the time as SQLite stores it, to the letter
	ID      int64
	Key     string // the id where it is no number
	Started bool
	Ended   bool // there are no more
}

// Record is one record of a change, and where to go on after it.
type Record struct {
	feature.Entry
	Position Position
	Own      bool // flagtui wrote it, and has it in flagtui_change too; or it changed nothing
	Unnamed  bool // nothing tells which override it is of
}

// Reader reads records of one kind, the newest first.
type Reader interface {
	// Next is a statement that reads at most n records from a position on.
	Next(from Position, n int) engine.Statement
	// Take returns the records that Next has read.
	Take(ctx context.Context) ([]Record, error)
}

// HistoryRows says which rows of overrides the records of a history are of, where the
// application's own audit trail has an index on the row's id, and none on the name.
type HistoryRows struct {
	Ids      []any     // as the trail writes them
	All      bool      // they are too many to be named
	Searched time.Time // how far back it was searched for overrides that are gone; zero: as far as was asked
	Unnamed  int       // records met that name no row
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
