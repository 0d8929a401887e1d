package data

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/data/torus"
	"flagtui/internal/feature"
)

// examined returns, as text, the rows of unlisted tenants and the anomalies from
// CheckRows.
func (p *place) examined(s Store) (rows int, anomalies string) {
	p.t.Helper()
	var lines []string
	err := s.CheckRows(p.t.Context(), func(row layout.Row) {
		rows++
		if !row.Listed {
			lines = append(lines, fmt.Sprintf("unlisted %q %q", row.Scope.ID, row.Near))
		}
	}, func(o layout.Anomaly) {
		line := fmt.Sprintf("%s %q %q %s %s", o.Code, string(o.Row.Scope.Kind), o.Row.Scope.ID, o.Row.Name, feature.SettingOf(o.Row.Enabled))
		switch o.Code {
		case layout.AnomalyMisread:
			line += fmt.Sprintf(" decides=%v proper=%v", o.Decides, o.Proper != "")
		case layout.AnomalyBoolean:
			line += " " + o.Value
		case layout.AnomalyTime:
			line += " " + strings.Join(o.Columns, ",")
		case layout.AnomalyUnique, layout.AnomalyIndex:
			line = fmt.Sprintf("%s %s %s", o.Code, o.Table, strings.Join(o.Columns, ","))
		}
		lines = append(lines, line)
	})
	if err != nil {
		p.t.Fatal(err)
	}
	slices.Sort(lines)
	return rows, strings.Join(lines, "\n")
}

func (p *place) wantExamined(s Store, rows int, want ...string) {
	p.t.Helper()
	slices.Sort(want)
	if n, got := p.examined(s); n != rows || got != strings.Join(want, "\n") {
		p.t.Errorf("%d rows, and\n%s\nwant %d, and\n%s", n, got, rows, strings.Join(want, "\n"))
	}
}

func TestExamineHealthy(t *testing.T) {
	for _, last := range []string{simplemodule.OverrideTable, simplemodule.TenantTable, simplemodule.AuditTable} {
		everywhere(t, last, func(t *testing.T, p *place) {
			p.override("system", "", "a.b", true)
			p.override("tenant", "acme", "a.b", false)
			if last != simplemodule.OverrideTable {
				p.tenant("acme", "Acme")
			}
			p.wantExamined(p.open(), 2)
			p.own(definitionTable, journalTable)
			p.wantExamined(p.open(readOnly), 2)
			if !p.pg {
				p.exec(`UPDATE feature_flags_override SET created_at = '2026-02-28 03:04:05.123456', updated_at = '2024-02-29T23:59:59+02:00'`)
				p.wantExamined(p.open(), 2)
			}
		})
	}
}

func TestExamineTenants(t *testing.T) {
	everywhere(t, simplemodule.TenantTable, func(t *testing.T, p *place) {
		for i, id := range []string{"acme", "École"} {
			p.tenant(id, fmt.Sprint("Tenant ", i))
		}
		for _, id := range []string{"acme", " acme", "ACME\t", "école", "ghost", "acm"} {
			p.override("tenant", id, "a.b", true)
		}
		p.wantExamined(p.open(), 6, `unlisted " acme" "acme"`, `unlisted "ACME\t" "acme"`, `unlisted "école" "École"`, `unlisted "ghost" ""`, `unlisted "acm" ""`)
	})
}

func TestExamineMisreadRows(t *testing.T) {
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		p.override("system", "", "proper", true)
		p.override("system", "x", "alone", true)
		p.override("system", "", "beaten", true)
		p.override("system", "x", "beaten", false)
		p.override("system", "y", "beaten", true)
		p.override("TENANT", "acme", "tenant", true)
		p.override("global", "", "global", false)
		p.override("tenant", "", "nobody", true)
		s := p.open()
		p.wantExamined(s, 8,
			`misread "system" "x" alone on decides=true proper=false`,
			`misread "system" "x" beaten off decides=false proper=true`,
			`misread "system" "y" beaten on decides=true proper=true`,
			`misread "TENANT" "acme" tenant on decides=true proper=false`,
			`misread "global" "" global off decides=true proper=false`)
	})
}

func TestExamineSQLiteValues(t *testing.T) {
	p := newSQLite(t, tablesOf(t, "sqlite", simplemodule.OverrideTable))
	want := []string{}
	for i, test := range []struct{ value, read string }{{"2", "on 2"}, {"'true'", "on true"}, {"''", "off "}, {"0.5", "on 0.5"}, {"x'31'", "on 1"}} {
		name := fmt.Sprint("b", i)
		p.override("system", "", name, true)
		p.exec(fmt.Sprintf(`UPDATE feature_flags_override SET enabled = %s WHERE name = '%s'`, test.value, name))
		want = append(want, fmt.Sprintf(`boolean "system" "" %s %s`, name, test.read))
	}
	for i, value := range []string{"1767323045", "'yesterday'", "''", "'12:30:00'", "'2026-02-30 03:04:05'", "'2026-01-02 03:04:99'", "2460000.5"} {
		name := fmt.Sprint("t", i)
		p.override("system", "", name, true)
		p.exec(fmt.Sprintf(`UPDATE feature_flags_override SET updated_at = %s WHERE name = '%s'`, value, name))
		want = append(want, fmt.Sprintf(`time "system" "" %s on updated_at`, name))
	}
	p.exec(`UPDATE feature_flags_override SET created_at = 'now' WHERE name = 't0'`)
	want[5] = `time "system" "" t0 on created_at,updated_at`
	p.wantExamined(p.open(), 12, want...)
}

func TestExamineIndexes(t *testing.T) {
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		p.own(journalTable)
		if p.pg {
			p.exec(`ALTER TABLE feature_flags_override DROP CONSTRAINT uq_feature_flags_override_scope_scope_id_name`)
		} else {
			p.exec(`DROP TABLE feature_flags_override; ` + strings.ReplaceAll(tablesOf(t, "sqlite", simplemodule.OverrideTable), `UNIQUE (scope,`, `UNIQUE (id, scope,`))
		}
		for _, name := range []string{"acme", "acme", "globex"} {
			p.override("tenant", name, "a.b", name == "acme")
		}
		p.exec(`UPDATE feature_flags_override SET enabled = NOT enabled WHERE id = 1`)
		p.wantExamined(p.open(), 3, `unique feature_flags_override scope,scope_id,name`, `duplicate "tenant" "acme" a.b off`)

		p.exec(`DELETE FROM feature_flags_override WHERE id = 1`)
		// Neither index is enough. One covers only some rows, and the other has more
		// columns.
		p.exec(`CREATE UNIQUE INDEX partly ON feature_flags_override (scope, scope_id, name) WHERE id > 100`)
		p.exec(`CREATE UNIQUE INDEX wider ON feature_flags_override (scope, scope_id, name, enabled)`)
		p.exec(`DROP INDEX ix_feature_flags_override_name; DROP INDEX ix_flagtui_change_scope; DROP INDEX ix_feature_flags_override_scope_id`)
		p.exec(`CREATE INDEX other ON feature_flags_override (LOWER(name))`)
		missing := []string{`unique feature_flags_override scope,scope_id,name`, `index feature_flags_override name`, `index flagtui_change scope,scope_id,at,id`}
		p.wantExamined(p.open(), 2, missing...)

		p.exec(`CREATE UNIQUE INDEX another ON feature_flags_override (name, scope_id, scope)`)
		p.exec(`CREATE INDEX longer ON flagtui_change (scope, scope_id, at, id, name)`)
		p.wantExamined(p.open(), 2)
	})
}

// A view has no indexes, and an app may read a view.
func TestExamineAView(t *testing.T) {
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		p.override("system", "", "a.b", true)
		p.exec(`ALTER TABLE feature_flags_override RENAME TO stored; CREATE VIEW feature_flags_override AS SELECT * FROM stored`)
		p.wantExamined(p.open(), 1)
	})
}

func TestExamineOtherShapes(t *testing.T) {
	onBoth(t, `CREATE TABLE feature_flags_override (id KEY, scope VARCHAR(10), scope_id VARCHAR(64), name VARCHAR(200), enabled BOOLEAN, UNIQUE (scope, scope_id, name))`,
		func(t *testing.T, p *place) {
			p.exec(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES (NULL, NULL, NULL, NULL), ('system', NULL, 'a', TRUE), ('tenant', NULL, 'b', TRUE)`)
			p.wantExamined(p.open(), 3, `index feature_flags_override name`, `boolean "" ""  off NULL`,
				`misread "" ""  off decides=true proper=false`, `misread "system" "" a on decides=true proper=false`)
		})
}

func TestExamineReadsEveryPage(t *testing.T) {
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		series := `SELECT i FROM generate_series(1, 10001) i`
		if !p.pg {
			series = `WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g WHERE i <= 10000) SELECT i FROM g`
		}
		p.exec(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) SELECT 'tenant', 't' || i, 'a.b', TRUE FROM (` + series + `) s`)
		p.wantExamined(p.open(), layout.Page+1)
	})
}

func TestInspect(t *testing.T) {
	everywhere(t, simplemodule.TenantTable, func(t *testing.T, p *place) {
		p.own(journalTable)
		p.exec(`DROP INDEX ix_flagtui_change_undoes; ALTER TABLE flagtui_change DROP COLUMN undoes; ALTER TABLE flagtui_change DROP COLUMN reason; ALTER TABLE tenants_tenant DROP COLUMN created_by`)
		schema := p.open().Info().Schema
		inspection, err := Inspect(t.Context(), Options{URL: p.url, ReadOnly: true})
		if err != nil || inspection.ReadOnly != "" || len(inspection.Others) > 0 {
			t.Fatalf("%+v, %v", inspection, err)
		}
		ref := func(name string) string { return engine.Table{Schema: schema, Name: name}.Ref() }
		want := []TableFact{
			{Name: simplemodule.OverrideTable, Schema: schema, Ref: ref(simplemodule.OverrideTable), Found: true, Readable: true},
			{Name: simplemodule.TenantTable, Schema: schema, Ref: ref(simplemodule.TenantTable), Found: true, Readable: true, Missing: []Column{{"created_by", "VARCHAR(255)"}}},
			{Name: simplemodule.AuditTable},
			{Name: definitionTable, Own: true},
			{Name: journalTable, Schema: schema, Ref: ref(journalTable), Found: true, Readable: true, Own: true,
				Missing: []Column{{"reason", "TEXT DEFAULT '' NOT NULL"}, {"undoes", "VARCHAR(64)"}}},
		}
		if got := fmt.Sprintf("%+v", inspection.Tables); got != fmt.Sprintf("%+v", want) {
			t.Errorf("%s\nwant %+v", got, want)
		}
		if got := inspection.Table(simplemodule.TenantTable); got.Ref != ref(simplemodule.TenantTable) || inspection.Table("none").Found {
			t.Errorf("%+v", got)
		}
	})
}

// TestInspectLeavesOthersOut checks that tables of an application that is not here do
// not count as missing.
func TestInspectLeavesOthersOut(t *testing.T) {
	torusPlaces(t, false, func(t *testing.T, p *place) {
		inspection, err := Inspect(t.Context(), Options{URL: p.url})
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{torus.StateTable, torus.ProjectTable, torus.ScopedAuditTable} {
			if !inspection.Table(name).Found {
				t.Errorf("%s is not found", name)
			}
		}
		for _, fact := range inspection.Tables {
			if slices.ContainsFunc(simplemodule.Tables, func(spec engine.Spec) bool { return spec.Name == fact.Name }) {
				t.Errorf("%+v", fact)
			}
		}
	})
}

// The app's own tables have all columns of schema.sql.
func TestInspectFindsAllColumns(t *testing.T) {
	everywhere(t, simplemodule.AuditTable, func(t *testing.T, p *place) {
		p.own(definitionTable, journalTable)
		inspection, err := Inspect(t.Context(), Options{URL: p.url})
		if err != nil {
			t.Fatal(err)
		}
		for _, fact := range inspection.Tables {
			if columns := missingColumns(engine.Table{Name: fact.Name}, !p.pg); !fact.Found || len(fact.Missing) > 0 || len(columns) < 4 {
				t.Errorf("%+v, of the columns %v", fact, columns)
			}
		}
	})
}

func TestInspectPrivileges(t *testing.T) {
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.TenantTable))
	p.exec(`CREATE SCHEMA feature_flags; CREATE TABLE feature_flags.feature_flags_override (id INTEGER)`)
	for rights, why := range map[string]string{
		`GRANT SELECT ON feature_flags_override TO ROLE`:                                                                 "may not write " + simplemodule.OverrideTable,
		`GRANT ALL ON ALL TABLES IN SCHEMA public TO ROLE; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ROLE`:          "",
		`GRANT SELECT ON feature_flags_override TO ROLE; ALTER USER ROLE SET default_transaction_read_only = on`:         "sessions are read-only",
		`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ROLE; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ROLE`:       "may not write " + simplemodule.OverrideTable,
		`GRANT ALL ON feature_flags_override TO ROLE; GRANT ALL ON SEQUENCE feature_flags_override_id_seq TO ROLE;`:      "",
		`GRANT ALL ON feature_flags_override TO ROLE; REVOKE ALL ON SEQUENCE feature_flags_override_id_seq FROM PUBLIC;`: "may not write " + simplemodule.OverrideTable,
	} {
		for _, asked := range []bool{false, true} {
			options := Options{URL: p.url, ReadOnly: asked, Schema: "public"}
			(&place{t: t, url: p.url, raw: p.raw, pg: true}).role(rights)(&options)
			inspection, err := Inspect(t.Context(), options)
			if err != nil || !strings.Contains(inspection.ReadOnly, why) || (why == "") != (inspection.ReadOnly == "") {
				t.Errorf("%s, asked for %v: %q, %v, want %q", rights, asked, inspection.ReadOnly, err, why)
			}
			if got := strings.Join(inspection.Others, " "); got != "feature_flags" {
				t.Errorf("others: %s", got)
			}
			if readable := strings.Contains(rights, "ALL TABLES"); inspection.Table(simplemodule.TenantTable).Readable != readable {
				t.Errorf("%s: %+v", rights, inspection.Table(simplemodule.TenantTable))
			}
		}
	}
	_, err := Inspect(t.Context(), Options{URL: p.url})
	wantProblem(t, err, feature.ErrUsage, "several schemas")
}
