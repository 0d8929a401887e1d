package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestWriteWhole(t *testing.T) {
	dir := t.TempDir()
	path, link := filepath.Join(dir, "flags.go"), filepath.Join(dir, "link.go")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("flags.go", link); err != nil {
		t.Fatal(err)
	}
	catalogue := writeFile(t, "- {name: a.b}\n")
	runWith(t, "", "generate", "go", catalogue, "-o", link).expect(t, 0, "")
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), "a.b") {
		t.Errorf("%s, %v", text, err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is %v, %v", info, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the mode is %v, %v", info.Mode(), err)
	}
	if made, _ := os.ReadDir(dir); len(made) != 2 {
		t.Errorf("%v are there", made)
	}
	fresh := filepath.Join(dir, "new.go")
	runWith(t, "", "generate", "go", catalogue, "-o", fresh).expect(t, 0, "")
	runWith(t, "", "generate", "go", catalogue, "-o", "/dev/null").expect(t, 0, "")
	runWith(t, "", "generate", "go", catalogue, "-o", "/dev/full").expect(t, exitOther, "", "cannot write /dev/full: no space left on device")
	runWith(t, "", "generate", "go", catalogue, "-o", dir).expect(t, exitOther, "", "is a directory")
	runWith(t, "", "generate", "go", catalogue, "-o", filepath.Join(dir, "none", "x.go")).expect(t, exitOther, "", "no such file or directory")
}

// TestWriteWholeOnAFullDisk checks that the old file stays if the disk is full.
func TestWriteWholeOnAFullDisk(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can mount a small file system")
	}
	dir := t.TempDir()
	if err := syscall.Mount("flagtui-test", dir, "tmpfs", 0, "size=16k"); err != nil {
		t.Skipf("no file system can be mounted here: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	path := filepath.Join(dir, "flags.go")
	old := bytes.Repeat([]byte("x"), 9<<10)
	if err := os.WriteFile(path, old, 0o644); err != nil {
		t.Fatal(err)
	}
	var many strings.Builder
	for i := range 300 {
		fmt.Fprintf(&many, "- {name: a.b%d}\n", i)
	}
	runWith(t, "", "generate", "go", writeFile(t, many.String()), "-o", path).expect(t, exitOther, "", "no space left on device", "as it was")
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, old) {
		t.Errorf("the old file has %d bytes, %v", len(now), err)
	}
	if made, _ := os.ReadDir(dir); len(made) != 1 {
		t.Errorf("%v are left", made)
	}
}
