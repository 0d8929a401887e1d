package data

import (
	"fmt"
	"time"
)

// onValue scans a boolean as the app's ORM reads it. On SQLite a column can
// hold anything: zero and the empty text are off, the rest is on.
type onValue bool

// Scan implements sql.Scanner.
func (v *onValue) Scan(src any) error {
	switch src := src.(type) {
	case bool:
		*v = onValue(src)
	case int64:
		*v = src != 0
	case float64:
		*v = src != 0
	case string:
		*v = src != ""
	case []byte:
		*v = len(src) > 0
	case nil:
		*v = false
	default:
		return fmt.Errorf("cannot read %T as a boolean", src)
	}
	return nil
}

// timeValue scans a time as UTC: PostgreSQL's own type, or SQLite's text
// without a zone. Text that is no time, and NULL, are the zero time.
type timeValue struct{ time.Time }

// Scan implements sql.Scanner.
func (v *timeValue) Scan(src any) error {
	v.Time = time.Time{}
	switch src := src.(type) {
	case time.Time:
		v.Time = src.UTC()
	case string:
		for _, form := range []string{"2006-01-02 15:04:05", time.RFC3339} { // both take fractions
			if at, err := time.Parse(form, src); err == nil {
				v.Time = at.UTC()
				break
			}
		}
	}
	return nil
}
