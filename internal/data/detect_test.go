package data

import (
	"strings"
	"testing"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// readsAndWrites turns a.b off. The flag must be on.
func (p *place) readsAndWrites(s Store, schema string) {
	p.t.Helper()
	stored, err := s.Stored(p.t.Context(), feature.SystemScope())
	if err != nil || !stored["a.b"].Enabled {
		p.t.Fatalf("%v, %v, want a.b on", stored, err)
	}
	if _, err := s.Apply(p.t.Context(), set(feature.SystemScope(), "a.b", feature.On, feature.Off)); err != nil {
		p.t.Fatal(err)
	}
	off := map[bool]string{true: "false", false: "0"}[p.pg]
	if schema != "" {
		schema += "."
	}
	if got := p.rows(`SELECT name, enabled FROM ` + schema + simplemodule.OverrideTable); got != "a.b|"+off {
		p.t.Errorf("the table has %s, want a.b off", got)
	}
}

// inSchema makes the app's tables, up to last, in a schema. The flag a.b is on.
func (p *place) inSchema(schema, last string) {
	p.t.Helper()
	p.exec(`CREATE SCHEMA IF NOT EXISTS ` + schema + `; SET search_path TO ` + schema + `;` + tablesOf(p.t, "postgres", last))
	p.override("system", "", "a.b", true)
}

func withSchema(name string) func(*Options) { return func(o *Options) { o.Schema = name } }
func withURL(add string) func(*Options)     { return func(o *Options) { o.URL += add } }

func TestSchemas(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		schemas []string // the schemas with the table
		setup   string
		change  func(*Options)
		want    string   // the chosen schema; empty for a refusal
		says    []string // texts of the refusal
	}{
		"public":                 {schemas: []string{"public"}, want: "public"},
		"feature_flags":          {schemas: []string{"feature_flags"}, want: "feature_flags"},
		"search_path of the URL": {schemas: []string{"app"}, change: withURL("&search_path=app"), want: "app"},
		"options of the URL":     {schemas: []string{"app"}, change: withURL("&options=-csearch_path%3Dapp"), want: "app"},
		"search_path of the database": {schemas: []string{"app"}, want: "app",
			setup: `DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET search_path = app, public'; END $$`},
		"needs quotes":         {schemas: []string{`"The ""App"`}, change: withSchema(`The "App`), want: `The "App`},
		"two":                  {schemas: []string{"public", "feature_flags"}, says: []string{"several schemas: feature_flags, public", "--schema"}},
		"two, one on the path": {schemas: []string{"public", "app"}, change: withURL("&search_path=app"), says: []string{"app, public", "--schema"}},
		"two and --schema":     {schemas: []string{"public", "feature_flags"}, change: withSchema("public"), want: "public"},
		"two and the other":    {schemas: []string{"public", "feature_flags"}, change: withSchema("feature_flags"), want: "feature_flags"},
		"elsewhere":            {schemas: []string{"app"}, says: []string{"in the schema app", "--schema app"}},
		"elsewhere, --schema":  {schemas: []string{"app"}, change: withSchema("app"), want: "app"},
		"--schema of nothing":  {schemas: []string{"public"}, change: withSchema("none"), says: []string{"--schema public"}},
		"no table":             {change: withSchema("none"), says: []string{`"none"`, "flagtui init"}},
		"no table at all":      {says: []string{"no table " + simplemodule.OverrideTable, "flagtui init"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPostgres(t, "")
			p.raw.SetMaxOpenConns(1) // keep the search_path
			for _, schema := range test.schemas {
				p.inSchema(schema, simplemodule.OverrideTable)
			}
			if test.setup != "" {
				p.exec(test.setup)
			}
			s, err := p.tryOpen(append([]func(*Options){}, func(o *Options) {
				if test.change != nil {
					test.change(o)
				}
			})...)
			if test.want == "" {
				wantProblem(t, err, feature.ErrUsage, test.says...)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if got := s.Info().Schema; got != test.want {
				t.Fatalf("schema %s, want %s", got, test.want)
			}
			p.readsAndWrites(s, quote(test.want))
		})
	}
}

func quote(name string) string { return strings.TrimSuffix(engine.Table{Schema: name}.Ref(), ".") }

func TestSQLiteHasNoSchemas(t *testing.T) {
	p := newSQLite(t, tablesOf(t, "sqlite", simplemodule.OverrideTable))
	_, err := p.tryOpen(withSchema("main"))
	wantProblem(t, err, feature.ErrUsage, "--schema")
	_, err = PlanInit(t.Context(), Options{URL: t.TempDir() + "/new.db", Schema: "main"})
	wantProblem(t, err, feature.ErrUsage, "--schema")
}

// onBoth runs a test on each database, with a table made by ddl. KEY stands
// for the type of a key.
func onBoth(t *testing.T, ddl string, test func(t *testing.T, p *place)) {
	t.Run("sqlite", func(t *testing.T) { test(t, newSQLite(t, strings.ReplaceAll(ddl, "KEY", "INTEGER PRIMARY KEY"))) })
	t.Run("postgres", func(t *testing.T) { test(t, newPostgres(t, strings.ReplaceAll(ddl, "KEY", "SERIAL PRIMARY KEY"))) })
}

func TestRefusesOtherShapes(t *testing.T) {
	t.Parallel()
	for ddl, says := range map[string]string{
		`(id KEY, name VARCHAR(200) NOT NULL UNIQUE, enabled BOOLEAN NOT NULL)`: "before overrides had scopes",
		`(id KEY, scope VARCHAR(10), name VARCHAR(200), enabled BOOLEAN)`:       "the columns that flagtui needs: id, scope, scope_id, name and enabled",
		`(scope VARCHAR(10), scope_id VARCHAR(64), flag TEXT, value TEXT)`:      "the columns that flagtui needs: id, scope, scope_id, name and enabled",
	} {
		onBoth(t, `CREATE TABLE feature_flags_override `+ddl, func(t *testing.T, p *place) {
			_, err := p.tryOpen()
			wantProblem(t, err, feature.ErrUsage, says)
		})
	}
}

func TestOtherShapesThatWork(t *testing.T) {
	t.Parallel()
	const row = `INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('system', '', 'a.b', `
	const unique = `, UNIQUE (scope, scope_id, name))`
	for name, ddl := range map[string]string{
		"without who and when": `(id KEY, scope VARCHAR(10) NOT NULL, scope_id VARCHAR(64) NOT NULL, name VARCHAR(200) NOT NULL, enabled BOOLEAN NOT NULL` + unique,
		"without who":          `(id KEY, scope VARCHAR(10), scope_id VARCHAR(64), name VARCHAR(200), enabled BOOLEAN, created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL, updated_at TIMESTAMP` + unique,
		"with more":            `(note TEXT, id KEY, scope VARCHAR(10), scope_id VARCHAR(64), name VARCHAR(200), enabled BOOLEAN, created_by TEXT, updated_by TEXT, rollout INTEGER, "order" TEXT` + unique,
		"in upper case":        `(ID KEY, SCOPE VARCHAR(10), SCOPE_ID VARCHAR(64), NAME VARCHAR(200), ENABLED BOOLEAN, CREATED_AT TIMESTAMP, CREATED_BY TEXT` + unique,
	} {
		onBoth(t, `CREATE TABLE feature_flags_override `+ddl, func(t *testing.T, p *place) {
			p.exec(row + map[bool]string{true: "TRUE)", false: "1)"}[p.pg])
			s, ctx := p.open(), t.Context()
			p.readsAndWrites(s, "")
			acme := feature.TenantScope("acme")
			if _, err := s.Apply(ctx, set(acme, "a.b", feature.Inherit, feature.On)); err != nil {
				t.Fatal(name, err)
			}
			page, err := s.Overrides(ctx, layout.OverrideQuery{Name: "a.b"})
			rows := page.Overrides
			if err != nil || len(rows) != 2 || rows[1].Scope != acme || !rows[1].Enabled {
				t.Fatal(name, rows, err)
			}
			_, by := rows[1].Changed()
			if known := s.(*sqlStore).layouts[0].Main().Has("created_by"); known != (by == "flagtui:alice@ops1") {
				t.Errorf("%s: made by %q", name, by)
			}
			if names, err := s.Recent(ctx, acme); err != nil || len(names) != 1 {
				t.Error(name, names, err)
			}
			if _, err := s.Apply(ctx, set(acme, "a.b", feature.On, feature.Inherit)); err != nil {
				t.Error(name, err)
			}
		})
	}
}

func TestTenantTable(t *testing.T) {
	const other = `CREATE TABLE tenants_tenant (id VARCHAR(32) PRIMARY KEY, title TEXT)`
	hasTenants := func(t *testing.T, p *place, want bool, change ...func(*Options)) {
		t.Helper()
		s, err := p.tryOpen(change...)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		wantFollowers := func(want int, among feature.Tenants) {
			t.Helper()
			impact, err := s.Impact(t.Context(), "a.b")
			if err != nil || impact.Inheriting != want || impact.Among != among {
				t.Errorf("impact %+v, %v; want %d followers among %d", impact, err, want, among)
			}
		}
		wantFollowers(0, feature.OverridingTenants) // without a list of tenants any id is a tenant
		if want {
			p.tenant("acme", "Acme")
			wantFollowers(1, feature.AllTenants)
		}
		if s.Info().Kinds.Of(feature.Tenant).Listed != want {
			t.Errorf("%+v; want tenants: %v", s.Info(), want)
		}
		if _, err := s.Scopes(t.Context(), layout.ScopeQuery{Kind: feature.Tenant, Limit: 9}); err != nil {
			t.Error(err)
		}
	}
	t.Run("absent", func(t *testing.T) {
		everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
			hasTenants(t, p, false)
			p.exec(other) // another app's tables
			hasTenants(t, p, false)
			p.exec(`DROP TABLE tenants_tenant`)
		})
	})
	t.Run("there", func(t *testing.T) {
		everywhere(t, simplemodule.TenantTable, func(t *testing.T, p *place) { hasTenants(t, p, true) })
	})
	t.Run("in the module's schema", func(t *testing.T) {
		p := newPostgres(t, "")
		p.raw.SetMaxOpenConns(1)
		p.inSchema("feature_flags", simplemodule.OverrideTable)
		p.exec(`CREATE SCHEMA elsewhere; SET search_path TO elsewhere;` + tablesOf(t, "postgres", simplemodule.TenantTable))
		hasTenants(t, p, false)
		p.exec(`ALTER SCHEMA elsewhere RENAME TO tenants; SET search_path TO tenants`)
		p.exec(`DROP TABLE tenants.feature_flags_override`)
		hasTenants(t, p, true)
	})
	t.Run("unreadable", func(t *testing.T) {
		p := newPostgres(t, tablesOf(t, "postgres", simplemodule.TenantTable))
		role := p.role(`GRANT SELECT, INSERT, UPDATE, DELETE ON feature_flags_override TO ROLE; GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ROLE`)
		hasTenants(t, p, false, role)
	})
}

func TestOverridesUnreadable(t *testing.T) {
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	_, err := p.tryOpen(p.role(``))
	wantProblem(t, err, feature.ErrRefused, `"public".feature_flags_override`, "SELECT")
}
