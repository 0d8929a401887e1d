package pgtest

import (
	"os"
	"strings"
	"testing"
)

// Unset unsets, for a test, the variables of PostgreSQL's clients that a developer may
// have set.
func Unset(t *testing.T) {
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "PG") {
			t.Setenv(name, "")
			os.Unsetenv(name)
		}
	}
}
