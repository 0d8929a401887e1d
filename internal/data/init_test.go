package data

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/data/simplemodule"
	"flagtui/internal/data/torus"
	"flagtui/internal/feature"
)

func (p *place) options(change ...func(*Options)) Options {
	options := Options{URL: p.url}
	for _, f := range change {
		f(&options)
	}
	return options
}

// tables returns the tables of the database, as schema.name on PostgreSQL.
func (p *place) tables() string {
	p.t.Helper()
	if p.pg {
		return p.rows(`SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname !~ '^(pg_|information_schema)' ORDER BY 1`)
	}
	return p.rows(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1`)
}

// wantInit makes a plan, checks its tables, and runs it.
func wantInit(t *testing.T, options Options, want ...string) {
	t.Helper()
	plan, err := PlanInit(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(plan.Tables, want) {
		t.Errorf("plans to make %v, want %v", plan.Tables, want)
	}
	if err := plan.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// wantUsable checks that flagtui reads, writes and records in a database.
func wantUsable(t *testing.T, options Options) {
	t.Helper()
	s, err := Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if f := s.Info(); !f.HasDefinitions || !f.HasJournal || f.ReadOnly != "" {
		t.Errorf("%+v", f)
	}
	if err := s.Register(t.Context(), []feature.Definition{{Name: "a.b"}}); err != nil {
		t.Error(err)
	}
	if applied, err := s.Apply(t.Context(), set(feature.SystemScope(), "a.b", feature.Inherit, feature.On)); err != nil || len(applied.Changed) != 1 {
		t.Error(applied, err)
	}
}

func TestInitOfNothing(t *testing.T) {
	t.Parallel()
	everything := []string{simplemodule.OverrideTable, simplemodule.TenantTable, simplemodule.AuditTable, torus.ProjectTable, torus.SectionTable, torus.AuthorTable, torus.StateTable, torus.ScopedAuditTable,
		definitionTable, journalTable}
	check := func(t *testing.T, options Options) {
		t.Helper()
		refused := options
		refused.ReadOnly = true
		_, err := PlanInit(t.Context(), refused)
		wantProblem(t, err, feature.ErrRefused, "--read-only")
		wantInit(t, options, everything...)
		wantInit(t, options)
		wantUsable(t, options)
	}
	t.Run("new file", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "new 100%.db")
		plan, err := PlanInit(t.Context(), Options{URL: path})
		if err != nil || plan.NewFile != path {
			t.Errorf("%+v, %v", plan, err)
		}
		if _, err := os.Stat(path); err == nil {
			t.Error("the plan made the file")
		}
		check(t, Options{URL: path})
	})
	t.Run("empty file", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "app.db")
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		check(t, Options{URL: path})
	})
	t.Run("empty database file", func(t *testing.T) {
		check(t, newSQLite(t, `CREATE TABLE t (x INTEGER); DROP TABLE t`).options())
	})
	t.Run("empty postgres", func(t *testing.T) {
		p := newPostgres(t, `CREATE SCHEMA other; CREATE TABLE other.t (x INTEGER)`)
		check(t, p.options())
		if got := p.tables(); strings.Count(got, "public.") != len(everything) || strings.Count(got, "other.") != 1 {
			t.Errorf("made %s", got)
		}
	})
	t.Run("empty schema", func(t *testing.T) {
		p := newPostgres(t, `CREATE SCHEMA "The ""App"; CREATE TABLE public.t (x INTEGER)`)
		check(t, p.options(withSchema(`The "App`)))
		if got := p.tables(); strings.Count(got, `The "App.`) != len(everything) {
			t.Errorf("made %s", got)
		}
	})
}

func TestInitBesideAnApp(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.TenantTable, func(t *testing.T, p *place) {
		p.override("system", "", "c.d", true)
		before := p.tables()
		_, err := PlanInit(t.Context(), p.options(readOnly))
		wantProblem(t, err, feature.ErrRefused, "--read-only")
		if p.tables() != before {
			t.Error("a plan made something")
		}
		wantInit(t, p.options(), definitionTable, journalTable)
		schema := ""
		if at, _, ok := strings.Cut(before, "."); ok {
			schema = at + "."
		}
		want := append(strings.Split(before, "\n"), schema+definitionTable, schema+journalTable)
		slices.Sort(want)
		if got := strings.Split(p.tables(), "\n"); !slices.Equal(got, want) {
			t.Errorf("there are now %v, want %v", got, want)
		}
		wantInit(t, p.options())
		p.exec(`DROP TABLE ` + schema + definitionTable)
		wantInit(t, p.options(), definitionTable)
		wantUsable(t, p.options())
		if got := p.rows(`SELECT name FROM feature_flags_override ORDER BY name`); got != "a.b\nc.d" {
			t.Errorf("overrides of %s, want a.b and c.d", got)
		}
	})
}

// Existing tables keep their columns and rows.
func TestInitTouchesNothing(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		p.exec(`CREATE TABLE flagtui_change (note TEXT); INSERT INTO flagtui_change VALUES ('mine')`)
		wantInit(t, p.options(), definitionTable)
		if got := p.rows(`SELECT * FROM flagtui_change`); got != "mine" {
			t.Errorf("the table has %s", got)
		}
	})
}

func TestInitRefuses(t *testing.T) {
	t.Parallel()
	const others = `CREATE TABLE users (id KEY, mail TEXT UNIQUE); CREATE INDEX users_mail ON users (mail)`
	refuses := func(t *testing.T, p *place, kind error, options Options, says ...string) {
		t.Helper()
		before := p.tables()
		_, err := PlanInit(t.Context(), options)
		wantProblem(t, err, kind, says...)
		if got := p.tables(); got != before {
			t.Errorf("made %s", got)
		}
	}
	onBoth(t, others, func(t *testing.T, p *place) {
		refuses(t, p, feature.ErrRefused, p.options(), "1 other table", simplemodule.OverrideTable)
		if p.pg { // a role that cannot see the tables
			refuses(t, p, feature.ErrRefused, p.options(p.role("")), "1 other table")
			refuses(t, p, feature.ErrUsage, p.options(withSchema("none")), `no schema "none"`)
		}
	})
	onBoth(t, `CREATE TABLE feature_flags_override (id KEY, name TEXT, enabled BOOLEAN)`, func(t *testing.T, p *place) {
		refuses(t, p, feature.ErrUsage, p.options(), "before overrides had scopes")
	})
	t.Run("two schemas", func(t *testing.T) {
		p := newPostgres(t, "")
		p.raw.SetMaxOpenConns(1)
		p.inSchema("public", simplemodule.OverrideTable)
		p.inSchema("feature_flags", simplemodule.OverrideTable)
		refuses(t, p, feature.ErrUsage, p.options(), "--schema")
		wantInit(t, p.options(withSchema("public")), definitionTable, journalTable)
		wantInit(t, p.options(withSchema("feature_flags")), definitionTable, journalTable)
	})
	t.Run("read-only role", func(t *testing.T) {
		p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
		refuses(t, p, feature.ErrRefused, p.options(p.role(`GRANT SELECT ON feature_flags_override TO ROLE; ALTER USER ROLE SET default_transaction_read_only = on`)), "sessions are read-only")
	})
	t.Run("read-only file", func(t *testing.T) {
		p := newSQLite(t, tablesOf(t, "sqlite", simplemodule.OverrideTable))
		refuses(t, p, feature.ErrRefused, p.options(func(o *Options) { o.URL = "file:" + o.URL + "?mode=ro" }), "database URL")
	})
	t.Run("no database", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "app.db")
		if err := os.WriteFile(path, []byte(strings.Repeat("no database ", 100)), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := PlanInit(t.Context(), Options{URL: path})
		wantProblem(t, err, feature.ErrUnavailable, "not a SQLite database")
	})
}

func TestFailedInitLeavesNothing(t *testing.T) {
	t.Parallel()
	t.Run("no directory", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "none")
		plan, err := PlanInit(t.Context(), Options{URL: filepath.Join(dir, "app.db")})
		if err != nil {
			t.Fatal(err)
		}
		wantProblem(t, plan.Run(t.Context()), feature.ErrUnavailable, "no such file or directory")
		if _, err := os.Stat(dir); err == nil {
			t.Error("made a directory")
		}
	})
	t.Run("new file", func(t *testing.T) {
		dir := t.TempDir()
		plan, err := PlanInit(t.Context(), Options{URL: "file:" + filepath.Join(dir, "app.db") + "?_pragma=query_only(1)"})
		if err != nil {
			t.Fatal(err)
		}
		wantProblem(t, plan.Run(t.Context()), feature.ErrRefused)
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("left %v", left)
		}
	})
	t.Run("file made meanwhile", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "app.db")
		plan, err := PlanInit(t.Context(), Options{URL: path})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("mine"), 0o644); err != nil {
			t.Fatal(err)
		}
		wantProblem(t, plan.Run(t.Context()), feature.ErrUnavailable, "exists")
		if text, err := os.ReadFile(path); err != nil || string(text) != "mine" {
			t.Errorf("the file holds %q, %v", text, err)
		}
	})
	t.Run("postgres", func(t *testing.T) {
		p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
		p.exec(`REVOKE CREATE ON SCHEMA public FROM PUBLIC`) // the default since PostgreSQL 15
		options := p.options(p.role(`GRANT SELECT ON feature_flags_override TO ROLE`))
		plan, err := PlanInit(t.Context(), options)
		if err != nil {
			t.Fatal(err)
		}
		wantProblem(t, plan.Run(t.Context()), feature.ErrRefused)
		// The second of two tables fails, and the first is rolled back.
		p.exec(`CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
				IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE object_identity LIKE '%flagtui_change%') THEN RAISE 'no'; END IF; END $$;
			CREATE EVENT TRIGGER refuse ON ddl_command_end EXECUTE FUNCTION refuse()`)
		if plan, err = PlanInit(t.Context(), p.options()); err != nil {
			t.Fatal(err)
		}
		if err := plan.Run(t.Context()); err == nil {
			t.Error("no error")
		}
		if got := p.tables(); got != "public."+simplemodule.OverrideTable {
			t.Errorf("left %s", got)
		}
	})
}
