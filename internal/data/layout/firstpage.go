package layout

import (
	"database/sql"
	"strings"

	"flagtui/internal/feature"
)

// FirstPage receives the definitions and settings of a first page.
type FirstPage struct {
	Definition  func(feature.Definition)
	System, Own func(name string, stored feature.Stored)
}

// KindsValue scans a text with kinds of scope, separated by spaces. It scans NULL as no
// kinds.
type KindsValue []feature.Kind

// Scan implements sql.Scanner.
func (v *KindsValue) Scan(src any) error {
	*v = nil
	if src == nil {
		return nil
	}
	var scopes sql.NullString
	if err := scopes.Scan(src); err != nil {
		return err
	}
	for word := range strings.FieldsSeq(scopes.String) {
		*v = append(*v, feature.Kind(word))
	}
	return nil
}
