package main

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"flagtui"
)

// The second system's flags: a row for a project or a section means on.
func TestScopedCommands(t *testing.T) {
	path, raw := newScoped(t)
	catalogue := writeFile(t, `
- {name: mcp_authoring, description: Authoring by MCP, scopes: [authoring]}
- {name: canvas_v2, scopes: [both]}
- {name: lti_retry, scopes: [delivery]}
`)
	for _, tc := range []struct {
		args string
		code int
		out  string
		errs []string
	}{
		{"set canvas_v2=on mcp_authoring=on --project chem --yes --author ann@example.org", 0, "\"canvas_v2\" enabled\n\"mcp_authoring\" enabled\n", []string{"live now"}},
		{"set canvas_v2=on --project 12 --yes", 0, "\"canvas_v2\" unchanged\n", nil},
		{"test canvas_v2 mcp_authoring --project 12", 0, "", nil},
		{"test canvas_v2 --project 13", 1, "", nil},
		{"test canvas_v2 --section 7", 1, "", nil},
		{"set lti_retry=on --project 12 --yes", 3, "", []string{"Feature 'lti_retry' cannot be used in authoring context"}},
		{"set mcp_authoring=on --section 7 --yes", 3, "", []string{"Feature 'mcp_authoring' cannot be used in delivery context"}},
		{"set nope=on canvas_v2=off --project 12 --yes", 3, "", []string{"Feature 'nope' is not defined"}},
		{"test canvas_v2 --project 12", 0, "", nil}, // the batch changed nothing
		{"set canvas_v2=on --project chm --yes", 3, "", []string{"chem"}},
		{"set canvas_v2=on --yes", 2, "", []string{"--project or --section"}},
		{"set canvas_v2=on --tenant acme --yes", 3, "", []string{"no tenants"}},
		{"set canvas_v2=on --project 12 --yes --author bob@example.org", 0, "\"canvas_v2\" unchanged\n", nil},
		{"set canvas_v2=off --project 12 --yes --author bob@example.org", 3, "", []string{"bob@example.org"}},
		{"scopes projects --json", 0, `[{"kind":"project","id":"12","name":"Chemistry","overrides":2},{"kind":"project","id":"13","name":"Physics","overrides":0}]` + "\n", nil},
		{"set canvas_v2=off --project 12 --yes --reason done", 0, "\"canvas_v2\" disabled\n", nil},
		{"list --orphaned --section 7", 0, "*", nil},
		{"clear left.code --section 7 --yes", 0, "\"left.code\" disabled\n", nil},
		{"kill mcp_authoring --yes", 0, "mcp_authoring at project:12: off\n", nil},
		{"test mcp_authoring --project 12", 1, "", nil},
		{"doctor", 0, "*", nil},
		{"list", 0, "*", nil},
	} {
		args := append(strings.Fields(tc.args), "--db", path, "--flags", catalogue)
		t.Log(tc.args)
		runWith(t, "", args...).expect(t, tc.code, tc.out, tc.errs...)
	}
	var events int
	if err := raw.QueryRow(`SELECT COUNT(*) FROM audit_log_events`).Scan(&events); err != nil || events != 5 {
		t.Errorf("%d events, want 5 (%v)", events, err)
	}
}

// newScoped makes a database with the tables of scoped feature flags.
func newScoped(t *testing.T) (path string, raw *sql.DB) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "torus.db")
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	for _, statement := range append(flagtui.Statements(true, "projects", "sections", "authors", "scoped_feature_flag_states", "audit_log_events"),
		`INSERT INTO projects (id, title, slug, status) VALUES (12, 'Chemistry', 'chem', 'active'), (13, 'Physics', 'phys', NULL)`,
		`INSERT INTO sections (id, title, slug) VALUES (7, 'Chem 101', 'chem_101')`,
		`INSERT INTO authors (id, email) VALUES (5, 'ann@example.org')`,
		`INSERT INTO scoped_feature_flag_states (feature_name, section_id, inserted_at, updated_at) VALUES ('left.code', 7, '2026-01-02 03:04:05', '2026-01-02 03:04:05')`,
	) {
		if _, err := raw.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	return path, raw
}
