package openfeature

import (
	"database/sql"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	_ "github.com/lib/pq"
	of "github.com/open-feature/go-sdk/openfeature"
	_ "modernc.org/sqlite"

	"flagtui"
	"flagtui/internal/data/pgtest"
	"flagtui/internal/schema"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// onEach runs a test on a SQLite file and on a PostgreSQL with flags.
func onEach(t *testing.T, test func(t *testing.T, db *sql.DB, client *flagtui.Client)) {
	for _, driver := range []string{"sqlite", "postgres"} {
		t.Run(driver, func(t *testing.T) {
			var dsn, other string // of the client, and of the program that changes flags
			if driver == "sqlite" {
				dsn = filepath.Join(t.TempDir(), "app.db")
				other = "file:" + dsn + "?_pragma=busy_timeout(60000)" // the client reads at the same time
			} else {
				dsn = pgtest.Database(t)
				other = dsn
			}
			db, err := sql.Open(driver, other)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { db.Close() })
			for _, statement := range append(schema.Statements(driver == "sqlite"),
				`INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_at, updated_at, created_by, updated_by) VALUES
					('system', '', 'orders.beta', FALSE, '2026-01-01', '2026-01-01', 'a', 'a'), ('tenant', 'acme', 'orders.beta', TRUE, '2026-01-01', '2026-01-01', 'a', 'a'),
					('system', '', 'boolean-flag', TRUE, '2026-01-01', '2026-01-01', 'a', 'a')`,
				`INSERT INTO projects (id, slug, title) VALUES (12, 'intro', 'Intro')`,
				`INSERT INTO scoped_feature_flag_states (feature_name, project_id, inserted_at, updated_at) VALUES ('canvas', 12, '2026-01-01', '2026-01-01')`) {
				if _, err := db.Exec(statement); err != nil {
					t.Fatalf("%v: %s", err, statement)
				}
			}
			client, err := flagtui.Open(t.Context(), dsn, flagtui.WithRefresh(10*time.Millisecond), flagtui.WithFirstRead(time.Minute), flagtui.WithTimeout(time.Minute), flagtui.WithLogger(slog.New(slog.DiscardHandler)), flagtui.WithCatalogue(
				flagtui.Definition{Name: "orders.beta"}, flagtui.Definition{Name: "orders.gamma", Default: true}, flagtui.Definition{Name: "boolean-flag"},
				flagtui.Definition{Name: "canvas", Scopes: []string{"project"}}))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { client.Close() }) // after the SDK's Shutdown
			test(t, db, client)
		})
	}
}

// TestDatabase evaluates flags of a database, and changes one as another program would.
func TestDatabase(t *testing.T) { onEach(t, testDatabase) }

func testDatabase(t *testing.T, db *sql.DB, client *flagtui.Client) {
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

	if _, err := db.Exec(`UPDATE feature_flags_override SET enabled = FALSE WHERE scope = 'tenant'`); err != nil {
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

// TestSpecification has the scenarios of the specification's evaluation.feature that are
// about booleans and errors. Its other scenarios need flags of other types.
func TestSpecification(t *testing.T) {
	onEach(t, func(t *testing.T, _ *sql.DB, client *flagtui.Client) {
		flags := register(t, NewProvider(client))
		if got, err := flags.BooleanValue(t.Context(), "boolean-flag", false, of.EvaluationContext{}); err != nil || !got {
			t.Errorf("resolves boolean value: %v, %v", got, err)
		}
		details, err := flags.BooleanValueDetails(t.Context(), "boolean-flag", false, of.EvaluationContext{})
		if err != nil || !details.Value || details.Variant != "on" || details.Reason != of.StaticReason {
			t.Errorf("resolves boolean details: %+v, %v", details, err)
		}
		text, err := flags.StringValueDetails(t.Context(), "missing-flag", "uh-oh", of.EvaluationContext{})
		if err == nil || text.Value != "uh-oh" || text.Reason != of.ErrorReason || text.ErrorCode != of.FlagNotFoundCode {
			t.Errorf("flag not found: %+v, %v", text, err)
		}
		number, err := flags.IntValueDetails(t.Context(), "boolean-flag", 13, of.EvaluationContext{})
		if err == nil || number.Value != 13 || number.Reason != of.ErrorReason || number.ErrorCode != of.TypeMismatchCode {
			t.Errorf("type error: %+v, %v", number, err)
		}
	})
}
