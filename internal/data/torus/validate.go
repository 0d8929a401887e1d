package torus

import (
	"fmt"
	"regexp"

	"flagtui/internal/feature"
)

// maxName is the length of the column feature_name.
const maxName = 255

// nameRE matches the characters that the app allows in a feature name.
var nameRE = regexp.MustCompile(`^[a-zA-Z0-9_.-]+$`)

// Validate implements layout.Layout.
func (l *Layout) Validate(change feature.Change, _ bool) error {
	if len(change.Name) <= maxName && nameRE.MatchString(change.Name) {
		return nil
	}
	return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("%q is not a feature name", feature.Shorten(change.Name)), Hint: "it has 1 to 255 letters, digits, dots, dashes and underscores"}
}
