package flagtui_test

import (
	"database/sql"
	"math"
	"strings"
	"testing"

	"flagtui"
	"flagtui/internal/data/pgtest"
)

// hostileIDs are ids that no scope has, and some that no column can hold.
var hostileIDs = []string{"", " ", "'", `"`, `\`, "%", "?", "$1", "a\x00b", "\xff\xfe", "😀", "-1", "00", "1e3", "2147483648", "9223372036854775808",
	strings.Repeat("9", 400), strings.Repeat("x", 1<<16), "'; DROP TABLE flags; --", "system", "NULL", "\n"}

// TestHostileScopes: a scope that cannot be read spoils the answers at no other scope.
func TestHostileScopes(t *testing.T) {
	check := func(t *testing.T, client *flagtui.Client, kinds []string, known flagtui.AnyScope, name string) {
		t.Helper()
		for _, kind := range kinds {
			for _, id := range hostileIDs {
				client.Evaluate(name, flagtui.Scope(kind, id))
			}
		}
		for _, scope := range []flagtui.AnyScope{flagtui.Project(math.MinInt64), flagtui.Section(math.MaxInt64), flagtui.Scope("", ""), flagtui.Scope("système", "1"), nil} {
			client.Evaluate(name, scope)
		}
		if err := client.Refresh(t.Context()); err != nil || !client.Stale().IsZero() {
			t.Errorf("%v, stale since %v", err, client.Stale())
		}
		if got := client.Evaluate(name, known); !got.Enabled {
			t.Errorf("%+v", got)
		}
	}
	onEach(t, func(t *testing.T, app application, dsn string, _ *sql.DB) {
		client, name := open(t, dsn, append(app.options, flagtui.WithCatalogue(app.definitions...))...), app.definitions[0].Name
		scope := app.scopes[1]
		if _, err := client.Enable(t.Context(), name, scope, flagtui.By("alice")); err != nil {
			t.Fatal(err)
		}
		check(t, client, []string{"system", "tenant", "project", "section", "actor", "user", "workspace"}, scope, name)
	})
	for column, id := range map[string]string{"integer": "7", "smallint": "7", "uuid": "00000000-0000-0000-0000-000000000007", "varchar(3)": "7"} {
		t.Run(column, func(t *testing.T) {
			dsn := pgtest.Database(t)
			run(t, raw(t, "postgres", dsn), `CREATE TABLE flags (id serial PRIMARY KEY, name text NOT NULL, enabled boolean NOT NULL, workspace_id `+column+`)`,
				`INSERT INTO flags (name, enabled, workspace_id) VALUES ('a', TRUE, '`+id+`')`)
			client := open(t, dsn, flagtui.WithLayout("table: flags\nname: name\nenabled: enabled\nscope: {workspace: workspace_id}\nlive: now"), flagtui.WithCatalogue(flagtui.Definition{Name: "a"}))
			check(t, client, []string{"system", "workspace"}, flagtui.Scope("workspace", id), "a")
		})
	}
}
