package data

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// canaryTables fills in the publishers of projects. On SQLite it adds the app's columns
// that schema.sql lacks.
func (p *place) canaryTables() {
	p.t.Helper()
	if !p.pg {
		p.exec(`ALTER TABLE projects ADD COLUMN publisher_id BIGINT`)
	}
	p.exec(`INSERT INTO publishers (id, name) VALUES (3, 'Torus'), (4, 'Chem Press') ON CONFLICT DO NOTHING`)
	p.exec(`UPDATE projects SET publisher_id = 3 WHERE id = 12`)
	p.exec(`UPDATE projects SET publisher_id = 4 WHERE id = 13`)
	p.exec(`UPDATE sections SET base_project_id = 12 WHERE id = 7`)
	p.exec(`UPDATE sections SET base_project_id = 13 WHERE id = 8`)
}

// roll writes a rollout. An id of 0 becomes NULL.
func (p *place) roll(name, kind string, id int, stage string) {
	p.t.Helper()
	p.exec(fmt.Sprintf(`INSERT INTO scoped_feature_rollouts (feature_name, scope_type, scope_id, stage, inserted_at, updated_at)
		VALUES ('%s', '%s', NULLIF(%d, 0), '%s', %s, %[5]s)`, name, kind, id, stage, then))
}

func (p *place) exempt(name string, publisher int, effect string) {
	p.t.Helper()
	p.exec(fmt.Sprintf(`INSERT INTO scoped_feature_exemptions (feature_name, publisher_id, effect, inserted_at, updated_at) VALUES ('%s', %d, '%s', %s, %[4]s)`, name, publisher, effect, then))
}

// canAccess applies the app's own rule for a canary feature at a scope. The publisher's
// exemption comes first, then the nearest rollout.
func (p *place) canAccess(name string, scope feature.Scope) string {
	p.t.Helper()
	project, section := scope.ID, "0"
	if scope.Kind == feature.Section {
		section = scope.ID
		project = p.rows(`SELECT base_project_id FROM sections WHERE id = ` + section)
	}
	switch p.rows(`SELECT effect FROM scoped_feature_exemptions e JOIN projects p ON p.publisher_id = e.publisher_id WHERE feature_name = '` + name + `' AND p.id = ` + project) {
	case "deny":
		return "no"
	case "force_enable":
		return "yes"
	}
	for _, where := range []string{`scope_type = 'section' AND scope_id = ` + section, `scope_type = 'project' AND scope_id = ` + project, `scope_type = 'global'`} {
		switch p.rows(`SELECT stage FROM scoped_feature_rollouts WHERE feature_name = '` + name + `' AND ` + where) {
		case "":
			continue
		case "full":
			return "yes"
		case "off":
			return "no"
		}
		return "depends"
	}
	return "no"
}

// TestGates compares flagtui's result with the app's own rule, at every scope.
func TestGates(t *testing.T) {
	torusPlaces(t, false, func(t *testing.T, p *place) {
		p.canaryTables()
		p.roll("everywhere", "global", 0, "full")
		p.roll("nearest", "global", 0, "full")
		p.roll("nearest", "project", 12, "fifty_percent")
		p.roll("nearest", "section", 7, "off")
		p.roll("nearest", "section", 8, "internal_only")
		p.roll("elsewhere", "section", 12, "full") // the id of another scope
		p.roll("elsewhere", "project", 7, "full")
		p.roll("denied", "global", 0, "full")
		p.exempt("denied", 3, "deny")
		p.roll("forced", "global", 0, "off")
		p.exempt("forced", 4, "force_enable")
		p.state("norollout", "project_id", 12, true, false)
		s := p.open(readOnly)
		scopes := []feature.Scope{project1, project2, section1, section2}
		all, err := s.ScopeRollouts(t.Context(), append(scopes, feature.SystemScope()))
		if err != nil || len(all) != len(scopes) {
			t.Fatalf("%+v, %v", all, err)
		}
		for _, scope := range scopes {
			for _, name := range []string{"everywhere", "nearest", "elsewhere", "denied", "forced", "norollout"} {
				view := all[scope].Decide(feature.View{Definition: &feature.Definition{Name: name, Canary: true}, Registered: true}, true)
				says := map[bool]string{true: "yes", false: "no"}[view.Enabled]
				if len(view.Depends) > 0 {
					says = "depends"
				}
				if want := p.canAccess(name, scope); says != want {
					t.Errorf("%s at %s: %s, the app says %s: %+v", name, scope, says, want, view.Decision)
				}
				one, err := s.ScopeRollouts(t.Context(), []feature.Scope{scope}, name)
				if again := one[scope].Decide(feature.View{Definition: view.Definition, Registered: true}, true); err != nil || !again.Same(view) {
					t.Errorf("%s at %s alone: %+v, %v", name, scope, again, err)
				}
			}
		}
		if again, err := s.ScopeRollouts(t.Context(), scopes[:1]); err != nil || !again[project1].Equal(all[project1]) {
			t.Errorf("read again: %+v, %v", again, err)
		}
	})
}

// TestGatesUnread checks that unreadable tables are reported, and do not count as off.
func TestGatesUnread(t *testing.T) {
	canary := feature.View{Definition: &feature.Definition{Name: "cells", Canary: true}, Registered: true}
	check := func(t *testing.T, s Store, want string) {
		t.Helper()
		rollouts, err := s.ScopeRollouts(t.Context(), []feature.Scope{project1})
		if view := rollouts[project1].Decide(canary, true); err != nil || len(view.Depends) != 1 || !strings.Contains(view.Depends[0], want) {
			t.Errorf("%+v, %v; want %q", view, err, want)
		}
	}
	torusPlaces(t, false, func(t *testing.T, p *place) {
		p.exec(`DROP TABLE scoped_feature_rollouts`)
		check(t, p.open(), "no table scoped_feature_rollouts")
	})
	p := newPostgres(t, torusDDL(t, false, false))
	check(t, p.open(p.role(`GRANT SELECT ON scoped_feature_flag_states, projects, sections TO ROLE`)), "may not read scoped_feature_rollouts")
	check(t, p.open(p.role(`GRANT SELECT ON scoped_feature_flag_states, projects, sections, scoped_feature_rollouts TO ROLE`)), "may not read scoped_feature_exemptions")

	system := newSQLite(t, tablesOf(t, "sqlite", simplemodule.TenantTable)).open()
	if rollouts, err := system.ScopeRollouts(t.Context(), []feature.Scope{feature.SystemScope(), feature.TenantScope("acme")}); err != nil || len(rollouts) > 0 {
		t.Errorf("%+v, %v", rollouts, err)
	}
}

// TestInitAddsRolloutMode checks that init adds the column rollout_mode to a table of an
// earlier release. Without the column a catalogue cannot mark canary features.
func TestInitAddsRolloutMode(t *testing.T) {
	torusPlaces(t, false, func(t *testing.T, p *place) {
		p.own(definitionTable, journalTable)
		p.exec(`ALTER TABLE flagtui_definition DROP COLUMN rollout_mode`)
		p.exec(`INSERT INTO flagtui_definition (name, scopes) VALUES ('cells', 'project')`)
		want := []feature.Definition{{Name: "cells", Scopes: []feature.Kind{feature.Project}, Canary: true}}
		wantProblem(t, p.open().Register(t.Context(), want), feature.ErrUnknown, rolloutColumn, "cells")
		plan, err := PlanInit(t.Context(), p.options())
		if err != nil || len(plan.Tables) > 0 || !slices.Equal(plan.Names(), []string{"flagtui_definition.rollout_mode"}) {
			t.Fatalf("%+v, %v", plan, err)
		}
		if err := plan.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		s := p.open()
		if defs, err := s.Definitions(t.Context()); err != nil || len(defs) != 1 || defs[0].Canary {
			t.Errorf("what was there is kept: %+v, %v", defs, err)
		}
		if err := s.Register(t.Context(), want); err != nil {
			t.Fatal(err)
		}
		if defs, err := s.Definitions(t.Context()); err != nil || len(defs) != 1 || !defs[0].Equal(want[0]) {
			t.Errorf("%+v, %v", defs, err)
		}
		if plan, err := PlanInit(t.Context(), p.options()); err != nil || len(plan.Names()) > 0 {
			t.Errorf("the second time: %+v, %v", plan, err)
		}
	})
}
