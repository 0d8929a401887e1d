package data

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/data/simplemodule"
	"flagtui/internal/data/torus"
	"flagtui/internal/feature"
)

// appCode is code of an application in its database that names tables and functions
// without their schema. Every trigger records its run.
const appCode = `
	CREATE TABLE noted (what text);
	CREATE TABLE kinds (kind text);
	INSERT INTO kinds VALUES ('system'), ('tenant');
	CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
		INSERT INTO noted VALUES (TG_TABLE_NAME || ' ' || TG_OP || ' ' || TG_ARGV[0]); RETURN NULL; END $$;
	CREATE FUNCTION is_kind(text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN EXISTS (SELECT FROM kinds WHERE kind = $1); END $$;
	CREATE FUNCTION next_place() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM kinds); END $$;
	CREATE FUNCTION shortened(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT left($1, 5) $$;
	CREATE FUNCTION label(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN shortened($1); END $$;
	CREATE FUNCTION remark() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT 'a rule, of ' || count(*) FROM kinds); END $$;`

// noting returns triggers that record each write to some tables, at once and at the
// commit.
func noting(tables ...string) (ddl string) {
	for _, table := range tables {
		ddl += fmt.Sprintf(`
			CREATE TRIGGER notes AFTER INSERT OR UPDATE OR DELETE ON %[1]s FOR EACH ROW EXECUTE FUNCTION note('at once');
			CREATE CONSTRAINT TRIGGER notes_later AFTER INSERT OR UPDATE OR DELETE ON %[1]s DEFERRABLE INITIALLY DEFERRED
				FOR EACH ROW EXECUTE FUNCTION note('at the commit');`, table)
	}
	return ddl
}

// wantNoted checks that only the app's triggers ran for the writes since the last call.
func (p *place) wantNoted(what string, noted string, writes ...string) {
	p.t.Helper()
	var want []string
	for _, write := range writes {
		want = append(want, write+" at once", write+" at the commit")
	}
	if strings.Contains(strings.Join(writes, " "), simplemodule.OverrideTable+" DELETE") {
		want = append(want, "a rule, of 2")
	}
	slices.Sort(want)
	wantSame(p.t, what, p.rows(`SELECT what FROM `+noted+` ORDER BY what COLLATE "C"`), strings.Join(want, "\n"))
	p.exec(`DELETE FROM ` + noted)
}

// The code of an application in its database runs for flagtui's writes as for the app's
// own. The application's search_path may come from the role, the database or the URL.
func TestCodeOfTheAppWithoutSchemas(t *testing.T) {
	t.Parallel()
	const tables = `
		ALTER TABLE feature_flags_override ADD CHECK (is_kind(scope)), ADD place bigint DEFAULT next_place(), ADD label text GENERATED ALWAYS AS (label(name)) STORED;
		CREATE RULE remarks AS ON DELETE TO feature_flags_override DO ALSO INSERT INTO noted VALUES (remark());`
	test := func(t *testing.T, p *place, noted string, change ...func(*Options)) {
		s, ctx := p.open(change...), t.Context()
		acme, alice := feature.TenantScope("acme"), feature.ChangeSet{Actor: "alice"}
		written := func(operations ...string) (writes []string) {
			for _, operation := range operations {
				writes = append(writes, simplemodule.OverrideTable+" "+operation, simplemodule.AuditTable+" INSERT", journalTable+" INSERT")
			}
			return writes
		}
		apply(t, s, set(acme, "a.b", feature.Inherit, feature.On))
		p.wantNoted("set", noted, written("INSERT")...)
		apply(t, s, set(acme, "a.b", feature.On, feature.Off))
		p.wantNoted("set again", noted, written("UPDATE")...)
		batch := set(acme, "a.b", feature.Off, feature.On)
		batch.Changes = append(batch.Changes, feature.Change{Scope: acme, Name: "longer.name", After: feature.On})
		batch.Catalogue = []feature.Definition{{Name: "a.b"}}
		apply(t, s, batch)
		p.wantNoted("apply", noted, append(written("UPDATE", "INSERT"), definitionTable+" INSERT")...)
		killed, err := s.Kill(ctx, "a.b", alice)
		if err != nil {
			t.Fatal(err)
		}
		p.wantNoted("kill", noted, written("UPDATE", "UPDATE")...)
		undo(t, s, killed.ID)
		p.wantNoted("undo", noted, written("UPDATE", "UPDATE")...)
		apply(t, s, set(acme, "a.b", feature.On, feature.Inherit))
		p.wantNoted("clear", noted, written("DELETE")...)
		if err := s.Register(ctx, []feature.Definition{{Name: "c.d"}}); err != nil {
			t.Fatal(err)
		}
		p.wantNoted("register", noted, definitionTable+" DELETE", definitionTable+" INSERT")
		if got := p.rows(`SELECT place, label FROM ` + strings.Replace(noted, "noted", simplemodule.OverrideTable, 1) + ` WHERE name = 'longer.name'`); got != "2|longe" {
			t.Errorf("the new row has %s", got)
		}
	}
	t.Run("pooled", func(t *testing.T) {
		t.Parallel()
		pooled(t, func(t *testing.T, p *place) {
			p.exec(appCode + tables + noting(simplemodule.OverrideTable, simplemodule.AuditTable, journalTable, definitionTable))
			test(t, p, "noted")
			p.raw = p.openRaw() // another client of the pooler
			if got := p.rows(`SHOW search_path`); got != `"$user", public` {
				t.Errorf("the session is left with search_path = %s", got)
			}
		})
	})
	for name, path := range map[string]struct {
		setup  string
		change func(*Options)
	}{
		"URL":      {change: withURL("&search_path=app")},
		"database": {setup: `DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET search_path = app'; END $$`},
		// An SQL keyword needs quotes as a schema's name.
		"odd": {setup: `CREATE SCHEMA "user"`, change: withURL("&search_path=nowhere,user,app,pg_temp")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPostgres(t, "")
			p.raw.SetMaxOpenConns(1) // keep the search_path
			p.exec(`CREATE SCHEMA app; SET search_path TO app;` + tablesOf(t, "postgres", simplemodule.AuditTable))
			p.own(definitionTable, journalTable)
			p.override("system", "", "a.b", true)
			p.exec(appCode + tables + noting(simplemodule.OverrideTable, simplemodule.AuditTable, journalTable, definitionTable) + `SET search_path TO pg_catalog;` + path.setup)
			change := path.change
			if change == nil {
				change = func(*Options) {}
			}
			test(t, p, "app.noted", change)
		})
	}
}

// The code of OLI Torus also runs.
func TestCodeOfTorusWithoutSchemas(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, torusDDL(t, false, false))
	p.own(journalTable)
	p.exec(`INSERT INTO projects (id, title, slug, status) VALUES (12, 'Chemistry', 'chem', 'active')`)
	p.exec(appCode + noting(torus.StateTable, torus.ScopedAuditTable, journalTable))
	s := p.open()
	written := func(operation string) []string {
		return []string{torus.StateTable + " " + operation, torus.ScopedAuditTable + " INSERT", journalTable + " INSERT"}
	}
	on := apply(t, s, set(project("12"), "cells", feature.Inherit, feature.On))
	p.wantNoted("on", "noted", written("INSERT")...)
	off := undo(t, s, on)
	p.wantNoted("undo", "noted", written("DELETE")...)
	undo(t, s, off)
	p.wantNoted("undo the undo", "noted", written("INSERT")...)
	if _, err := s.Kill(t.Context(), "cells", feature.ChangeSet{Actor: "alice"}); err != nil {
		t.Fatal(err)
	}
	p.wantNoted("kill", "noted", written("DELETE")...)
}

// If the session's search_path is not the application's, the error has a remedy and
// nothing is written.
func TestCodeOfTheAppElsewhere(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.raw.SetMaxOpenConns(1) // keep the search_path
	p.exec(`CREATE SCHEMA app; SET search_path TO app, public;` + appCode + noting(simplemodule.OverrideTable))
	change := set(feature.TenantScope("acme"), "a.b", feature.Inherit, feature.On)
	_, err := p.open().Apply(t.Context(), change)
	wantProblem(t, err, feature.ErrRefused, `relation "noted" does not exist`, "PL/pgSQL function app.note()", "search_path=… in the database URL")
	if got := p.rows(`SELECT name FROM feature_flags_override`); got != "" {
		t.Errorf("written: %s", got)
	}
	apply(t, p.open(withURL("&search_path=app")), change)
	p.wantNoted("set", "noted", simplemodule.OverrideTable+" INSERT")
}
