package data

import (
	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
	"fmt"
)

// errOvertaken: a row that was not there to be locked is there now, made by
// someone else in between. Another try sees it.
var errOvertaken = &feature.Problem{Kind: feature.ErrConflict, Text: "someone else is changing the same overrides", Hint: "nothing was written; look again", Cause: engine.ErrAgain}

// notKeptError is the cause of the error where the database did not keep what was
// written to a table.
type notKeptError struct {
	table string
	// again: the rows may have been made by someone else meanwhile, so that
	// another try may find it otherwise.
	again bool
}

// Error implements error.
func (n *notKeptError) Error() string { return n.table + " is not as it was written" }

// Is tells whether another try may succeed.
func (n *notKeptError) Is(target error) bool { return target == engine.ErrAgain && n.again }

// notKeptAt is the error where a table is not as it was written; text says what is
// otherwise.
func notKeptAt(table, text string, again bool) error {
	return &feature.Problem{Kind: feature.ErrRefused, Text: "the database did not keep what was written: " + text, Hint: "nothing was written", Cause: &notKeptError{table, again}}
}

// noScopes is the error where a database has no scopes of a kind.
func noScopes(kind feature.Kind) error {
	return &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("this database has no %s", kind.Plural())}
}
