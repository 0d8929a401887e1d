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
	if got, err := findPrograms([]string{"", clients, recent, old}); got != recent {
		t.Errorf("got %q, %v, want %q", got, err, recent)
	}
	if got, err := findPrograms([]string{clients}); err != ErrNotInstalled {
		t.Errorf("got %q, %v, want %v", got, err, ErrNotInstalled)
	}
}

func TestWithoutPostgreSQL(t *testing.T) {
	for ci, want := range map[string]string{"": "skipped", "true": "failed"} {
		t.Setenv("CI", ci)
		var got verdict
		require(&got, ErrNotInstalled)
		if got.text != want {
			t.Errorf("with CI=%s the test is %s, want %s", ci, got.text, want)
		}
	}
}

// verdict is a test that notes how it would have ended.
type verdict struct {
	testing.TB
	text string
}

func (v *verdict) Helper()      {}
func (v *verdict) Skip(...any)  { v.text = "skipped" }
func (v *verdict) Fatal(...any) { v.text = "failed" }
