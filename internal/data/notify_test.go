package data

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/lib/pq"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// rawWrites are the app's statements. Each one changes something.
var rawWrites = []string{
	`INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_at) VALUES ('system', '', 'c.d', '1', '2026-01-02 03:04:05')`,
	`UPDATE feature_flags_override SET enabled = '0' WHERE name = 'c.d'`,
	`UPDATE feature_flags_override SET name = 'e.f' WHERE name = 'c.d'`,
	`DELETE FROM feature_flags_override WHERE name = 'e.f'`,
	`INSERT INTO flagtui_definition (name) VALUES ('g.h')`,
	`INSERT INTO flagtui_change (change, actor, scope, scope_id, name) VALUES ('x', 'bob', 'system', '', 'c.d')`,
}

// triggers installs the triggers as init does.
func (p *place) triggers(change ...func(*Options)) {
	p.t.Helper()
	plan, err := PlanInit(p.t.Context(), p.options(change...))
	if err == nil {
		plan.Tables = nil
		err = plan.AddTriggers()
	}
	if err == nil {
		err = plan.Run(p.t.Context())
	}
	if err != nil {
		p.t.Fatal(err)
	}
}

// planTriggers returns a plan with triggers, and checks the number of their tables.
func planTriggers(t *testing.T, options Options, want int) *InitPlan {
	t.Helper()
	plan, err := PlanInit(t.Context(), options)
	if err == nil {
		err = plan.AddTriggers()
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(strings.Join(plan.Triggers, "\n"), "CREATE TRIGGER"); got != want || slices.Contains(plan.Names(), engine.TriggerName) != (want > 0) {
		t.Errorf("plans %d triggers, want %d: %q, named %q", got, want, plan.Triggers, plan.Names())
	}
	return plan
}

func TestInitTriggers(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.TenantTable, func(t *testing.T, p *place) {
		tables := 3 // the app's table and flagtui's two
		if !p.pg {
			tables = 0
		}
		expect := func(want bool) {
			t.Helper()
			s := p.open()
			if got := s.Info().HasTriggers; got != (want && p.pg) {
				t.Errorf("the triggers are found: %v, want %v", got, want)
			}
			s.Close()
		}
		expect(false)
		for range 2 {
			if err := planTriggers(t, p.options(), tables).Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			expect(true)
			tables = 0
		}
		wantUsable(t, p.options())
		if !p.pg {
			return
		}
		schema := p.open().Info().Schema + "."
		for _, broken := range []string{
			`ALTER TABLE ` + schema + `feature_flags_override DISABLE TRIGGER flagtui_notify`,
			`DROP TRIGGER flagtui_notify ON ` + schema + `flagtui_change`,
			`DROP TABLE ` + schema + `flagtui_definition`,
		} {
			p.exec(broken)
			expect(strings.HasPrefix(broken, "DROP TABLE")) // then all remaining tables have triggers
			if err := planTriggers(t, p.options(), 1).Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			expect(true)
		}
		p.exec(`DROP FUNCTION ` + schema + `flagtui_notify CASCADE`)
		expect(false)
		if got := p.rows(`SELECT tgname FROM pg_trigger WHERE NOT tgisinternal`); got != "" {
			t.Errorf("left are %s", got)
		}
	})
}

func TestInitTriggersOfNothing(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, `CREATE SCHEMA "The ""App's"`)
	options := p.options(withSchema(`The "App's`))
	if err := planTriggers(t, options, 4).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	planTriggers(t, options, 0)
	wantUsable(t, options)
	if s := p.open(withSchema(`The "App's`)); !s.Info().HasTriggers {
		t.Error("the triggers are not found")
	}
}

func TestInitTriggersRefused(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.own(definitionTable, journalTable)
	p.exec(`REVOKE CREATE ON SCHEMA public FROM PUBLIC`) // the default since PostgreSQL 15
	plan, err := PlanInit(t.Context(), p.options(readOnly))
	if err != nil {
		t.Fatal(err)
	}
	wantProblem(t, plan.AddTriggers(), feature.ErrRefused, "--read-only")
	const tables = `GRANT SELECT, TRIGGER ON feature_flags_override, flagtui_definition, flagtui_change TO ROLE;`
	for _, rights := range []string{
		`GRANT SELECT ON feature_flags_override TO ROLE; GRANT CREATE ON SCHEMA public TO ROLE`,
		tables,
	} {
		plan := planTriggers(t, p.options(p.role(rights)), 3)
		wantProblem(t, plan.Run(t.Context()), feature.ErrRefused, "permission denied", "TRIGGER", `CREATE on the schema "public"`, "--dry-run")
		if p.open().Info().HasTriggers || p.rows(`SELECT proname FROM pg_proc WHERE proname LIKE 'flagtui%'`) != "" {
			t.Error("something was made")
		}
	}
	if err := planTriggers(t, p.options(p.role(tables+`GRANT CREATE ON SCHEMA public TO ROLE`)), 3).Run(t.Context()); err != nil {
		t.Error(err)
	}
	p.exec(`DROP FUNCTION flagtui_notify CASCADE`) // the role owns the function
}

// A user who may write to the table can still write, for any search_path.
func TestTriggersHinderNobody(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.raw.SetMaxOpenConns(1)
	p.triggers()
	p.role(`CREATE SCHEMA AUTHORIZATION ROLE; GRANT SELECT, INSERT, UPDATE, DELETE ON feature_flags_override TO ROLE;
		GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ROLE; SET role ROLE; SET search_path TO ROLE, public, pg_catalog;
		CREATE FUNCTION pg_notify(TEXT, TEXT) RETURNS VOID LANGUAGE plpgsql AS 'BEGIN RAISE ''mine''; END'`)
	for _, statement := range rawWrites[:4] {
		p.exec(statement)
	}
	p.exec(`RESET ROLE`)
}

// Every write by flagtui notifies once at the commit. The payload is the schema.
func TestWritesNotify(t *testing.T) {
	t.Parallel()
	onPostgres(t, []string{"public", "The App's"}, func(t *testing.T, p *place, schema string) {
		p.raw.SetMaxOpenConns(1)
		p.exec(`CREATE SCHEMA IF NOT EXISTS ` + pq.QuoteIdentifier(schema) + `; SET search_path TO ` + pq.QuoteIdentifier(schema) + `;` + tablesOf(t, "postgres", simplemodule.OverrideTable))
		p.own(definitionTable, journalTable)
		listener := pq.NewListener(p.url, time.Second, time.Minute, nil)
		defer listener.Close()
		if err := listener.Listen(engine.Channel); err != nil {
			t.Fatal(err)
		}
		s := p.open(withSchema(schema))
		for name, write := range map[string]func() error{
			"apply": func() error {
				_, err := s.Apply(t.Context(), set(feature.SystemScope(), "a.b", feature.Inherit, feature.On))
				return err
			},
			"kill": func() error { _, err := s.Kill(t.Context(), "c.d", feature.ChangeSet{}); return err },
			"undo": func() error {
				applied, err := p.open(withSchema(schema)).Kill(t.Context(), "e.f", feature.ChangeSet{})
				if err == nil {
					<-listener.Notify
					_, err = s.Undo(t.Context(), applied.ID, feature.ChangeSet{})
				}
				return err
			},
			"register": func() error { return s.Register(t.Context(), []feature.Definition{{Name: "a.b"}}) },
		} {
			if err := write(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			select {
			case n := <-listener.Notify:
				if n == nil || n.Extra != schema {
					t.Errorf("%s: notified of %+v, want %q", name, n, schema)
				}
			case <-time.After(hung):
				t.Fatalf("%s does not notify", name)
			}
		}
		if n := len(listener.Notify); n > 0 {
			t.Errorf("notified %d times too often", n)
		}
	})
}
