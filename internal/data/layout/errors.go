package layout

import (
	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// ErrOvertaken is the error when someone else inserts the row that flagtui wants to
// insert. Another try sees that row.
var ErrOvertaken = &feature.Problem{Kind: feature.ErrConflict, Text: "someone else is changing the same overrides", Hint: "nothing was written; look again", Cause: engine.ErrAgain}

// NotKeptError is the cause of an error when a table does not hold what flagtui wrote.
type NotKeptError struct {
	Table string
	// Again reports whether another try may succeed, because someone else may have made
	// the rows.
	Again bool
}

// Error implements error.
func (n *NotKeptError) Error() string { return n.Table + " is not as it was written" }

// Is reports whether target is engine.ErrAgain and another try may succeed.
func (n *NotKeptError) Is(target error) bool { return target == engine.ErrAgain && n.Again }

// NotKeptAt returns the error that a table differs from what flagtui wrote. text
// describes the difference.
func NotKeptAt(table, text string, again bool) error {
	return &feature.Problem{Kind: feature.ErrRefused, Text: "the database did not keep what was written: " + text, Hint: "nothing was written", Cause: &NotKeptError{table, again}}
}

// NoScopes returns the error that a database has no scopes of this kind.
func NoScopes(kind feature.Kind) error {
	return &feature.Problem{Kind: feature.ErrUnknown, Text: "this database has no " + feature.KindList{}.Of(kind).Plural}
}
