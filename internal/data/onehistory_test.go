package data

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// wanted returns the entries of a history as "source actor scope/name:before>after".
func wanted(t *testing.T, s Store, q HistoryQuery) (lines []string) {
	t.Helper()
	for more := true; more; {
		page, err := s.History(t.Context(), q)
		if err != nil || page.Unnamed != 0 {
			t.Fatal(err, page.Unnamed)
		}
		for _, e := range page.Entries {
			lines = append(lines, fmt.Sprintf("%s %s %s/%s:%s>%s", e.Origin, e.Actor, e.Scope, e.Name, e.Before, e.After))
		}
		more, q.After = page.More, page.Next
	}
	return lines
}

// wantHistory checks a history in this order. Small pages must have the same entries. A
// change from outside is on the page of its override's last record, so their order may
// differ.
func wantHistory(t *testing.T, s Store, filter HistoryFilter, want ...string) {
	t.Helper()
	for _, limit := range []int{1, 2, 100} {
		got := wanted(t, s, HistoryQuery{HistoryFilter: filter, Limit: limit})
		if limit < 100 && slices.Equal(sorted(got), sorted(want)) {
			continue
		}
		if !slices.Equal(got, want) {
			t.Errorf("pages of %d:\n%s\nwant\n%s", limit, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

func sorted(lines []string) []string { return slices.Sorted(slices.Values(lines)) }

// appRow changes an override as the app's ORM does. The row and the trail get the same
// time.
func (p *place) appRow(second int, id int, action, scope, scopeID, name, enabled string) {
	p.t.Helper()
	at := fmt.Sprintf("'2026-01-02 03:04:%02d'", second)
	on := map[string]string{"on": "1", "off": "0"}[enabled]
	if p.pg {
		at, on = fmt.Sprintf("'2026-01-02 03:04:%02d+00'", second), map[string]string{"on": "TRUE", "off": "FALSE"}[enabled]
	}
	changes := `[]`
	switch action {
	case "created", "bulk_inserted":
		changes = fmt.Sprintf(`[{"field": "scope", "new": "%s"}, {"field": "scope_id", "new": "%s"}, {"field": "name", "new": "%s"}, {"field": "enabled", "new": %v}]`, scope, scopeID, name, enabled == "on")
		p.exec(fmt.Sprintf(`INSERT INTO feature_flags_override (id, scope, scope_id, name, enabled, created_at, created_by, updated_by) VALUES (%d, '%s', '%s', '%s', %s, %s, 'carol', 'carol')`, id, scope, scopeID, name, on, at))
	case "updated", "bulk_updated":
		changes = fmt.Sprintf(`[{"field": "enabled", "old": %v, "new": %v}]`, enabled != "on", enabled == "on")
		p.exec(fmt.Sprintf(`UPDATE feature_flags_override SET enabled = %s, updated_at = %s, updated_by = 'carol' WHERE id = %d`, on, at, id))
	default:
		p.exec(fmt.Sprintf(`DELETE FROM feature_flags_override WHERE id = %d`, id))
	}
	p.exec(fmt.Sprintf(`INSERT INTO audit_log_audit_entry (id, entity_type, entity_id, action, changes, user_id, correlation_id, created_at)
		VALUES ('%032x', 'FeatureFlagOverride', '%d', '%s', '%s', 'carol', 'req-%d', %s)`, 7000+second, id, action, changes, second, at))
}

// The changes of the app and of flagtui are one history, with each change once.
func TestOneHistory(t *testing.T) {
	eachKind(t, both, []bool{true}, func(t *testing.T, p *place, journal, _ bool) {
		s := p.open()
		acme := feature.TenantScope("acme")
		p.appRow(1, 501, "created", "system", "", "a.b", "on")
		p.appRow(2, 502, "bulk_inserted", "tenant", "acme", "a.b", "on")
		p.appRow(3, 501, "bulk_updated", "system", "", "a.b", "off")
		p.appRow(4, 503, "created", "tenant", "globex", "c.d", "off")
		p.appRow(5, 503, "bulk_deleted", "tenant", "globex", "c.d", "")
		first := apply(t, s, set(feature.SystemScope(), "a.b", feature.Off, feature.On))
		killed, err := s.Kill(t.Context(), "a.b", feature.ChangeSet{Actor: "bob"})
		if err != nil {
			t.Fatal(err)
		}
		apply(t, s, set(acme, "a.b", feature.Off, feature.Inherit))
		app := []string{
			"app carol tenant:globex/c.d:off>inherit", "app carol tenant:globex/c.d:inherit>off", "app carol system/a.b:on>off",
			"app carol tenant:acme/a.b:inherit>on", "app carol system/a.b:inherit>on"}
		all := append([]string{"flagtui alice@ops1 tenant:acme/a.b:off>inherit",
			"flagtui bob tenant:acme/a.b:on>off", "flagtui bob system/a.b:on>off", "flagtui alice@ops1 system/a.b:off>on"}, app...)
		of := func(parts ...string) (some []string) {
			for _, line := range all {
				if !slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(line, part) }) {
					some = append(some, line)
				}
			}
			return some
		}
		wantHistory(t, s, HistoryFilter{}, all...)
		wantHistory(t, s, HistoryFilter{Name: "a.b"}, of("a.b")...)
		wantHistory(t, s, HistoryFilter{Scope: acme}, of("acme")...)
		wantHistory(t, s, HistoryFilter{Origin: feature.FromApp}, app...)
		wantHistory(t, s, HistoryFilter{Origin: feature.FromFlagtui}, of("flagtui")...)
		wantHistory(t, s, HistoryFilter{Origin: feature.FromOutside})
		wantHistory(t, s, HistoryFilter{By: "ALICE"}, of("alice")...)
		wantHistory(t, s, HistoryFilter{Change: first}, of("off>on")...)
		wantHistory(t, s, HistoryFilter{Change: killed.ID}, of("bob")...)
		wantHistory(t, s, HistoryFilter{Change: "req-3"}, "app carol system/a.b:on>off")
		wantHistory(t, s, HistoryFilter{Scope: acme, System: true}, slices.DeleteFunc(slices.Clone(all), func(line string) bool { return strings.Contains(line, "globex") })...)

		// A change from outside changes the row, but not its times and users.
		off := map[bool]string{true: "FALSE", false: "0"}[p.pg]
		p.exec(`UPDATE feature_flags_override SET enabled = ` + map[bool]string{true: "TRUE", false: "1"}[p.pg] + ` WHERE scope = 'system' AND name = 'a.b'`)
		outside := "outside  system/a.b:off>on"
		wantHistory(t, s, HistoryFilter{}, append([]string{outside}, all...)...)
		wantHistory(t, s, HistoryFilter{Origin: feature.FromOutside}, outside)
		wantHistory(t, s, HistoryFilter{Name: "a.b", Scope: acme}, of("acme/a.b")...)
		wrong := set(feature.SystemScope(), "a.b", feature.Inherit, feature.Off)
		if _, err := s.Apply(t.Context(), wrong); err == nil || strings.Contains(err.Error(), "bob") || strings.Contains(err.Error(), "by ") {
			t.Errorf("the conflict names somebody: %v", err)
		}
		last, err := s.LastChanges(t.Context(), feature.SystemScope(), "a.b")
		if err != nil || last["a.b"].Origin != feature.FromOutside || last["a.b"].Actor != "" {
			t.Errorf("the last change is %+v, %v", last, err)
		}
		var odd []string
		if err := s.CheckRows(t.Context(), func(layout.Row) {}, func(o layout.Anomaly) { odd = append(odd, string(o.Code)+" "+o.Row.Name) }); err != nil || !slices.Contains(odd, "outside a.b") {
			t.Errorf("the doctor finds %q, %v", odd, err)
		}
		// The entry names no user, even if the row does.
		p.exec(`UPDATE feature_flags_override SET updated_at = '2999-01-01 00:00:00', updated_by = 'mallory' WHERE scope = 'system' AND name = 'a.b'`)
		wantHistory(t, s, HistoryFilter{Origin: feature.FromOutside}, outside)
		p.exec(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_at, created_by) VALUES ('tenant', 'globex', 'c.d', ` + off + `, '2999-01-01 00:00:00', 'mallory')`)
		wantHistory(t, s, HistoryFilter{Name: "c.d", Origin: feature.FromOutside}, "outside  tenant:globex/c.d:inherit>off")
	})
}
