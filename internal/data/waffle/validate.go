package waffle

import (
	"fmt"

	"flagtui/internal/feature"
)

// maxName is the length of the columns with a name. SQLite does not enforce the length.
const maxName = 100

// Validate implements layout.Layout.
func (l *Layout) Validate(change feature.Change, _ bool) error {
	if err := feature.ValidateName(change.Name, maxName); err != nil {
		return err
	}
	if !change.Scope.IsSystem() && change.After == feature.Off {
		return &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("django-waffle has no off for one %s", change.Scope.Kind),
			Hint: fmt.Sprintf("nothing was written; clear takes the %s from the flag, and off for the system is off for everyone", change.Scope.Kind)}
	}
	return nil
}
