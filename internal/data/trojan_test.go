package data

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/lib/pq"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// trojans are functions and operators that fit the types of the app's columns better
// than PostgreSQL's own. A role that may only create in public has made them. They
// record that they ran, and make the session writable.
var trojans = `
	GRANT CREATE ON SCHEMA public TO ROLE;
	SET role ROLE;
	CREATE FUNCTION public.trojan() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
		PERFORM pg_catalog.set_config('default_transaction_read_only', 'off', false);
		RAISE EXCEPTION 'a trojan ran'; END $$;
	CREATE FUNCTION public.lower(varchar) RETURNS text LANGUAGE sql AS $$ SELECT public.trojan(); SELECT ''::text $$;
	CREATE FUNCTION public.substr(varchar, int, int) RETURNS text LANGUAGE sql AS $$ SELECT public.trojan(); SELECT ''::text $$;
	CREATE FUNCTION public.compare(varchar, varchar) RETURNS boolean LANGUAGE sql AS $$ SELECT public.trojan(); SELECT true $$;
	CREATE FUNCTION public.join(varchar, varchar) RETURNS text LANGUAGE sql AS $$ SELECT public.trojan(); SELECT ''::text $$;
	CREATE FUNCTION public.both(boolean, boolean) RETURNS boolean LANGUAGE sql AS $$ SELECT public.trojan(); SELECT true $$;
	CREATE OPERATOR public.= (LEFTARG = varchar, RIGHTARG = varchar, FUNCTION = public.compare);
	CREATE OPERATOR public.<> (LEFTARG = varchar, RIGHTARG = varchar, FUNCTION = public.compare);
	CREATE OPERATOR public.< (LEFTARG = varchar, RIGHTARG = varchar, FUNCTION = public.compare);
	CREATE OPERATOR public.> (LEFTARG = varchar, RIGHTARG = varchar, FUNCTION = public.compare);
	CREATE OPERATOR public.|| (LEFTARG = varchar, RIGHTARG = varchar, FUNCTION = public.join);
	RESET role;` + sameAsPostgres

// sameAsPostgres are functions and operators just like PostgreSQL's own, and others that
// fit an argument without a type. The same role has made them.
var sameAsPostgres = func() string {
	text := `SET role ROLE;
		CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT public.trojan(); SELECT now() $$;
		CREATE FUNCTION public.pg_notify(text, text) RETURNS void LANGUAGE sql AS $$ SELECT public.trojan() $$;
		CREATE FUNCTION public.set_config(text, text, boolean) RETURNS text LANGUAGE sql AS $$ SELECT public.trojan(); SELECT '' $$;`
	for _, kind := range []string{"text", "varchar"} {
		for _, at := range []string{"timestamp", "timestamptz"} {
			text += fmt.Sprintf(`CREATE FUNCTION public.date_trunc(%s, %s) RETURNS %[2]s LANGUAGE sql AS $$ SELECT public.trojan(); SELECT $2 $$;`, kind, at)
		}
	}
	for _, types := range [][2]string{{"text", "text"}, {"varchar", "text"}, {"int", "int"}, {"int", "text"}, {"bigint", "bigint"}, {"bigint", "text"}, {"uuid", "uuid"}} {
		text += fmt.Sprintf(`CREATE FUNCTION public.compare(%[1]s, %[2]s) RETURNS boolean LANGUAGE sql AS $$ SELECT public.trojan(); SELECT true $$;
			CREATE OPERATOR public.= (LEFTARG = %[1]s, RIGHTARG = %[2]s, FUNCTION = public.compare);`, types[0], types[1])
	}
	return text + `CREATE FUNCTION public.compare(numeric, int) RETURNS boolean LANGUAGE sql AS $$ SELECT public.trojan(); SELECT true $$;
		CREATE OPERATOR public.<> (LEFTARG = numeric, RIGHTARG = int, FUNCTION = public.compare);
		RESET role`
}()

// Code that others create in public does not run with the rights of flagtui's user.
func TestTrojansDoNotRun(t *testing.T) {
	t.Parallel()
	pooled(t, func(t *testing.T, p *place) {
		p.raw.SetMaxOpenConns(1)
		p.tenant("t700", "Acme")
		p.override("tenant", "t700", "flag.700", true)
		p.override("tenant", "ghost", "flag.1", true)
		p.role(trojans)
		for _, text := range []string{`SELECT lower(name) FROM tenants_tenant`, `SELECT * FROM tenants_tenant WHERE name = 'x'`} {
			if _, err := p.raw.Exec(text); err == nil || !strings.Contains(err.Error(), "a trojan ran") {
				t.Fatalf("%s: no trojan runs at all: %v", text, err)
			}
		}
		for _, change := range []func(*Options){readOnly, func(*Options) {}} {
			s := p.open(change)
			for method, m := range allCalls() {
				for _, call := range m.calls {
					if err := call(t.Context(), s); err != nil && strings.Contains(err.Error(), "trojan") {
						t.Errorf("%s: %v", method, err)
					}
				}
			}
			if _, err := s.Scopes(t.Context(), layout.ScopeQuery{Kind: feature.Tenant, Text: "acme", Limit: 5}); err != nil {
				t.Error(err)
			}
		}
	})
}

// A function in a view of the app may change the session's default. Later statements are
// still read-only.
func TestReadOnlyOutlastsTheSessionsDefault(t *testing.T) {
	t.Parallel()
	pooled(t, func(t *testing.T, p *place) {
		p.exec(`CREATE FUNCTION meddle() RETURNS text LANGUAGE plpgsql AS $$ BEGIN
				PERFORM set_config('default_transaction_read_only', 'off', false), set_config('search_path', 'public', false);
				BEGIN
					PERFORM set_config('transaction_read_only', 'off', true);
				EXCEPTION WHEN OTHERS THEN NULL;
				END;
				BEGIN
					UPDATE feature_flags_override SET enabled = NOT enabled;
				EXCEPTION WHEN OTHERS THEN NULL;
				END;
				RETURN 'Acme'; END $$;
			ALTER TABLE tenants_tenant RENAME TO t;
			CREATE VIEW tenants_tenant AS SELECT id, slug, public.meddle() AS name, status FROM t`)
		p.exec(`INSERT INTO t (id, slug, name, status) VALUES ('acme', 'acme', 'Acme', 'active')`)
		s := p.open(readOnly)
		for range 3 {
			if _, err := s.Scope(context.Background(), feature.TenantScope("acme")); err != nil {
				t.Error(err)
			}
		}
		p.wantReadOnly(s, "--read-only")
		if got := p.rows(`SELECT enabled FROM feature_flags_override`); got != "true" {
			t.Errorf("the override is %s", got)
		}
	})
}

// The app finds an author by an address in any case, because the column is citext.
// flagtui does so, too, with the operators of the extension and no others.
func TestAuthorByCitext(t *testing.T) {
	t.Parallel()
	for _, schema := range []string{"public", `odd "name`} {
		p := newPostgres(t, torusDDL(t, false, false))
		p.exec(`CREATE SCHEMA IF NOT EXISTS ` + pq.QuoteIdentifier(schema) + `;
			CREATE EXTENSION IF NOT EXISTS citext; ALTER EXTENSION citext SET SCHEMA ` + pq.QuoteIdentifier(schema) + `;
			ALTER TABLE authors ALTER email TYPE ` + pq.QuoteIdentifier(schema) + `.citext;
			INSERT INTO projects (id, title, slug, status) VALUES (12, 'Chemistry', 'chem', 'active');
			INSERT INTO authors (id, email, name) VALUES (5, 'Ann@example.org', 'Ann'), (6, 'bob@example.org', 'Bob')`)
		p.role(trojans)
		s := p.open()
		change := set(project("12"), "all", feature.Inherit, feature.On)
		for _, author := range []string{"ann@example.or_", "ann"} {
			change.Author = author
			_, err := s.Apply(t.Context(), change)
			wantProblem(t, err, feature.ErrUnknown, author)
		}
		change.Author = "ANN@example.org"
		apply(t, s, change)
		if got := p.rows(`SELECT author_id FROM audit_log_events`); got != "5" {
			t.Errorf("the trail has the author %s", got)
		}
	}
}
