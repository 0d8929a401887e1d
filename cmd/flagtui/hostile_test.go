package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"
	"unicode"
)

// foreign are texts that a database may hold and that act on a terminal.
var foreign = []string{
	"\x1b]0;PWN\x07x", "\x1b]52;c;UFdO\x07", "\x1b[2Jcleared", "c1 \u009b31m \u009d0;PWN\u009c", "raw \x9b31m \x9d0;PWN\x07",
	"del\x7f nul\x00 bell\x07", "line\nbreak\r\nreturn\ttab", "\u202eoverride\u2066isolate", "zero\u200bwidth\ufeff\u00ad", "broken \xff\xc3(", "\u2028line\u2029",
}

// poisoned is a database with such a text in every column of every table that
// takes a text, and in scopes, names and ids that are otherwise as usual.
func poisoned(t *testing.T) string {
	t.Helper()
	path, raw := newDatabase(t)
	tables, err := raw.Query(`SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND (c.type LIKE '%CHAR%' OR c.type LIKE '%TEXT%' OR c.type LIKE '%JSON%' OR c.type LIKE 'UUID') ORDER BY 1, c.cid`)
	if err != nil {
		t.Fatal(err)
	}
	defer tables.Close()
	columns := map[string][]string{}
	for tables.Next() {
		var table, column string
		if err := tables.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		columns[table] = append(columns[table], column)
	}
	for table, names := range columns {
		done := 0
		for i := range foreign {
			var values []any
			for j := range names {
				values = append(values, foreign[(i+j)%len(foreign)])
			}
			insert := fmt.Sprintf(`INSERT INTO %s (%s) VALUES (?%s)`, table, strings.Join(names, ", "), strings.Repeat(", ?", len(names)-1))
			if table == "feature_flags_override" {
				insert = strings.Replace(strings.Replace(insert, ") VALUES", ", enabled) VALUES", 1), "VALUES (", "VALUES (", 1)
				insert = strings.TrimSuffix(insert, ")") + ", 1)"
			}
			if _, err := raw.Exec(insert, values...); err == nil {
				done++
			}
		}
		t.Logf("%s: %d rows", table, done)
	}
	for i, text := range foreign {
		for _, row := range [][2]string{{"system", ""}, {"tenant", foreign[(i+1)%len(foreign)]}, {"tenant", "acme"}, {text, "acme"}, {"project", text}} {
			if _, err := raw.Exec(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled, updated_by) VALUES (?, ?, ?, 1, ?)`, row[0], row[1], text, text); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := raw.Exec(`INSERT OR IGNORE INTO flagtui_definition (name, description, default_enabled, scopes) VALUES (?, ?, 0, ?)`, "a"+text, text, text); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// harmless demands that no byte acts on a terminal. A table's cells are cleaned:
// only line ends are left besides what is printable.
func harmless(t *testing.T, what, text string) {
	t.Helper()
	for i, r := range text {
		if r != '\n' && r != '\t' && (!unicode.IsPrint(r) || r == unicode.ReplacementChar && !strings.HasPrefix(text[i:], "\ufffd")) {
			t.Errorf("%s writes %q in %q", what, r, text[max(0, i-40):min(len(text), i+40)])
			return
		}
	}
}

// Whatever a database holds, nothing that a command writes acts on a terminal,
// and JSON stays JSON that holds the text.
func TestForeignTextInCommands(t *testing.T) {
	db := poisoned(t)
	for _, args := range []string{
		"list", "list --tenant acme", "list --overridden", "list --orphaned", "scopes", "scopes tenant", "history", "doctor", "diff system tenant:acme", "config",
		"export", "undo", "generate go --package x",
	} {
		for _, extra := range [][]string{nil, {"--json"}} {
			r := runWith(t, "", append(append(strings.Fields(args), "--db", db, "--no-input"), extra...)...)
			harmless(t, args+" "+strings.Join(extra, " "), r.err)
			if args != "export" {
				harmless(t, args+" "+strings.Join(extra, " "), r.out)
			}
			if extra != nil && strings.HasPrefix(r.out, "[") && !json.Valid([]byte(r.out)) {
				t.Errorf("%s --json is no JSON: %q", args, r.out)
			}
		}
	}
	for _, text := range foreign {
		for _, args := range [][]string{
			{"get", text}, {"get", "--tenant", text, "a"}, {"overrides", text}, {"set", text + "=on", "--yes"}, {"clear", text, "--dry-run"}, {"kill", text, "--dry-run"}, {"history", text},
			{"diff", text, "system"}, {"diff", "tenant:" + text, "system"}, {"undo", text, "--yes"}, {"history", "--scope", "tenant:" + text}, {"list", "--context", text},
		} {
			for _, extra := range [][]string{nil, {"--json"}} {
				r := runWith(t, "", append(append(args, "--db", db, "--no-input"), extra...)...)
				harmless(t, fmt.Sprintf("%q", args), r.out)
				harmless(t, fmt.Sprintf("%q", args), r.err)
			}
		}
	}
}

// JSON holds what it escapes.
func TestJSONEscapesWhatActsOnATerminal(t *testing.T) {
	text := "a\x7f\u009b\u202e\u200b\U000e0001é世👍\n\"<"
	line, err := marshalJSON([]string{text})
	if err != nil {
		t.Fatal(err)
	}
	if want := `["a\u007f\u009b\u202e\u200b\udb40\udc01é世👍\n\"<"]` + "\n"; string(line) != want {
		t.Errorf("it is %s, want %s", line, want)
	}
	var back []string
	if err := json.Unmarshal(line, &back); err != nil || back[0] != text {
		t.Errorf("it is read back as %q (%v)", back, err)
	}
}

// A row whose scope holds an escape is looked at, gone to and copied.
func TestForeignTextInTheDashboard(t *testing.T) {
	db, raw := newDatabase(t, `INSERT INTO flagtui_definition (name, description, default_enabled, scopes) VALUES ('aaa', 'first', 0, 'system')`)
	if _, err := raw.Exec(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES (?, 'x', 'aaa', 1), ('system', '', ?, 1)`, "\x1b]0;PWN\x07x", "a\nb\x1b]0;PWN\x07"); err != nil {
		t.Fatal(err)
	}
	if _, err := raw.Exec(`INSERT INTO flagtui_definition (name, description, default_enabled, scopes) VALUES (?, '', 0, '')`, "a\nb\x1b]0;PWN\x07"); err != nil {
		t.Fatal(err)
	}
	p := dashboardWith(t, "--db", db)
	for _, keys := range []string{"y", "j", "y", "\r", "j", "\r", "\x1b", "\x1b", "k", "\r", "j", "\r", "h", "\x1b", "m", "\x1b", ":", "\x1b", "t", "\x1b"} {
		p.send(keys)
		p.settle()
	}
	if strings.Contains(p.written(), "]0;PWN\x07") || strings.Contains(p.written(), "\x1b]0") {
		t.Errorf("an escape of the database is written: %q", p.written())
	}
	copied := map[string]bool{}
	for _, sent := range clipboardRequest.FindAllStringSubmatch(p.written(), -1) {
		text, err := base64.StdEncoding.DecodeString(sent[1])
		if err != nil {
			t.Fatal(err)
		}
		copied[string(text)] = true
	}
	if want := map[string]bool{"aaa": true, `a\nb\x1b]0;PWN\a`: true}; !maps.Equal(copied, want) {
		t.Errorf("what is copied is %v", copied)
	}
}
