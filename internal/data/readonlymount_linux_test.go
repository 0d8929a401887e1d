package data

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/schema"
)

// A file in WAL mode is on a file system that is mounted read-only.
func TestReadOnlyMount(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can mount a file system")
	}
	dir := t.TempDir()
	if err := syscall.Mount("flagtui-test", dir, "tmpfs", 0, ""); err != nil {
		t.Skipf("no file system can be mounted here: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	for _, mode := range []string{"wal", "delete"} {
		p := newSQLite(t, strings.Join(schema.Statements(true), ";"))
		p.override("system", "", "a.b", true)
		p.exec(`PRAGMA journal_mode = ` + mode)
		p.raw.Close()
		text, err := os.ReadFile(p.url)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, mode+".db"), text, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	for _, readOnly := range []bool{true, false} {
		_, err := Open(t.Context(), Options{URL: filepath.Join(dir, "wal.db"), ReadOnly: readOnly})
		wantProblem(t, err, feature.ErrUnavailable, "wal.db", "WAL", "mounted read-only", "immutable=1")
	}
	s, err := Open(t.Context(), Options{URL: filepath.Join(dir, "delete.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	(&place{t: t}).wantReadOnly(s, "mounted read-only")
	if err := s.Info().Writable(); !strings.Contains(fmt.Sprint(err), "mounted read-only") {
		t.Errorf("got %v", err)
	}
}
