package data

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"flagtui/internal/data/layout"
	"flagtui/internal/data/torus"
	"flagtui/internal/feature"
	"flagtui/internal/schema"
)

// torusDDL returns the app's DDL for PostgreSQL, or for SQLite the tables of schema.sql
// and the app's others. In the older form the column enabled decides.
func torusDDL(t *testing.T, sqlite, older bool) string {
	t.Helper()
	text, err := os.ReadFile("testdata/torus.postgres.sql")
	if err != nil {
		t.Fatal(err)
	}
	ddl := string(text)
	if sqlite {
		others := regexp.MustCompile(`(?m)^CREATE (TABLE|(UNIQUE )?INDEX \w+ ON) (publishers|feature_states|scoped_feature_rollouts|scoped_feature_exemptions)\b[^;]*`).FindAllString(ddl, -1)
		made := schema.Statements(true, torus.ProjectTable, torus.SectionTable, torus.AuthorTable, torus.StateTable, torus.ScopedAuditTable)
		ddl = strings.NewReplacer("bigserial PRIMARY KEY", "INTEGER PRIMARY KEY", "= ANY (ARRAY[", "IN (", "'])", "')").Replace(strings.Join(append(made, others...), ";\n"))
	}
	if older {
		ddl = regexp.MustCompile(`(?i)(feature_name varchar\(255\) NOT NULL,)(\s+project_id)`).ReplaceAllString(ddl, "$1 enabled boolean NOT NULL,$2")
	}
	return ddl
}

// torusPlaces runs a test on each database, with projects and sections.
func torusPlaces(t *testing.T, older bool, test func(t *testing.T, p *place)) {
	fill := func(p *place) {
		p.exec(`INSERT INTO projects (id, title, slug, status) VALUES (12, 'Chemistry', 'chem', 'active'), (13, 'Physics', 'phys', NULL), (14, 'Gone', 'gone', 'deleted')`)
		p.exec(`INSERT INTO sections (id, title, slug, type, status) VALUES (7, 'Chem 101', 'chem_101', 'enrollable', 'active'), (8, 'Old', 'old', 'blueprint', 'archived')`)
		p.exec(`INSERT INTO authors (id, email, name) VALUES (5, 'ann@example.org', 'Ann')`)
		test(p.t, p)
	}
	t.Run("sqlite", func(t *testing.T) { fill(newSQLite(t, torusDDL(t, true, older))) })
	t.Run("postgres", func(t *testing.T) { fill(newPostgres(t, torusDDL(t, false, older))) })
}

func project(id string) feature.Scope { return feature.Scope{Kind: feature.Project, ID: id} }
func section(id string) feature.Scope { return feature.Scope{Kind: feature.Section, ID: id} }

func TestScopedPresence(t *testing.T) {
	torusPlaces(t, false, func(t *testing.T, p *place) {
		s := p.open()
		apply := func(change feature.ChangeSet, want int) {
			t.Helper()
			applied, err := s.Apply(t.Context(), change)
			if err != nil || len(applied.Changed) != want {
				t.Fatalf("%+v: %+v, %v, want %d changes", change.Changes, applied, err, want)
			}
		}
		on := set(project("12"), "cells", feature.Inherit, feature.On)
		on.Author, on.Reason = "ann@example.org", "a pilot"
		apply(on, 1)
		apply(set(project("12"), "cells", feature.Inherit, feature.On), 0) // enabled twice
		apply(set(section("7"), "cells", feature.Inherit, feature.On), 1)
		const rows = `SELECT feature_name, project_id, section_id FROM scoped_feature_flag_states ORDER BY id`
		if got, want := p.rows(rows), "cells|12|NULL\ncells|NULL|7"; got != want {
			t.Errorf("rows:\n%s\nwant:\n%s", got, want)
		}
		// The feature is on in no other project, and in no section.
		for scope, want := range map[feature.Scope]int{project("12"): 1, project("13"): 0, section("7"): 1, section("12"): 0} {
			if stored, err := s.Stored(t.Context(), scope); err != nil || len(stored) != want {
				t.Errorf("%s: %v, %v, want %d", scope, stored, err, want)
			}
		}
		apply(set(project("12"), "cells", feature.On, feature.Off), 1)
		apply(set(project("12"), "cells", feature.On, feature.Off), 0) // disabled twice
		if got, want := p.rows(rows), "cells|NULL|7"; got != want {
			t.Errorf("rows:\n%s\nwant:\n%s", got, want)
		}
		events := p.rows(`SELECT event_type, project_id, section_id, author_id, user_id FROM audit_log_events ORDER BY id`)
		if want := "feature_flag_enabled|12|NULL|5|NULL\nfeature_flag_enabled|NULL|7|NULL|NULL\nfeature_flag_disabled|12|NULL|NULL|NULL"; events != want {
			t.Errorf("events:\n%s\nwant:\n%s", events, want)
		}
		details := strings.NewReplacer(": ", ":", ", ", ",").Replace(p.rows(`SELECT details FROM audit_log_events ORDER BY id LIMIT 1`))
		for _, want := range []string{`"feature_name":"cells"`, `"enabled":true`, `"resource_type":"project"`, `"project_title":"Chemistry"`, `"source":"flagtui"`, `"reason":"a pilot"`} {
			if !strings.Contains(details, want) {
				t.Errorf("details have no %s: %s", want, details)
			}
		}
		if p.pg {
			if got := p.rows(`SELECT bool_and(inserted_at <= now() AND inserted_at > now() - interval '1 minute') FROM audit_log_events`); got != "true" {
				t.Error("the times are not of now, in UTC, truncated")
			}
		}
		nobody := set(project("12"), "cells", feature.Inherit, feature.On)
		nobody.Author = "bob@example.org"
		if _, err := s.Apply(t.Context(), nobody); !errors.Is(err, feature.ErrUnknown) || !strings.Contains(err.Error(), "bob@example.org") {
			t.Errorf("an unknown author: %v", err)
		}
	})
}

func TestScopedLists(t *testing.T) {
	torusPlaces(t, false, func(t *testing.T, p *place) {
		p.exec(`INSERT INTO scoped_feature_flag_states (feature_name, project_id, section_id, inserted_at, updated_at) VALUES
			('cells', 13, NULL, '2026-01-02 03:04:05', '2026-01-02 03:04:05'), ('cells', 14, NULL, '2026-01-02 03:04:05', '2026-01-02 03:04:05'),
			('atoms', NULL, 8, '2026-01-02 03:04:05', '2026-01-02 03:04:05')`)
		s := p.open()
		if kinds := s.Info().Kinds; len(kinds) != 2 || kinds.LiveAt(feature.Project).Kind != feature.LiveNow {
			t.Errorf("kinds %v", kinds)
		}
		for kind, want := range map[feature.Kind]string{feature.Project: "13:Physics:active:1 12:Chemistry:active:0 14:Gone:deleted:1", feature.Section: "7:Chem 101:active:0 8:Old:archived:1"} {
			for limit := 1; limit < 5; limit++ {
				var got []string
				query := layout.ScopeQuery{Kind: kind, Limit: limit}
				for more := true; more; {
					page, err := s.Scopes(t.Context(), query)
					if err != nil {
						t.Fatal(err)
					}
					for _, info := range page.Scopes {
						got = append(got, strings.Join([]string{info.Scope.ID, info.Name, info.Status, string('0' + rune(info.Overrides))}, ":"))
					}
					query.After, more = page.Next, page.More
				}
				if strings.Join(got, " ") != want {
					t.Errorf("%s in pages of %d: %s, want %s", kind, limit, strings.Join(got, " "), want)
				}
			}
		}
		for id, want := range map[string]string{"12": "12", "chem": "12", "phys": "13"} {
			if info, err := s.Scope(t.Context(), project(id)); err != nil || info.Scope.ID != want {
				t.Errorf("project %q is %+v, %v, want %s", id, info, err, want)
			}
		}
		for _, id := range []string{"012", "+12", "12 ", ""} {
			if info, err := s.Scope(t.Context(), project(id)); err == nil {
				t.Errorf("project %q is %+v", id, info)
			}
		}
		_, err := s.Scope(t.Context(), project("chm"))
		if !errors.Is(err, feature.ErrUnknown) || !strings.Contains(feature.Hint(err), "chem") {
			t.Errorf("an unknown slug: %v (%s)", err, feature.Hint(err))
		}
		counts, err := countsOf(t.Context(), s)
		if err != nil || counts["cells"].On != 2 || counts["atoms"].On != 1 {
			t.Errorf("counts %v, %v", counts, err)
		}
		all, err := s.All(t.Context())
		if err != nil || len(all) != 3 || all[0].Scope != project("13") || all[2].Scope != section("8") {
			t.Errorf("all: %+v, %v", all, err)
		}
		page, err := s.Overrides(t.Context(), layout.OverrideQuery{Name: "cells"})
		if cells := page.Overrides; err != nil || len(cells) != 2 || cells[0].CreatedAt.Year() != 2026 {
			t.Errorf("overrides: %+v, %v", cells, err)
		}
	})
}

// A row that means off counts as off in the list, too. A search covers every part of the
// list.
func TestScopedPages(t *testing.T) {
	for _, older := range both {
		torusPlaces(t, older, func(t *testing.T, p *place) {
			p.exec(`INSERT INTO sections (id, title, slug, type) VALUES (3, 'Physics 101', 'phys_101', 'blueprint'), (9, 'Chem 9', 'nine', 'enrollable'), (20, NULL, NULL, 'enrollable')`)
			p.state("cells", "section_id", 9, true, older)
			p.state("atoms", "section_id", 9, true, older)
			p.state("cells", "section_id", 8, true, older)
			if older {
				p.state("cells", "section_id", 7, false, older)
			}
			s := p.open()
			for text, want := range map[string]string{
				"":     "9:enrollable:2 3:blueprint:0 7:enrollable:0 20:enrollable:0 8:blueprint:1",
				"CHEM": "9:enrollable:2 7:enrollable:0", "_101": "3:blueprint:0 7:enrollable:0", "old": "8:blueprint:1", "2": "20:enrollable:0", "%": "",
			} {
				for limit := 1; limit < 4; limit++ {
					var got []string
					query := layout.ScopeQuery{Kind: feature.Section, Text: text, Limit: limit}
					for more := true; more; {
						page, err := s.Scopes(t.Context(), query)
						if err != nil {
							t.Fatal(err)
						}
						for _, info := range page.Scopes {
							got = append(got, fmt.Sprintf("%s:%s:%d", info.Scope.ID, info.Type, info.Overrides))
						}
						query.After, more = page.Next, page.More
					}
					if strings.Join(got, " ") != want {
						t.Errorf("%q in pages of %d: %s, want %s", text, limit, strings.Join(got, " "), want)
					}
				}
			}
		})
	}
}
