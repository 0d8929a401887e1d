package pgtest

import (
	"os"
	"strings"
	"testing"
)

// Unset unsets the PG* environment variables for a test. A developer may have set them
// for PostgreSQL's clients.
func Unset(t *testing.T) {
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "PG") {
			t.Setenv(name, "")
			os.Unsetenv(name)
		}
	}
}
