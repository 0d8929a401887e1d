package data

import (
	"strings"
	"testing"

	"flagtui/internal/data/layout"
	"flagtui/internal/data/torus"
	"flagtui/internal/feature"
)

// manyScopes fills a place with 5,000 projects and 5,000 sections. Four features are on
// in half of them, and have many rollouts and events.
func (p *place) manyScopes() {
	p.t.Helper()
	series := ` WITH RECURSIVE g(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM g WHERE i < 9999) SELECT `
	const at = `'2026-01-02 03:04:05', '2026-01-02 03:04:05'`
	for table, column := range map[string]string{torus.ProjectTable: "project_id", torus.SectionTable: "section_id"} {
		p.exec(`INSERT INTO ` + table + ` (id, title, slug, status)` + series + `i + 101, 'Title ' || i, 'slug_' || i,
			CASE WHEN i % 7 = 0 THEN 'deleted' WHEN i % 11 > 0 THEN 'active' END FROM g WHERE i < 5000`)
		p.exec(`INSERT INTO scoped_feature_flag_states (feature_name, ` + column + `, inserted_at, updated_at)` + series + `
			'f' || (i / 2500 * 50 + i % 50), i % 2500 * 2 + 101, ` + at + ` FROM g`)
	}
	p.exec(`INSERT INTO feature_states (label, state)` + series + `'f' || i, 'enabled' FROM g`)
	p.exec(`INSERT INTO publishers (id, name)` + series + `i + 1, 'Publisher ' || i FROM g WHERE i < 50`)
	p.exec(`INSERT INTO scoped_feature_exemptions (feature_name, publisher_id, effect, inserted_at, updated_at)` + series + `'f' || (i / 50), i % 50 + 1, 'deny', ` + at + ` FROM g`)
	p.exec(`INSERT INTO scoped_feature_rollouts (feature_name, scope_type, scope_id, stage, inserted_at, updated_at)` + series + `'f' || (i / 50), 'project', i, 'off', ` + at + ` FROM g`)
	if p.pg {
		p.exec(`ANALYZE`)
	}
}

// A page of projects or sections is read in the order of an index, from the page's
// start. A search reads all projects or sections, but not all features.
func TestScopedPagesByIndex(t *testing.T) {
	torusPlaces(t, false, func(t *testing.T, p *place) {
		p.manyScopes()
		for _, kind := range []feature.Kind{feature.Project, feature.Section} {
			for part := range torus.PartCount {
				for _, after := range []string{"", "2500"} {
					for _, text := range []string{"", "itle 49"} {
						query := layout.ScopeQuery{Kind: kind, Text: text, After: layout.Cursor{ID: after, Rank: part}, Limit: 100}
						for _, plan := range p.plansOf(torus.StateTable, func(s Store) error { _, err := s.Scopes(t.Context(), query); return err }) {
							if strings.Contains(plan, "Seq Scan on "+torus.StateTable) || strings.Contains(plan, "SCAN o") ||
								text == "" && (sorts(plan) || strings.Contains(plan, "Seq Scan") || strings.Contains(plan, "SCAN h")) {
								t.Errorf("%+v:\n%s", query, plan)
							}
						}
					}
				}
			}
		}
	})
}
