package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flagtui/internal/data/pgtest"
)

// homegrown is a table of an application's own.
type homegrown struct {
	name    string
	ddl     string // SERIAL stands for the type of a numbered key
	set     string // the flag and the scope to change
	rows    string // a query for the flag's value there
	context string
}

// homegrowns are the shapes of Whitehall's, Twenty's and Cal.com's tables.
var homegrowns = []homegrown{
	{"whitehall", `CREATE TABLE feature_flags (id SERIAL, key varchar(50), enabled boolean DEFAULT false);
		INSERT INTO feature_flags (key, enabled) VALUES ('a', true), ('b', false)`,
		"b", `SELECT enabled FROM feature_flags WHERE key = 'b'`, "feature_flags"},
	{"twenty", `CREATE TABLE workspace (id uuid PRIMARY KEY, "displayName" text);
		CREATE TABLE "featureFlag" (id uuid PRIMARY KEY, key text NOT NULL, "workspaceId" uuid NOT NULL, value boolean NOT NULL, "createdAt" timestamp NOT NULL, "updatedAt" timestamp NOT NULL, UNIQUE (key, "workspaceId"));
		INSERT INTO workspace VALUES ('11111111-1111-4111-8111-111111111111', 'Acme'), ('22222222-2222-4222-8222-222222222222', 'Globex');
		INSERT INTO "featureFlag" VALUES ('aaaaaaaa-1111-4111-8111-111111111111', 'b', '11111111-1111-4111-8111-111111111111', false, '2026-01-02 03:04:05', '2026-01-02 03:04:05')`,
		"b --scope workspace:11111111-1111-4111-8111-111111111111", `SELECT value FROM "featureFlag" WHERE "workspaceId" = '11111111-1111-4111-8111-111111111111'`, "featureflag"},
	{"cal", `CREATE TABLE "Feature" (slug text PRIMARY KEY, enabled boolean NOT NULL DEFAULT false, description text);
		CREATE TABLE "Team" (id integer PRIMARY KEY, name text);
		CREATE TABLE "TeamFeatures" ("teamId" integer NOT NULL, "featureId" text NOT NULL REFERENCES "Feature" (slug), enabled boolean NOT NULL DEFAULT true, "assignedAt" timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP, "assignedBy" text NOT NULL, "updatedAt" timestamp NOT NULL, PRIMARY KEY ("teamId", "featureId"));
		INSERT INTO "Feature" VALUES ('b', true, 'Beta'), ('c', false, 'Current');
		INSERT INTO "Team" VALUES (1, 'Sales'), (2, 'Operations');
		INSERT INTO "TeamFeatures" VALUES (1, 'b', false, '2026-01-02 03:04:05', '7', '2026-01-02 03:04:05')`,
		"b --scope team:1", `SELECT enabled FROM "TeamFeatures" WHERE "teamId" = 1`, "teamfeatures"},
}

// onHomegrown runs a test on each shape, on SQLite and on PostgreSQL.
func onHomegrown(t *testing.T, test func(t *testing.T, p *testDatabase, shape homegrown)) {
	for _, shape := range homegrowns {
		t.Run(shape.name+" sqlite", func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "app.db")
			p := &testDatabase{t: t, url: path, raw: openSQL(t, path)}
			p.exec(strings.ReplaceAll(shape.ddl, "SERIAL", "INTEGER PRIMARY KEY"))
			test(t, p, shape)
		})
		t.Run(shape.name+" postgres", func(t *testing.T) {
			url := pgtest.Database(t)
			p := &testDatabase{t: t, url: url, raw: openPostgres(t, url), pg: true}
			p.exec(strings.ReplaceAll(shape.ddl, "SERIAL", "serial PRIMARY KEY"))
			test(t, p, shape)
		})
	}
}

// TestFromLayoutToUndo checks that what layout prints is a config file, with which a flag
// of a home-grown table can be changed, recorded and put back.
func TestFromLayoutToUndo(t *testing.T) {
	onHomegrown(t, func(t *testing.T, p *testDatabase, shape homegrown) {
		config := writeFile(t, "")
		run := func(code int, args string, errs ...string) ran {
			t.Helper()
			r := runWith(t, "", append(strings.Fields(args), "--config", config)...)
			r.expect(t, code, "*", errs...)
			return r
		}
		proposed := run(0, "layout --db "+p.url).out
		if strings.Contains(proposed, "${DATABASE_URL}") {
			t.Setenv("DATABASE_URL", p.url)
			proposed = strings.ReplaceAll(proposed, "${DATABASE_URL}", p.url) // runWith removes the variable
		}
		if err := os.WriteFile(config, []byte(proposed), 0o600); err != nil {
			t.Fatal(err)
		}
		value := func() string { return p.one(1, shape.rows) }
		before := value()
		run(0, "init --yes")
		run(0, "doctor")
		run(0, "set "+strings.Replace(shape.set, "b", "b=on", 1)+" --yes --reason pilot", "saved as")
		if value() == before {
			t.Errorf("the value is still %s", before)
		}
		run(0, "test "+shape.set)
		if got := run(0, "history --json").out; strings.Count(got, `"reason":"pilot"`) != 1 {
			t.Error(got)
		}
		run(0, "undo --yes", "saved as")
		if got := value(); got != before {
			t.Errorf("after the undo the value is %s, not %s", got, before)
		}
		run(1, "test "+shape.set)
		run(exitUsage, "list --db "+p.url, "flagtui does not open the table", "add --context "+shape.context)
		run(exitUsage, "doctor --db "+p.url, "add --context "+shape.context)

		again := run(0, "layout --db "+p.url).out
		if !strings.Contains(again, "# Add this to the contexts in "+config) || !strings.Contains(again, "\n  "+shape.context+"_2: ") || strings.Contains(again, "default_context") {
			t.Error(again)
		}
		if shape.name == "twenty" {
			run(exitUsage, "list", "say which with --scope workspace")
		}
	})
}

// TestNoDatabaseNamesContexts checks that a command without a database names the contexts
// of the config file.
func TestNoDatabaseNamesContexts(t *testing.T) {
	config := writeFile(t, "contexts:\n  a: {db: /nowhere/a.db}\n  b: {db: \"${NOT_SET_ANYWHERE}\"}\n")
	runWith(t, "", "list", "--config", config).expect(t, exitUsage, "", "no database was given", "--context NAME (a, b)", "`default_context: a`")
	runWith(t, "", "list").expect(t, exitUsage, "", "no database was given", "flagtui demo")
}

// TestContextNames checks that each context that layout proposes has a name of its own.
func TestContextNames(t *testing.T) {
	names := []string{"flags"}
	for _, table := range []string{"Flags", "app.flags", "core.feature-Flag", `"my.odd table!"`, "日本"} {
		names = append(names, contextName(table, names))
	}
	if got, want := fmt.Sprint(names), "[flags flags_2 flags_3 feature-flag odd_table flags_4]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
