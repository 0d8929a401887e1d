package data

import (
	"fmt"
	"strings"
	"testing"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// appReads returns the setting that the application reads at a tenant. The application
// loads every row. It looks up the exact tenant id and name first, then the system's
// row.
func (p *place) appReads(tenant, name string) string {
	p.t.Helper()
	state := "default"
	for _, want := range []string{"system", "tenant"} {
		for line := range strings.SplitSeq(p.rows(`SELECT scope, scope_id, name, enabled FROM feature_flags_override ORDER BY scope, scope_id, name`), "\n") {
			cells := strings.Split(line, "|")
			if len(cells) == 4 && cells[0] == want && cells[2] == name && (want == "system" || cells[1] == tenant) {
				state = map[bool]string{true: "on", false: "off"}[cells[3] == "1" || cells[3] == "true"]
			}
		}
	}
	return state
}

// shape returns the DDL of an override table with other types for some columns.
func shape(columns map[string]string) string {
	usual := []string{"id KEY", "scope VARCHAR(10) NOT NULL", "scope_id VARCHAR(64) NOT NULL", "name VARCHAR(200) NOT NULL", "enabled BOOLEAN NOT NULL",
		"created_at TIMESTAMP", "updated_at TIMESTAMP", "created_by VARCHAR(64)", "updated_by VARCHAR(64)"}
	for i, text := range usual {
		name, _, _ := strings.Cut(text, " ")
		if other, ok := columns[name]; ok {
			usual[i] = name + " " + other
			delete(columns, name)
		}
	}
	for name, other := range columns {
		usual = append(usual, name+" "+other)
	}
	return `CREATE TABLE feature_flags_override (` + strings.Join(usual, ", ") + `, UNIQUE (scope, scope_id, name))`
}

// onShape runs a test on each database, or on one, with a table made by ddl. KEY stands
// for the type of a key. before is SQL to run first.
func onShape(t *testing.T, ddl, only, before string, test func(t *testing.T, p *place)) {
	t.Helper()
	if only != "postgres" {
		t.Run("sqlite", func(t *testing.T) { test(t, newSQLite(t, keyed(ddl, "INTEGER"))) })
	}
	if only != "sqlite" {
		t.Run("postgres", func(t *testing.T) { test(t, newPostgres(t, before+";"+keyed(ddl, "SERIAL"))) })
	}
}

func keyed(ddl, kind string) string {
	return strings.Replace(ddl, "(id KEY,", "(id "+kind+" PRIMARY KEY,", 1)
}

// Types that hold the same values as the app's own types work. The app reads what
// flagtui wrote.
func TestColumnTypesThatWork(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before  string
		columns map[string]string
		only    string // a dialect
	}{
		"uuid ids":            {columns: map[string]string{"id": "UUID PRIMARY KEY DEFAULT gen_random_uuid()"}, only: "postgres"},
		"uuid ids of the app": {columns: map[string]string{"id": "UUID PRIMARY KEY"}},
		"hex ids of the app":  {columns: map[string]string{"id": "CHAR(32) NOT NULL PRIMARY KEY"}, only: "sqlite"},
		"enumeration":         {before: `CREATE TYPE kind AS ENUM ('tenant', 'system')`, columns: map[string]string{"scope": "kind NOT NULL"}, only: "postgres"},
		"domain":              {before: `CREATE DOMAIN kind AS VARCHAR(10)`, columns: map[string]string{"scope": "kind NOT NULL"}, only: "postgres"},
		"smallint":            {columns: map[string]string{"enabled": "SMALLINT NOT NULL"}},
		"numeric":             {columns: map[string]string{"enabled": "NUMERIC(1) NOT NULL"}},
		"without a type":      {columns: map[string]string{"enabled": "", "name": ""}, only: "sqlite"},
		"text":                {columns: map[string]string{"scope": "TEXT", "scope_id": "TEXT", "name": "TEXT", "created_by": "TEXT"}},
		"collation":           {columns: map[string]string{"scope_id": "VARCHAR(64) COLLATE NOCASE", "name": "TEXT COLLATE NOCASE"}, only: "sqlite"},
		"name":                {columns: map[string]string{"name": "NAME"}, only: "postgres"},
	} {
		onShape(t, shape(test.columns), test.only, test.before, func(t *testing.T, p *place) {
			p.own(journalTable)
			s, ctx := p.open(), t.Context()
			if why := s.Info().ReadOnly; why != "" {
				t.Fatalf("%s: read-only: %s", name, why)
			}
			acme := feature.TenantScope("acme")
			apply := func(scope feature.Scope, before, after feature.Setting) Applied {
				t.Helper()
				applied, err := s.Apply(ctx, set(scope, "a.b", before, after))
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				return applied
			}
			wantRead := func(want string) {
				t.Helper()
				if got := p.appReads("acme", "a.b"); got != want {
					t.Errorf("%s: the app reads %s, want %s", name, got, want)
				}
			}
			apply(feature.SystemScope(), feature.Inherit, feature.On)
			apply(acme, feature.Inherit, feature.Off)
			wantRead("off")
			apply(acme, feature.Off, feature.On)
			wantRead("on")
			stored, err := s.Stored(ctx, acme)
			if err != nil || len(stored) != 1 || !stored["a.b"].Enabled {
				t.Errorf("%s: %v, %v", name, stored, err)
			}
			killed, err := s.Kill(ctx, "a.b", feature.ChangeSet{Actor: "alice"})
			if err != nil || len(killed.Changed) != 2 {
				t.Fatalf("%s: %+v, %v", name, killed, err)
			}
			wantRead("off")
			if _, err := s.Undo(ctx, killed.ID, feature.ChangeSet{Actor: "alice"}); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			wantRead("on")
			ids := map[string]bool{}
			err = s.CheckRows(ctx, func(row layout.Row) { ids[row.ID] = true }, func(o layout.Anomaly) {
				if o.Code != layout.AnomalyIndex {
					t.Errorf("%s: %+v", name, o)
				}
			})
			if err != nil || len(ids) != 2 || ids[""] {
				t.Errorf("%s: %v, %v", name, ids, err)
			}
			apply(acme, feature.On, feature.Inherit)
			apply(feature.SystemScope(), feature.On, feature.Inherit)
			wantRead("default")
		})
	}
}

// A table that flagtui cannot read as the app does is refused. A table that flagtui
// cannot write so is read-only. Both have a reason.
func TestColumnTypesThatDoNot(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		columns  map[string]string
		only     string
		refused  string
		readOnly string
	}{
		"bits":           {columns: map[string]string{"enabled": "BIT(1)"}, only: "postgres", refused: "the column enabled of feature_flags_override is bit(1)"},
		"enabled CHAR":   {columns: map[string]string{"enabled": "CHAR(1)"}, refused: "the column enabled of feature_flags_override is "},
		"padded names":   {columns: map[string]string{"name": "CHAR(50)"}, only: "postgres", refused: "the column name of feature_flags_override is character(50)"},
		"padded scope":   {columns: map[string]string{"scope": "CHAR(10)"}, only: "postgres", refused: "the column scope of feature_flags_override is character(10)"},
		"uuid tenants":   {columns: map[string]string{"scope_id": "UUID"}, only: "postgres", readOnly: "the column scope_id of feature_flags_override is uuid"},
		"number tenants": {columns: map[string]string{"scope_id": "INTEGER"}, only: "sqlite", readOnly: "the column scope_id of feature_flags_override is INTEGER"},
		"uuid people":    {columns: map[string]string{"created_by": "UUID"}, only: "postgres", readOnly: "the column created_by of feature_flags_override is uuid"},
		"dates":          {columns: map[string]string{"updated_at": "DATE"}, only: "postgres", readOnly: "the column updated_at of feature_flags_override is date"},
		"one more":       {columns: map[string]string{"team": "TEXT NOT NULL"}, readOnly: "needs a value in the column team"},
		"no id":          {columns: map[string]string{"id": "BIGINT NOT NULL PRIMARY KEY"}, readOnly: "needs an id"},
	} {
		onShape(t, shape(test.columns), test.only, "", func(t *testing.T, p *place) {
			s, err := p.tryOpen()
			if test.refused != "" {
				wantProblem(t, err, feature.ErrUsage, test.refused)
				return
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			defer s.Close()
			if got := s.Info().ReadOnly; !strings.Contains(got, test.readOnly) {
				t.Errorf("%s: read-only for %q, want %q", name, got, test.readOnly)
			}
			if _, err := s.All(t.Context()); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			_, err = s.Apply(t.Context(), set(feature.SystemScope(), "a.b", feature.Inherit, feature.On))
			wantProblem(t, err, feature.ErrRefused, test.readOnly)
		})
	}
}

// The columns decide which ids are the same tenant. flagtui uses the stored id.
func TestTenantIDsThatFold(t *testing.T) {
	t.Parallel()
	test := func(t *testing.T, p *place) {
		p.exec(fmt.Sprintf(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('tenant', 'acme', 'a.b', %s)`, map[bool]string{true: "TRUE", false: "1"}[p.pg]))
		s, ctx := p.open(), t.Context()
		info, err := s.Scope(ctx, feature.TenantScope("ACME"))
		if err != nil || info.Scope != feature.TenantScope("acme") || info.Overrides != 1 {
			t.Fatalf("%+v, %v, want acme", info, err)
		}
		if stored, err := s.StoredAt(ctx, []feature.Scope{feature.TenantScope("ACME"), info.Scope}); err != nil || len(stored[info.Scope]) != 1 || len(stored[feature.TenantScope("ACME")]) != 0 {
			t.Errorf("%v, %v: the app finds acme's override for acme alone", stored, err)
		}
		if _, err := s.Apply(ctx, set(info.Scope, "a.b", feature.On, feature.Off)); err != nil {
			t.Error(err)
		}
		if got := p.appReads("acme", "a.b"); got != "off" {
			t.Errorf("the app reads %s", got)
		}
		_, err = s.Apply(ctx, set(feature.TenantScope("ACME"), "a.b", feature.Inherit, feature.On))
		wantProblem(t, err, feature.ErrConflict, "differ in case")
	}
	t.Run("sqlite", func(t *testing.T) {
		test(t, newSQLite(t, keyed(shape(map[string]string{"scope_id": "VARCHAR(64) COLLATE NOCASE"}), "INTEGER")))
	})
	t.Run("postgres", func(t *testing.T) {
		p := newPostgres(t, `CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`)
		p.exec(keyed(shape(map[string]string{"scope_id": "VARCHAR(64) COLLATE nocase"}), "SERIAL"))
		test(t, p)
	})
	t.Run("citext", func(t *testing.T) {
		p := newPostgres(t, "")
		if _, err := p.raw.Exec(`CREATE EXTENSION citext`); err != nil {
			t.Skip("this server has no citext: ", err)
		}
		p.exec(keyed(shape(map[string]string{"scope_id": "CITEXT"}), "SERIAL"))
		test(t, p)
	})
}

// Rows without a scope or an id do not prevent other reads. The app's own table cannot
// hold such rows.
func TestRowsWithNull(t *testing.T) {
	t.Parallel()
	onShape(t, shape(map[string]string{"scope_id": "VARCHAR(64)", "name": "VARCHAR(200)", "scope": "VARCHAR(10)"}), "", "", func(t *testing.T, p *place) {
		on := map[bool]string{true: "TRUE", false: "1"}[p.pg]
		p.exec(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('tenant', NULL, 'a.b', ` + on + `), ('system', NULL, 'c.d', ` + on + `), (NULL, NULL, NULL, ` + on + `), ('tenant', 'acme', 'a.b', ` + on + `)`)
		s, ctx := p.open(), t.Context()
		all, err := s.All(ctx)
		if err != nil || len(all) != 4 {
			t.Errorf("%+v, %v", all, err)
		}
		stored, err := s.Stored(ctx, feature.SystemScope())
		if err != nil || !stored["c.d"].Enabled || !stored["c.d"].Misplaced || len(stored) != 1 {
			t.Errorf("%+v, %v", stored, err) // the app reads such a row as the system's for any id
		}
		if stored, err := s.Stored(ctx, feature.TenantScope("acme")); err != nil || len(stored) != 1 {
			t.Errorf("%+v, %v", stored, err)
		}
		if page, err := s.Scopes(ctx, layout.ScopeQuery{Kind: feature.Tenant, Limit: 9}); err != nil || len(page.Scopes) != 1 {
			t.Errorf("%+v, %v", page, err)
		}
		rows, misread := 0, 0
		err = s.CheckRows(ctx, func(layout.Row) { rows++ }, func(o layout.Anomaly) {
			if o.Code == layout.AnomalyMisread {
				misread++
			}
		})
		if err != nil || rows != 4 || misread != 2 {
			t.Errorf("%d rows, %d misread, %v", rows, misread, err)
		}
		if err := s.Counts(ctx, func(string, feature.Count) {}); err != nil {
			t.Error(err)
		}
		if _, err := s.Kill(ctx, "a.b", feature.ChangeSet{Actor: "alice"}); err != nil {
			t.Error(err)
		}
		if got := p.appReads("acme", "a.b"); got != "off" {
			t.Errorf("the app reads %s", got)
		}
	})
}
