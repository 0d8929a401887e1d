package simplemodule

import (
	"math"

	"flagtui/internal/feature"
)

// Lengths of the columns, in characters. PostgreSQL enforces them. SQLite may hold longer
// texts, which are read and changed like any other.
const (
	maxName    = 200
	maxScopeID = 64
)

// Validate implements layout.Layout.
func (l *Layout) Validate(change feature.Change, isNew bool) error {
	name, id := math.MaxInt, math.MaxInt
	if isNew {
		name, id = maxName, maxScopeID
	}
	if err := feature.ValidateText(string(change.Scope.Kind)+" id", change.Scope.ID, id); err != nil {
		return err
	}
	return feature.ValidateName(change.Name, name)
}
