package data

import (
	"flagtui/internal/data/layout"
	"flagtui/internal/data/torus"
	"strings"
	"testing"

	"flagtui/internal/feature"
)

// manyScopes fills a place with 5,000 projects and as many sections, in half of
// which four features are on, and with much that is said of these features.
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

// However many features are on, few of them are read to tell of few.
func TestScopedReadsByIndex(t *testing.T) {
	torusPlaces(t, false, func(t *testing.T, p *place) {
		p.manyScopes()
		p.canaryTables()
		rollouts := func(s Store) error { _, err := s.FeatureRollouts(t.Context(), "f1"); return err }
		for _, test := range []struct {
			name, table, alias string
			do                 func(Store) error
		}{
			{"stored", torus.StateTable, "o", func(s Store) error { _, err := s.Stored(t.Context(), project("301")); return err }},
			{"stored of few", torus.StateTable, "o", func(s Store) error { _, err := s.Stored(t.Context(), section("301"), "f1", "f2"); return err }},
			{"recent", torus.StateTable, "o", func(s Store) error { _, err := s.Recent(t.Context(), section("301")); return err }},
			{"overrides", torus.StateTable, "o", func(s Store) error { _, err := s.Overrides(t.Context(), layout.OverrideQuery{Name: "f1"}); return err }},
			{"scope by id", torus.StateTable, "o", func(s Store) error { _, err := s.Scope(t.Context(), project("301")); return err }},
			{"scope by slug", torus.ProjectTable, "h", func(s Store) error { _, err := s.Scope(t.Context(), project("slug_200")); return err }},
			{"lock and write", torus.StateTable, "o", func(s Store) error {
				_, err := s.Apply(t.Context(), set(project("301"), "f7", feature.Inherit, feature.On))
				return err
			}},
			{"kill", torus.StateTable, "o", func(s Store) error { _, err := s.Kill(t.Context(), "f8", feature.ChangeSet{}); return err }},
			{"state", torus.FeatureStateTable, "f", rollouts},
			{"rollouts", torus.RolloutTable, "r", rollouts},
			{"rollouts of few", torus.RolloutTable, "r", func(s Store) error {
				_, err := s.ScopeRollouts(t.Context(), []feature.Scope{section("301"), project("302")}, "f1", "f2")
				return err
			}},
			{"exemptions", torus.ExemptionTable, "e", rollouts},
		} {
			for _, plan := range p.plansOf(test.table, test.do) {
				if p.readsAll(plan, test.table, test.alias) {
					t.Errorf("%s:\n%s", test.name, plan)
				}
			}
		}
	})
}

// A page of projects or sections is read in order, from where it begins. A
// search looks through these, but not through the features.
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

// However many rows it changes, a kill takes few statements.
func TestScopedKillInFewStatements(t *testing.T) {
	torusPlaces(t, false, func(t *testing.T, p *place) {
		p.manyScopes()
		var applied Applied
		statements := p.plansOf("", func(s Store) (err error) {
			applied, err = s.Kill(t.Context(), "f8", feature.ChangeSet{Actor: "alice"})
			return err
		})
		if len(applied.Changed) != 100 || len(statements) > 13 {
			t.Errorf("%d changes in %d statements", len(applied.Changed), len(statements))
		}
	})
}
