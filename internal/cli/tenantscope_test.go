package cli

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"flagtui/internal/data/pgtest"
)

// onFunWithFlags runs a test on SQLite and on PostgreSQL with the table of FunWithFlags,
// and with a config file whose context app names the actor of a tenant.
func onFunWithFlags(t *testing.T, test func(t *testing.T, p *testDatabase, config string)) {
	run := func(t *testing.T, p *testDatabase, file string) {
		ddl, err := os.ReadFile("../../internal/data/testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		p.exec(string(ddl), `INSERT INTO fun_with_flags_toggles (flag_name, gate_type, target, enabled) VALUES
			('beta', 'boolean', '_fwf_none', true), ('beta', 'actor', 'account:12', false), ('beta', 'actor', 'user:12', false), ('ui', 'actor', 'account:13', true)`)
		test(t, p, writeFile(t, fmt.Sprintf("contexts:\n  app: {db: %q, layout: {fun_with_flags: {tenant: \"account:{id}\"}}}\n", p.url)))
	}
	t.Run("sqlite", func(t *testing.T) {
		path := t.TempDir() + "/app.db"
		run(t, &testDatabase{t: t, url: path, raw: openSQL(t, path)}, "fun_with_flags.sqlite.sql")
	})
	t.Run("postgres", func(t *testing.T) {
		url := pgtest.Database(t)
		run(t, &testDatabase{t: t, url: url, raw: openPostgres(t, url), pg: true}, "fun_with_flags.postgres.sql")
	})
}

// TestTenantOfTemplate checks that a tenant is the actor that the layout's template makes.
func TestTenantOfTemplate(t *testing.T) {
	onFunWithFlags(t, func(t *testing.T, p *testDatabase, config string) {
		run := func(code int, out, args, stdin string, errs ...string) {
			t.Helper()
			runWith(t, stdin, append(strings.Fields(args), "--config", config, "--context", "app")...).expect(t, code, out, errs...)
		}
		run(0, "tenant  12    1 override\ntenant  13    1 override\n", "scopes tenants", "")
		run(0, "actor  account:12    1 override\nactor  account:13    1 override\nactor  user:12       1 override\n", "scopes actors", "")
		run(1, "", "test beta --tenant 12", "")
		run(0, "", "test beta --tenant 7 --new-tenant", "")
		run(3, "", "test beta --tenant 14", "", `"account:14"`)
		run(1, "beta  system: on (system)  tenant:12: off (actor)\n", "diff system tenant:12", "")
		run(0, "*", "init --yes", "")
		run(0, "\"ui\" enabled\n", "set ui=on --tenant 12 --yes", "")
		run(0, "\"ui\" unchanged\n", "set ui=on --scope actor:account:12 --yes", "")
		run(0, "\"ui\" unchanged\n", "set ui=on --scope tenant:12 --yes", "")
		run(0, "ui at actor:account:14: on\nui at actor:account:15: on\n", "set ui=on --yes --new-tenant --scope-from - --scope tenant:", "14\n15\n13\n")
		run(0, "ui at actor:account:16: on\nui at actor:user:16: on\n", "set ui=on --yes --new-tenant --scope-from -", "tenant:16\nactor:user:16\nuser:16\n")
		run(2, "", "set ui=on --tenant 12 --scope actor:account:12 --yes", "", "both given")
		for scope, want := range map[string]string{"tenant:12": "1", "actor:account:12": "1", "tenant:99": "0"} {
			r := runWith(t, "", "history", "--json", "--source", "flagtui", "--scope", scope, "--config", config, "--context", "app")
			if got := fmt.Sprint(strings.Count(r.out, `"scope_id":"account:12","name":"ui"`)); got != want || r.code != 0 {
				t.Errorf("%s has %s changes, want %s\n%s%s", scope, got, want, r.out, r.err)
			}
		}
		r := runWith(t, "", "__complete", "get", "--config", config, "--context", "app", "--tenant", "")
		if offers := r.out[:max(0, strings.Index(r.out, ":4"))]; offers != "12\n13\n14\n15\n16\n" {
			t.Errorf("offered %q\n%s", r.out, r.err)
		}
		if got := p.one(2, `SELECT COUNT(*), COUNT(CASE WHEN enabled THEN 1 END) FROM fun_with_flags_toggles WHERE flag_name = 'ui' AND gate_type = 'actor'`); got != "6 6" {
			t.Errorf("%s actors, and on", got)
		}
	})
}
