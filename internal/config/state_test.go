package config

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestLastOpened(t *testing.T) {
	state := t.TempDir()
	t.Setenv("XDG_STATE_HOME", state)
	one, other := File{Path: "/etc/one.yaml"}, File{Path: "/etc/other.yaml"}
	if times := one.LastOpened(); len(times) > 0 {
		t.Errorf("without a file it is %v", times)
	}
	at := time.Date(2026, 11, 30, 3, 49, 7, 999, time.FixedZone("", 3600))
	one.RecordOpened("prod", at.Add(-time.Hour))
	one.RecordOpened("prod", at)
	one.RecordOpened("staging", at)
	other.RecordOpened("prod", at.Add(time.Hour))
	if times := one.LastOpened(); len(times) != 2 || !times["prod"].Equal(at.Truncate(time.Second)) {
		t.Errorf("it is %v", times)
	}
	path := filepath.Join(state, "flagtui", "opened.json")
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode is %v, %v", info.Mode(), err)
	}
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(files) != 1 {
		t.Errorf("the directory holds more than the file: %v, %v", files, err)
	}
	for _, damaged := range []string{"", "null", "{", `{"/etc/one.yaml": 3}`} {
		if err := os.WriteFile(path, []byte(damaged), 0o600); err != nil {
			t.Fatal(err)
		}
		if times := one.LastOpened(); len(times) > 0 {
			t.Errorf("of %q it is %v", damaged, times)
		}
		one.RecordOpened("prod", at)
		if times := one.LastOpened(); len(times) != 1 {
			t.Errorf("after %q it is %v", damaged, times)
		}
	}
}

// A state directory that cannot be written to is not an error, and nothing is left
// there.
func TestNoStateDirectory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_STATE_HOME", file) // no directory can be made in a file
	f := File{Path: "/etc/one.yaml"}
	f.RecordOpened("prod", time.Now())
	if times := f.LastOpened(); len(times) > 0 {
		t.Errorf("it is %v", times)
	}
}
