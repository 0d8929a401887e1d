package cli

import (
	"database/sql"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flagtui/internal/data/pgtest"
	"flagtui/internal/doctor"
	"flagtui/internal/schema"
)

// TestScopedCommands checks that the commands work on OLI Torus' tables, where a row
// means on.
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
		{"set canvas_v2=on mcp_authoring=on --project chem --yes --author ann@example.org", 0, "\"canvas_v2\" enabled\n\"mcp_authoring\" enabled\n", []string{"takes effect now"}},
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
		{"list", 2, "", []string{"--project or --section"}},
		{"", 2, "", []string{"--project or --section"}}, // without a terminal, the list is printed
		{"get canvas_v2", 2, "", []string{"--project or --section"}},
		{"test left.code", 2, "", []string{"--project or --section"}}, // no scope is named
		{"test left.code --section 7", 3, "", nil},
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

// scopedRows fill the tables of newScoped.
var scopedRows = []string{
	`INSERT INTO projects (id, title, slug, status) VALUES (12, 'Chemistry', 'chem', 'active'), (13, 'Physics', 'phys', NULL)`,
	`INSERT INTO sections (id, title, slug) VALUES (7, 'Chem 101', 'chem_101')`,
	`INSERT INTO authors (id, email) VALUES (5, 'ann@example.org')`,
	`INSERT INTO scoped_feature_flag_states (feature_name, section_id, inserted_at, updated_at) VALUES ('left.code', 7, '2026-01-02 03:04:05', '2026-01-02 03:04:05')`,
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
	for _, statement := range append(schema.Statements(true, "projects", "sections", "authors", "scoped_feature_flag_states", "audit_log_events"), scopedRows...) {
		if _, err := raw.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	return path, raw
}

// onScoped runs a test on each database, with only the tables of scoped feature flags.
// On PostgreSQL the app's own migrations make the tables.
func onScoped(t *testing.T, test func(t *testing.T, p *testDatabase)) {
	t.Run("sqlite", func(t *testing.T) {
		path, raw := newScoped(t)
		test(t, &testDatabase{t: t, url: path, raw: raw})
	})
	t.Run("postgres", func(t *testing.T) {
		ddl, err := os.ReadFile("../../internal/data/testdata/torus.postgres.sql")
		if err != nil {
			t.Fatal(err)
		}
		url := pgtest.Database(t)
		p := &testDatabase{t: t, url: url, raw: openPostgres(t, url), pg: true}
		p.exec(string(ddl))
		p.exec(scopedRows...)
		test(t, p)
	})
}

// one returns the only row of a query as text.
func (p *testDatabase) one(columns int, query string) string {
	p.t.Helper()
	values, to := make([]sql.NullString, columns), make([]any, columns)
	for i := range values {
		to[i] = &values[i]
	}
	if err := p.raw.QueryRow(query).Scan(to...); err != nil {
		p.t.Fatal(err)
	}
	var texts []string
	for _, v := range values {
		texts = append(texts, v.String)
	}
	return strings.Join(texts, " ")
}

// stored returns the number of features that are on, and the number of events.
func (p *testDatabase) stored() string {
	return p.one(2, `SELECT (SELECT COUNT(*) FROM scoped_feature_flag_states), (SELECT COUNT(*) FROM audit_log_events)`)
}

const scopedCatalogue = `
- {name: authoring.a, scopes: [authoring]}
- {name: delivery.d, scopes: [delivery]}
- {name: both.b, scopes: [authoring, delivery]}
- {name: both.c, scopes: [both]}
`

// TestScopedBatches checks that a batch with a disallowed feature writes nothing. The
// error has the app's words.
func TestScopedBatches(t *testing.T) {
	onScoped(t, func(t *testing.T, p *testDatabase) {
		file := writeFile(t, scopedCatalogue)
		set := func(args string, code int, errs ...string) {
			t.Helper()
			args += " --db " + p.url + " --flags " + file
			runWith(t, "", append([]string{"set", "--yes"}, strings.Fields(args)...)...).expect(t, code, "*", errs...)
		}
		set("both.b=on --project 12", 0)
		before := p.stored()
		for batch, says := range map[string]string{
			"authoring.a=on both.b=off nope=on --project 12":       "Feature 'nope' is not defined",
			"authoring.a=on both.b=off delivery.d=on --project 12": "Feature 'delivery.d' cannot be used in authoring context",
			"both.c=on authoring.a=on delivery.d=on --section 7":   "Feature 'authoring.a' cannot be used in delivery context",
			"authoring.a=on both.b=off no/name=on --project 12":    "Feature 'no/name' is not defined",
			"both.b=off delivery.d=off --project 12":               "Feature 'delivery.d' cannot be used in authoring context",
		} {
			set(batch, exitUnknown, says)
			if got := p.stored(); got != before {
				t.Errorf("%s: %s rows and events, want %s", batch, got, before)
			}
		}
		// A row does not make the feature allowed.
		p.exec(`INSERT INTO scoped_feature_flag_states (feature_name, project_id, inserted_at, updated_at) VALUES ('delivery.d', 12, '2026-01-02 03:04:05', '2026-01-02 03:04:05')`)
		set("both.b=off delivery.d=off --project 12", exitUnknown, "Feature 'delivery.d' cannot be used in authoring context", "flagtui clear")
		before = p.stored()
		for range 2 { // the second time changes nothing
			set("both.b=on both.c=off --project 12", 0)
			if got := p.stored(); got != before {
				t.Errorf("%s rows and events, want %s", got, before)
			}
		}
		set("both.c=off --project 12 --yes=false", 0) // without a change, no confirmation is needed
		file = writeFile(t, "[]")
		set("both.c=on no/name=on --project 12", exitUsage, `"no/name" is not a feature name`)
		if got := p.stored(); got != before {
			t.Errorf("%s rows and events, want %s", got, before)
		}
	})
}

func TestScopedDoctor(t *testing.T) {
	onScoped(t, func(t *testing.T, p *testDatabase) {
		file := writeFile(t, scopedCatalogue)
		p.exec(`DELETE FROM scoped_feature_flag_states`, `UPDATE projects SET status = 'deleted' WHERE id = 13`)
		row := func(name, column string, id int) {
			t.Helper()
			p.exec(fmt.Sprintf(`INSERT INTO scoped_feature_flag_states (feature_name, %s, inserted_at, updated_at) VALUES ('%s', %d, '2026-01-02 03:04:05', '2026-01-02 03:04:05')`, column, name, id))
		}
		row("both.b", "project_id", 12)
		row("both.b", "project_id", 13)
		row("delivery.d", "section_id", 7)
		d := p.doctor(0, "--flags", file)
		for _, note := range d.Notes {
			if strings.Contains(note, "tenant") {
				t.Errorf("told of tenants: %s", note)
			}
		}
		row("gone", "project_id", 13)
		row("gone", "section_id", 7)
		row("delivery.d", "project_id", 12)
		row("no/name", "section_id", 7)
		if d = p.doctor(1); !maps.Equal(d.Counts, map[string]int{doctor.BadName: 1}) {
			t.Errorf("without a catalogue: %v", d.Counts)
		}
		p.exec(`DROP INDEX scoped_feature_flag_states_feature_name_section_id_index`, `DROP INDEX scoped_feature_flag_states_project_id_index`)
		row("delivery.d", "section_id", 7)
		d = p.doctor(1, "--flags", file)
		if want := map[string]int{doctor.BadName: 1, doctor.Unregistered: 2, doctor.WrongScope: 1, doctor.NoUniqueConstraint: 1, doctor.NoIndex: 1, doctor.Duplicate: 1}; !maps.Equal(d.Counts, want) {
			t.Errorf("%v, want %v", d.Counts, want)
		}
		var findings []string
		for _, f := range d.Findings {
			findings = append(findings, f.Code+": "+f.Message+": "+f.Fix)
		}
		for _, want := range []string{
			`unregistered: "gone" is on for project "13", and is not registered: flagtui clear gone --project 13`,
			`wrong_scope: "delivery.d" is on for project "12": Feature 'delivery.d' cannot be used in authoring context: flagtui clear delivery.d --project 12`,
			`"no/name" is not a feature name: DELETE FROM `,
		} {
			if !strings.Contains(strings.Join(findings, "\n"), want) {
				t.Errorf("no %s in\n%s", want, strings.Join(findings, "\n"))
			}
		}
		t.Setenv("FLAGTUI_FLAGS", file)
		p.fix(d.Findings)
		if d = p.doctor(0); len(d.Findings) > 0 {
			t.Errorf("still there: %+v", d.Findings)
		}
		if got := p.one(1, `SELECT COUNT(*) FROM scoped_feature_flag_states`); got != "3" {
			t.Errorf("%s rows are left", got)
		}
		if got := p.one(1, `SELECT COUNT(*) FROM audit_log_events WHERE event_type = 'feature_flag_removed'`); got != "3" {
			t.Errorf("%s were removed", got)
		}
	})
}

// TestScopedRemovedByCommands checks that the app's trail records a disallowed row as
// removed.
func TestScopedRemovedByCommands(t *testing.T) {
	onScoped(t, func(t *testing.T, p *testDatabase) {
		runWith(t, "", "init", "--db", p.url, "--yes").expect(t, 0, "*")
		run := func(args ...string) {
			t.Helper()
			runWith(t, "", append(args, "--db", p.url, "--yes", "--flags", writeFile(t, scopedCatalogue))...).expect(t, 0, "*")
		}
		last := func(want string) {
			t.Helper()
			if got := p.one(1, `SELECT event_type FROM audit_log_events ORDER BY id DESC LIMIT 1`); got != want {
				t.Errorf("the last event is %s, want %s", got, want)
			}
		}
		run("clear", "left.code", "--section", "7")
		last("feature_flag_removed")
		run("undo")
		last("feature_flag_enabled")
		run("kill", "left.code")
		last("feature_flag_removed")
		run("undo")
		run("apply", "--prune", writeFile(t, "overrides:\n- {scope: project, scope_id: '12', name: both.b, enabled: true}\n"))
		if got := p.one(1, `SELECT COUNT(*) FROM audit_log_events WHERE event_type = 'feature_flag_removed'`); got != "3" {
			t.Errorf("%s were removed", got)
		}
		run("clear", "both.b", "--project", "12")
		last("feature_flag_disabled")
	})
}
