package change

import (
	"database/sql"
	"path/filepath"
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/schema"
	_ "flagtui/internal/schema/schematest"
)

var (
	system  = feature.SystemScope()
	acme    = feature.TenantScope("acme")
	globex  = feature.TenantScope("globex")
	project = feature.Scope{Kind: feature.Project, ID: "12"}
	defs    = []feature.Definition{{Name: "a"}, {Name: "b", Default: true}, {Name: "c"}, {Name: "canvas", Scopes: []feature.Kind{feature.Project}, Canary: true}}
)

// openDatabase opens a database with overrides of both systems; extra are more statements.
func openDatabase(t *testing.T, extra ...string) data.Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "app.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	statements := append(schema.Statements(true),
		`CREATE TABLE scoped_feature_rollouts (feature_name TEXT, scope_type TEXT, scope_id INTEGER, stage TEXT, rollout_percentage INTEGER, updated_by_author_id INTEGER, updated_at TEXT)`,
		`INSERT INTO projects (id, slug, title, status) VALUES (12, 'chem', 'Chemistry', 'active')`,
		`INSERT INTO scoped_feature_rollouts (feature_name, scope_type, stage, rollout_percentage, updated_at) VALUES ('canvas', 'global', 'full', 100, '2026-01-02 03:04:05')`,
		`INSERT INTO scoped_feature_flag_states (feature_name, project_id, inserted_at, updated_at) VALUES ('cells', 12, '2026-01-02 03:04:05', '2026-01-02 03:04:05')`,
		`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('system', '', 'a', 1), ('tenant', 'acme', 'a', 0), ('tenant', 'acme', 'c', 1), ('tenant', 'globex', 'b', 1)`)
	for _, statement := range append(statements, extra...) {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	store, err := data.Open(t.Context(), data.Options{URL: path})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}
