package flagtui_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"flagtui"
	"flagtui/internal/schema"
)

// application is one of the systems, with its own reading rule.
type application struct {
	name        string
	tables      func(t testing.TB, sqlite bool) []string // the statements that make them
	options     []flagtui.Option
	definitions []flagtui.Definition
	names       []string // names of flags; some flags are undefined
	scopes      []flagtui.AnyScope
	// write returns statements that change some row at random, as the application or a
	// person with SQL does.
	write func(name string, scope flagtui.AnyScope) []string
	// load reads the rows, and returns the application's reading rule. known is false if
	// the rows alone do not tell.
	load func(t testing.TB, db *sql.DB) func(name string, scope flagtui.AnyScope) (on, known bool)
}

var applications = []application{simpleModule, torus, flipper, funWithFlags, waffle}

// idOf returns the id of a scope.
func idOf(scope flagtui.AnyScope) string {
	_, id, _ := strings.Cut(scope.String(), ":")
	return id
}

// simpleModule reads a tenant's row, else the system's, else the default, and a name that
// is not registered is off without a row.
var simpleModule = application{
	name: "simple_module",
	tables: func(_ testing.TB, sqlite bool) []string {
		return schema.Statements(sqlite, "feature_flags_override", "tenants_tenant", "audit_log_audit_entry", "flagtui_change")
	},
	definitions: []flagtui.Definition{{Name: "a.off"}, {Name: "a.on", Default: true}, {Name: "b.off"}, {Name: "b.on", Default: true}},
	names:       []string{"a.off", "a.on", "b.off", "b.on", "left.the.code"},
	scopes:      []flagtui.AnyScope{flagtui.System, flagtui.Tenant("acme"), flagtui.Tenant("Acme"), flagtui.Tenant("it's \"so\" "), flagtui.Scope("tenant", "42")},
	write: func(name string, scope flagtui.AnyScope) []string {
		kind, _, _ := strings.Cut(scope.String(), ":")
		row := fmt.Sprintf("'%s', '%s', '%s'", kind, strings.ReplaceAll(idOf(scope), "'", "''"), name)
		statements := []string{`DELETE FROM feature_flags_override WHERE (scope, scope_id, name) = (` + row + `)`}
		if rand.IntN(3) > 0 {
			statements = append(statements, fmt.Sprintf(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES (%s, %t)`, row, rand.IntN(2) == 0))
		}
		return statements
	},
	load: func(t testing.TB, db *sql.DB) func(string, flagtui.AnyScope) (bool, bool) {
		system, tenants := map[string]bool{}, map[[2]string]bool{}
		query(t, db, `SELECT scope, scope_id, name, enabled FROM feature_flags_override ORDER BY scope, scope_id, name`, func(rows *sql.Rows) error {
			var scope, id, name string
			var enabled bool
			err := rows.Scan(&scope, &id, &name, &enabled)
			switch scope {
			case "system":
				system[name] = enabled
			case "tenant":
				tenants[[2]string{id, name}] = enabled
			}
			return err
		})
		return func(name string, scope flagtui.AnyScope) (bool, bool) {
			if enabled, ok := tenants[[2]string{idOf(scope), name}]; ok && idOf(scope) != "" {
				return enabled, true
			}
			if enabled, ok := system[name]; ok {
				return enabled, true
			}
			return strings.HasSuffix(name, ".on"), true
		}
	},
}

// torus reads presence: a row means on. Of a canary feature, the stage of the section,
// else of its project, else the global one decides.
var torus = application{
	name: "OLI Torus",
	tables: func(t testing.TB, sqlite bool) []string {
		statements := schema.Statements(sqlite, "projects", "sections", "authors", "scoped_feature_flag_states", "audit_log_events", "flagtui_change")
		statements = append(statements, `CREATE TABLE scoped_feature_rollouts (id `+map[bool]string{true: "INTEGER", false: "BIGSERIAL"}[sqlite]+` PRIMARY KEY, feature_name varchar(255) NOT NULL,
			scope_type varchar(255) NOT NULL, scope_id bigint, stage varchar(255) NOT NULL, rollout_percentage integer NOT NULL DEFAULT 0,
			updated_by_author_id bigint, inserted_at timestamp(0) NOT NULL, updated_at timestamp(0) NOT NULL)`)
		for i := 1; i <= 3; i++ {
			statements = append(statements, fmt.Sprintf(`INSERT INTO projects (title, slug) VALUES ('Project %d', 'project_%[1]d')`, i),
				fmt.Sprintf(`INSERT INTO sections (title, slug, base_project_id) VALUES ('Section %d', 'section_%[1]d', %[1]d)`, i))
		}
		return statements
	},
	definitions: []flagtui.Definition{{Name: "authoring_only", Scopes: []string{"project"}}, {Name: "delivery_only", Scopes: []string{"section"}},
		{Name: "both", Scopes: []string{"project", "section"}}, {Name: "canary", Scopes: []string{"project", "section"}, Canary: true}},
	names: []string{"authoring_only", "delivery_only", "both", "canary", "left_the_code"},
	scopes: []flagtui.AnyScope{flagtui.Project(1), flagtui.Project(2), flagtui.ProjectSlug("project_3"), flagtui.Section(1), flagtui.SectionSlug("section_2"),
		flagtui.Section(3), flagtui.Scope("project", "3"), flagtui.Project(999)},
	write: func(name string, scope flagtui.AnyScope) []string {
		kind, _, _ := strings.Cut(scope.String(), ":")
		id := torusID(scope)
		if id == "999" { // which the foreign key refuses
			return nil
		}
		if name == "canary" && rand.IntN(2) == 0 {
			if rand.IntN(4) == 0 {
				kind, id = "global", "NULL"
			}
			statements := []string{fmt.Sprintf(`DELETE FROM scoped_feature_rollouts WHERE scope_type = '%s' AND COALESCE(scope_id, 0) = COALESCE(%s, 0)`, kind, id)}
			if rand.IntN(3) > 0 {
				stage := []string{"off", "full", "internal_only", "five_percent"}[rand.IntN(4)]
				statements = append(statements, fmt.Sprintf(`INSERT INTO scoped_feature_rollouts (feature_name, scope_type, scope_id, stage, inserted_at, updated_at)
					VALUES ('canary', '%s', %s, '%s', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)`, kind, id, stage))
			}
			return statements
		}
		statements := []string{fmt.Sprintf(`DELETE FROM scoped_feature_flag_states WHERE feature_name = '%s' AND %s_id = %s`, name, kind, id)}
		if rand.IntN(2) == 0 {
			statements = append(statements, fmt.Sprintf(`INSERT INTO scoped_feature_flag_states (feature_name, %s_id, inserted_at, updated_at) VALUES ('%s', %s, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)`, kind, name, id))
		}
		return statements
	},
	load: func(t testing.TB, db *sql.DB) func(string, flagtui.AnyScope) (bool, bool) {
		on, stages := map[string]bool{}, map[string]string{}
		query(t, db, `SELECT feature_name, COALESCE(project_id, 0), COALESCE(section_id, 0) FROM scoped_feature_flag_states`, func(rows *sql.Rows) error {
			var name string
			var project, section int
			err := rows.Scan(&name, &project, &section)
			on[fmt.Sprint(name, " project ", project)] = project != 0
			on[fmt.Sprint(name, " section ", section)] = section != 0
			return err
		})
		query(t, db, `SELECT scope_type, COALESCE(scope_id, 0), stage FROM scoped_feature_rollouts`, func(rows *sql.Rows) error {
			var kind, stage string
			var id int
			err := rows.Scan(&kind, &id, &stage)
			stages[fmt.Sprint(kind, " ", id)] = stage
			return err
		})
		return func(name string, scope flagtui.AnyScope) (bool, bool) {
			kind, _, _ := strings.Cut(scope.String(), ":")
			id := torusID(scope)
			if name != "canary" {
				return on[name+" "+kind+" "+id], true
			}
			order := []string{"project " + id, "global 0"}
			if kind == "section" { // section n belongs to project n
				order = []string{"section " + id, "project " + id, "global 0"}
			}
			for _, at := range order {
				if stage := stages[at]; stage != "" {
					return stage == "full", stage == "full" || stage == "off"
				}
			}
			return false, true
		}
	},
}

// torusID returns the number of a project or section. The slug of number n ends in n.
func torusID(scope flagtui.AnyScope) string {
	id := idOf(scope)
	return id[strings.LastIndex(id, "_")+1:]
}

// flipper is on if its boolean gate is true or the actor is among its actors. A
// percentage depends on the actor.
var flipper = application{
	name:        "Flipper",
	tables:      func(t testing.TB, sqlite bool) []string { return libraryTables(t, "flipper", sqlite) },
	options:     []flagtui.Option{flagtui.WithLayout("flipper: {tenant: 'Account;{id}'}")},
	definitions: []flagtui.Definition{{Name: "search"}, {Name: "beta"}},
	names:       []string{"search", "beta", "left_the_code"},
	scopes:      []flagtui.AnyScope{flagtui.System, flagtui.Scope("actor", "User;7"), flagtui.Scope("actor", "user;7"), flagtui.Tenant("12")},
	write: func(name string, scope flagtui.AnyScope) []string {
		const now = `'2026-01-02 03:04:05'`
		key, value := "actors", flipperActor(scope)
		switch {
		case scope == flagtui.System && rand.IntN(3) == 0:
			key, value = "percentage_of_actors", "25"
		case scope == flagtui.System:
			key, value = "boolean", "true"
		}
		statements := []string{
			fmt.Sprintf(`INSERT INTO flipper_features (key, created_at, updated_at) VALUES ('%s', %s, %s) ON CONFLICT DO NOTHING`, name, now, now),
			fmt.Sprintf(`DELETE FROM flipper_gates WHERE feature_key = '%s' AND key = '%s' AND value = '%s'`, name, key, value)}
		if rand.IntN(2) == 0 {
			statements = append(statements, fmt.Sprintf(`INSERT INTO flipper_gates (feature_key, key, value, created_at, updated_at) VALUES ('%s', '%s', '%s', %s, %s)`, name, key, value, now, now))
		}
		return statements
	},
	load: func(t testing.TB, db *sql.DB) func(string, flagtui.AnyScope) (bool, bool) {
		gates := map[[3]string]bool{}
		query(t, db, `SELECT feature_key, key, value FROM flipper_gates`, func(rows *sql.Rows) error {
			var gate [3]string
			err := rows.Scan(&gate[0], &gate[1], &gate[2])
			gates[gate] = true
			return err
		})
		return func(name string, scope flagtui.AnyScope) (bool, bool) {
			if gates[[3]string{name, "boolean", "true"}] || scope != flagtui.System && gates[[3]string{name, "actors", flipperActor(scope)}] {
				return true, true
			}
			depends := gates[[3]string{name, "percentage_of_actors", "25"}]
			if scope == flagtui.System { // some actors have it on
				for gate := range gates {
					depends = depends || gate[0] == name && gate[1] == "actors"
				}
			}
			return false, !depends
		}
	},
}

// flipperActor returns the flipper_id of a scope.
func flipperActor(scope flagtui.AnyScope) string {
	if tenant, ok := scope.(flagtui.TenantScope); ok {
		return "Account;" + idOf(tenant)
	}
	return idOf(scope)
}

// query calls each for the rows of a query.
func query(t testing.TB, db *sql.DB, text string, each func(*sql.Rows) error) {
	t.Helper()
	rows, err := db.QueryContext(context.Background(), text)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}
