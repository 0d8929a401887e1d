package data

import (
	"strings"
	"testing"

	"flagtui/internal/feature"
)

// killedBySQL records a kill of 20,000 overrides as flagtui would, in flagtui_change and
// in the app's audit trail.
func (p *place) killedBySQL() {
	p.t.Helper()
	const series = ` WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT `
	p.exec(`INSERT INTO feature_flags_override (id, scope, scope_id, name, enabled, created_at)` + series + `i, 'tenant', 't' || i, 'a.b', FALSE, CURRENT_TIMESTAMP FROM n`)
	id := `lower(hex(randomblob(16)))`
	if p.pg {
		id = `gen_random_uuid()`
	}
	p.exec(`INSERT INTO audit_log_audit_entry (id, entity_type, entity_id, action, changes, user_id, correlation_id)` + series + id +
		`, 'FeatureFlagOverride', CAST(i AS VARCHAR(20)), 'updated', '[{"field": "enabled", "old": true, "new": false}]', 'flagtui:alice', 'the-kill' FROM n`)
	p.exec(`INSERT INTO flagtui_change (change, actor, scope, scope_id, name, before, after)` + series + `'the-kill', 'alice', 'tenant', 't' || i, 'a.b', TRUE, FALSE FROM n`)
	if p.pg {
		p.exec(`ANALYZE`)
	}
}

// After a kill of many overrides, a history and the doctor still use the indexes of
// flagtui_change. PostgreSQL then expects that any change-set has many rows.
func TestHistoryAfterALargeKill(t *testing.T) {
	eachKind(t, []bool{true}, []bool{true}, func(t *testing.T, p *place, _, _ bool) {
		p.killedBySQL()
		for what, read := range map[string]func(Store) error{
			"history": func(s Store) error {
				page, err := s.History(t.Context(), HistoryQuery{Limit: 50})
				if len(page.Entries) != 50 {
					t.Errorf("%d entries", len(page.Entries))
				}
				return err
			},
			"the marks of rows": func(s Store) error {
				_, err := s.Rows(t.Context(), feature.TenantScope("t7"), "a.b")
				return err
			},
		} {
			for _, plan := range p.plansOf(journalTable, read) {
				if strings.Contains(plan, "Seq Scan on "+journalTable) || strings.Contains(plan, "SCAN j\n") {
					t.Errorf("%s needs no index of flagtui_change:\n%s", what, plan)
				}
			}
		}
	})
}
