package cli

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestExportIntoANewDatabase checks that apply writes an export into a new database.
// apply says whether it writes or leaves out the rows of flags that are unregistered or
// not allowed at their scope.
func TestExportIntoANewDatabase(t *testing.T) {
	from, _ := newDatabase(t,
		`INSERT INTO flagtui_definition (name, description, default_enabled, scopes) VALUES ('a.b', '', 0, ''), ('only.system', '', 0, 'system')`,
		`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('system', '', 'a.b', 1), ('system', '', 'left.code', 1), ('tenant', 'acme', 'only.system', 1), ('tenant', 'acme', 'left.code', 0)`)
	backup := runWith(t, "", "export", "--db", from).out
	rows := func(db string) (all []string) {
		r := runWith(t, "", "export", "--db", db)
		_, overrides, _ := strings.Cut(r.out, "overrides:")
		for _, line := range strings.Split(strings.TrimSpace(overrides), "\n") {
			all = append(all, strings.TrimSpace(line))
		}
		return all
	}
	empty := func() string { db, _ := newDatabase(t); return db }

	carried := empty()
	r := runWith(t, backup, "apply", "-", "--db", carried, "--new-tenant", "--yes")
	r.expect(t, 0, "definitions: 2 added, 0 changed, 0 removed\noverrides: 4 added, 0 changed, 0 removed\n",
		`flag "left.code" is not registered for system`, "Feature 'only.system' cannot be used in tenant context", "carried over: 3 overrides", "--skip-unregistered")
	if got := runWith(t, "", "export", "--db", carried).out; got != backup {
		t.Errorf("it is not the same there:\n%s\nwant\n%s", got, backup)
	}

	skipped := empty()
	r = runWith(t, backup, "apply", "-", "--db", skipped, "--new-tenant", "--yes", "--skip-unregistered")
	r.expect(t, 0, "definitions: 2 added, 0 changed, 0 removed\noverrides: 1 added, 0 changed, 0 removed\n", "left out: 3 overrides")
	if got := rows(skipped); len(got) != 1 || !strings.Contains(got[0], "a.b") {
		t.Errorf("with --skip-unregistered: %q", got)
	}
	// Overrides that the file lacks are not removed.
	runWith(t, backup, "apply", "-", "--db", carried, "--yes", "--skip-unregistered", "--prune").expect(t, 0, nothingDone, "nothing to change")
}

// TestDemoIntoANewDatabase checks that the demo's data, which have such rows, can be
// applied, too.
func TestDemoIntoANewDatabase(t *testing.T) {
	backup := runWith(t, "", "export", "--db", demoDB(t)).out
	to, raw := newDatabase(t)
	runWith(t, backup, "apply", "-", "--db", to, "--new-tenant", "--yes").expect(t, 3, "", "no project has the id", "--skip-unregistered leaves out")
	runWith(t, backup, "apply", "-", "--db", to, "--new-tenant", "--skip-unregistered", "--dry-run").expect(t, 0, "*", "left out: 6 overrides of flags that", "of scopes that this database does not have")
	var result applyResult
	r := runWith(t, backup, "apply", "-", "--db", to, "--new-tenant", "--skip-unregistered", "--dry-run", "--json")
	if err := json.Unmarshal([]byte(r.out), &result); err != nil || result.LeftOut.Unregistered != 6 ||
		result.LeftOut.UnknownScope != strings.Count(backup, "- {scope: ")-result.Overrides.Added-6 || result.LeftOut.UnknownScope == 0 {
		t.Errorf("%v, left out: %+v of\n%s", err, result.LeftOut, backup)
	}
	for id := range 20 { // the app must have made these projects
		for _, text := range []string{`INSERT INTO projects (id, slug, title) VALUES (?1, 'p' || ?1, 'P')`, `INSERT INTO sections (id, slug, title) VALUES (?1, 's' || ?1, 'S')`} {
			if _, err := raw.Exec(text, id+1); err != nil {
				t.Fatal(err)
			}
		}
	}
	runWith(t, backup, "apply", "-", "--db", to, "--new-tenant", "--yes").expect(t, 0, "*", "carried over: 6 overrides")
	if got := runWith(t, "", "export", "--db", to).out; got != backup {
		t.Error("the demo's data is not the same in the new database")
	}
}

// TestKindsOfScopeThatAreNotThere checks that apply refuses a file with a kind of scope
// that the database lacks. With --skip-unregistered it leaves out these overrides.
func TestKindsOfScopeThatAreNotThere(t *testing.T) {
	const file = "overrides:\n- {scope: tenant, scope_id: acme, name: a.b, enabled: true}\n- {scope: project, scope_id: '1', name: a.b, enabled: true}\n"
	to, raw := newDatabase(t)
	if _, err := raw.Exec("DROP TABLE scoped_feature_flag_states"); err != nil {
		t.Fatal(err)
	}
	runWith(t, file, "apply", "-", "--db", to, "--new-tenant", "--yes").expect(t, 3, "", "stdin:3: this database has no projects", "--skip-unregistered leaves out")
	r := runWith(t, file, "apply", "-", "--db", to, "--new-tenant", "--yes", "--skip-unregistered", "--json")
	r.expect(t, 0, "*", "left out: 1 override of scopes")
	if !strings.Contains(r.out, `"overrides":{"added":1,"changed":0,"removed":0},"left_out":{"unregistered":0,"unknown_scope":1}`) {
		t.Errorf("it prints %s", r.out)
	}
}

// TestAdviceOnACatalogue checks that the commands of the hint work, even without a table
// for definitions.
func TestAdviceOnACatalogue(t *testing.T) {
	db, raw := newDatabase(t)
	const both = "`flagtui init` makes the table, and then `flagtui register FILE`"
	runWith(t, "", "list", "--db", db).expect(t, 0, "", "keep one here with `flagtui register FILE`")
	if _, err := raw.Exec("DROP TABLE flagtui_definition"); err != nil {
		t.Fatal(err)
	}
	runWith(t, "", "list", "--db", db).expect(t, 0, "", both)
	runWith(t, "", "doctor", "--db", db).expect(t, 0, "*")
	if r := runWith(t, "", "doctor", "--db", db); !strings.Contains(r.out, both) {
		t.Errorf("doctor advises\n%s", r.out)
	}
	file := writeFile(t, "- name: a.b\n")
	runWith(t, "", "register", file, "--db", db, "--yes").expect(t, 3, "", "`flagtui init` makes it")
	runWith(t, "", "init", "--db", db, "--yes").expect(t, 0, "*")
	runWith(t, "", "register", file, "--db", db, "--yes").expect(t, 0, "*")
	runWith(t, "", "get", "a.b", "--db", db).expect(t, 0, "*")
}
