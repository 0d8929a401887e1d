package layouttest

import (
	"os"
	"testing"

	"flagtui/internal/data/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// ddl returns the application's own DDL. The tests of package data use the same files.
func ddl(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile("../testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestSimpleModule(t *testing.T) { Exercise(t, simpleModule(t)) }
func TestTorus(t *testing.T)        { Exercise(t, torus(t, false)) }

// TestOlderTorus checks the older table of OLI Torus, in which the column enabled
// decides.
func TestOlderTorus(t *testing.T) { Exercise(t, torus(t, true)) }
