package data

import (
	"strings"
	"testing"

	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// A statement that writes has the session's own search_path, which the app's triggers
// may need. Code that others have made in these schemas does not run for the statement
// itself, even if pg_catalog comes later in the search_path.
func TestTrojansDoNotRunInWrites(t *testing.T) {
	t.Parallel()
	audited := strings.Replace(tablesOf(t, "postgres", simplemodule.AuditTable), tablesOf(t, "postgres", simplemodule.OverrideTable), "", 1)
	for name, test := range map[string]struct {
		ddl, path string
		scope     feature.Scope
	}{
		"behind public":   {tablesOf(t, "postgres", simplemodule.AuditTable), `public, pg_catalog`, feature.TenantScope("acme")},
		"implicit":        {tablesOf(t, "postgres", simplemodule.AuditTable), `"$user", public`, feature.TenantScope("acme")},
		"ids of text":     {shape(map[string]string{"id": "VARCHAR(36) PRIMARY KEY DEFAULT gen_random_uuid()"}) + ";" + audited, `public, pg_catalog`, feature.TenantScope("acme")},
		"ids of uuid":     {shape(map[string]string{"id": "UUID PRIMARY KEY DEFAULT gen_random_uuid()"}) + ";" + audited, `public, pg_catalog`, feature.TenantScope("acme")},
		"on in a numeric": {keyed(shape(map[string]string{"enabled": "NUMERIC(1) NOT NULL"}), "SERIAL") + ";" + audited, `public, pg_catalog`, feature.TenantScope("acme")},
		"torus":           {torusDDL(t, false, true), `public, pg_catalog`, project("12")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPostgres(t, test.ddl)
			p.own(journalTable, definitionTable)
			if test.scope.Kind == feature.Project {
				p.exec(`INSERT INTO projects (id, title, slug, status) VALUES (12, 'Chemistry', 'chem', 'active')`)
			}
			p.role(trojans)
			p.exec(`DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET search_path = ` + test.path + `'; END $$`)
			s, ctx := p.open(), t.Context()
			raw := p.openRaw()
			if _, err := raw.Exec(`SELECT CAST('a' AS varchar) = 'b'`); err == nil || !strings.Contains(err.Error(), "a trojan ran") {
				t.Fatalf("no trojan runs at all: %v", err)
			}
			apply(t, s, set(test.scope, "a.b", feature.Inherit, feature.On))
			apply(t, s, set(test.scope, "a.b", feature.On, feature.Off))
			undo(t, s, apply(t, s, set(test.scope, "a.b", feature.Off, feature.On)))
			apply(t, s, set(test.scope, "a.b", feature.Off, feature.On))
			if _, err := s.Kill(ctx, "a.b", feature.ChangeSet{Actor: "alice"}); err != nil {
				t.Error(err)
			}
			apply(t, s, set(test.scope, "a.b", feature.Off, feature.Inherit))
			if err := s.Register(ctx, []feature.Definition{{Name: "a.b"}}); err != nil {
				t.Error(err)
			}
		})
	}
}
