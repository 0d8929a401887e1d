package model

import (
	"os"
	"strings"
	"syscall"
	"testing"
)

// A file that cannot be written whole is removed.
func TestExportOnAFullDisk(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can mount a small file system")
	}
	dir := t.TempDir()
	if err := syscall.Mount("flagtui-test", dir, "tmpfs", 0, "size=16k"); err != nil {
		t.Skipf("no file system can be mounted here: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	t.Chdir(dir)
	if _, err := writeNewFile("history", ".csv", strings.Repeat("x", 64<<10)); err == nil {
		t.Error("64 KB fit into 16 KB")
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("%v are left", left)
	}
}
