package cli

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestKeysOfTheConfigFile checks that every command checks the keys of the config file
// before it opens a database. The error has the line.
func TestKeysOfTheConfigFile(t *testing.T) {
	for text, want := range map[string][]string{
		"chnge: t":                     {"line 4: keys: chnge: no action", `did you mean "change"`},
		"change: t":                    {"line 4: keys: change:", `both "change" and "tenants"`},
		"undo: [f5, ctl+x]":            {"line 4: keys: undo:", `no key is called "ctl+x"`, `did you mean "ctrl+x"`},
		"choose: x":                    {"line 4: keys: choose:", "needed to type with"},
		"interrupt: f5":                {"line 4: keys: interrupt:", "ctrl+c"},
		"undo: []":                     {"line 4: keys: undo:", "no key is given"},
		"undo:":                        {"line 4: keys: undo:", "no key is given"},
		"undo: {f5: x}":                {"line 4: keys: undo:", "neither a word nor a list"},
		"undo: [f5, [x]]":              {"line 4: keys: undo:", "neither a word nor a list"},
		"help: h":                      {"line 4", `"help" already`},
		"undo: f5\nmouse: 3":           {"line 5"},
		"undo: f5\nmouses: true":       {"line 5", "mouses", "keys, theme, mouse, preview and serve"},
		"undo: f5\ncontexts: {a: {}}":  {`the context "a" names no database`},
		"undo: \"\x1b[2J\"\nx: broken": {`no key is called`},
	} {
		config := writeFile(t, "mouse: true\nkeys:\n  help: \"?\"\n  "+text+"\n")
		for _, args := range []string{"list --db /nowhere/at/all", "config", "get x --json"} {
			r := runWith(t, "", append(strings.Fields(args), "--config", config)...)
			r.expect(t, exitUsage, "")
			for _, part := range want {
				if !strings.Contains(strings.ReplaceAll(r.err, `\"`, `"`), part) && !strings.Contains(text, "\x1b") {
					t.Errorf("%q, %s: no %q in\n%s", text, args, part, r.err)
				}
			}
			if strings.Contains(r.err, "\x1b") {
				t.Errorf("%q reaches the terminal", text)
			}
		}
	}
}

func TestThemeOfTheConfigFile(t *testing.T) {
	for text, want := range map[string][]string{
		"selektion: red":   {"line 4: theme: selektion: no role", `did you mean "selection"`},
		"base: drak":       {"line 4: theme: base: no theme is called", "dark, light, mono"},
		"cursor: gren":     {"line 4: theme: cursor:", `did you mean "green"`},
		"cursor: red blue": {"line 4: theme: cursor:", "two colours"},
		"cursor:":          {"line 4: theme: cursor:", "no word is given"},
		"cursor: {a: b}":   {"line 4: theme: cursor:", "neither a word nor a list"},
	} {
		config := writeFile(t, "contexts: {}\ntheme:\n  on: none\n  "+text+"\n")
		r := runWith(t, "", "list", "--db", "/nowhere/at/all", "--config", config)
		r.expect(t, exitUsage, "", want...)
	}
	config := writeFile(t, "theme: {on: green, cursor: reverse, override: \"bright-cyan bold\", warn: [yellow, underline]}\nmouse: true\n")
	runWith(t, "", "list", "--db", small(t), "--config", config).expect(t, 0, "*")
	bad := writeFile(t, "contexts: {prod: {db: x, color: redd}}\n")
	runWith(t, "", "list", "--db", small(t), "--config", bad).expect(t, exitUsage, "", `the context "prod": color: "redd" is not a colour`, `did you mean "red"`)
	a := &app{}
	a.config = config
	if err := a.readFile(); err != nil || !a.file.Mouse || len(a.styles) != 4 {
		t.Errorf("%v: %+v", err, a.file.Preferences)
	}
}

// TestConfigKeys checks that config --keys prints the actions with their keys.
func TestConfigKeys(t *testing.T) {
	config := writeFile(t, "keys: {change: [space, ctrl+t], history: H, undo: 9, copy_name: y}\nmouse: true\n")
	r := runWith(t, "", "config", "--keys", "--config", config, "--json")
	var rows []keyRow
	if err := json.Unmarshal([]byte(r.out), &rows); err != nil {
		t.Fatalf("%v: %s", err, r.out)
	}
	for action, want := range map[string]string{"change": "[space ctrl+t] change", "history": "[H] history", "undo": "[9] undo", "page_down": "[pgdown ctrl+f ctrl+d] page down"} {
		at := slices.IndexFunc(rows, func(row keyRow) bool { return row.Action == action })
		if at < 0 || fmt.Sprint(rows[at].Keys, " ", rows[at].Does) != want {
			t.Errorf("%s is not %s:\n%s", action, want, r.out)
		}
	}
	runWith(t, "", "config", "--keys").expect(t, 0, "*")
	if out := runWith(t, "", "config", "--keys").out; !strings.Contains(out, "\nchange ") || strings.Contains(out, "H  ") {
		t.Errorf("without a config file:\n%s", out)
	}
}
