package cli

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"flagtui/internal/data/pgtest"
)

// rows returns the number of overrides of a flag that are on, and of those that are off.
func (p *testDatabase) rows(name string) string {
	return p.one(2, `SELECT COUNT(CASE WHEN enabled THEN 1 END), COUNT(CASE WHEN NOT enabled THEN 1 END) FROM feature_flags_override WHERE name = '`+name+`'`)
}

// TestScopeFrom checks that a file of tenants is one change-set, and that a wrong line
// refuses all of it.
func TestScopeFrom(t *testing.T) {
	onDatabases(t, func(t *testing.T, p *testDatabase) {
		p.exec(`DROP TABLE scoped_feature_flag_states`) // tenants are the only scopes with ids
		p.define("a.b", false, "")
		p.define("c.d", true, "")
		var ids []string
		for i := range 100 {
			ids = append(ids, fmt.Sprintf("t%02d", i))
			p.exec(fmt.Sprintf(`INSERT INTO tenants_tenant (id, slug, name, status) VALUES ('t%02d', 's%[1]d', 'Tenant %[1]d', 'active')`, i))
		}
		p.override("tenant", "t05", "a.b", true)
		p.override("tenant", "t06", "a.b", false)
		p.override("tenant", "only here", "a.b", false)
		file := writeFile(t, "\ufeff"+strings.Join(ids, "\r\n")+"\r\n\n  \ntenant:t07\nt08\nonly here\n")
		run := func(code int, out, args string, errs ...string) {
			t.Helper()
			runWith(t, "", append(strings.Fields(args), "--db", p.url)...).expect(t, code, out, errs...)
		}
		run(exitConfirm, "", "set a.b=on --scope-from "+file, "101 scopes, of which 100 change", "a.b at tenant:t00: inherit -> on", "… and 80 more", "change 1 flag at 100 scopes (100 overrides)", "--yes")
		run(0, "*", "set a.b=on --dry-run --scope-from "+file, "nothing was written")
		if got := p.rows("a.b"); got != "1 2" {
			t.Fatalf("%s on and off before the change", got)
		}
		r := runWith(t, "", "set", "a.b=on", "c.d=off", "--yes", "--json", "--reason", "pilots", "--scope-from", file, "--db", p.url)
		var result struct {
			Change  string
			Changed int
			Flags   []struct{ Name string }
		}
		if err := json.Unmarshal([]byte(r.out), &result); err != nil || r.code != 0 || result.Changed != 201 || len(result.Flags) != 2 {
			t.Fatalf("exit %d: %v\n%s%s", r.code, err, r.out, r.err)
		}
		if on, off := p.rows("a.b"), p.rows("c.d"); on != "101 0" || off != "0 101" {
			t.Errorf("a.b is %s and c.d %s on and off", on, off)
		}
		if got := p.one(2, `SELECT COUNT(*), COUNT(DISTINCT change) FROM flagtui_change`); got != "201 1" {
			t.Errorf("%s records and change-sets", got)
		}
		run(0, "*", "set a.b=on --yes --scope-from "+file, "of which 0 change", "nothing to change")
		run(0, "*", "undo --yes "+result.Change)
		if on, off := p.rows("a.b"), p.rows("c.d"); on != "1 2" || off != "0 0" {
			t.Errorf("after the undo, a.b is %s and c.d %s on and off", on, off)
		}

		for _, wrong := range []struct {
			lines, args string
			code        int
			says        string
		}{
			{"t01\n\nt02\nt1000\nt03\n", "", exitUnknown, `:4: unknown tenant "t1000"`},
			{"t01\n t02\n", "", exitUnknown, `:2: unknown tenant " t02"`}, // an id is as it is
			{"t01\nT02\n", "", exitUnknown, `:2: unknown tenant "T02"`},
			{"t01\ntenant:\n", "", exitUsage, ":2: the tenant id is empty"},
			{"t01\ntenant:t02\n", "--scope tenant:", exitUnknown, `:2: unknown tenant "tenant:t02"`},
			{"t01\nproject:12\n", "", exitUnknown, `:2: unknown tenant "project:12"`},
			{"t01\nt\x00\n", "--scope tenant:", exitUsage, ":2: the tenant id"},
			{"\n \n", "", exitUsage, "names no scopes"},
			{"t01\n", "--tenant t02", exitUsage, "--scope-from and --tenant were both given"},
			{"t01\n", "--scope tenant:t02", exitUsage, "--scope-from and --scope tenant:t02 were both given"},
			{"t01\n", "--scope system", exitUsage, "--scope-from and --scope system were both given"},
			{"t01\n", "--scope account:", exitUsage, `this database has no kind of scope "account"`},
			{"t01\n", "--read-only", exitRefused, "read-only"},
		} {
			run(wrong.code, "", "set a.b=on --yes "+wrong.args+" --scope-from "+writeFile(t, wrong.lines), wrong.says)
		}
		run(exitUnknown, "", "set nope=on --yes --scope-from "+file, `"nope"`)
		run(exitUsage, "", "set a.b=on --yes --scope-from /nowhere/ids", "cannot read the scopes")
		run(exitUnknown, "", "clear a.b --yes --scope-from "+writeFile(t, "t05\nt07\n"), `:2: No override set for this flag: "a.b" at tenant:t07`)
		if got := p.rows("a.b"); got != "1 2" {
			t.Errorf("after refused changes, a.b is %s on and off", got)
		}
		run(0, "*", "clear a.b --yes --scope-from "+writeFile(t, "t05\nt06\n"))
		run(0, "*", "set a.b=on --yes --new-tenant --scope-from "+writeFile(t, "new one\nt01\n"))
		if got := p.rows("a.b"); got != "2 1" {
			t.Errorf("at last, a.b is %s on and off", got)
		}
		r = runWith(t, "t09\nt10\n", "set", "a.b=on", "--yes", "--scope-from", "-", "--scope", "tenant:", "--db", p.url)
		r.expect(t, 0, "a.b at tenant:t09: on\na.b at tenant:t10: on\n")
		runWith(t, "t09\nx\n", "set", "a.b=on", "--yes", "--scope-from", "-", "--scope", "tenant:", "--db", p.url).expect(t, exitUnknown, "", "stdin:2:")
	})
}

// TestScopeFromProjects checks that lines may name scopes of several kinds, and one scope
// by its id and its slug.
func TestScopeFromProjects(t *testing.T) {
	onScoped(t, func(t *testing.T, p *testDatabase) {
		catalogue := writeFile(t, scopedCatalogue)
		run := func(code int, out, args, lines string, errs ...string) {
			t.Helper()
			runWith(t, lines, append(strings.Fields(args), "--yes", "--scope-from", "-", "--db", p.url, "--flags", catalogue)...).expect(t, code, out, errs...)
		}
		run(0, "both.b at project:12: on\nboth.b at section:7: on\nboth.b at project:13: on\n", "set both.b=on", "project:12\nproject:chem\nsection:7\nproject:phys\n")
		run(exitUnknown, "", "set both.c=on", "project:12\nproject:bio\n", "stdin:2:")
		run(exitUnknown, "", "set authoring.a=on", "project:12\nsection:7\n", "stdin:2: Feature 'authoring.a' cannot be used in delivery context")
		run(exitUsage, "", "set both.c=on", "12\n", `stdin:1: "12" names no kind of scope`, "project:ID and section:ID", "--scope project:")
		run(0, "both.b at project:12: off\nboth.b at project:13: off\n", "set both.b=off --scope project:", "chem\n13\n")
		if got := p.stored(); got != "2 5" {
			t.Errorf("%s rows and events", got)
		}
	})
}

// scopeFromLayout describes a table whose flags are set for workspaces.
const scopeFromLayout = `
contexts:
  app:
    db: %q
    layout:
      table: feature_flag
      name: key
      enabled: value
      scope: {workspace: workspace_id}
      live: now
      without: off
`

// TestScopeFromDescribed checks that the ids of a described table need no kind.
func TestScopeFromDescribed(t *testing.T) {
	test := func(t *testing.T, p *testDatabase, ids string) {
		p.exec(`CREATE TABLE feature_flag (id `+ids+`, key varchar(50) NOT NULL, workspace_id integer, value boolean NOT NULL, UNIQUE (key, workspace_id))`,
			`INSERT INTO feature_flag (key, workspace_id, value) VALUES ('ai', NULL, false), ('ai', 7, false), ('other', 8, true)`)
		config := writeFile(t, fmt.Sprintf(scopeFromLayout, p.url))
		run := func(code int, out, args, lines string, errs ...string) {
			t.Helper()
			runWith(t, lines, append(strings.Fields(args), "--yes", "--scope-from", "-", "--config", config, "--context", "app")...).expect(t, code, out, errs...)
		}
		run(0, "ai at workspace:7: on\nai at workspace:8: on\n", "set ai=on", "7\n8\nworkspace:7\n")
		run(exitUnknown, "", "set ai=on", "7\nx\n", "stdin:2:")
		run(exitUnknown, "", "set ai=on", "7\n9\n", "stdin:2:", "--new-tenant")
		run(0, "ai at workspace:9: on\n", "set ai=on --new-tenant", "7\n9\n", "2 scopes, of which 1 change")
		run(0, "ai at workspace:7: inherit\nai at workspace:9: inherit\n", "clear ai", "7\n9\n")
		if got := p.one(1, `SELECT COUNT(*) FROM feature_flag WHERE key = 'ai' AND value`); got != "1" {
			t.Errorf("%s rows of ai are on", got)
		}
	}
	t.Run("sqlite", func(t *testing.T) {
		path := t.TempDir() + "/app.db"
		test(t, &testDatabase{t: t, url: path, raw: openSQL(t, path)}, "integer PRIMARY KEY")
	})
	t.Run("postgres", func(t *testing.T) {
		url := pgtest.Database(t)
		test(t, &testDatabase{t: t, url: url, raw: openPostgres(t, url), pg: true}, "serial PRIMARY KEY")
	})
}
