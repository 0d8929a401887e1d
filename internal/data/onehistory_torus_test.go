package data

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// OLI Torus' audit trail and flagtui's changes are one history, with each change once.
// This holds with flagtui_change and without.
func TestOneHistoryOfTorus(t *testing.T) {
	for _, journal := range both {
		torusPlaces(t, false, func(t *testing.T, p *place) {
			if journal {
				p.own(journalTable)
			}
			p.exec(`INSERT INTO scoped_feature_flag_states (feature_name, section_id, inserted_at, updated_at) VALUES ('atoms', 7, '2026-01-02 03:04:05', '2026-01-02 03:04:05')`)
			p.exec(`INSERT INTO audit_log_events (event_type, project_id, section_id, author_id, details, inserted_at) VALUES
				('feature_flag_enabled', NULL, 7, 5, '{"feature_name": "atoms", "enabled": true, "resource_type": "section"}', '2026-01-02 03:04:05'),
				('user_deleted', NULL, 7, 5, '{}', '2026-01-02 03:04:06'),
				('feature_flag_enabled', 12, NULL, 5, '{"feature_name": "cells", "enabled": true, "resource_type": "project"}', '2026-01-02 03:04:07'),
				('feature_flag_disabled', 12, NULL, 5, '{"feature_name": "cells", "enabled": false, "resource_type": "project"}', '2026-01-02 03:04:08')`)
			s := p.open()
			id := apply(t, s, set(project("12"), "cells", feature.Inherit, feature.On))
			ours, app := "flagtui alice@ops1 project:12/cells:inherit>on", []string{"app ann@example.org project:12/cells:on>inherit",
				"app ann@example.org project:12/cells:inherit>on", "app ann@example.org section:7/atoms:inherit>on"}
			wantHistory(t, s, HistoryFilter{}, append([]string{ours}, app...)...)
			wantHistory(t, s, HistoryFilter{Change: id}, ours)
			wantHistory(t, s, HistoryFilter{Scope: section("7")}, app[2])
			wantHistory(t, s, HistoryFilter{Name: "cells", Origin: feature.FromApp}, app[:2]...)

			p.exec(`DELETE FROM scoped_feature_flag_states WHERE project_id = 12`)
			gone := "outside  project:12/cells:on>inherit"
			wantHistory(t, s, HistoryFilter{Origin: feature.FromOutside}, gone)
			p.exec(`INSERT INTO scoped_feature_flag_states (feature_name, project_id, inserted_at, updated_at) VALUES ('cells', 13, '2026-03-01 00:00:00', '2026-03-01 00:00:00')`)
			inserted := "outside  project:13/cells:inherit>on"
			wantHistory(t, s, HistoryFilter{Origin: feature.FromOutside}, gone, inserted)
			page, err := s.Overrides(t.Context(), layout.OverrideQuery{Name: "cells"})
			if err != nil || len(page.Overrides) != 1 || !page.Overrides[0].Outside {
				t.Errorf("the overrides are %+v, %v", page.Overrides, err)
			}
			if journal {
				wantOutside(t, s, "gone project:12 cells")
			} else {
				wantOutside(t, s)
			}
		})
	}
}

// wantOutside checks the doctor's findings of unrecorded changes.
func wantOutside(t *testing.T, s Store, want ...string) {
	t.Helper()
	got := []string{}
	err := s.CheckRows(t.Context(), func(layout.Row) {}, func(o layout.Anomaly) {
		if o.Code == layout.AnomalyOutside || o.Code == layout.AnomalyGone {
			got = append(got, fmt.Sprint(o.Code, " ", o.Row.Scope, " ", o.Row.Name))
		}
	})
	if slices.Sort(got); err != nil || !slices.Equal(got, want) {
		t.Errorf("the doctor finds %q, %v, want %q", got, err, want)
	}
}

// An unrecorded change is in the history for any time of the last record, and the doctor
// reports it.
func TestUnrecorded(t *testing.T) {
	eachKind(t, both, []bool{true}, func(t *testing.T, p *place, journal, _ bool) {
		s := p.open()
		p.appRow(1, 501, "created", "system", "", "a.b", "on")
		p.appRow(2, 502, "created", "tenant", "acme", "gone", "on")
		off := map[bool]string{true: "FALSE", false: "0"}[p.pg]
		// Nothing tells who made a row that is older than all records.
		p.exec(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_at, created_by) VALUES ('system', '', 'older', ` + off + `, '2025-01-01 00:00:00', 'dave')`)
		wantHistory(t, s, HistoryFilter{Origin: feature.FromOutside})
		p.exec(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_at, created_by) VALUES ('tenant', 'acme', 'c.d', ` + off + `, '2026-02-01 00:00:00', 'mallory')`)
		inserted := "outside  tenant:acme/c.d:inherit>off"
		wantHistory(t, s, HistoryFilter{Name: "c.d"}, inserted)
		wantHistory(t, s, HistoryFilter{Scope: feature.TenantScope("acme"), Origin: feature.FromOutside}, inserted)
		at := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
		wantHistory(t, s, HistoryFilter{Since: at}, inserted)
		wantHistory(t, s, HistoryFilter{Since: at.Add(time.Second)})
		p.exec(`UPDATE feature_flags_override SET enabled = ` + off + ` WHERE name = 'a.b'`)
		changed := "outside  system/a.b:on>off"
		wantHistory(t, s, HistoryFilter{Since: at.Add(time.Second)}, changed)
		wantOutside(t, s, "outside system a.b")

		apply(t, s, set(feature.TenantScope("acme"), "gone", feature.On, feature.Off))
		apply(t, s, set(feature.TenantScope("acme"), "app", feature.Inherit, feature.On))
		removed := p.rows(`SELECT id FROM feature_flags_override WHERE name = 'app'`)
		p.exec(`DELETE FROM feature_flags_override WHERE name IN ('gone', 'app')`)
		p.entry(900, "2999-01-01 00:00:00", removed, "deleted", "[]")
		want := []string{"outside system a.b"}
		if journal {
			want = append([]string{"gone tenant:acme gone"}, want...)
		}
		wantOutside(t, s, want...)
	})
}
