package engine

import (
	"database/sql"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"flagtui/internal/feature"
)

// OnValue scans a boolean as the app's ORM reads it. A SQLite column can hold any value:
// zero, NULL and the empty text are off, and all others are on.
type OnValue bool

// Scan implements sql.Scanner.
func (v *OnValue) Scan(src any) error {
	switch src := src.(type) {
	case bool:
		*v = OnValue(src)
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

// Share returns other if it equals text, and otherwise text. Rows with the same text as the
// row before them then hold it once.
func Share(text, other string) string {
	if text == other {
		return other
	}
	return text
}

// textValue scans a text into *to. NULL becomes the empty text, since tables that differ
// from the app's may hold NULL.
type textValue[T ~string] struct{ to *T }

// TextInto returns a sql.Scanner that writes to *to.
func TextInto[T ~string](to *T) textValue[T] { return textValue[T]{to} }

// Scan implements sql.Scanner.
func (v textValue[T]) Scan(src any) error {
	var text sql.NullString
	err := text.Scan(src)
	*v.to = T(text.String)
	return err
}

// TimeValue scans a time as UTC, from PostgreSQL's own type or from SQLite's text. NULL
// and invalid text become the zero time.
type TimeValue struct{ time.Time }

// Scan implements sql.Scanner.
func (v *TimeValue) Scan(src any) error {
	v.Time = time.Time{}
	switch src := src.(type) {
	case time.Time:
		v.Time = src.UTC()
	case string:
		for _, form := range []string{"2006-01-02 15:04:05", time.RFC3339} { // both layouts accept fractional seconds
			if at, err := time.Parse(form, src); err == nil {
				v.Time = at.UTC()
				break
			}
		}
	}
	return nil
}

// Boolean returns a setting as an argument for a boolean column. On SQLite the argument
// is a number, since 'true' would be stored as text.
func (s *DB) Boolean(to feature.Setting) any {
	if s.Dialect == SQLite {
		return map[feature.Setting]int{feature.Off: 0, feature.On: 1}[to]
	}
	return to == feature.On
}

// Storable replaces the characters that PostgreSQL cannot store in a text.
func Storable(text string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", "\uFFFD"), "\uFFFD")
}

// Truncate cuts text to at most n characters.
func Truncate(text string, n int) string {
	if runes := []rune(text); len(runes) > n {
		return string(runes[:n])
	}
	return text
}

// SettingValue scans a nullable boolean. NULL becomes feature.Inherit.
type SettingValue feature.Setting

// Scan implements sql.Scanner.
func (v *SettingValue) Scan(src any) error {
	var on OnValue
	if src == nil {
		*v = SettingValue(feature.Inherit)
		return nil
	}
	err := on.Scan(src)
	*v = SettingValue(feature.SettingOf(bool(on)))
	return err
}

// TimeOfWrite returns an expression for the time of a write, as the column stores times.
// A column without a zone gets UTC, whatever the session's time zone. A column with a
// zone gets the instant.
func (s *DB) TimeOfWrite(t Table, column string) string {
	if s.Dialect == Postgres && t.columns[column].Type != "timestamptz" {
		return `(` + s.now + ` AT TIME ZONE 'UTC')`
	}
	return s.now
}

// TimeArg returns a time as an argument that compares with times from TimeOfWrite.
func (s *DB) TimeArg(at time.Time) any {
	if s.Dialect == SQLite {
		return at.UTC().Format("2006-01-02 15:04:05.000000")
	}
	return at.UTC()
}

// NewUUID returns a new version 4 UUID, in the form that the database stores.
func (s *DB) NewUUID() string {
	id := uuid.New()
	if s.Dialect == SQLite {
		return hex.EncodeToString(id[:])
	}
	return id.String()
}

// dashed returns a UUID with dashes, and any other text unchanged.
func dashed(text string) string {
	if id, err := uuid.Parse(text); err == nil {
		return id.String()
	}
	return text
}

// WholeSecond returns a time as an argument without a fraction of a second. SQLite
// compares times as text, and the app stores some times without a fraction.
func (s *DB) WholeSecond(at time.Time) any {
	if s.Dialect == SQLite {
		return at.UTC().Format("2006-01-02 15:04:05")
	}
	return at.UTC().Truncate(time.Second)
}
