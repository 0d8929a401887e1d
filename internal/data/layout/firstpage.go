package layout

import (
	"database/sql"
	"strings"

	"flagtui/internal/feature"
)

// FirstPage receives the content of a first page.
type FirstPage struct {
	Definition  func(feature.Definition)
	System, Own func(name string, stored feature.Stored)
}

// KindsValue scans the kinds of scope that a text names. NULL names none.
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
