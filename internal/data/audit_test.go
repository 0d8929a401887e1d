package data

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/data/layout"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// auditRow is a row of the app's audit trail as flagtui writes it.
type auditRow struct{ entity, action, changes string }

// wantAudited checks that the audit trail has exactly the app's record for every entry
// of the journal. ids are the rows before the first entry.
func (p *place) wantAudited(ids map[layout.RowKey]string) {
	p.t.Helper()
	trail := map[string][]auditRow{} // by change-set
	for line := range strings.SplitSeq(p.rows(`SELECT correlation_id, entity_id, action, changes FROM audit_log_audit_entry`), "\n") {
		if line == "" {
			continue
		}
		cells := strings.SplitN(line, "|", 4)
		trail[cells[0]] = append(trail[cells[0]], auditRow{cells[1], cells[2], cells[3]})
	}
	ids = maps.Clone(ids)
	for _, e := range p.journal() {
		key := layout.KeyOf(e.Inverse())
		want := auditRow{ids[key], "updated", fmt.Sprintf(`[{"field":"enabled","old":%v,"new":%v}]`, e.Before == feature.On, e.After == feature.On)}
		switch feature.Inherit {
		case e.Before:
			want = auditRow{"", "created", fmt.Sprintf(`[{"field":"scope","new":%q},{"field":"scope_id","new":%q},{"field":"name","new":%q},{"field":"enabled","new":%v}]`,
				e.Scope.Kind, e.Scope.ID, e.Name, e.After == feature.On)}
		case e.After:
			want = auditRow{ids[key], "deleted", "[]"}
		}
		i := slices.IndexFunc(trail[e.Change], func(row auditRow) bool {
			return row.action == want.action && row.changes == want.changes && (want.action == "created" || row.entity == want.entity)
		})
		if i < 0 {
			p.t.Errorf("no %+v in %+v", want, trail[e.Change])
			continue
		}
		ids[key] = trail[e.Change][i].entity
		trail[e.Change] = slices.Delete(trail[e.Change], i, i+1)
		if e.After == feature.Inherit {
			delete(ids, key)
		}
	}
	for change, left := range trail {
		if len(left) > 0 {
			p.t.Errorf("%s: %+v was not recorded", change, left)
		}
	}
	if now := p.ids(); !maps.Equal(now, ids) {
		p.t.Errorf("there are the rows %v\nthe trail leads to %v", now, ids)
	}
}

func TestAudit(t *testing.T) {
	eachKind(t, both, []bool{true}, func(t *testing.T, p *place, journal, _ bool) {
		s := p.open()
		const trail = `SELECT entity_type, entity_id, action, changes, user_id, correlation_id, tenant_id FROM audit_log_audit_entry`
		set := p.mixed()
		set.ID = "the-id"
		ids := p.ids()
		id := func(scope, id, name string) string { return ids[layout.RowKey{Scope: scope, ID: id, Name: name}] }
		conflicting := set
		conflicting.Changes = append(slices.Clone(set.Changes), feature.Change{Scope: feature.SystemScope(), Name: "none", Before: feature.On, After: feature.Off})
		_, err := s.Apply(t.Context(), conflicting)
		wantProblem(t, err, feature.ErrConflict)
		wantSame(t, "after a conflict", p.rows(trail), "")

		// A change to the present setting is no change.
		set.Changes = append(set.Changes, feature.Change{Scope: feature.SystemScope(), Name: "none", Before: feature.On})
		if applied, err := s.Apply(t.Context(), set); err != nil || len(applied.Changed) != 5 {
			t.Fatal(applied, err)
		}
		before := ids
		ids = p.ids()
		var want []string
		for _, row := range [][3]string{
			{before[layout.RowKey{Scope: "system", ID: "", Name: "on"}], "updated", `[{"field":"enabled","old":true,"new":false}]`},
			{before[layout.RowKey{Scope: "tenant", ID: "acme", Name: "off"}], "deleted", `[]`},
			{before[layout.RowKey{Scope: "tenant", ID: "Globex ", Name: "on"}], "deleted", `[]`},
			{id("tenant", "acme", "new"), "created", `[{"field":"scope","new":"tenant"},{"field":"scope_id","new":"acme"},{"field":"name","new":"new"},{"field":"enabled","new":true}]`},
			{id("system", "", "new"), "created", `[{"field":"scope","new":"system"},{"field":"scope_id","new":""},{"field":"name","new":"new"},{"field":"enabled","new":false}]`},
		} {
			want = append(want, "FeatureFlagOverride|"+row[0]+"|"+row[1]+"|"+row[2]+"|flagtui:alice from 192.0.2.7|the-id|NULL")
		}
		slices.Sort(want)
		got := strings.Split(p.rows(trail), "\n")
		slices.Sort(got)
		wantSame(t, "the trail", strings.Join(got, "\n"), strings.Join(want, "\n"))

		form, at := `^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$`, `^text\|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$`
		stored := `SELECT typeof(created_at), CAST(created_at AS TEXT) FROM audit_log_audit_entry LIMIT 1`
		if p.pg {
			form, at = `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, "^true$"
			stored = `SELECT bool_and(created_at BETWEEN now() - INTERVAL '1 minute' AND now()) FROM audit_log_audit_entry`
		}
		for uuid := range strings.Lines(p.rows(`SELECT id FROM audit_log_audit_entry`)) {
			if !regexp.MustCompile(form).MatchString(strings.TrimSpace(uuid)) {
				t.Errorf("%q is no UUID of version 4 as the app writes it", uuid)
			}
		}
		if got := p.rows(stored); !regexp.MustCompile(at).MatchString(got) {
			t.Errorf("created at %s", got)
		}

		// A change that the trail refuses is not made.
		rows := p.bytes()
		p.exec(`DROP TABLE audit_log_audit_entry`)
		_, err = s.Kill(t.Context(), "new", feature.ChangeSet{})
		wantProblem(t, err, nil, simplemodule.AuditTable)
		wantSame(t, "rows", p.bytes(), rows)
		if journal {
			wantSame(t, "recorded", p.rows(`SELECT COUNT(*) FROM flagtui_change`), "5")
		}
	})
}

// Older releases have fewer columns. Another app's table of the same name may have none
// of these columns.
func TestAuditOfOtherShapes(t *testing.T) {
	t.Parallel()
	for ddl, want := range map[string]string{
		`(id KEY, entity_type TEXT, entity_id TEXT, action TEXT, changes JSON, user_id TEXT)`: "created|flagtui:alice@ops1",
		`(id KEY, entity_type TEXT, entity_id TEXT, action TEXT, changes JSON)`:               "created|NULL",
		`(id KEY, what TEXT, action TEXT, user_id TEXT)`:                                      "",
	} {
		for _, dialect := range []string{"sqlite", "postgres"} {
			p, kind := newSQLite, "CHAR(32) PRIMARY KEY"
			if dialect == "postgres" {
				p, kind = newPostgres, "UUID PRIMARY KEY"
			}
			if !strings.Contains(ddl, "user_id") {
				ddl = strings.ReplaceAll(ddl, "changes JSON)", "changes JSON, more TEXT)")
			}
			place := p(t, tablesOf(t, dialect, simplemodule.OverrideTable)+`CREATE TABLE audit_log_audit_entry `+strings.Replace(ddl, "KEY", kind, 1))
			apply(t, place.open(), set(feature.SystemScope(), "a.b", feature.Inherit, feature.On))
			user := "user_id"
			if !strings.Contains(ddl, user) {
				user = "more"
			}
			wantSame(t, ddl, place.rows(`SELECT action, `+user+` FROM audit_log_audit_entry`), want)
		}
	}
}
