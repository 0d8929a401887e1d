package data

import (
	"context"
	"database/sql"
	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
	"strings"
	"time"
)

// historyFilter is what a history is asked for. Conditions left zero do not count.
type historyFilter struct {
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
func (q historyFilter) Matches(e feature.Entry) bool {
	return (q.Name == "" || e.Name == q.Name) &&
		(q.Scope.Kind == "" || e.Scope == q.Scope || q.System && e.Scope.IsSystem()) &&
		!e.At.Before(q.Since) && (q.Until.IsZero() || !e.At.After(q.Until)) &&
		(q.Change == "" || e.Change == q.Change) && (q.Origin == "" || e.Origin == q.Origin) &&
		(q.By == "" || strings.Contains(strings.ToLower(e.Actor), strings.ToLower(q.By)))
}

// position is where to go on in one kind of record.
type position struct {
	at    time.Time
	text  string // the time as SQLite stores it, to the letter
	id    int64
	key   string // the id where it is no number
	begun bool
	ended bool // there are no more
}

// record is one record of a change, and where to go on after it.
type record struct {
	feature.Entry
	position position
	own     bool // flagtui wrote it, and has it in flagtui_change too; or it changed nothing
	unnamed bool // nothing tells which override it is of
}

// reader reads records of one kind, the newest first.
type reader interface {
	// Next is a statement that reads at most n records from a position on.
	Next(from position, n int) engine.Statement
	// Take returns the records that Next has read.
	Take(ctx context.Context) ([]record, error)
}

// historyRows says which rows of overrides the records of a history are of, where the
// application's own audit trail has an index on the row's id, and none on the name.
type historyRows struct {
	ids      []any     // as the trail writes them
	all      bool      // they are too many to be named
	searched time.Time // how far back it was searched for overrides that are gone; zero: as far as was asked
	unnamed  int       // records met that name no row
}

// timeInto reads one time from each row.
func timeInto(each func(time.Time)) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var at engine.TimeValue
		err := rows.Scan(&at)
		each(at.Time)
		return err
	}
}
