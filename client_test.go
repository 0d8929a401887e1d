package flagtui_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	_ "modernc.org/sqlite"

	"flagtui"
	"flagtui/internal/schema"
)

// newSQLite returns the path of a database with the tables of schema.sql.
func newSQLite(t testing.TB, statements ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "app.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, text := range append(schema.Statements(true), statements...) {
		if _, err := db.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

func TestClient(t *testing.T) {
	path := newSQLite(t, `INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('system', '', 'a', 1), ('tenant', 'acme', 'a', 0)`)
	client, err := flagtui.Open(t.Context(), path, flagtui.WithCatalogue(flagtui.Definition{Name: "a"}, flagtui.Definition{Name: "b", Default: true}))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	acme := flagtui.Tenant("acme")
	if !client.Enabled("a") || client.Enabled("a", acme) || !client.Enabled("b", acme) || client.Enabled("c") {
		t.Error(client.List(), client.List(acme), client.Evaluate("c"))
	}
	set, err := client.Enable(t.Context(), "a", acme, flagtui.By("alice@ops1"))
	if err != nil || !client.Enabled("a", acme) || len(set.Changes) != 1 {
		t.Error(set, err, client.Evaluate("a", acme))
	}
	if _, err := client.Undo(t.Context(), set.ID, flagtui.By("alice@ops1")); err != nil || client.Enabled("a", acme) {
		t.Error(err, client.Evaluate("a", acme))
	}
}
