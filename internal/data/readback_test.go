package data

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"flagtui/internal/data/simplemodule"
	"flagtui/internal/data/sqlspy"
	"flagtui/internal/data/torus"
	"flagtui/internal/feature"
)

// trigger makes a trigger on a table. sqlite is the trigger's body on SQLite, with NEW
// and OLD. pg is the body of the function on PostgreSQL.
func (p *place) trigger(name, when, table, sqlite, pg string) {
	p.t.Helper()
	if !p.pg {
		p.exec(fmt.Sprintf(`CREATE TRIGGER %s %s ON %s FOR EACH ROW BEGIN %s END`, name, when, table, sqlite))
		return
	}
	constraint := ""
	if strings.HasSuffix(when, "DEFERRED") {
		constraint = "CONSTRAINT "
	}
	p.exec(fmt.Sprintf(`CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN %s END $$`, name, pg))
	event, deferred, _ := strings.Cut(when, " DEFERRABLE")
	if deferred != "" {
		deferred = " DEFERRABLE" + deferred
	}
	p.exec(fmt.Sprintf(`CREATE %sTRIGGER %s %s ON %s%s FOR EACH ROW EXECUTE FUNCTION %[2]s()`, constraint, name, event, table, deferred))
}

func (p *place) dropTrigger(name string) {
	p.t.Helper()
	p.exec(map[bool]string{true: `DROP FUNCTION ` + name + ` CASCADE`, false: `DROP TRIGGER ` + name}[p.pg])
}

// everything returns the content of all tables that a write changes.
func (p *place) everything(tables ...string) (all string) {
	for _, table := range tables {
		all += table + "\n" + p.rows(`SELECT * FROM `+table+` ORDER BY 1`) + "\n"
	}
	return all
}

// wantNotKept checks that a write is refused, that the error names cause, and that
// nothing was written.
func (p *place) wantNotKept(what, cause string, write func() error, tables ...string) {
	p.t.Helper()
	before := p.everything(tables...)
	err := write()
	if err == nil {
		p.t.Errorf("%s: no error", what)
		return
	}
	wantProblem(p.t, err, feature.ErrRefused, cause, "nothing was written")
	wantSame(p.t, what, p.everything(tables...), before)
}

// keepsOn are triggers that change what is written to the override table.
var keepsOn = []struct{ name, when, sqlite, pg string }{
	{"stays_on", "BEFORE UPDATE", "", "NEW.enabled := true; RETURN NEW;"},
	{"comes_on", "BEFORE INSERT", "", "NEW.enabled := true; RETURN NEW;"},
	{"moves", "BEFORE INSERT", "", "NEW.scope_id := 'elsewhere'; RETURN NEW;"},
	{"swallows_updates", "BEFORE UPDATE", "SELECT RAISE(IGNORE);", "RETURN NULL;"},
	{"swallows_inserts", "BEFORE INSERT", "SELECT RAISE(IGNORE);", "RETURN NULL;"},
	{"swallows_deletes", "BEFORE DELETE", "SELECT RAISE(IGNORE);", "RETURN NULL;"},
	{"turns_on_again", "AFTER UPDATE", "UPDATE feature_flags_override SET enabled = 1 WHERE id = NEW.id;", "IF NOT NEW.enabled THEN UPDATE feature_flags_override SET enabled = true WHERE id = NEW.id; END IF; RETURN NULL;"},
	{"turns_on_new", "AFTER INSERT", "UPDATE feature_flags_override SET enabled = 1 WHERE id = NEW.id;", "UPDATE feature_flags_override SET enabled = true WHERE id = NEW.id; RETURN NULL;"},
	{"at_the_commit", "AFTER UPDATE DEFERRABLE INITIALLY DEFERRED", "", "IF NOT NEW.enabled THEN UPDATE feature_flags_override SET enabled = true WHERE id = NEW.id; END IF; RETURN NULL;"},
}

func TestTriggersThatKeepSomethingElse(t *testing.T) {
	eachKind(t, []bool{true}, []bool{true}, func(t *testing.T, p *place, _, _ bool) {
		tables := []string{simplemodule.OverrideTable, journalTable, simplemodule.AuditTable}
		s, ctx := p.open(), t.Context()
		p.override("system", "", "a.b", true)
		p.override("tenant", "acme", "a.b", true)
		applied, err := s.Apply(ctx, set(feature.TenantScope("globex"), "c.d", feature.Inherit, feature.Off))
		if err != nil {
			t.Fatal(err)
		}
		apply := func(set feature.ChangeSet) error { _, err := s.Apply(ctx, set); return err }
		kill := func(name string) error { _, err := s.Kill(ctx, name, feature.ChangeSet{Actor: "alice"}); return err }
		writes := map[string]map[string]func() error{ // by the statement that they run
			"INSERT": {
				"set":  func() error { return apply(set(feature.TenantScope("new"), "a.b", feature.Inherit, feature.Off)) },
				"kill": func() error { return kill("new") },
			},
			"UPDATE": {
				"set":  func() error { return apply(set(feature.TenantScope("acme"), "a.b", feature.On, feature.Off)) },
				"kill": func() error { return kill("a.b") },
			},
			"DELETE": {
				"clear": func() error { return apply(set(feature.SystemScope(), "a.b", feature.On, feature.Inherit)) },
				"undo":  func() error { _, err := s.Undo(ctx, applied.ID, feature.ChangeSet{Actor: "alice"}); return err },
			},
		}
		for _, test := range keepsOn {
			if p.pg && test.pg == "" || !p.pg && test.sqlite == "" {
				continue // this database has no such trigger
			}
			p.trigger(test.name, test.when, simplemodule.OverrideTable, test.sqlite, test.pg)
			for what, write := range writes[strings.Fields(test.when)[1]] {
				p.wantNotKept(what+" with "+test.name, test.name, write, tables...)
			}
			p.dropTrigger(test.name)
		}
		for _, kind := range []string{"INSERT", "UPDATE", "DELETE"} {
			for what, write := range writes[kind] {
				if err := write(); err != nil && what != "clear" { // the kill has changed the row of clear
					t.Errorf("%s without a trigger: %v", what, err)
				}
			}
		}
	})
}

// Records are read back, too.
func TestSwallowedRecords(t *testing.T) {
	eachKind(t, []bool{true}, []bool{true}, func(t *testing.T, p *place, _, _ bool) {
		p.own(definitionTable)
		s, ctx := p.open(), t.Context()
		p.override("system", "", "a.b", true)
		for _, table := range []string{journalTable, simplemodule.AuditTable, definitionTable} {
			name := "swallows_" + table
			p.trigger(name, "BEFORE INSERT", table, "SELECT RAISE(IGNORE);", "RETURN NULL;")
			tables := []string{simplemodule.OverrideTable, journalTable, simplemodule.AuditTable, definitionTable}
			if table == definitionTable {
				p.wantNotKept("register", name, func() error { return s.Register(ctx, []feature.Definition{{Name: "a.b"}}) }, tables...)
			} else {
				p.wantNotKept("kill", name, func() error { _, err := s.Kill(ctx, "a.b", feature.ChangeSet{}); return err }, tables...)
			}
			p.dropTrigger(name)
		}
		if err := s.Register(ctx, []feature.Definition{{Name: "a.b", Scopes: []feature.Kind{feature.Tenant, feature.System}}, {Name: "c.d", Description: "d", Default: true}}); err != nil {
			t.Error(err)
		}
		if _, err := s.Kill(ctx, "a.b", feature.ChangeSet{}); err != nil {
			t.Error(err)
		}
	})
}

// Both forms of Torus' table are read back, too.
func TestScopedTriggers(t *testing.T) {
	for _, older := range both {
		torusPlaces(t, older, func(t *testing.T, p *place) {
			s, ctx := p.open(), t.Context()
			if _, err := s.Apply(ctx, set(project("12"), "cells", feature.Inherit, feature.On)); err != nil {
				t.Fatal(err)
			}
			tables := []string{torus.StateTable, torus.ScopedAuditTable}
			kill := func() error { _, err := s.Kill(ctx, "cells", feature.ChangeSet{}); return err }
			on := func() error {
				_, err := s.Apply(ctx, set(section("7"), "cells", feature.Inherit, feature.On))
				return err
			}
			off := func() error { _, err := s.Apply(ctx, set(project("12"), "cells", feature.On, feature.Off)); return err }
			event, verb := "DELETE", "deletes"
			if older {
				event, verb = "UPDATE", "updates"
			}
			p.trigger("swallows_"+verb, "BEFORE "+event, torus.StateTable, "SELECT RAISE(IGNORE);", "RETURN NULL;")
			p.wantNotKept("kill", "swallows_"+verb, kill, tables...)
			p.wantNotKept("off", "swallows_"+verb, off, tables...)
			p.trigger("swallows_inserts", "BEFORE INSERT", torus.StateTable, "SELECT RAISE(IGNORE);", "RETURN NULL;")
			p.wantNotKept("on", "swallows_inserts", on, tables...)
			p.dropTrigger("swallows_inserts")
			if err := on(); err != nil {
				t.Error(err)
			}
			p.trigger("swallows_events", "BEFORE INSERT", torus.ScopedAuditTable, "SELECT RAISE(IGNORE);", "RETURN NULL;")
			p.wantNotKept("recorded", "swallows_events", func() error {
				_, err := s.Apply(ctx, set(section("8"), "cells", feature.Inherit, feature.On))
				return err
			}, tables...)
		})
	}
}

// A policy may hide a row from UPDATE, but not from SELECT. The UPDATE then changes
// nothing and does not fail.
func TestPolicyHidesRowsFromUpdate(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.override("system", "", "a.b", true)
	p.override("tenant", "acme", "a.b", true)
	p.override("tenant", "globex", "a.b", true)
	as := p.role(`GRANT SELECT, INSERT, UPDATE, DELETE ON feature_flags_override TO ROLE; GRANT USAGE ON SEQUENCE feature_flags_override_id_seq TO ROLE`)
	p.exec(`ALTER TABLE feature_flags_override ENABLE ROW LEVEL SECURITY`)
	p.exec(`CREATE POLICY sees ON feature_flags_override FOR SELECT USING (true)`)
	p.exec(`CREATE POLICY adds ON feature_flags_override FOR INSERT WITH CHECK (true)`)
	p.exec(`CREATE POLICY changes ON feature_flags_override FOR UPDATE USING (scope_id <> 'acme')`)
	s := p.open(as)
	ctx := t.Context()
	const cause = "row-level security"
	apply := func(set feature.ChangeSet) func() error {
		return func() error { _, err := s.Apply(ctx, set); return err }
	}
	p.wantNotKept("set", cause, apply(set(feature.TenantScope("acme"), "a.b", feature.On, feature.Off)), simplemodule.OverrideTable)
	p.wantNotKept("clear", cause, apply(set(feature.TenantScope("acme"), "a.b", feature.On, feature.Inherit)), simplemodule.OverrideTable)
	p.wantNotKept("clear what may not be deleted", cause, apply(set(feature.TenantScope("globex"), "a.b", feature.On, feature.Inherit)), simplemodule.OverrideTable)
	p.wantNotKept("kill", cause, func() error { _, err := s.Kill(ctx, "a.b", feature.ChangeSet{}); return err }, simplemodule.OverrideTable)
	for _, fine := range []feature.ChangeSet{set(feature.TenantScope("globex"), "a.b", feature.On, feature.Off), set(feature.SystemScope(), "a.b", feature.On, feature.Off)} {
		if err := apply(fine)(); err != nil {
			t.Error(err)
		}
	}
	p.wantNotKept("kill what is left", cause, func() error { _, err := s.Kill(ctx, "a.b", feature.ChangeSet{}); return err }, simplemodule.OverrideTable)
}

// The error names a rule as it names a trigger.
func TestRuleThatDoesNothing(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.override("system", "", "a.b", true)
	p.exec(`CREATE RULE frozen AS ON UPDATE TO feature_flags_override DO INSTEAD NOTHING`)
	s := p.open()
	p.wantNotKept("kill", "the rule frozen", func() error { _, err := s.Kill(t.Context(), "a.b", feature.ChangeSet{}); return err }, simplemodule.OverrideTable)
}

// A write that changes nothing does not notify.
func TestNothingChangedIsNotNotified(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.override("system", "", "a.b", false)
	s := p.open()
	y := sqlspy.On(t, &s.(*sqlStore).Pool)
	for what, write := range map[string]func(context.Context) error{
		"apply": func(ctx context.Context) error {
			_, err := s.Apply(ctx, set(feature.SystemScope(), "a.b", feature.Off, feature.Off))
			return err
		},
		"clear": func(ctx context.Context) error {
			_, err := s.Apply(ctx, set(feature.SystemScope(), "c.d", feature.Inherit, feature.Inherit))
			return err
		},
		"kill": func(ctx context.Context) error { _, err := s.Kill(ctx, "a.b", feature.ChangeSet{}); return err },
	} {
		if err := write(t.Context()); err != nil {
			t.Error(what, err)
		}
		for _, r := range y.Seen() {
			if strings.Contains(r.Text, "pg_notify") || strings.Contains(r.Text, "txid_current") {
				t.Errorf("%s runs %s", what, r.Text)
			}
		}
	}
	if _, err := s.Apply(t.Context(), set(feature.SystemScope(), "a.b", feature.On, feature.Inherit)); !errors.Is(err, feature.ErrConflict) {
		t.Error(err)
	}
}
