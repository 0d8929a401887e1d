package data

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// The database refuses a row with a project and a section, or with neither. It deletes
// the rows of a deleted project.
func TestScopedConstraints(t *testing.T) {
	torusPlaces(t, false, func(t *testing.T, p *place) {
		if !p.pg {
			p.raw.SetMaxOpenConns(1) // keep the setting
			p.exec(`PRAGMA foreign_keys = on`)
		}
		for _, ids := range []string{"12, 7", "NULL, NULL"} {
			if _, err := p.raw.Exec(`INSERT INTO scoped_feature_flag_states (feature_name, project_id, section_id, inserted_at, updated_at) VALUES ('cells', ` + ids + `, ` + then + `, ` + then + `)`); err == nil {
				t.Errorf("a row of %s was taken", ids)
			}
		}
		for _, id := range []int{12, 13} {
			p.state("cells", "project_id", id, true, false)
		}
		p.state("cells", "section_id", 7, true, false)
		p.exec(`DELETE FROM projects WHERE id = 12`)
		s := p.open()
		counts, err := countsOf(t.Context(), s)
		if err != nil || counts["cells"].On != 2 {
			t.Errorf("%v, %v", counts, err)
		}
		page, err := s.Overrides(t.Context(), layout.OverrideQuery{Name: "cells"})
		if err != nil || len(page.Overrides) != 2 || page.Overrides[0].Scope != project2 || page.Overrides[1].Scope != section1 {
			t.Errorf("%+v, %v", page, err)
		}
		placed, err := s.Enabled(t.Context())
		if err != nil || len(placed) != 2 || placed[0].Override != page.Overrides[0] || placed[1].Override != page.Overrides[1] {
			t.Errorf("%+v, %v", placed, err)
		}
		if _, err := s.Scope(t.Context(), project1); err == nil {
			t.Error("the project is still known")
		}
	})
}

// A feature that is on in a project is not on in the section with the same id, and vice
// versa.
func TestScopedSameID(t *testing.T) {
	torusPlaces(t, false, func(t *testing.T, p *place) {
		p.exec(`INSERT INTO sections (id, title, slug) VALUES (12, 'Twelve', 'twelve')`)
		s := p.open()
		twelve := section("12")
		wantOn := func(want map[feature.Scope]bool) {
			t.Helper()
			for scope, on := range want {
				if stored, err := s.Stored(t.Context(), scope, "all"); err != nil || stored["all"].Enabled != on {
					t.Errorf("%s: %v, %v", scope, stored, err)
				}
				if info, err := s.Scope(t.Context(), scope); err != nil || (info.Overrides > 0) != on {
					t.Errorf("%s: %+v, %v", scope, info, err)
				}
			}
		}
		apply(t, s, set(project1, "all", feature.Inherit, feature.On))
		wantOn(map[feature.Scope]bool{project1: true, project2: false, twelve: false})
		apply(t, s, set(twelve, "all", feature.Inherit, feature.On))
		apply(t, s, set(project1, "all", feature.On, feature.Off))
		wantOn(map[feature.Scope]bool{project1: false, project2: false, twelve: true})
	})
}

func TestExamineScoped(t *testing.T) {
	for _, older := range both {
		torusPlaces(t, older, func(t *testing.T, p *place) {
			p.state("cells", "project_id", 14, true, older) // a deleted project
			p.state("cells", "section_id", 8, true, older)  // an archived section
			p.wantExamined(p.open(), 2)

			p.exec(`DROP INDEX scoped_feature_flag_states_feature_name_project_id_index; DROP INDEX scoped_feature_flag_states_section_id_index; DROP INDEX index_slug_sections`)
			p.exec(`DROP INDEX scoped_feature_flag_states_feature_name_index`) // another index replaces it
			p.state("cells", "project_id", 14, true, older)
			missing := []string{`unique scoped_feature_flag_states feature_name,project_id`, `index scoped_feature_flag_states section_id`, `index sections slug`}
			p.wantExamined(p.open(), 3, append(missing, `duplicate "project" "14" cells on`)...)
		})
	}
}

// Without the app's check constraint a table can hold rows that the API would not make.
func TestExamineUncheckedScoped(t *testing.T) {
	torusPlaces(t, false, func(t *testing.T, p *place) {
		p.unchecked()
		p.exec(`INSERT INTO scoped_feature_flag_states (feature_name, project_id, section_id, inserted_at, updated_at) VALUES ('two', 12, 7, ` + then + `, ` + then + `), ('none', NULL, NULL, ` + then + `, ` + then + `)`)
		var rows []string
		err := p.open().CheckRows(t.Context(), func(row layout.Row) { rows = append(rows, fmt.Sprint(row.Scope, " ", row.Name)) }, func(o layout.Anomaly) {
			rows = append(rows, fmt.Sprint(o.Code, " ", o.Row.Scope, " ", o.Row.Name, " section ", o.Value))
		})
		if want := []string{"project:12 two", "section none", "both project:12 two section 7"}; err != nil || !slices.Equal(rows, want) {
			t.Errorf("%q, %v, want %q", rows, err, want)
		}
	})
}

// unchecked removes the app's check constraint from the table.
func (p *place) unchecked() {
	p.t.Helper()
	if p.pg {
		p.exec(`ALTER TABLE scoped_feature_flag_states DROP CONSTRAINT exactly_one_resource`)
		return
	}
	ddl := p.rows(`SELECT sql FROM sqlite_master WHERE type IN ('table', 'index') AND tbl_name = 'scoped_feature_flag_states' ORDER BY type DESC`)
	p.exec(`DROP TABLE scoped_feature_flag_states`)
	p.exec(strings.ReplaceAll(strings.ReplaceAll(ddl, "CHECK (", "CHECK (TRUE OR "), "\nCREATE", ";\nCREATE"))
}
