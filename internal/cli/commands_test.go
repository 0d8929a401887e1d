package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// small returns a database with three flags, three tenants and four overrides.
func small(t *testing.T) string {
	t.Helper()
	path, _ := newDatabase(t,
		`INSERT INTO flagtui_definition (name, description, default_enabled, scopes) VALUES
			('files.previews', 'Previews', 1, ''), ('orders.beta', 'The new checkout', 0, ''), ('orders.bulk', '', 0, '')`,
		`INSERT INTO tenants_tenant (id, slug, name, status) VALUES ('acme', 'acme', 'Acme', 'active'), ('globex', 'g', 'Globex', 'active')`,
		`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES
			('system', '', 'orders.beta', 1), ('tenant', 'acme', 'orders.beta', 0), ('tenant', 'acme', 'old.flag', 1), ('tenant', 'ghost', 'orders.bulk', 1)`)
	return path
}

const (
	previews  = `{"name":"files.previews","description":"Previews","default_enabled":true,"enabled":true,"overridden":false,"system_enabled":null,"source":"default","registered":true}`
	beta      = `{"name":"orders.beta","description":"The new checkout","default_enabled":false,"enabled":true,"overridden":true,"system_enabled":null,"source":"system","registered":true}`
	betaAcme  = `{"name":"orders.beta","description":"The new checkout","default_enabled":false,"enabled":false,"overridden":true,"system_enabled":true,"source":"tenant","registered":true}`
	bulk      = `{"name":"orders.bulk","description":"","default_enabled":false,"enabled":false,"overridden":false,"system_enabled":null,"source":"default","registered":true}`
	oldAcme   = `{"name":"old.flag","description":"","default_enabled":false,"enabled":true,"overridden":true,"system_enabled":false,"source":"tenant","registered":false}`
	usageJSON = `{"error":{"code":"usage",`
)

// TestCommands checks that exit codes, JSON, stdout and stderr follow the contract.
func TestCommands(t *testing.T) {
	for _, tc := range []struct {
		args string // DB is replaced by the database
		code int
		out  string // "*" means any output
		errs []string
	}{
		{"list --json", 0, "[" + previews + "," + beta + "," + bulk + "]\n", nil},
		{"list --json --enabled --overridden", 0, "[" + beta + "]\n", nil},
		{"list --json --tenant acme --orphaned", 0, "[" + oldAcme + "]\n", nil},
		{"list --json --orphaned", 0, "[]\n", nil},
		{"list --tenant acm", 3, "", []string{`unknown tenant "acm"`, `did you mean "acme"?`, "--new-tenant"}},
		{"list --tenant acm --new-tenant --json --overridden", 0, "[]\n", nil},
		{"list --tenant ghost --overridden --json", 0, "*", nil},
		{"list --project 12", 3, "", []string{"no project has"}},
		{"list --tenant acme --project 12", 2, "", []string{"tenant"}},
		{"list extra", 2, "", []string{"extra"}},
		{"get orders.beta --json", 0, beta + "\n", nil},
		{"get orders.bulk files.previews --json", 0, "[" + bulk + "," + previews + "]\n", nil},
		{"get orders.beta --tenant acme --json", 0, betaAcme + "\n", nil},
		{"get orders.bta", 3, "", []string{`"orders.bta" is not registered`, `did you mean "orders.beta"`}},
		{"get old.flag --tenant acme", 3, "", []string{"flagtui clear"}},
		{"get", 2, "", nil},
		{"test orders.beta", 0, "", nil},
		{"test orders.beta files.previews", 0, "", nil},
		{"test orders.beta orders.bulk", 1, "", nil},
		{"test orders.beta --tenant acme", 1, "", nil},
		{"test nope", 3, "", nil},
		{"scopes --json", 0, `[{"kind":"tenant","id":"acme","name":"Acme","overrides":2},{"kind":"tenant","id":"ghost","name":"","overrides":1},{"kind":"tenant","id":"globex","name":"Globex","overrides":0}]` + "\n", nil},
		{"scopes tenants --json", 0, "*", nil},
		{"scopes projects --json", 0, "[]\n", nil},
		{"scopes nonsense", 2, "", []string{"it is one of tenants"}},
		{"overrides orders.bulk --json", 0, "*", nil},
		{"overrides files.previews --json", 0, "[]\n", nil},
		{"overrides nope", 3, "", nil},
		{"diff system tenant:globex", 0, "", nil},
		{"diff system tenant:acme", 1, "orders.beta  system: on (system)  tenant:acme: off (tenant)\n", nil},
		{"diff system tenant:acm", 3, "", []string{"acme"}},
		{"diff system acme", 2, "", []string{"tenant:ID"}},
		{"set orders.bulk=on", 7, "", []string{"orders.bulk at system: inherit -> on", "2 tenants inherit", "--yes"}},
		{"set orders.bulk=on --dry-run", 0, "*", []string{"nothing was written"}},
		{"set orders.bulk=on --no-input", 7, "", nil},
		{"set orders.bulk --yes", 2, "", []string{"NAME=on or NAME=off"}},
		{"set orders.bulk=maybe --yes", 2, "", nil},
		{"set orders.bulk=on orders.bulk=off --yes", 2, "", []string{"both on and off"}},
		{"set orders.bulk=on nope=on --yes", 3, "", []string{`"nope"`}},
		{"set orders.beta=on --yes", 0, "\"orders.beta\" unchanged\n", nil},
		{"set orders.bulk=on --yes --read-only", 5, "", []string{"read-only"}},
		{"set orders.bulk=on --yes --tenant nobody", 3, "", nil},
		{"clear orders.bulk --yes", 3, "", []string{"No override set for this flag"}},
		{"clear nope --yes", 3, "", []string{"No override set for this flag"}},
		{"clear old.flag --tenant acme --yes", 0, "Override cleared for \"old.flag\"\n", []string{"saved as"}},
		{"kill nope --yes", 3, "", nil},
		{"kill orders.beta", 7, "", []string{"orders.beta at system: on -> off"}},
		{"history nope --json", 0, "[]\n", nil},
		{"history --since yesterday", 2, "", []string{"90m, 2h, 3d"}},
		{"history --scope acme", 2, "", nil},
		{"history --limit 0", 2, "", nil},
		{"undo", 3, "", nil},
		{"undo nope --yes", 3, "", []string{`no change-set "nope"`}},
		{"lst", 2, "", []string{"Did you mean this? list"}},
		{"list --jsn", 2, "", []string{`"--json"`}},
		{"get --json", 2, "", []string{usageJSON}},
		{"get nope --json", 3, "", []string{`{"error":{"code":"unknown","message":"flag \"nope\" is not registered for system","hint":`}},
		{"list --timeout 0s", 2, "", nil},
		{"list --timeout soon", 2, "", nil},
		{"completion tcsh", 2, "", nil},
		{"version", 0, "*", nil},
		{"--tenant acme", 0, "*", nil}, // without a terminal, the list is printed
	} {
		t.Run(tc.args, func(t *testing.T) {
			args := append(strings.Fields(tc.args), "--db", small(t))
			runWith(t, "", args...).expect(t, tc.code, tc.out, tc.errs...)
		})
	}
}

func TestDatabasesThatCannotBeOpened(t *testing.T) {
	for db, want := range map[string]int{"": 2, "/nowhere/app.db": 6, "mysql://x": 2, "postgres://u:secret@127.0.0.1:1/x": 6} {
		r := runWith(t, "", "list", "--db", db, "--timeout", "1s")
		r.expect(t, want, "")
		if strings.Contains(r.err, "secret") {
			t.Errorf("a password is printed: %s", r.err)
		}
	}
}

// TestSetUndoRedo checks that a change can be undone by its id, and the undo by its own.
func TestSetUndoRedo(t *testing.T) {
	db := small(t)
	decode := func(r ran) (result struct {
		Change  *string
		Changed int
		Flags   []struct{ Name string }
		Live    string
	}) {
		t.Helper()
		if err := json.Unmarshal([]byte(r.out), &result); err != nil || r.code != 0 {
			t.Fatalf("exit %d: %v\n%s\n%s", r.code, err, r.out, r.err)
		}
		return result
	}
	before := runWith(t, "", "export", "--db", db).out
	set := decode(runWith(t, "", "set", "orders.bulk=on", "files.previews=off", "orders.beta=on", "--db", db, "--yes", "--json", "--actor", "alice", "--reason", "why not"))
	if set.Change == nil || set.Changed != 2 || len(set.Flags) != 3 || set.Flags[0].Name != "orders.bulk" || set.Live != "unknown" {
		t.Errorf("set: %+v", set)
	}
	var history []map[string]any
	r := runWith(t, "", "history", "--db", db, "--json", "--since", "1h")
	if err := json.Unmarshal([]byte(r.out), &history); err != nil || len(history) != 2 {
		t.Fatalf("%v: %s", err, r.out)
	}
	var keys []string
	for key := range history[0] {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	if want := []string{"actor", "after", "at", "before", "change", "name", "reason", "scope", "scope_id", "source"}; !slices.Equal(keys, want) {
		t.Errorf("history has the keys %v, want %v", keys, want)
	}
	if h := history[0]; h["actor"] != "alice" || h["reason"] != "why not" || h["before"] != nil || h["change"] != *set.Change {
		t.Errorf("history: %v", h)
	}
	undone := decode(runWith(t, "", "undo", "--db", db, "--yes", "--json", "--actor", "alice"))
	if undone.Changed != 2 {
		t.Errorf("undo: %+v", undone)
	}
	if after := runWith(t, "", "export", "--db", db).out; after != before {
		t.Errorf("undone is not as before:\n%s\nbefore:\n%s", after, before)
	}
	runWith(t, "", "undo", *set.Change, "--db", db, "--yes").expect(t, exitConflict, "", "is undone already")
	decode(runWith(t, "", "undo", *undone.Change, "--db", db, "--yes", "--json"))
	runWith(t, "", "test", "orders.bulk", "--db", db).expect(t, 0, "")

	killed := decode(runWith(t, "", "kill", "orders.bulk", "--db", db, "--yes", "--json"))
	if killed.Changed != 2 { // kill changes the system's override and that of ghost
		t.Errorf("kill: %+v", killed)
	}
	runWith(t, "", "test", "orders.bulk", "--tenant", "ghost", "--db", db).expect(t, exitNegative, "")
}

func TestContexts(t *testing.T) {
	prod, staging := small(t), small(t)
	dir := t.TempDir()
	config := filepath.Join(dir, "config.yaml")
	write := func(text string, mode os.FileMode) {
		t.Helper()
		if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(config, mode); err != nil {
			t.Fatal(err)
		}
	}
	write(fmt.Sprintf("default_context: staging\ncontexts:\n  prod: {db: \"${PROD_DB}\", protected: true}\n  staging: {db: %q, read_only: true}\n", staging), 0o600)
	t.Setenv("PROD_DB", prod)
	use := func(args ...string) ran { return runWith(t, "", append(args, "--config", config)...) }

	use("set", "orders.bulk=on", "--yes").expect(t, exitRefused, "")
	use("set", "orders.bulk=on", "--yes", "--context", "prod").expect(t, exitConfirm, "", "protected", "--confirm prod")
	use("set", "orders.bulk=on", "--confirm", "staging", "--context", "prod").expect(t, exitConfirm, "", `"staging"`)
	use("set", "orders.bulk=on", "--confirm", "prod", "--context", "prod").expect(t, 0, "\"orders.bulk\" enabled\n")
	use("test", "orders.bulk", "--context", "prod").expect(t, 0, "")
	use("test", "orders.bulk").expect(t, exitNegative, "")
	use("test", "orders.bulk", "--db", prod).expect(t, 0, "")
	use("list", "--context", "prd").expect(t, exitUsage, "", `did you mean "prod"?`)

	out := use("config", "--context", "prod").out
	for _, want := range []string{`db +` + regexp.QuoteMeta(prod) + ` +context prod`, `context +prod +--context`, `timeout +5s +default`} {
		if !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("config has no %q:\n%s", want, out)
		}
	}
	t.Setenv("FLAGTUI_TIMEOUT", "7s")
	if out := use("config").out; !regexp.MustCompile(`timeout +7s +FLAGTUI_TIMEOUT`).MatchString(out) {
		t.Errorf("the environment does not count:\n%s", out)
	}
	if out := use("config", "--timeout", "8s").out; !regexp.MustCompile(`timeout +8s +--timeout`).MatchString(out) {
		t.Errorf("the flag does not come first:\n%s", out)
	}

	write("contexts:\n  prod: {db: x, colour: red}\n", 0o600)
	use("list").expect(t, exitUsage, "", "line 2", "colour")
	write("contexts:\n  prod: {db: \"${NOT_SET_ANYWHERE}\"}\n", 0o600)
	use("list", "--context", "prod").expect(t, exitUsage, "", "${NOT_SET_ANYWHERE}")
	write("contexts:\n  prod: {db: \"postgres://u:secret@h/db\"}\n", 0o644)
	r := use("config")
	r.expect(t, 0, "*", "chmod 600")
	if strings.Contains(r.out+r.err, "secret") {
		t.Errorf("a password is printed:\n%s%s", r.out, r.err)
	}
}

// Every command has a help text and an example.
func TestEveryCommandHasHelp(t *testing.T) {
	root := (&app{}).rootCommand()
	for _, cmd := range root.Commands() {
		if cmd.Short == "" || cmd.Example == "" && cmd.Name() != "version" {
			t.Errorf("%s has no short help or no example", cmd.Name())
		}
		r := runWith(t, "", cmd.Name(), "--help")
		if lines := strings.Count(r.out, "\n"); r.code != 0 || lines == 0 || lines > 60 {
			t.Errorf("%s --help: exit %d, %d lines", cmd.Name(), r.code, lines)
		}
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		runWith(t, "", "completion", shell).expect(t, 0, "*")
	}
}

func TestCompletion(t *testing.T) {
	db := small(t)
	for _, tc := range []struct {
		args string
		want []string
	}{
		{"get orders.", []string{"files.previews", "orders.beta", "orders.bulk"}},
		{"set orders.be", []string{"files.previews=on", "files.previews=off", "orders.beta=on", "orders.beta=off", "orders.bulk=on", "orders.bulk=off"}},
		{"list --tenant gl", []string{"globex\tGlobex"}},
		{"diff tenant:ac", []string{"system", "tenant:acme"}},
		{"scopes ten", []string{"tenants"}},
	} {
		args := strings.Fields(tc.args)
		args = append(append([]string{"__complete", args[0], "--db", db}, args[1:len(args)-1]...), args[len(args)-1])
		var got []string
		for _, line := range strings.Split(runWith(t, "", args...).out, "\n") {
			if line != "" && !strings.HasPrefix(line, ":") {
				got = append(got, line)
			}
		}
		if !reflect.DeepEqual(got, tc.want) {
			t.Errorf("completing %q offers %q, want %q", tc.args, got, tc.want)
		}
	}
	r := runWith(t, "", "__complete", "get", "--db", "postgres://127.0.0.1:1/x", "a")
	if r.code != 0 || strings.TrimSpace(r.out) != ":4" || strings.Contains(r.err, "reach") {
		t.Errorf("without a database: exit %d, %q, %q", r.code, r.out, r.err)
	}
}

// TestSavedWithoutHistory checks that a command says so if its change cannot be undone
// for lack of a journal.
func TestSavedWithoutHistory(t *testing.T) {
	path, raw := newDatabase(t)
	if _, err := raw.Exec(`DROP TABLE flagtui_change; DROP TABLE IF EXISTS audit_log_audit_entry`); err != nil {
		t.Fatal(err)
	}
	r := runWith(t, "", "set", "a.b=on", "--db", path, "--yes")
	r.expect(t, 0, "\"a.b\" enabled\n", "not recorded", "flagtui init")
	if strings.Contains(r.err, "saved as") {
		t.Errorf("an id is told that nothing knows:\n%s", r.err)
	}
	runWith(t, "", "undo", "--db", path, "--yes").expect(t, exitUnknown, "", "no history")
}
