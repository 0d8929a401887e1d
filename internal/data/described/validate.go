package described

import (
	"math"

	"flagtui/internal/feature"
)

// Validate implements layout.Layout.
func (l *Layout) Validate(change feature.Change, isNew bool) error {
	limit := math.MaxInt
	if n := l.name.Length(); isNew && n > 0 && !l.byID() {
		limit = n
	}
	if err := feature.ValidateName(change.Name, limit); err != nil || change.Scope.ID == "" {
		return err
	}
	_, err := l.idArg(change.Scope.Kind, change.Scope.ID)
	return err
}
