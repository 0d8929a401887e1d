package layout

import (
	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
	"fmt"
)

// ErrOvertaken: a row that was not there to be locked is there now, made by
// someone else in between. Another try sees it.
var ErrOvertaken = &feature.Problem{Kind: feature.ErrConflict, Text: "someone else is changing the same overrides", Hint: "nothing was written; look again", Cause: engine.ErrAgain}

// NotKeptError is the cause of the error where the database did not keep what was
// written to a table.
type NotKeptError struct {
	Table string
	// again: the rows may have been made by someone else meanwhile, so that
	// another try may find it otherwise.
	Again bool
}

// Error implements error.
func (n *NotKeptError) Error() string { return n.Table + " is not as it was written" }

// Is tells whether another try may succeed.
func (n *NotKeptError) Is(target error) bool { return target == engine.ErrAgain && n.Again }

// NotKeptAt is the error where a table is not as it was written; text says what is
// otherwise.
func NotKeptAt(table, text string, again bool) error {
	return &feature.Problem{Kind: feature.ErrRefused, Text: "the database did not keep what was written: " + text, Hint: "nothing was written", Cause: &NotKeptError{table, again}}
}

// NoScopes is the error where a database has no scopes of a kind.
func NoScopes(kind feature.Kind) error {
	return &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("this database has no %s", kind.Plural())}
}
