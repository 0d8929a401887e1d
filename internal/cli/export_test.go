package cli

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// ran is the result of running the program.
type ran struct {
	code     int
	out, err string
}

// runWith runs the program without a config file and without variables for the database.
func runWith(t *testing.T, stdin string, args ...string) ran {
	t.Helper()
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	for _, name := range dbVariables {
		t.Setenv(name, "")
	}
	files := [2]*os.File{}
	for i := range files {
		file, err := os.CreateTemp(t.TempDir(), "")
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		files[i] = file
	}
	if err := os.WriteFile(files[0].Name(), []byte(stdin), 0o600); err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	code := Run(args, files[0], files[1], &stderr)
	out, err := os.ReadFile(files[1].Name())
	if err != nil {
		t.Fatal(err)
	}
	return ran{code, string(out), stderr.String()}
}

// newDatabase makes a database with all tables, and runs statements on it.
func newDatabase(t *testing.T, statements ...string) (path string, raw *sql.DB) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "flags.db")
	if r := runWith(t, "", "init", "--db", path, "--yes"); r.code != 0 {
		t.Fatal(r.err)
	}
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	for _, statement := range statements {
		if _, err := raw.Exec(statement); err != nil {
			t.Fatalf("%v\n%s", err, statement)
		}
	}
	return path, raw
}

func writeFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "f.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// expect fails the test unless the exit code and stdout match, and stderr contains each
// part. The output "*" matches anything.
func (r ran) expect(t *testing.T, code int, out string, errs ...string) {
	t.Helper()
	if r.code != code || out != "*" && r.out != out {
		t.Errorf("exit %d, want %d; printed\n%s\nand\n%s", r.code, code, r.out, r.err)
	}
	for _, part := range errs {
		if !strings.Contains(r.err, part) {
			t.Errorf("stderr has no %q:\n%s", part, r.err)
		}
	}
}

const (
	nothingDone = "definitions: 0 added, 0 changed, 0 removed\noverrides: 0 added, 0 changed, 0 removed\n"
	backup      = `definitions:
  - name: orders.beta
    description: "The new checkout: beta"
    default_enabled: false
  - name: "yes"
    default_enabled: true
    scopes: [tenant]
overrides:
  - {scope: system, name: orders.beta, enabled: true}
  - {scope: tenant, scope_id: " acme", name: "yes", enabled: false}
  - {scope: tenant, scope_id: globex, name: orders.beta, enabled: false}
`
	backupJSON = `{"definitions":[{"name":"orders.beta","description":"The new checkout: beta","default_enabled":false},{"name":"yes","default_enabled":true,"scopes":["tenant"]}],` +
		`"overrides":[{"scope":"system","name":"orders.beta","enabled":true},{"scope":"tenant","scope_id":" acme","name":"yes","enabled":false},{"scope":"tenant","scope_id":"globex","name":"orders.beta","enabled":false}]}` + "\n"
)

func TestExportAndApply(t *testing.T) {
	path, _ := newDatabase(t)
	file := writeFile(t, backup)
	runWith(t, "", "export", "--db", path).expect(t, 0, "definitions: []\noverrides: []\n")
	runWith(t, "", "apply", file, "--db", path, "--yes").expect(t, 3, "", `f.yaml:10: unknown tenant " acme"`, "--new-tenant")
	runWith(t, "", "apply", file, "--db", path, "--new-tenant").expect(t, 7, "", "definition of orders.beta: added, default off", "yes at tenant: acme: inherit -> off", "this would change 2 definitions and 3 overrides")
	const done = "definitions: 2 added, 0 changed, 0 removed\noverrides: 3 added, 0 changed, 0 removed\n"
	runWith(t, "", "apply", file, "--db", path, "--new-tenant", "--dry-run").expect(t, 0, strings.ReplaceAll(done, "\n", " (dry run)\n"), "nothing was written")
	runWith(t, "", "export", "--db", path).expect(t, 0, "definitions: []\noverrides: []\n")
	runWith(t, backup, "apply", "-", "--db", path, "--new-tenant", "--yes").expect(t, 0, done, "saved as", "takes effect within 30 s, or when the app restarts (simple_module < 0.0.40)")
	runWith(t, "", "export", "--db", path).expect(t, 0, backup)
	runWith(t, "", "export", "--db", path, "--json").expect(t, 0, backupJSON)
	runWith(t, backupJSON, "apply", "-", "--db", path).expect(t, 0, nothingDone, "nothing to change: everything is as stdin says")
	runWith(t, "", "apply", file, "--db", path, "--json", "--prune").expect(t, 0,
		`{"change":null,"changed":0,"flags":[],"live":"unknown","live_text":"within 30 s, or when the app restarts (simple_module < 0.0.40)","definitions":{"added":0,"changed":0,"removed":0},"overrides":{"added":0,"changed":0,"removed":0},"left_out":{"unregistered":0,"unknown_scope":0}}`+"\n")

	r := runWith(t, "", "export", "--db", path, "--format", "flagd")
	if r.expect(t, 0, "*"); !json.Valid([]byte(r.out)) || !strings.Contains(r.out, `"tenant_id"`) {
		t.Errorf("flagd's file is\n%s", r.out)
	}

	// Without a catalogue the default of a flag that only tenants override is unknown.
	bare, _ := newDatabase(t, `INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('tenant', 'acme', 'only.acme', 1), ('system', '', 'known', 1)`)
	r = runWith(t, "", "export", "--db", bare, "--format", "flagd")
	if r.expect(t, 0, "*", "left out 1 flag that only tenants override: their default is unknown without a catalogue; give a catalogue with --flags FILE"); strings.Contains(r.out, "only.acme") || !strings.Contains(r.out, `"known"`) {
		t.Errorf("flagd's file is\n%s", r.out)
	}
	r = runWith(t, "", "export", "--db", bare, "--format", "flagd", "--flags", writeFile(t, "- name: listed\n"))
	if r.expect(t, 0, "*"); r.err != "" || !strings.Contains(r.out, "only.acme") {
		t.Errorf("flagd's file is\n%s%s", r.out, r.err)
	}

	// The catalogue of --flags replaces the one in the database.
	list := writeFile(t, "- name: listed\n")
	runWith(t, "", "export", "--db", path, "--flags", list).expect(t, 0, "definitions:\n  - name: listed\n    default_enabled: false\n"+backup[strings.Index(backup, "overrides"):])
	// A catalogue file changes no overrides, even with --prune.
	runWith(t, "", "apply", list, "--db", path, "--prune", "--yes").expect(t, 0,
		"definitions: 1 added, 0 changed, 2 removed\noverrides: 0 added, 0 changed, 0 removed\n")
	runWith(t, "", "apply", file, "--db", path, "--yes").expect(t, 0, "definitions: 2 added, 0 changed, 0 removed\noverrides: 0 added, 0 changed, 0 removed\n", "kept: 1 definition and 0 overrides")
	r = runWith(t, "overrides:\n- {scope: system, name: orders.beta, enabled: false}\n", "apply", "-", "--db", path, "--prune", "--yes", "--json", "--actor", "alice", "--reason", "why")
	var result applyResult
	if err := json.Unmarshal([]byte(r.out), &result); err != nil || result.Change == nil || result.Changed != 3 ||
		result.Overrides.Changed != 1 || result.Overrides.Removed != 2 || result.Definitions.Removed != 0 {
		t.Errorf("%v, it printed\n%s\n%s", err, r.out, r.err)
	}
}

func TestApplyRefusals(t *testing.T) {
	path, raw := newDatabase(t,
		`INSERT INTO flagtui_definition (name, scopes) VALUES ('a', ''), ('s', 'system')`,
		`INSERT INTO tenants_tenant (id, slug, name, status) VALUES ('acme', 'acme', 'Acme', 'active')`,
		`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('system', '', 'orphan', 1), ('System', '', 'a', 1), ('tenant', '', 'a', 1)`)
	for _, test := range []struct {
		text string
		code int
		errs string
	}{
		{"definitions:\n- name: a\n- name: a\n", 2, `f.yaml:3: the flag "a" is defined twice, first in line 2`},
		{"overrides:\n- {scope: system, name: a, enabled: 1}\n", 2, "f.yaml:2: enabled must be true or false, not the number 1"},
		{"overrides:\n- {scope: system, name: gone, enabled: true}\n", 7, `f.yaml:2: flag "gone" is not registered for system`},
		{"overrides:\n- {scope: tenant, scope_id: acme, name: s, enabled: true}\n", 7, `f.yaml:2: Feature 's' cannot be used in tenant context`},
		{"overrides:\n- {scope: system, name: orphan, enabled: false}\n", 7, `f.yaml:2: flag "orphan" is not registered`},
		{"definitions:\n- name: b\noverrides:\n\n- {scope: tenant, scope_id: acmee, name: b, enabled: true}\n", 3, `f.yaml:5: unknown tenant "acmee"`},
		{"overrides:\n- {scope: tenant, scope_id: acmee, name: a, enabled: true}\n", 3, `did you mean "acme"? --new-tenant`},
		{"overrides:\n- {scope: project, scope_id: '1', name: a, enabled: true}\n", 3, `f.yaml:2: Feature 'a' cannot be used in authoring context`},
		{"overrides:\n- {scope: system, name: a, enabled: true}\n- {scope: system, name: orphan, enabled: true}\n", 7, "a at system: on, in every row"},
	} {
		runWith(t, "", "apply", writeFile(t, test.text), "--db", path).expect(t, test.code, "", test.errs)
	}
	runWith(t, "", "apply", filepath.Join(t.TempDir(), "none"), "--db", path).expect(t, 2, "", "cannot read the file")
	file := writeFile(t, "overrides:\n- {scope: system, name: a, enabled: true}\n")
	runWith(t, "", "apply", file, "--db", path, "--read-only", "--yes").expect(t, 5, "", "read-only")
	runWith(t, "", "export", "--db", path, "--format", "flag").expect(t, 2, "", `unknown format "flag": it is yaml or flagd`)
	runWith(t, "", "export", "--db", path).expect(t, 0, "*", "left out 2 rows")
	// --prune keeps rows that a file cannot hold.
	runWith(t, "", "apply", file, "--db", path, "--prune", "--yes").expect(t, 0,
		"definitions: 0 added, 0 changed, 0 removed\noverrides: 1 added, 0 changed, 1 removed\n", "kept: 1 row that a file cannot hold")

	// More tenants than maxLookUps.
	text := "overrides:\n"
	for i := range 100 {
		if _, err := raw.Exec(`INSERT INTO tenants_tenant (id, slug, name, status) VALUES (?, ?, '', 'active')`, fmt.Sprint("t", i), fmt.Sprint("s", i)); err != nil {
			t.Fatal(err)
		}
		text += fmt.Sprintf("- {scope: tenant, scope_id: t%d, name: a, enabled: true}\n", i)
	}
	runWith(t, text, "apply", "-", "--db", path, "--dry-run").expect(t, 0, "*", "overrides: 100 added", "… and 50 more")
	runWith(t, text+"- {scope: tenant, scope_id: x, name: a, enabled: true}\n", "apply", "-", "--db", path, "--dry-run").expect(t, 3, "", `stdin:102: unknown tenant "x"`)
}

func TestApplyWithoutATableOfDefinitions(t *testing.T) {
	path, raw := newDatabase(t, `DROP TABLE flagtui_definition`)
	runWith(t, backup, "apply", "-", "--db", path, "--new-tenant", "--yes").expect(t, 3, "", "no table for definitions", "flagtui init", "definition of orders.beta: added")
	overrides := backup[strings.Index(backup, "overrides"):]
	runWith(t, overrides, "apply", "-", "--db", path, "--new-tenant", "--yes").expect(t, 0, "*", "names cannot be checked", "saved as")
	if _, err := raw.Exec(`DELETE FROM feature_flags_override`); err != nil {
		t.Fatal(err)
	}
	same := writeFile(t, backup[len("definitions:\n"):strings.Index(backup, "overrides")])
	runWith(t, backup, "apply", "-", "--db", path, "--flags", same, "--new-tenant", "--yes").expect(t, 0,
		"definitions: 0 added, 0 changed, 0 removed\noverrides: 3 added, 0 changed, 0 removed\n")
	runWith(t, "", "export", "--db", path).expect(t, 0, "definitions: []\n"+overrides)
	other := writeFile(t, "- name: orders.beta\n- {name: \"yes\", default_enabled: true, scopes: tenant}\n")
	runWith(t, backup, "apply", "-", "--db", path, "--flags", other, "--yes").expect(t, 3, "", "changed (description)")
}

func TestApplyIsAllOrNothing(t *testing.T) {
	path, raw := newDatabase(t, `CREATE TRIGGER refuse BEFORE INSERT ON feature_flags_override WHEN NEW.scope_id = 'globex' BEGIN SELECT RAISE(ABORT, 'not here'); END`)
	runWith(t, backup, "apply", "-", "--db", path, "--new-tenant", "--yes").expect(t, exitRefused, "", "not here", "nothing was written")
	runWith(t, "", "export", "--db", path).expect(t, 0, "definitions: []\noverrides: []\n")
	if _, err := raw.Exec(`DROP TRIGGER refuse`); err != nil {
		t.Fatal(err)
	}

	// Another session changes a row between the plan and the write.
	var stderr bytes.Buffer
	a := &app{stderr: &stderr, settings: settings{db: path, yes: true, newTenant: true, timeout: time.Minute}}
	store, err := a.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	file, contents, err := a.readContents(writeFile(t, backup))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := a.planFile(t.Context(), store, file, contents, applyOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := raw.Exec(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('tenant', 'globex', 'orders.beta', 1)`); err != nil {
		t.Fatal(err)
	}
	err = a.applyPlan(t.Context(), store, file, plan)
	if conflict, ok := errors.AsType[*data.Conflict](err); !ok || !errors.Is(err, feature.ErrConflict) || len(conflict.Rows) != 1 || a.report(err, nil) != 4 {
		t.Errorf("got %v", err)
	}
	runWith(t, "", "export", "--db", path).expect(t, 0, "definitions: []\noverrides:\n  - {scope: tenant, scope_id: globex, name: orders.beta, enabled: true}\n")
}
