package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flagtui/internal/data/pgtest"
)

// exposedPassfile makes a password file that others may read.
func exposedPassfile(t *testing.T, dir, name string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte("*:*:*:*:secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestAnExposedPasswordFile checks that a password file with a wrong mode causes one
// warning before the screen. The driver's own warning is never printed.
func TestAnExposedPasswordFile(t *testing.T) {
	url := pgtest.Database(t)
	appOn(t, url)
	dir := t.TempDir()
	for name, test := range map[string]struct {
		file string
		env  func(file string) []string
		db   func(file string) string
	}{
		"~/.pgpass":  {".pgpass", func(string) []string { return nil }, func(string) string { return url }},
		"PGPASSFILE": {"pass", func(file string) []string { return []string{"PGPASSFILE=" + file} }, func(string) string { return url }},
		"passfile=":  {"keyword", func(string) []string { return nil }, func(file string) string { return url + separator(url) + "passfile=" + file }},
	} {
		t.Run(name, func(t *testing.T) {
			homeDir := filepath.Join(dir, test.file+"home")
			if err := os.Mkdir(homeDir, 0o700); err != nil {
				t.Fatal(err)
			}
			file := exposedPassfile(t, homeDir, test.file)
			p := dashboardOn(t, test.db(file), env(append(test.env(file), "HOME="+homeDir)...))
			p.send("r")
			p.waitUntilQuiet()
			p.send("q")
			p.ends(patience)
			p.restored()
			before, screen, _ := strings.Cut(p.written(), "\x1b[?1049h")
			before = progressLines.ReplaceAllLiteralString(before, "")
			want := fmt.Sprintf("flagtui: the password file %s is not read, since others may read it, too: chmod 600 %[1]s\r\n", file)
			if before != want || strings.Contains(screen, "WARNING") {
				t.Errorf("before the screen %q is written, and then %q", before, screen)
			}
		})
	}
}

// separator returns the character before another parameter of a URL.
func separator(url string) string {
	if strings.Contains(url, "?") {
		return "&"
	}
	return "?"
}

// TestAnExposedPasswordFileOfAnotherContext checks that the warning about another
// context's password file is on the screen.
func TestAnExposedPasswordFileOfAnotherContext(t *testing.T) {
	url := pgtest.Database(t)
	appOn(t, url)
	file := exposedPassfile(t, t.TempDir(), "pass")
	config := writeFile(t, fmt.Sprintf("default_context: one\ncontexts: {one: {db: %q}, two: {db: %q}}\n", demoDB(t), url))
	p := startIn(t, []string{"--config", config}, env("PGPASSFILE="+file), size(200, 30))
	p.waitFor(`All 63`)
	p.waitUntilQuiet()
	p.send("x")
	p.waitFor(`two`)
	p.send("j")
	p.waitUntilQuiet()
	p.send("\r")
	p.waitFor(`the password file .*pass is not read, since others may read it, too: chmod 600`)
	p.waitFor(`alpha`)
	p.waitUntilQuiet()
	p.send("q")
	p.ends(patience)
	p.restored()
	if written := p.written(); !strings.HasPrefix(written, "\x1b[?1049h") || strings.Contains(written, "WARNING") || strings.Contains(written, "flagtui: the password") {
		t.Errorf("it writes %q", written)
	}
}

// TestAPasswordFileThatDoesNotMatter checks that there is no warning about a password
// file that is not used.
func TestAPasswordFileThatDoesNotMatter(t *testing.T) {
	url := pgtest.Database(t)
	appOn(t, url)
	file := exposedPassfile(t, t.TempDir(), "pass")
	t.Setenv("PGPASSFILE", file)
	runWith(t, "", "list", "--db", url).expect(t, 0, "*", "flagtui: the password file "+file+" is not read")
	db, _ := newDatabase(t)
	for name, run := range map[string]func() ran{
		"SQLite":     func() ran { return runWith(t, "", "list", "--db", db) },
		"a password": func() ran { t.Setenv("PGPASSWORD", "given"); return runWith(t, "", "list", "--db", url) },
		"no file": func() ran {
			t.Setenv("PGPASSWORD", "")
			t.Setenv("PGPASSFILE", "/dev/null")
			return runWith(t, "", "list", "--db", url)
		},
		"its mode": func() ran {
			os.Chmod(file, 0o600)
			t.Setenv("PGPASSFILE", file)
			return runWith(t, "", "list", "--db", url)
		},
	} {
		if r := run(); r.code != 0 || strings.Contains(r.err, "password") {
			t.Errorf("%s: exit code %d, %q", name, r.code, r.err)
		}
	}
}
