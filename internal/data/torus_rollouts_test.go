package data

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

const (
	then  = `'2026-01-02 03:04:05'`
	later = `'2026-01-03 04:05:06'`
)

func TestRollouts(t *testing.T) {
	torusPlaces(t, false, func(t *testing.T, p *place) {
		p.exec(`INSERT INTO publishers (id, name) VALUES (3, 'Torus'), (4, 'Chem Press'), (5, NULL)`)
		p.exec(`INSERT INTO authors (id, name) VALUES (6, 'Bob')`)
		p.exec(`INSERT INTO feature_states (label, state) VALUES ('cells', 'enabled'), ('Zebra', 'disabled'), ('odd', NULL)`)
		p.exec(`INSERT INTO scoped_feature_rollouts (feature_name, scope_type, scope_id, stage, rollout_percentage, updated_by_author_id, inserted_at, updated_at) VALUES
			('cells', 'section', 7, 'full', 100, NULL, ` + then + `, ` + then + `), ('cells', 'project', 12, 'fifty_percent', 50, 6, ` + then + `, ` + then + `),
			('cells', 'global', NULL, 'off', 0, 5, ` + then + `, ` + later + `), ('atoms', 'global', NULL, 'full', 100, 5, ` + then + `, ` + then + `)`)
		p.exec(`INSERT INTO scoped_feature_exemptions (feature_name, publisher_id, effect, note, inserted_at, updated_at) VALUES
			('cells', 3, 'deny', NULL, ` + then + `, ` + then + `), ('cells', 4, 'force_enable', 'asked for it', ` + then + `, ` + later + `), ('cells', 5, 'deny', '', ` + then + `, ` + then + `)`)
		s := p.open(readOnly)
		at, after := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), time.Date(2026, 1, 3, 4, 5, 6, 0, time.UTC)
		want := feature.FeatureRollouts{
			State: "enabled",
			Rollouts: []feature.Rollout{
				{Scope: feature.Scope{Kind: "global"}, Stage: "off", By: "ann@example.org", At: after},
				{Scope: project("12"), Stage: "fifty_percent", Percentage: 50, By: "Bob", At: at},
				{Scope: section("7"), Stage: "full", Percentage: 100, At: at},
			},
			Exemptions: []feature.Exemption{
				{PublisherID: "5", Effect: "deny", At: at},
				{Publisher: "Chem Press", PublisherID: "4", Effect: "force_enable", Note: "asked for it", At: after},
				{Publisher: "Torus", PublisherID: "3", Effect: "deny", At: at},
			},
		}
		if got, err := s.FeatureRollouts(t.Context(), "cells"); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, %v, want %+v", got, err, want)
		}
		if got, err := s.FeatureRollouts(t.Context(), "cell"); err != nil || !got.Empty() {
			t.Errorf("%+v, %v", got, err)
		}
		states, err := s.FeatureStates(t.Context())
		if want := []feature.FeatureState{{Label: "Zebra", State: "disabled"}, {Label: "cells", State: "enabled"}, {Label: "odd"}}; err != nil || !slices.Equal(states, want) {
			t.Errorf("%+v, %v", states, err)
		}
	})
}

// Each of these tables may be missing or have other columns.
func TestRolloutsOfOtherReleases(t *testing.T) {
	torusPlaces(t, false, func(t *testing.T, p *place) {
		p.exec(`INSERT INTO publishers (id, name) VALUES (3, 'Torus')`)
		p.exec(`INSERT INTO scoped_feature_rollouts (feature_name, scope_type, stage, updated_by_author_id, inserted_at, updated_at) VALUES ('cells', 'global', 'off', 5, ` + then + `, ` + then + `)`)
		p.exec(`INSERT INTO scoped_feature_exemptions (feature_name, publisher_id, effect, inserted_at, updated_at) VALUES ('cells', 3, 'deny', ` + then + `, ` + then + `)`)
		p.exec(`ALTER TABLE publishers RENAME TO houses`)
		p.exec(`ALTER TABLE authors RENAME TO people`)
		p.exec(`DROP TABLE feature_states`)
		rollouts, err := p.open().FeatureRollouts(t.Context(), "cells")
		if err != nil || len(rollouts.Rollouts) != 1 || rollouts.Rollouts[0].By != "" || len(rollouts.Exemptions) != 1 || rollouts.Exemptions[0].PublisherID != "3" || rollouts.Exemptions[0].Publisher != "" {
			t.Errorf("%+v, %v", rollouts, err)
		}
		p.exec(`DROP TABLE scoped_feature_exemptions; ALTER TABLE scoped_feature_rollouts RENAME COLUMN stage TO phase`)
		if rollouts, err = p.open().FeatureRollouts(t.Context(), "cells"); err != nil || !rollouts.Empty() {
			t.Errorf("%+v, %v", rollouts, err)
		}
		if states, err := p.open().FeatureStates(t.Context()); err != nil || states == nil || len(states) > 0 {
			t.Errorf("%+v, %v", states, err)
		}
	})
}

// Unreadable tables are left out, and the others are read.
func TestRolloutsWithoutPrivilege(t *testing.T) {
	p := newPostgres(t, torusDDL(t, false, false))
	p.exec(`INSERT INTO feature_states (label, state) VALUES ('cells', 'enabled')`)
	p.exec(`INSERT INTO scoped_feature_rollouts (feature_name, scope_type, stage, inserted_at, updated_at) VALUES ('cells', 'global', 'off', ` + then + `, ` + then + `)`)
	s := p.open(p.role(`GRANT SELECT ON scoped_feature_flag_states, projects, sections, scoped_feature_rollouts TO ROLE`))
	if rollouts, err := s.FeatureRollouts(t.Context(), "cells"); err != nil || rollouts.State != "" || len(rollouts.Rollouts) != 1 {
		t.Errorf("%+v, %v", rollouts, err)
	}
}

func TestEnabled(t *testing.T) {
	for _, older := range both {
		torusPlaces(t, older, func(t *testing.T, p *place) {
			p.exec(`INSERT INTO projects (id, title, slug) VALUES (9, 'Physics', 'phys_2'), (100, 'Physics', 'phys_3')`)
			state := func(name, column string, id int, on bool) { p.state(name, column, id, on, older) }
			for _, id := range []int{100, 12, 13, 9, 14} {
				state("cells", "project_id", id, true)
			}
			state("cells", "section_id", 8, true)
			state("Atoms", "section_id", 7, true)
			if older {
				state("off", "project_id", 12, false)
			}
			s := p.open()
			placed, err := s.Enabled(t.Context())
			var got []string
			for _, o := range placed {
				got = append(got, strings.Join([]string{o.Name, o.Scope.String(), o.Title, o.Slug, o.Status}, ","))
				if !o.Enabled || o.CreatedAt.Year() != 2026 {
					t.Errorf("%+v", o)
				}
			}
			want := `Atoms,section:7,Chem 101,chem_101,active cells,project:12,Chemistry,chem,active cells,project:14,Gone,gone,deleted ` +
				`cells,project:9,Physics,phys_2,active cells,project:13,Physics,phys,active cells,project:100,Physics,phys_3,active cells,section:8,Old,old,archived`
			if strings.Join(got, " ") != want || err != nil {
				t.Errorf("%s, %v\nwant %s", strings.Join(got, " "), err, want)
			}
			counts, err := countsOf(t.Context(), s)
			if err != nil || counts["cells"].On != 6 || counts["Atoms"].On != 1 || counts["off"].On != 0 {
				t.Errorf("%v, %v", counts, err)
			}
		})
	}
}

// state turns a feature on as the app would. In an older table it can also turn the
// feature off.
func (p *place) state(name, column string, id int, on, older bool) {
	p.t.Helper()
	columns, values := `feature_name, `+column+`, inserted_at, updated_at`, `$1, $2, `+then+`, `+later
	args := []any{name, id}
	if older {
		columns, values, args = columns+`, enabled`, values+`, $3`, append(args, on)
	}
	if _, err := p.raw.Exec(`INSERT INTO scoped_feature_flag_states (`+columns+`) VALUES (`+values+`)`, args...); err != nil {
		p.t.Fatal(err)
	}
}

// A row without its project is still listed. A database of another app has no scoped
// features.
func TestEnabledElsewhere(t *testing.T) {
	p := newSQLite(t, torusDDL(t, true, false))
	p.state("cells", "project_id", 99, true, false)
	placed, err := p.open().Enabled(t.Context())
	if err != nil || len(placed) != 1 || placed[0].Scope != project("99") || placed[0].Title+placed[0].Slug+placed[0].Status != "" {
		t.Errorf("%+v, %v", placed, err)
	}
	p.exec(`ALTER TABLE projects RENAME TO courses`)
	if placed, err = p.open().Enabled(t.Context()); err != nil || len(placed) != 1 {
		t.Errorf("%+v, %v", placed, err)
	}
	s := newSQLite(t, tablesOf(t, "sqlite", simplemodule.TenantTable)).open()
	if placed, err = s.Enabled(t.Context()); err != nil || placed == nil || len(placed) > 0 {
		t.Errorf("%+v, %v", placed, err)
	}
	if rollouts, err := s.FeatureRollouts(t.Context(), "cells"); err != nil || !rollouts.Empty() {
		t.Errorf("%+v, %v", rollouts, err)
	}
}

func TestSince(t *testing.T) {
	for _, older := range both {
		torusPlaces(t, older, func(t *testing.T, p *place) {
			p.state("cells", "project_id", 12, true, older)
			if older {
				p.state("off", "project_id", 12, false, older)
			}
			stored, err := p.open().Stored(t.Context(), project("12"))
			want := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
			if older {
				want = time.Date(2026, 1, 3, 4, 5, 6, 0, time.UTC)
			}
			if err != nil || stored["cells"].Since != want.Unix() || stored["off"].Since != 0 {
				t.Errorf("%+v, %v, want %v", stored, err, want)
			}
		})
	}
}
