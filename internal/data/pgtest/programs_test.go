package pgtest

import (
	"os"
	"path/filepath"
	"testing"
)

func TestFindPrograms(t *testing.T) {
	clients, old, recent := t.TempDir(), t.TempDir(), t.TempDir()
	for _, program := range []string{
		filepath.Join(clients, "psql"),
		filepath.Join(clients, "initdb"),
		filepath.Join(recent, "initdb"),
		filepath.Join(recent, "postgres"),
		filepath.Join(old, "initdb"),
		filepath.Join(old, "postgres"),
	} {
		if err := os.WriteFile(program, nil, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := findServerPrograms([]string{"", clients, recent, old}); got != recent {
		t.Errorf("got %q, %v, want %q", got, err, recent)
	}
	if got, err := findServerPrograms([]string{clients}); err != ErrNotInstalled {
		t.Errorf("got %q, %v, want %v", got, err, ErrNotInstalled)
	}
}

func TestWithoutPostgreSQL(t *testing.T) {
	for ci, want := range map[string]string{"": "skipped", "true": "failed"} {
		t.Setenv("CI", ci)
		var got recorder
		requireNoError(&got, ErrNotInstalled)
		if got.result != want {
			t.Errorf("with CI=%s the test is %s, want %s", ci, got.result, want)
		}
	}
}

// recorder records whether a test was skipped or failed.
type recorder struct {
	testing.TB
	result string
}

func (v *recorder) Helper()      {}
func (v *recorder) Skip(...any)  { v.result = "skipped" }
func (v *recorder) Fatal(...any) { v.result = "failed" }
