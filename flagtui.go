// Package flagtui reads and changes the feature flags that an application keeps in its
// own PostgreSQL or SQLite database.
package flagtui

import (
	_ "embed" // for schema.sql

	"flagtui/internal/schema"
)

//go:embed schema.sql
var schemaSQL string

func init() { schema.Use(schemaSQL) }
