package cli

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// shape makes a SQLite file with the tables of an application, and returns its path.
func shape(t *testing.T, ddl string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "app.db")
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	if _, err := raw.Exec(ddl); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLayout(t *testing.T) {
	p := shape(t, `CREATE TABLE feature_flags (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, enabled BOOLEAN NOT NULL, updated_at TIMESTAMP, workspace_id UUID)`)
	got := runWith(t, "", "layout", "--db", p)
	got.expect(t, 0, "*", "")
	for _, want := range []string{"# feature_flags: a table of an unknown system", "      table: feature_flags\n", "      name: key\n", "      scope: {workspace: workspace_id}\n", "      update: {updated_at: now}\n", "      live: ", "      without: off   # "} {
		if !strings.Contains(got.out, want) {
			t.Errorf("no %q in\n%s", want, got.out)
		}
	}
	var file struct {
		Contexts map[string]struct {
			DB     string
			Layout map[string]any
		}
	}
	if err := yaml.Unmarshal([]byte(got.out), &file); err != nil {
		t.Fatal(err)
	}
	context := file.Contexts["feature_flags"]
	if !filepath.IsAbs(context.DB) || context.Layout["table"] != "feature_flags" || context.Layout["without"] != false && context.Layout["without"] != "off" {
		t.Errorf("%+v", context)
	}
	if got := runWith(t, "", "layout", "--json", "--db", p); !strings.Contains(got.out, `"table":"feature_flags","system":"","standing":"described"`) {
		t.Error(got.out)
	}
	runWith(t, "", "list", "--db", p).expect(t, 2, "", "feature_flags", "flagtui layout")
	runWith(t, "", "init", "--yes", "--db", p).expect(t, 5, "", "feature_flags", "flagtui layout")
}

func TestLayoutOfRecognisedTables(t *testing.T) {
	p := shape(t, `CREATE TABLE features (id INTEGER PRIMARY KEY, name TEXT NOT NULL, scope TEXT NOT NULL, value TEXT NOT NULL, created_at TIMESTAMP, updated_at TIMESTAMP)`)
	if got := runWith(t, "", "layout", "--db", p); got.code != 0 || !strings.Contains(got.out, "Laravel Pennant. flagtui does not open it: ") {
		t.Error(got)
	}
	runWith(t, "", "list", "--db", p).expect(t, 2, "", "Laravel Pennant", "remembered", "Feature::activate")
	runWith(t, "", "init", "--yes", "--db", p).expect(t, 5, "", "Laravel Pennant")
	runWith(t, "", "doctor", "--db", p).expect(t, 2, "", "Laravel Pennant")
	empty := shape(t, `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)`)
	runWith(t, "", "layout", "--db", empty).expect(t, 3, "", "no table", "any table")
	runWith(t, "", "layout", "--json", "--db", empty).expect(t, 0, "[]\n", "")
}
