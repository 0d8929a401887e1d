package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// A release built twice is the same, and its Debian package is installed, runs and is
// removed without a trace. The test builds the program as a release, so it takes
// minutes, and runs only where FLAGTUI_TEST_DIST is set.
func TestRelease(t *testing.T) {
	if os.Getenv("FLAGTUI_TEST_DIST") == "" {
		t.Skip("FLAGTUI_TEST_DIST is not set")
	}
	t.Chdir(filepath.Join("..", ".."))
	first, second := filepath.Join(t.TempDir(), "dist"), filepath.Join(t.TempDir(), "dist")
	for _, folder := range []string{first, second} {
		if err := build("v1.2.3", "linux/"+runtime.GOARCH, folder); err != nil {
			t.Fatal(err)
		}
	}
	sums := func(folder string) string {
		text, err := os.ReadFile(filepath.Join(folder, "SHA256SUMS"))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if a, b := sums(first), sums(second); a != b || strings.Count(a, "\n") != 4 {
		t.Errorf("the checksums of two builds:\n%s\n%s", a, b)
	}

	run := func(name string, args ...string) string {
		t.Helper()
		out, err := exec.Command(name, args...).CombinedOutput()
		if err != nil {
			t.Fatalf("%s %s: %v\n%s", name, args, err, out)
		}
		return string(out)
	}
	root := t.TempDir()
	for _, folder := range []string{"info", "updates"} {
		if err := os.MkdirAll(filepath.Join(root, "var/lib/dpkg", folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"status", "available"} {
		if err := os.WriteFile(filepath.Join(root, "var/lib/dpkg", file), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	deb := filepath.Join(first, "flagtui_1.2.3_linux_"+runtime.GOARCH+".deb")
	run("dpkg", "--root="+root, "--force-not-root", "-i", deb)
	if out := run(filepath.Join(root, "usr/bin/flagtui"), "version"); !strings.HasPrefix(out, "flagtui v1.2.3 ") {
		t.Error(out)
	}
	for _, file := range []string{"share/man/man1/flagtui.1.gz", "share/bash-completion/completions/flagtui", "share/doc/flagtui/copyright"} {
		if _, err := os.Stat(filepath.Join(root, "usr", file)); err != nil {
			t.Error(err)
		}
	}
	run("dpkg", "--root="+root, "--force-not-root", "--purge", "flagtui")
	if err := filepath.WalkDir(filepath.Join(root, "usr"), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			t.Error("the package has left " + path)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// A release never mixes with older files, and is for a known system.
func TestRefused(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "old"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := build("v1.2.3", "", full); err == nil || !strings.Contains(err.Error(), "is not empty") {
		t.Error(err)
	}
	if err := build("v1.2.3", "plan9/mips", filepath.Join(t.TempDir(), "dist")); err == nil || !strings.Contains(err.Error(), "plan9/mips") {
		t.Error(err)
	}
}
