package cli

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"sync/atomic"
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

// TestTheRunningAppInTheDashboard checks that r asks the app again, as it reads a file.
func TestTheRunningAppInTheDashboard(t *testing.T) {
	var answer atomic.Value
	answer.Store(`[{"name": "first.flag", "enabled": false}]`)
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if answer.Load() == "login" {
			w.Header().Set("Location", "/login")
			w.WriteHeader(http.StatusFound)
			return
		}
		fmt.Fprint(w, answer.Load())
	}))
	defer app.Close()
	db, _ := newDatabase(t)
	p := dashboardWith(t, "--db", db, "--flags", app.URL)
	p.waitFor(`first\.flag`)
	answer.Store("login")
	p.send("r")
	p.waitFor(`the catalogue is shown as it was at 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d: cannot read the catalogue`)
	p.waitUntilQuiet()
	answer.Store("- name: second.flag\n")
	p.send("r")
	p.waitFor(`second\.flag`)
	p.send("q")
	p.ends(patience)
	p.restored()
}
