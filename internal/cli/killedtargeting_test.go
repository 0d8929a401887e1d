package cli

import (
	"os"
	"strings"
	"testing"
)

// A kill that only removes targeting says so in each command, and so do its undo and the
// undo of that.
func TestKillThatKeepsTheSetting(t *testing.T) {
	p, rows := flipper(t, "q:percentage_of_actors=25", "q:percentage_of_time=0")
	run := func(args ...string) ran { return runWith(t, "", append(args, "--db", p)...) }
	start := rows(allGates)
	undo := func(text, targeting, after string) {
		t.Helper()
		last := rows(`SELECT change FROM flagtui_change ORDER BY id DESC LIMIT 1`)
		if got := run("undo", last, "--dry-run"); !strings.Contains(got.err, "q at system: "+text) || !strings.Contains(got.err, "(1 change)") {
			t.Errorf("before: %+v", got)
		}
		if got := run("undo", last, "--yes"); got.code != 0 || got.out != "q at system: "+text+"\n" {
			t.Errorf("%+v", got)
		}
		if got := rows(allGates); got != after {
			t.Errorf("gates %q, want %q", got, after)
		}
		for format, want := range map[string]string{"wide": "  q  " + text, "json": `"targeting":"` + targeting + `"`, "markdown": "| off | " + text + " |"} {
			if got := run("history", "-o", format, "--limit", "1"); got.code != 0 || !strings.Contains(got.out, want) {
				t.Errorf("%s: no %q in %+v", format, want, got)
			}
		}
		if got := run("history", "-o", "markdown", "--limit", "1"); !strings.Contains(got.out, "The targeting, such as percentages and groups, was "+targeting+".") {
			t.Error(got.out)
		}
	}
	if got := run("kill", "q", "--dry-run"); !strings.Contains(got.err, "also removes the targeting 25 % of actors") || strings.Contains(got.err, "No undo") {
		t.Errorf("%+v", got)
	}
	if got := run("kill", "q", "--yes"); got.code != 0 || got.out != "q at system: targeting removed\n" {
		t.Errorf("%+v", got)
	}
	undo("targeting put back", "put back", start)
	undo("targeting removed", "removed", "")
	undo("targeting put back", "put back", start)
}

// Without a history, nothing puts back the targeting that a kill removes, and kill says so.
func TestKillWithoutHistoryIsIrreversible(t *testing.T) {
	ddl, err := os.ReadFile("../data/testdata/flipper.sqlite.sql")
	if err != nil {
		t.Fatal(err)
	}
	p := shape(t, string(ddl)+`;INSERT INTO flipper_gates (feature_key, key, value, created_at, updated_at) VALUES ('q', 'percentage_of_actors', '25', '2020-01-02', '2020-01-02')`)
	if got := runWith(t, "", "kill", "q", "--dry-run", "--db", p); !strings.Contains(got.err, "No undo puts the targeting back") {
		t.Errorf("%+v", got)
	}
}
