package openfeature

import (
	"database/sql"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	of "github.com/open-feature/go-sdk/openfeature"
	_ "modernc.org/sqlite"

	"flagtui"
	"flagtui/internal/schema"
)

// TestDatabase evaluates flags of a database, and changes one as another program would.
func TestDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range append(schema.Statements(true),
		`INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_at, updated_at, created_by, updated_by) VALUES
			('system', '', 'orders.beta', 0, '2026-01-01', '2026-01-01', 'a', 'a'), ('tenant', 'acme', 'orders.beta', 1, '2026-01-01', '2026-01-01', 'a', 'a')`,
		`INSERT INTO projects (id, slug, title) VALUES (12, 'intro', 'Intro')`,
		`INSERT INTO scoped_feature_flag_states (feature_name, project_id, inserted_at, updated_at) VALUES ('canvas', 12, '2026-01-01', '2026-01-01')`) {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%v: %s", err, statement)
		}
	}
	client, err := flagtui.Open(t.Context(), path, flagtui.WithRefresh(10*time.Millisecond), flagtui.WithFirstRead(time.Minute), flagtui.WithTimeout(time.Minute), flagtui.WithLogger(slog.New(slog.DiscardHandler)), flagtui.WithCatalogue(
		flagtui.Definition{Name: "orders.beta"}, flagtui.Definition{Name: "orders.gamma", Default: true},
		flagtui.Definition{Name: "canvas", Scopes: []string{"project"}}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() }) // after the SDK's Shutdown
	flags := register(t, NewProvider(client, ProjectFrom("project"), TenantFrom(of.TargetingKey)))
	changed := make(chan []string, 10)
	handler := func(details of.EventDetails) { changed <- details.FlagChanges }
	flags.AddHandler(of.ProviderConfigChange, &handler)
	expect := func(flag string, context of.EvaluationContext, want bool, reason of.Reason) {
		t.Helper()
		got, err := flags.BooleanValueDetails(t.Context(), flag, !want, context)
		if err != nil || got.Value != want || got.Reason != reason {
			t.Errorf("%s: %v by reason %s, %v; want %v, %s", flag, got.Value, got.Reason, err, want, reason)
		}
	}
	acme, course := of.NewEvaluationContext("acme", nil), of.NewEvaluationContext("globex", map[string]any{"project": "intro"})
	expect("orders.beta", acme, true, of.TargetingMatchReason)
	expect("orders.beta", course, false, of.StaticReason)
	expect("orders.beta", of.EvaluationContext{}, false, of.StaticReason)
	expect("orders.gamma", acme, true, of.DefaultReason)
	expect("canvas", course, true, of.TargetingMatchReason)
	for flag, want := range map[string]of.ErrorCode{"canvas": of.TargetingKeyMissingCode, "orders.delta": of.FlagNotFoundCode} {
		if got, err := flags.BooleanValueDetails(t.Context(), flag, true, of.EvaluationContext{}); err == nil || !got.Value || got.ErrorCode != want {
			t.Errorf("%s: %v with code %q; want %q", flag, got.Value, got.ErrorCode, want)
		}
	}

	if _, err := db.Exec(`UPDATE feature_flags_override SET enabled = 0 WHERE scope = 'tenant'`); err != nil {
		t.Fatal(err)
	}
	select {
	case names := <-changed:
		if !slices.Equal(names, []string{"orders.beta"}) {
			t.Errorf("the event names %q", names)
		}
	case <-time.After(time.Minute):
		t.Fatal("no event tells of the change")
	}
	expect("orders.beta", acme, false, of.TargetingMatchReason)
}
