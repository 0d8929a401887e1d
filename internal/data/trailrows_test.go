package data

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// entry writes one record of the app's trail.
func (p *place) entry(n int, at, row, action, changes string) {
	p.t.Helper()
	p.exec(fmt.Sprintf(`INSERT INTO audit_log_audit_entry (id, entity_type, entity_id, action, changes, user_id, created_at)
		VALUES ('%032x', 'FeatureFlagOverride', '%s', '%s', '%s', 'carol', '%s')`, n, row, action, changes, at))
}

// created returns the app's record of a new override of acme that is on.
func created(name string) string {
	return fmt.Sprintf(`[{"field": "scope", "new": "tenant"}, {"field": "scope_id", "new": "acme"}, {"field": "name", "new": "%s"}, {"field": "enabled", "new": true}]`, name)
}

// The history of a flag has all records of existing overrides. For deleted overrides it
// has those that the newest records lead to, and says so.
func TestHistoryByRow(t *testing.T) {
	eachKind(t, both, []bool{true}, func(t *testing.T, p *place, _, _ bool) {
		p.override("tenant", "acme", "here", true)
		p.exec(`UPDATE feature_flags_override SET id = 5, created_at = '2026-01-01 00:00:01'`)
		p.entry(1, "2026-01-01 00:00:01", "5", "created", created("here"))
		p.entry(2, "2026-01-01 00:00:02", "6", "created", created("here.gone"))
		p.entry(3, "2026-01-01 00:00:03", "6", "deleted", "[]")
		p.entry(4, "2026-01-01 00:00:04", "7", "created", created("gone"))
		series, id, at := `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)`, `printf('%%032x', i + 100)`, `strftime('%%Y-%%m-%%d %%H:%%M:%%f000', '2026-02-01', i || ' seconds')`
		if p.pg {
			id, at = `CAST(LPAD(TO_HEX(i + 100), 32, '0') AS UUID)`, `TIMESTAMPTZ '2026-02-01 00:00:00+00' + i * INTERVAL '1 second'`
		}
		p.exec(fmt.Sprintf(series+` INSERT INTO audit_log_audit_entry (id, entity_type, entity_id, action, changes, created_at)
			SELECT `+id+`, 'FeatureFlagOverride', 1000 + i, 'updated', '[{"field": "enabled", "old": false, "new": true}]', `+at+` FROM n`, simplemodule.MostSearched+100))
		p.entry(5, "2027-01-01 00:00:05", "7", "deleted", "[]")
		s := p.open()
		search := func(filter HistoryFilter, searched bool, want ...string) {
			t.Helper()
			wantHistory(t, s, filter, want...)
			page, err := s.History(t.Context(), HistoryQuery{HistoryFilter: filter, Limit: 9})
			if err != nil || page.Searched.IsZero() == searched {
				t.Errorf("%+v: searched back to %v, %v", filter, page.Searched, err)
			}
		}
		here, gone := "app carol tenant:acme/here:inherit>on", []string{"app carol tenant:acme/gone:on>inherit", "app carol tenant:acme/gone:inherit>on"}
		hidden := []string{"app carol tenant:acme/here.gone:on>inherit", "app carol tenant:acme/here.gone:inherit>on"}
		search(HistoryFilter{Name: "here"}, true, here)
		search(HistoryFilter{Name: "gone"}, true, gone...)
		search(HistoryFilter{Name: "here.gone"}, true)
		search(HistoryFilter{Scope: feature.TenantScope("acme")}, true, gone[0], gone[1], here)
		search(HistoryFilter{Scope: feature.TenantScope("none")}, true)
		ever := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
		search(HistoryFilter{Name: "here.gone", Since: ever}, false, hidden...)
		search(HistoryFilter{Name: "here.gone", Since: ever, Until: ever.AddDate(1, 0, 1)}, false, hidden...)
		search(HistoryFilter{Name: "gone", Since: ever.AddDate(2, 0, 0)}, false, gone[0])
	})
}

// The app may change several rows with one statement. It then records each row with the
// new value only. For new rows, or many, it makes one record that names no row.
func TestBulkEntries(t *testing.T) {
	eachKind(t, []bool{false}, []bool{true}, func(t *testing.T, p *place, _, _ bool) {
		for i, name := range []string{"a", "b"} {
			p.override("tenant", "acme", name, true)
			p.exec(fmt.Sprintf(`UPDATE feature_flags_override SET id = %d, created_at = '2026-01-01 00:00:00' WHERE name = '%s'`, 5+i, name))
		}
		for i, line := range strings.Split(`5 created `+created("a")+`
			5 bulk_updated [{"field": "enabled", "new": false}]
			5 bulk_updated [{"field": "enabled", "new": true}]
			6 bulk_updated [{"field": "enabled", "new": true}]
			5 updated [{"field": "updated_by", "old": "x", "new": "y"}]
			* bulk_inserted `+strings.Replace(created("c"), "]", `, {"field": "rowcount", "new": 1}]`, 1)+`
			* bulk_updated [{"field": "enabled", "new": false}, {"field": "rowcount", "new": 700}]
			* bulk_deleted []
			5 bulk_updated [[{"field": "enabled", "new": false}], [{"field": "enabled", "new": true}]]
			6 bulk_updated {"enabled": false}
			6 bulk_updated [["enabled", true, false]]
			6 updated [{"field": 7}]
			6 updated null
			5 bulk_soft_deleted [{"field": "is_deleted", "new": true}]`, "\n") {
			f := strings.SplitN(strings.TrimSpace(line), " ", 3)
			p.entry(i+1, fmt.Sprintf("2026-01-02 00:00:%02d", i), f[0], f[1], f[2])
		}
		s := p.open()
		for _, name := range []string{"", "a", "b", "c"} {
			page, err := s.History(t.Context(), HistoryQuery{HistoryFilter: HistoryFilter{Name: name, Origin: feature.FromApp}, Limit: 50})
			if err != nil || page.Unnamed != 3 {
				t.Errorf("%q: %d records name nothing, %v", name, page.Unnamed, err)
			}
			got := ""
			for _, e := range page.Entries {
				got += fmt.Sprintf("%s:%s>%s ", e.Name, e.Before, e.After)
			}
			wantSame(t, name, strings.TrimSpace(got), map[string]string{
				"": "a:on>inherit b:on>on a:off>on a:on>off a:inherit>on", "a": "a:on>inherit a:off>on a:on>off a:inherit>on", "b": "b:on>on"}[name])
		}
	})
}
