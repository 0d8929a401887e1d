package model

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"flagtui/internal/feature"
)

// The exported file has every filtered change. An existing file is never overwritten.
// The notice names the file.
func TestExportHistory(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	s := newLongHistory()
	d := open(t, s)
	d.drive("h", "/")
	d.typeText("zoe")
	d.drive("enter")
	s.queries = nil // an export starts at the first page
	d.drive("E")
	name := filepath.Join(dir, now().UTC().Format("flagtui-history-20060102-150405"))
	d.shows("4 changes written to", filepath.Base(name)+".csv")
	s.queries = nil
	d.drive("E")
	d.shows(filepath.Base(name) + "-2.csv")
	for _, file := range []string{name + ".csv", name + "-2.csv"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lines, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
		if err != nil || len(lines) != 5 || lines[1][1] != "set-99" || lines[4][1] != "set-399" {
			t.Errorf("%s: %v\n%s", file, err, text)
		}
	}
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() == 0 { // root can write anywhere
		t.Chdir("/proc")
	}
	s.queries = nil
	d.drive("E")
	d.shows("the CSV file cannot be written", "start flagtui in a folder that you may write to")
	s.failing(errDown, "History")
	d.drive("E")
	d.shows("cannot reach the database")
}

// The export of a tenant's history has the effects at the tenant. That of all changes
// has none.
func TestExportEffects(t *testing.T) {
	t.Chdir(t.TempDir())
	s := newLongHistory()
	s.past = []feature.Entry{
		{Change: "b", At: now().Add(-time.Minute), Actor: "bob", Scope: system, Name: "beta", Before: feature.On, After: feature.Off, Origin: feature.FromFlagtui},
		{Change: "a", At: now().Add(-time.Hour), Actor: "lena", Scope: acme, Name: "alpha", Before: feature.Inherit, After: feature.On, Origin: feature.FromFlagtui},
	}
	s.set(system, "beta", feature.Off)
	d := open(t, s, func(o *Options) { o.Scope = feature.ScopeInfo{Scope: acme, Listed: true} })
	export := func(keys ...string) (records [][]string) {
		s.queries = nil
		d.drive(keys...)
		files, _ := filepath.Glob("*.csv")
		if len(files) != 1 {
			t.Fatalf("the files are %q:\n%s", files, d.screen())
		}
		text, err := os.ReadFile(files[0])
		if err == nil {
			records, err = csv.NewReader(strings.NewReader(string(text))).ReadAll()
		}
		if err == nil {
			err = os.Remove(files[0])
		}
		if err != nil {
			t.Fatal(err)
		}
		return records
	}
	d.drive("h")
	for i, want := range []string{"effective_before effective_after", "on off", "off on"} {
		if got := strings.Join(export("E")[i][10:], " "); got != want {
			t.Errorf("line %d ends with %q, want %q", i, got, want)
		}
	}
	d.drive("esc", "S", "h")
	if headings := export("E")[0]; len(headings) != 10 {
		t.Errorf("the headings are %q", headings)
	}
}

// A user of another machine writes no file on this one, and cannot suspend the program.
func TestRemoteWritesNoFile(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	d := open(t, newLongHistory(), func(o *Options) { o.Remote = true })
	d.drive("h", "E")
	if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
		t.Errorf("%v are in the working directory, %v", files, err)
	}
	if d.m.keys.Suspend.Enabled() || d.m.keys.Export.Enabled() {
		t.Error("the keys work")
	}
}
