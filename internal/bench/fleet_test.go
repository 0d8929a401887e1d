package main

import (
	"os"
	"strings"
	"testing"
	"time"
)

// newBench returns a bench with a newly built flagtui.
func newBench(t *testing.T) *bench {
	dir := t.TempDir()
	program, err := build(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return &bench{ctx: t.Context(), program: program, runs: 1, progress: t.Logf,
		env: []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TERM=xterm-256color", "LANG=C.UTF-8"}}
}

// TestFleet measures two dashboards on a SQLite file for a moment.
func TestFleet(t *testing.T) {
	b := newBench(t)
	cases, err := fleetCases("2")
	if err != nil {
		t.Fatal(err)
	}
	db, err := newSQLite(t.Context(), t.TempDir()).newDatabase(t.Context(), datasets[0])
	if err != nil {
		t.Fatal(err)
	}
	c := cases[len(cases)-1]
	all, err := b.measureFleet(db, c, c.sizes[0], 200*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		onServer := strings.Contains(m.name, "connections") || strings.Contains(m.name, "server") || strings.Contains(m.name, " a second")
		if (len(m.value) == 0) != onServer {
			t.Errorf("%s: %v", m.name, m.value)
		}
		if m.name == fleetTroubled && m.value[0] != 0 {
			t.Errorf("%v dashboards report a problem", m.value)
		}
	}
}

// TestFull measures six dashboards on a PostgreSQL with four connections.
func TestFull(t *testing.T) {
	text, err := newBench(t).runFull(6, 2, 200*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	if text == "" {
		t.Skip("PostgreSQL is not installed")
	}
	if !strings.Contains(text, fullWaiting) || strings.Contains(text, "MISSED") {
		t.Errorf("the table is%s", text)
	}
}

func TestFleetCases(t *testing.T) {
	cases, err := fleetCases("1,10")
	if err != nil || len(cases) != 3 || len(cases[0].sizes) != 2 || cases[0].sizes[1] != 10 || cases[2].sizes[0] != 10 {
		t.Errorf("got %+v, %v", cases, err)
	}
	if cases, _ = fleetCases("300"); cases[2].sizes[0] != fleetOnFile {
		t.Errorf("%v dashboards are on one file", cases[2].sizes)
	}
	for _, text := range []string{"", "0", "1,x"} {
		if _, err := fleetCases(text); err == nil {
			t.Errorf("%q is accepted", text)
		}
	}
}

func TestFleetTable(t *testing.T) {
	limit := []target{{"2", maxValue, 2}}
	few := []measurement{{name: "connections", unit: " ", value: sample{1}, targets: limit}, {name: "memory", unit: "MB", value: sample{20}}}
	many := []measurement{{name: "connections", unit: " ", value: sample{5}, targets: limit}, {name: "memory", unit: "MB", value: sample{22}}}
	want := strings.Join([]string{
		"|             |       1 |      10 | goal | result         |",
		"| ----------- | ------: | ------: | ---- | -------------- |",
		"| connections |    1.00 |    5.00 | 2    | MISSED with 10 |",
		"| memory      | 20.0 MB | 22.0 MB |      |                |", ""}, "\n")
	if got := fleetTable([]string{"1", "10"}, [][]measurement{few, many}); got != want {
		t.Errorf("the table is\n%s\nwant\n%s", got, want)
	}
}
