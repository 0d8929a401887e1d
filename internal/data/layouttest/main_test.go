package layouttest

import (
	"os"
	"testing"

	"flagtui/internal/data/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// ddl returns the application's own DDL, which package data's tests use, too.
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

// TestOlderTorus: before a row by itself meant on, a column enabled said so.
func TestOlderTorus(t *testing.T) { Exercise(t, torus(t, true)) }
