// Package flagtui holds the schema of the databases that flagtui creates. The
// program is in cmd/flagtui.
package flagtui

import (
	_ "embed" // for schema.sql

	"flagtui/internal/schema"
)

//go:embed schema.sql
var schemaSQL string

func init() { schema.Use(schemaSQL) }
