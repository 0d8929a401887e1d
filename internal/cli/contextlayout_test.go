package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"testing"

	"github.com/jmoiron/sqlx"
	"github.com/spf13/cobra"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// describedFile returns the path of a database whose table only a layout describes.
func describedFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "app.db")
	db, err := sqlx.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`CREATE TABLE team_flags (key text, team_id integer, enabled boolean NOT NULL, PRIMARY KEY (key, team_id)); INSERT INTO team_flags VALUES ('ocr', 7, 1)`); err != nil {
		t.Fatal(err)
	}
	return path
}

const describedLayout = "layout: {table: team_flags, name: key, enabled: enabled, scope: {team: team_id}, without: off, live: within 5 minutes}"

// TestLayoutOfAContext checks that commands use the layout of the context, and that it
// holds for a copy of its database, too.
func TestLayoutOfAContext(t *testing.T) {
	config := writeFile(t, fmt.Sprintf("default_context: a\ncontexts:\n  a:\n    db: %q\n    %s\n", describedFile(t), describedLayout))
	at := func(args ...string) ran { return runWith(t, "", append(args, "--config", config)...) }
	at("test", "ocr", "--scope", "team:7").expect(t, 0, "", "no catalogue")
	at("set", "ocr=off", "--scope", "team:7", "--yes").expect(t, 0, "\"ocr\" disabled\n", "within 5 min\n")
	at("test", "ocr", "--scope", "team:7").expect(t, 1, "", "no catalogue")
	at("set", "ocr=on", "--scope", "team:seven", "--new-tenant", "--yes").expect(t, exitUnknown, "", `no team "seven"`, "team_id")
	at("set", "ocr=on", "--yes").expect(t, exitUsage, "", "team")
	at("test", "ocr", "--scope", "team:7", "--context", "a", "--db", describedFile(t)).expect(t, 0, "", "no catalogue")
}

// TestDashboardPassesTheLayoutOn checks that switching contexts and reopening for reading
// only use the layout of the context.
func TestDashboardPassesTheLayoutOn(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	config := writeFile(t, fmt.Sprintf("contexts:\n  plain: {db: %q}\n  teams:\n    db: %q\n    %s\n", small(t), describedFile(t), describedLayout))
	a := &app{stderr: io.Discard}
	root := a.rootCommand()
	root.RunE = func(cmd *cobra.Command, _ []string) error {
		expect := func(store data.Store, kind feature.Kind) {
			t.Helper()
			if !store.Info().Has(kind) {
				t.Errorf("the kinds are %v, want %s among them", store.Info().Kinds.Kinds(), kind)
			}
			store.Close()
		}
		teams, err := a.connect(cmd.Context(), "teams")
		if err != nil {
			return err
		}
		expect(teams.Store, "team")
		again, err := teams.ReopenReadOnly(cmd.Context())
		if err != nil {
			return err
		}
		expect(again.Store, "team")
		plain, err := teams.Connect(cmd.Context(), "plain")
		if err != nil {
			return err
		}
		expect(plain.Store, feature.Tenant)
		return a.reachContext(cmd.Context(), "teams")
	}
	root.SetArgs([]string{"--context", "plain", "--config", config})
	if err := root.ExecuteContext(t.Context()); err != nil {
		t.Error(err)
	}
}
