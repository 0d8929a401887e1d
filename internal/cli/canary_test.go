package cli

import (
	"database/sql"
	"os"
	"strings"
	"testing"

	"flagtui/internal/data/pgtest"
)

// newCanary makes a database of OLI Torus with rollouts and exemptions. The tables are
// those of the app's own migrations.
func newCanary(t *testing.T) (url string, raw *sql.DB) {
	t.Helper()
	url = pgtest.Database(t)
	raw, err := sql.Open("postgres", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	ddl, err := os.ReadFile("../../internal/data/testdata/torus.postgres.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{string(ddl), `
		INSERT INTO publishers (id, name) VALUES (3, 'Torus'), (4, 'Chem Press');
		INSERT INTO projects (id, title, slug, publisher_id) VALUES (12, 'Chemistry', 'chem', 3), (13, 'Physics', 'phys', 4);
		INSERT INTO sections (id, title, slug, base_project_id) VALUES (7, 'Chem 101', 'chem_101', 12);
		INSERT INTO scoped_feature_rollouts (feature_name, scope_type, scope_id, stage, inserted_at, updated_at) VALUES
			('copies', 'global', NULL, 'full', now(), now()), ('canvas', 'global', NULL, 'off', now(), now()),
			('canvas', 'project', 12, 'five_percent', now(), now()), ('lti', 'global', NULL, 'full', now(), now());
		INSERT INTO scoped_feature_exemptions (feature_name, publisher_id, effect, inserted_at, updated_at) VALUES ('copies', 4, 'deny', now(), now());
		INSERT INTO scoped_feature_flag_states (feature_name, project_id, inserted_at, updated_at) VALUES ('canvas', 13, now(), now())`} {
		if _, err := raw.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
	return url, raw
}

// TestCanaryCommands checks that rollouts decide a canary feature, and that no command
// says that the row does.
func TestCanaryCommands(t *testing.T) {
	url, raw := newCanary(t)
	catalogue := writeFile(t, `
- {name: canvas, scopes: both, rollout_mode: canary}
- {name: copies, scopes: [authoring], rollout_mode: canary}
- {name: lti, scopes: both}
`)
	for _, tc := range []struct {
		args string
		code int
		out  string // expected stdout
		errs []string
	}{
		{"test copies --project 12", 0, "", nil},
		{"test copies --project 13", 1, "", nil},
		{"test canvas --project 12", 1, "", []string{"canvas", "5 % of users (project rollout)"}},
		{"test canvas --section 7", 1, "", []string{"5 % of users (project rollout)"}},
		{"test canvas --project 13", 1, "", nil}, // the row is ignored
		{"test lti --project 12", 1, "", nil},    // the rollout is ignored
		{"get canvas --project 12 --json", 0, `"enabled":null,"overridden":false,"system_enabled":null,"source":"project","registered":true,"rollout_mode":"canary","depends":["5 % of users (project rollout)"]`, nil},
		{"get copies --project 13 --json", 0, `"enabled":false,"overridden":false,"system_enabled":null,"source":"exemption"`, nil},
		{"get lti --project 12 --json", 0, `"source":"default","registered":true}`, nil},
		{"list --project 12", 0, "canvas  [~] Depends   project rollout", nil},
		{"list --project 12 --enabled", 0, "copies  [x] Enabled   global rollout", nil},
		{"list --project 13", 0, "its row, on, does not decide", nil},
		{"diff project:12 project:13", 1, "canvas  project:12: depends on 5 % of users (project rollout)", nil},
		{"kill canvas --yes", 5, "", []string{"canary feature", "rollout"}},
		{"set canvas=off --project 13 --yes", 0, `row of "canvas": off, which does not change who sees it`, []string{"saved", "it does not change who sees the feature"}},
		{"set copies=on --project 13 --yes", 0, `row of "copies": on, which does not change who sees it`, nil},
		{"set lti=on --project 12 --yes", 0, `"lti" enabled`, []string{"takes effect now"}},
		{"kill lti --yes --json", 0, `"live":"now"`, nil},
		{"kill lti --yes --json", 0, `"live":"now"`, nil}, // live is printed even if nothing changes
	} {
		t.Log(tc.args)
		result := runWith(t, "", append(strings.Fields(tc.args), "--db", url, "--flags", catalogue)...)
		result.expect(t, tc.code, "*", tc.errs...)
		if !strings.Contains(result.out, tc.out) {
			t.Errorf("printed\n%s\nwithout %s", result.out, tc.out)
		}
	}
	var rows string
	if err := raw.QueryRow(`SELECT string_agg(feature_name || project_id, ' ') FROM scoped_feature_flag_states`).Scan(&rows); err != nil || rows != "copies13" {
		t.Errorf("the rows are %s, %v", rows, err)
	}
	// Without a catalogue, any feature may be a canary feature.
	runWith(t, "", "test", "copies", "--project", "12", "--db", url).expect(t, 1, "", "whether it is a canary feature")
	runWith(t, "", "kill", "canvas", "--yes", "--db", url).expect(t, 5, "", "without a catalogue it may be a canary feature")
}

// TestApplyScopes checks that apply refuses the same projects and sections as set. The
// plan lists rows that do not decide.
func TestApplyScopes(t *testing.T) {
	url, _ := newCanary(t)
	catalogue := writeFile(t, "- {name: canvas, scopes: both, rollout_mode: canary}\n- {name: lti, scopes: both}\n")
	apply := func(override string) ran {
		t.Helper()
		return runWith(t, "", "apply", writeFile(t, "overrides:\n- "+override+"\n"), "--db", url, "--flags", catalogue, "--yes", "--json")
	}
	apply("{scope: project, scope_id: '999', name: lti, enabled: true}").expect(t, 3, "", `:2: no project has the id or the slug`, "999")
	apply("{scope: section, scope_id: '12', name: lti, enabled: true}").expect(t, 3, "", `no section has the id or the slug`)
	apply("{scope: project, scope_id: chem, name: lti, enabled: true}").expect(t, 3, "", `is the slug of project:12`, `write scope_id: `)
	for range 2 { // the second time nothing changes
		if done := apply("{scope: project, scope_id: '12', name: lti, enabled: true}"); done.code != 0 || !strings.Contains(done.out, `"live":"now"`) {
			t.Errorf("%+v", done)
		}
	}
	apply("{scope: project, scope_id: '12', name: canvas, enabled: true}").expect(t, 0, "*", "1 row of canary features", "who sees")
}
