package cli

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
)

// workspaces is a table of an app's own, with workspaces in place of tenants, and a
// column of targeting.
const workspaces = `CREATE TABLE featureFlag (id TEXT PRIMARY KEY, key TEXT NOT NULL, workspaceId TEXT, value BOOLEAN NOT NULL, rollout INTEGER);
	INSERT INTO featureFlag VALUES ('1', 'ai', NULL, 1, NULL), ('2', 'ai', 'w1', 0, NULL), ('3', 'beta', 'w2', 1, 25), ('4', 'gamma', NULL, 1, 25)`

// described makes a database from SQL text, and a config file with the context app, whose
// layout is given.
func described(t *testing.T, ddl, layout, catalogue string) (config string, raw *sql.DB) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "app.db")
	raw, err := sql.Open("sqlite", path)
	if err == nil {
		t.Cleanup(func() { raw.Close() })
		_, err = raw.Exec(ddl)
	}
	if err != nil {
		t.Fatal(err)
	}
	return writeFile(t, "contexts:\n  app:\n    db: \"sqlite:///"+path+"\"\n    flags: "+writeFile(t, catalogue)+"\n    layout: {"+layout+"}\n"), raw
}

const (
	workspaceLayout    = `table: featureFlag, name: key, enabled: value, scope: {workspace: workspaceId}, insert: {id: uuid}, aside: [rollout], live: now, without: off`
	workspaceCatalogue = "- {name: ai}\n- {name: beta}\n- {name: gamma}\n- {name: delta, scopes: [workspace]}\n"
)

// TestScopeOption checks that every kind of the database can be named, and that
// targeting makes a flag neither on nor off.
func TestScopeOption(t *testing.T) {
	const ai = `{"name":"ai","description":"","default_enabled":false,"enabled":false,"overridden":true,"system_enabled":true,"source":"workspace","registered":true}`
	const beta = `{"name":"beta","description":"","default_enabled":false,"enabled":null,"overridden":true,"system_enabled":false,"source":"workspace","registered":true,"depends":["rollout 25"]}`
	for _, tc := range []struct {
		args string
		code int
		out  string
		errs []string
	}{
		{"get ai --scope workspace:w1 --json", 0, ai + "\n", nil},
		{"get beta --scope workspace:w2 --json", 0, beta + "\n", nil},
		{"list --scope workspace:w1", 0, "ai     [ ] Disabled  Override active    default Disabled  System: Enabled\n" +
			"beta   [ ] Disabled  Following system   default Disabled  System: Disabled\n" +
			"delta  [ ] Disabled  Following system   default Disabled  System: Disabled\n" +
			"gamma  [~] Depends   Following system   default Disabled  rollout 25\n", nil},
		{"list --scope system --enabled", 0, "ai  [x] Enabled   Override active    default Disabled\n", nil},
		{"list --disabled -o csv", 0, "name,description,default_enabled,enabled,overridden,system_enabled,source,registered,depends\nbeta,,false,false,false,,default,true,\n", nil},
		{"get gamma -o csv", 0, "name,description,default_enabled,enabled,overridden,system_enabled,source,registered,depends\ngamma,,false,,true,,system,true,rollout 25\n", nil},
		{"test ai --scope system", 0, "", nil},
		{"test ai --scope workspace:w1", 1, "", nil},
		{"test gamma", 1, "", []string{"it is not known whether gamma is on", "rollout 25"}},
		{"overrides gamma --json", 0, `[{"scope":"system","scope_id":"","name":"gamma","enabled":true,"depends":"rollout 25","changed_at":null,"changed_by":null}]` + "\n", nil},
		{"scopes workspaces --json", 0, `[{"kind":"workspace","id":"w1","name":"","overrides":1},{"kind":"workspace","id":"w2","name":"","overrides":1}]` + "\n", nil},
		{"scopes teams", 2, "", []string{"workspaces"}},
		{"list --scope team:1", 2, "", []string{`no kind of scope "team"`, "system and workspace:ID"}},
		{"list --scope workspace", 2, "", []string{"the workspace id is empty"}},
		{"list --scope Workspace:w1", 2, "", []string{`unknown scope "Workspace:w1"`, "workspace:ID"}},
		{"list --tenant acme", 3, "", []string{"this database has no tenants", "workspace:ID"}},
		{"list --scope workspace:w1 --tenant acme", 2, "", []string{"--scope and --tenant were both given"}},
		{"set ai=on --scope workspace:w3 --yes", 3, "", []string{`unknown workspace "w3"`, `"w1" or "w2"`, "--new-tenant"}},
		{"set delta=on --yes", 3, "", []string{"'delta' cannot be used in system context"}},
		{"diff system workspace:w1 --json", 1, "*", nil},
		{"diff system team:1", 2, "", []string{`no kind of scope "team"`}},
	} {
		t.Run(tc.args, func(t *testing.T) {
			config, _ := described(t, workspaces, workspaceLayout, workspaceCatalogue)
			runWith(t, "", append(strings.Fields(tc.args), "--config", config, "--context", "app")...).expect(t, tc.code, tc.out, tc.errs...)
		})
	}
}

// TestScopeOptionWrites checks that a change at a workspace writes that workspace's row
// only.
func TestScopeOptionWrites(t *testing.T) {
	config, raw := described(t, workspaces, workspaceLayout, workspaceCatalogue)
	run := func(code int, args ...string) {
		t.Helper()
		runWith(t, "", append(args, "--config", config, "--context", "app", "--yes")...).expect(t, code, "*")
	}
	run(0, "set", "ai=on", "--scope", "workspace:w1")
	run(0, "set", "delta=on", "--scope", "workspace:w9", "--new-tenant")
	run(0, "clear", "beta", "--scope", "workspace:w2")
	var rows string
	if err := raw.QueryRow(`SELECT group_concat(key || ' ' || COALESCE(workspaceId, '-') || ' ' || value, ', ') FROM (SELECT * FROM featureFlag ORDER BY key, workspaceId)`).Scan(&rows); err != nil {
		t.Fatal(err)
	}
	if want := "ai - 1, ai w1 1, delta w9 1, gamma - 1"; rows != want {
		t.Errorf("the rows are %s, want %s", rows, want)
	}
}

// TestMistypedScopeOfACatalogue checks that a scope that the database does not have is an
// error, unless another application has it.
func TestMistypedScopeOfACatalogue(t *testing.T) {
	for scopes, code := range map[string]int{"[workspace, project]": 0, "[workspaces]": 2} {
		config, _ := described(t, workspaces, workspaceLayout, "- {name: ai, scopes: "+scopes+"}\n")
		r := runWith(t, "", "list", "--config", config, "--context", "app")
		r.expect(t, code, "*")
		if code != 0 && (!strings.Contains(r.err, `"workspaces"`) || !strings.Contains(r.err, "workspace:ID")) {
			t.Errorf("%s: %s", scopes, r.err)
		}
	}
}
