// Package schematest gives package schema the text of schema.sql, for the tests of
// packages that cannot import flagtui because flagtui imports them.
package schematest

import (
	"os"
	"path/filepath"

	"flagtui/internal/schema"
)

// init reads schema.sql of the module in which the test runs.
func init() {
	folder, err := os.Getwd()
	if err != nil {
		panic(err)
	}
	for {
		sql, err := os.ReadFile(filepath.Join(folder, "schema.sql"))
		if err == nil {
			schema.Use(string(sql))
			return
		}
		if folder == filepath.Dir(folder) {
			panic("schematest: no folder above the test has a schema.sql")
		}
		folder = filepath.Dir(folder)
	}
}
