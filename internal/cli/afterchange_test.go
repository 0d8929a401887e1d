package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// afterChange writes a config file whose context runs a script after each change, and
// returns a function that runs a command in the context. $1 of the script is dir.
func afterChange(t *testing.T, db, dir, script string) func(args string, more ...string) ran {
	t.Helper()
	command, err := json.Marshal([]string{"sh", "-c", script, "sh", dir})
	if err != nil {
		t.Fatal(err)
	}
	config := writeFile(t, fmt.Sprintf("default_context: here\ncontexts:\n  here: {db: %q, after_change: %s}\n", db, command))
	return func(args string, more ...string) ran {
		t.Helper()
		return runWith(t, "", append(append(strings.Fields(args), "--config", config), more...)...)
	}
}

// Each change-set of every command that writes runs after_change once, and nothing else
// does.
func TestAfterChangeRunsOnce(t *testing.T) {
	onDatabases(t, func(t *testing.T, p *testDatabase) {
		p.override("system", "", "a", true)
		p.override("tenant", "acme", "a", true)
		dir := t.TempDir()
		use := afterChange(t, p.url, dir, `cat >> "$1/events"; printf '%s %s\n' "$FLAGTUI_CHANGE" "$FLAGTUI_FLAGS" >> "$1/env"`)
		backup := writeFile(t, use("export").out)
		ids, flags := []string{}, []string{}
		for _, test := range []struct{ args, flags string }{
			{"set a=off", "a"}, {"set a=off", ""}, {"set a=on b=on --dry-run", ""}, {"set a=on b=on --read-only", ""}, {"set a=on b=on", "a b"}, {"clear b", "b"},
			{"kill a", "a"}, {"undo", "a"}, {"undo --dry-run", ""}, {"list", ""}, {"history", ""}, {"register " + writeFile(t, "[{name: a}, {name: b}]"), ""},
			{"kill a --reason why", "a"}, {"apply " + backup + " --prune", "a"}, {"apply " + backup, ""}, {"set a=off --context here --db " + p.url, ""},
		} {
			r := use(test.args, "--yes", "--json")
			var result struct{ Change *string }
			if strings.HasPrefix(r.out, "{") && json.Unmarshal([]byte(r.out), &result) != nil {
				t.Errorf("%s prints %s", test.args, r.out)
			}
			if test.flags != "" && (r.code != 0 || result.Change == nil) {
				t.Fatalf("%s: exit %d: %s%s", test.args, r.code, r.out, r.err)
			}
			if test.flags != "" {
				ids, flags = append(ids, *result.Change), append(flags, test.flags)
			}
		}
		env, err := os.ReadFile(filepath.Join(dir, "env"))
		if err != nil {
			t.Fatal(err)
		}
		want := ""
		for i := range ids {
			want += ids[i] + " " + strings.ReplaceAll(flags[i], " ", "\n") + "\n"
		}
		if string(env) != want {
			t.Errorf("it ran for\n%swant\n%s", env, want)
		}
		events, err := os.ReadFile(filepath.Join(dir, "events"))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(string(events)), "\n")
		var undo struct {
			Change, Undoes, Actor, Context string
			Changes                        []struct {
				Scope, Name   string
				Before, After *bool
			}
		}
		if err := json.Unmarshal([]byte(lines[4]), &undo); err != nil || len(lines) != len(ids) || undo.Change != ids[4] || undo.Undoes != ids[3] || undo.Context != "here" || undo.Actor == "" || len(undo.Changes) == 0 || undo.Changes[0].After == nil && undo.Changes[0].Before == nil {
			t.Errorf("%v: %s", err, events)
		}
	})
}

// A change is announced only if it was saved and after_change has succeeded.
func TestAfterChangeAnnounces(t *testing.T) {
	use := afterChange(t, small(t), t.TempDir(), `exit 0`)
	for args, announced := range map[string]bool{"set orders.bulk=on": true, "set orders.beta=on": false, "set files.previews=off --dry-run": false, "kill files.previews": true} {
		r := use(args, "--yes")
		if r.code != 0 || strings.Contains(r.err, "announced by sh; takes effect within 30 s, or when the app restarts") != announced || strings.Contains(r.err, "announced") != announced {
			t.Errorf("%s: exit %d: %s", args, r.code, r.err)
		}
	}
	var result struct {
		Live string
		Text string `json:"live_text"`
	}
	if r := use("undo --yes --json"); json.Unmarshal([]byte(r.out), &result) != nil || result.Live != "unknown" || !strings.HasPrefix(result.Text, "announced by sh; within 30 s, or ") {
		t.Errorf("%s%s", r.out, r.err)
	}
}

// Where after_change fails, the command says that the change is saved, and exits with 8.
func TestAfterChangeFails(t *testing.T) {
	db := small(t)
	use := afterChange(t, db, t.TempDir(), `echo no route to redis >&2; exit 2`)
	for _, args := range []string{"set orders.bulk=on", "kill orders.bulk", "undo", "clear orders.bulk --tenant ghost"} {
		r := use(args, "--yes")
		r.expect(t, exitSaved, "*", "saved as 20", "takes effect", ", but after_change failed: sh: exit status 2: no route to redis", "do not repeat the change", "`flagtui undo 20")
		if r.out == "" || strings.Count(r.err, "saved as") != 2 {
			t.Errorf("%s prints %q and %s", args, r.out, r.err)
		}
	}
	r := use("set orders.bulk=off", "--yes", "--json")
	var result struct{ Change *string }
	if err := json.Unmarshal([]byte(r.out), &result); err != nil || r.code != exitSaved || result.Change == nil || !strings.Contains(r.err, `{"error":{"code":"saved","message":"saved as `+*result.Change) {
		t.Errorf("exit %d: %s%s", r.code, r.out, r.err)
	}
	use("apply "+writeFile(t, use("export").out)+" --prune", "--yes").expect(t, 0, "*")
	if r := use("undo", "--yes"); r.code != exitSaved {
		t.Errorf("a change whose step failed is undone: exit %d: %s", r.code, r.err)
	}
}

// A step whose variable is not set is known before the write. Commands that write
// nothing do not need it.
func TestAfterChangeWithoutItsVariable(t *testing.T) {
	db := small(t)
	use := afterChange(t, db, "${NOT_SET_ANYWHERE}", `exit 0`)
	use("list").expect(t, 0, "*")
	use("set orders.bulk=on", "--yes").expect(t, exitUsage, "", "after_change: ${NOT_SET_ANYWHERE} is not set")
	use("get orders.bulk", "--json").expect(t, 0, bulk+"\n")
	for text, want := range map[string]string{"[]": "names no program", `[""]`: "names no program", "{a: b}": "line 1", "[[a]]": "line 1"} {
		runWith(t, "", "list", "--config", writeFile(t, "contexts: {a: {db: x, after_change: "+text+"}}\n")).expect(t, exitUsage, "", want)
	}
}
