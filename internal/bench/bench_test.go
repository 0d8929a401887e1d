package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestEveryRowIsMeasured measures the smallest dataset once: no measurement is
// empty.
func TestEveryRowIsMeasured(t *testing.T) {
	dir := t.TempDir()
	program, err := build(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{ctx: t.Context(), program: program, runs: 1, idle: 1, progress: t.Logf,
		env: []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TERM=xterm-256color", "LANG=C.UTF-8"}}
	server := newSQLite(t.Context(), dir)
	all, err := b.measureProgram(server.client)
	if err != nil {
		t.Fatal(err)
	}
	db, err := server.newDatabase(t.Context(), datasets[0])
	if err != nil {
		t.Fatal(err)
	}
	measurements, err := b.measureDatabase(db)
	if err != nil {
		t.Fatal(err)
	}
	if len(measurements) != len(measurementNames) {
		t.Errorf("%d things are measured, not %d", len(measurements), len(measurementNames))
	}
	for _, m := range append(all, measurements...) {
		if len(m.value)+len(m.bytes) == 0 {
			t.Errorf("%s: nothing was measured", m.name)
		}
		for _, value := range append(m.value, m.bytes...) {
			if value < 0 {
				t.Errorf("%s: %v", m.name, value)
			}
		}
	}
	checkPeers(t, b, db)
}

// checkPeers measures flagtui without other programs. They are named.
func checkPeers(t *testing.T, b *bench, db *database) {
	t.Helper()
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	if err := os.Symlink(shell, filepath.Join(bin, "sh")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin)
	text, err := b.measurePeers(db)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(text, "\n")
	cells := strings.Split(strings.Trim(lines[2], "|"), "|")
	empty := func(cell string) bool { return strings.TrimSpace(cell) == "" }
	if !strings.HasPrefix(cells[0], " flagtui ") || slices.ContainsFunc(cells, empty) {
		t.Errorf("flagtui's row is %q", cells)
	}
	if last := lines[len(lines)-2]; last != "Not installed: VisiData, fzf, less." {
		t.Errorf("the last line is %q", last)
	}
}

func TestClientCommand(t *testing.T) {
	s := &server{name: sqliteName, client: []string{"sqlite3", "-column"}}
	db := &database{s, datasets[0], "app.db"}
	if got := strings.Join(db.clientCommand("SELECT 1"), " "); got != "sqlite3 -column app.db SELECT 1" {
		t.Errorf("SQLite's is %q", got)
	}
	if got := strings.Join(db.clientCommand("SELECT 2"), " "); got != "sqlite3 -column app.db SELECT 2" {
		t.Errorf("the second query is %q", got)
	}
	s.name, s.client = postgresName, []string{"psql", "-X"}
	if got := strings.Join(db.clientCommand("SELECT 1"), " "); got != "psql -X -c SELECT 1 app.db" {
		t.Errorf("PostgreSQL's is %q", got)
	}
	s.client = nil
	if got := db.clientCommand("SELECT 1"); got != nil {
		t.Errorf("without a client it is %q", got)
	}
}

// A client that is not installed is left out, and the report says so.
func TestWithoutClients(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	s := newSQLite(t.Context(), t.TempDir())
	if s.client != nil || s.create == nil {
		t.Errorf("without sqlite3: %+v", s)
	}
	if text := environment([]*server{s, {name: postgresName, missing: "none is installed"}}, 3); !strings.Contains(text, "SQLite: there is no sqlite3") ||
		!strings.Contains(text, "PostgreSQL: none is installed") {
		t.Errorf("it says %q", text)
	}
}

func TestFindDatasets(t *testing.T) {
	chosen, err := findDatasets("100,10k+1M")
	if err != nil || len(chosen) != 2 || chosen[1].overrides != 1_000_000 {
		t.Errorf("got %v, %v", chosen, err)
	}
	if _, err := findDatasets("1k,7"); err == nil || !strings.Contains(err.Error(), `"7"`) {
		t.Errorf("got %v", err)
	}
	if names := datasetNames(false); names != "1k,10k" {
		t.Errorf("by default it is %s", names)
	}
}

// TestProc reads the files of /proc in the form in which Linux writes them.
func TestProc(t *testing.T) {
	p, err := parseProcess("4711 (a (b) c) S 17 4711 4711 34816 4711 4194560 900 0 0 0 12 30 1 5 20 0 9 0 1 2 3")
	if err != nil || p != (process{4711, 17, 420 * time.Millisecond, 60 * time.Millisecond}) {
		t.Errorf("the process is %+v, %v", p, err)
	}
	peak, err := parsePeakMemory("Name:\tflagtui\nVmPeak:\t  999 kB\nVmHWM:\t   20480 kB\nVmRSS:\t 10 kB\n")
	if err != nil || peak != 20 {
		t.Errorf("the peak is %v, %v", peak, err)
	}
	for _, text := range []string{"", "4711 (x) S 1", "1 (x) S a b c d e f g h i j k l m"} {
		if _, err := parseProcess(text); err == nil {
			t.Errorf("%q has a CPU time", text)
		}
		if _, err := parsePeakMemory(text); err == nil {
			t.Errorf("%q has a peak", text)
		}
	}
}

func TestReplace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "performance.md")
	write := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("before\n" + startMarker + "old" + endMarker + "\nafter\n")
	for range 2 { // the second time changes nothing
		if err := replace(path, "new\n"); err != nil {
			t.Fatal(err)
		}
		if text, _ := os.ReadFile(path); string(text) != "before\n"+startMarker+"\nnew\n"+endMarker+"\nafter\n" {
			t.Errorf("the file is %q", text)
		}
	}
	write("before\nafter\n")
	if err := replace(path, "new\n"); err == nil {
		t.Error("a file without markers is written to")
	}
}
