package data

import (
	"testing"

	"flagtui/internal/feature"
)

// OLI Torus' own audit trail and flagtui's changes are one history, each change
// told once, with flagtui_change and without.
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
			ours, app := "flagtui alice@ops1 project:12/cells:follow>on", []string{"app ann@example.org project:12/cells:on>follow",
				"app ann@example.org project:12/cells:follow>on", "app ann@example.org section:7/atoms:follow>on"}
			wantHistory(t, s, HistoryQuery{}, append([]string{ours}, app...)...)
			wantHistory(t, s, HistoryQuery{Change: id}, ours)
			wantHistory(t, s, HistoryQuery{Scope: section("7")}, app[2])
			wantHistory(t, s, HistoryQuery{Name: "cells", Origin: feature.FromApp}, app[:2]...)

			p.exec(`DELETE FROM scoped_feature_flag_states WHERE project_id = 12`)
			wantHistory(t, s, HistoryQuery{Origin: feature.FromOutside}, "outside  project:12/cells:on>follow")
		})
	}
}
