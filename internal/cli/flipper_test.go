package cli

import (
	"database/sql"
	"fmt"
	"os"
	"strings"
	"testing"
)

// flipper makes a SQLite file with Flipper's tables and some gates, each as
// feature:key=value.
func flipper(t *testing.T, gates ...string) (path string, rows func(query string) string) {
	t.Helper()
	ddl, err := os.ReadFile("../data/testdata/flipper.sqlite.sql")
	if err != nil {
		t.Fatal(err)
	}
	text := string(ddl)
	for _, g := range gates {
		name, gate, _ := strings.Cut(g, ":")
		text += fmt.Sprintf("\nINSERT INTO flipper_features (key, created_at, updated_at) VALUES ('%s', '2020-01-02 03:04:05.000006', '2020-01-02 03:04:05.000006') ON CONFLICT DO NOTHING;", name)
		if key, value, ok := strings.Cut(gate, "="); ok {
			text += fmt.Sprintf("\nINSERT INTO flipper_gates (feature_key, key, value, created_at, updated_at) VALUES ('%s', '%s', '%s', '2020-01-02 03:04:05.000006', '2020-01-02 03:04:05.000006');", name, key, value)
		}
	}
	path = shape(t, text)
	runWith(t, "", "init", "--yes", "--db", path).expect(t, 0, "*")
	return path, func(query string) string {
		raw, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		defer raw.Close()
		var found sql.NullString
		if err := raw.QueryRow(query).Scan(&found); err != nil {
			t.Fatal(err)
		}
		return found.String
	}
}

const allGates = `SELECT group_concat(feature_key || ':' || key || '=' || value, ' ') FROM (SELECT * FROM flipper_gates ORDER BY id)`

func TestFlipperCommands(t *testing.T) {
	p, rows := flipper(t, "s:actors=Account;7", "s:groups=staff", "q:percentage_of_actors=25", "q:percentage_of_time=0", "d:deny_actors=Account;12", "d:boolean=true", "a:percentage_of_time=100", "off:")
	run := func(args ...string) ran { return runWith(t, "", append(args, "--db", p)...) }
	start := rows(allGates)
	for _, c := range []struct {
		args string
		code int
		err  string // part of the error
	}{
		{"test off", 1, ""}, {"test q", 1, "25 % of actors"}, {"test a", 0, ""}, {"test d", 0, ""}, {"test s", 1, "1 account, group staff (its members are code)"},
		{"test s --scope actor:Account;7", 0, ""}, {"test a --scope actor:Account;7", 0, ""},
		{"set d=off --yes", 5, "unknown gate deny_actors"}, {"kill d --yes", 5, "unknown gate deny_actors"},
		{"set a=off --yes", 5, "stays on: percentage_of_time is 100"}, {"set nothing=on --yes", 3, "nothing"},
		{"set off=on --yes --scope actor:Acount;7", 3, "Account;7"},
	} {
		if got := run(strings.Fields(c.args)...); got.code != c.code || !strings.Contains(got.err, c.err) {
			t.Errorf("%s: %+v", c.args, got)
		}
	}
	if got := rows(allGates); got != start {
		t.Errorf("refused changes have left %s, want %s", got, start)
	}
	if got := run("get", "q", "--json"); !strings.Contains(got.out, `"enabled":null`) || !strings.Contains(got.out, `"depends":["25 % of actors"]`) {
		t.Error(got)
	}
	for _, c := range []struct{ args, gates string }{
		{"set s=on --yes", start + " s:boolean=true"},
		{"set s=off --yes", start},
		{"set s=on --yes --new-tenant --scope actor:Account;12", start + " s:actors=Account;12"},
		{"set s=on --yes --scope actor:Account;12", start + " s:actors=Account;12"},
		{"set s=off --yes --scope actor:Account;12", start}, // a group is left, but no boolean gate is in the way
		{"kill s --yes", strings.Replace(start, "s:actors=Account;7 s:groups=staff ", "", 1)},
		{"undo --yes", start},
	} {
		run(strings.Fields(c.args)...).expect(t, 0, "*")
		if got := rows(allGates); got != c.gates {
			t.Errorf("%s leaves %s, want %s", c.args, got, c.gates)
		}
	}
	run("set", "s=on", "--yes").expect(t, 0, "*")
	before := rows(allGates)
	run("set", "s=off", "--yes", "--scope", "actor:Account;7").expect(t, 5, "", "Flipper has no off for one actor")
	if got := rows(allGates); got != before {
		t.Errorf("a refused off has left %s", got)
	}
	if got := run("set", "s=off", "--yes", "--json"); !strings.Contains(got.out, `"live":"request"`) {
		t.Error(got)
	}
}

// TestFlipperManyActors: the app refuses a 101st actor.
func TestFlipperManyActors(t *testing.T) {
	var gates []string
	for i := range 99 {
		gates = append(gates, fmt.Sprintf("s:actors=Account;%d", i))
	}
	p, rows := flipper(t, gates...)
	for _, c := range []struct{ id, warning string }{{"100", ""}, {"101", `"s" is then on for 101 actors, and the app may refuse more than 100`}} {
		got := runWith(t, "", "set", "s=on", "--yes", "--new-tenant", "--scope", "actor:Account;"+c.id, "--db", p)
		if got.code != 0 || strings.Contains(got.err, "may refuse") != (c.warning != "") || !strings.Contains(got.err, c.warning) {
			t.Errorf("%s: %+v", c.id, got)
		}
	}
	if got := rows(`SELECT COUNT(*) FROM flipper_gates`); got != "101" {
		t.Error(got)
	}
}
