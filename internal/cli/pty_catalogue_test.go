package cli

import (
	"os"
	"testing"
)

// TestTheCatalogueFileInTheDashboard checks that r reads the catalogue file again. If
// the file cannot be parsed, the old flags stay.
func TestTheCatalogueFileInTheDashboard(t *testing.T) {
	file := writeFile(t, "- name: first.flag\n")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	db, _ := newDatabase(t)
	p := dashboardWith(t, "--db", db, "--flags", file)
	write("- name: first.flag\n- name: second.flag\n")
	p.send("r")
	p.waitFor(`second\.flag`)
	p.waitUntilQuiet()
	write("- nam: first.flag\n")
	p.send("r")
	p.waitFor(`the catalogue is shown as it was at 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d: .*:1:`)
	p.waitUntilQuiet()
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	p.send("r")
	p.waitFor(`cannot read the catalogue`)
	p.waitUntilQuiet()
	write("- name: third.flag\n")
	p.send("r")
	p.waitFor(`third\.flag`)
	p.send("q")
	p.ends(patience)
	p.restored()
}
