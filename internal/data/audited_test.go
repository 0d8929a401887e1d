package data

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// trail writes records of the app's audit trail, one on each line: seconds, row, action,
// changes. If changes is only a name, the record is of a new override of that flag.
func (p *place) trail(lines string) {
	p.t.Helper()
	for i, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		f := strings.SplitN(strings.TrimSpace(line), " ", 4)
		changes := "[]"
		switch f[2] {
		case "created":
			changes = fmt.Sprintf(`[{"field": "scope", "new": "tenant"}, {"field": "scope_id", "new": "acme"}, {"field": "name", "new": "%s"}, {"field": "enabled", "new": true}]`, f[3])
		case "updated":
			changes = fmt.Sprintf(`[{"field": "enabled", "old": %v, "new": %v}]`, f[3] != "on", f[3] == "on")
		}
		id := fmt.Sprintf("%032x", 1000-i) // not in the order of time
		p.exec(fmt.Sprintf(`INSERT INTO audit_log_audit_entry (id, entity_type, entity_id, action, changes, user_id, created_at)
			VALUES ('%s', 'FeatureFlagOverride', '%s', '%s', '%s', 'u%d', '2026-01-02 03:04:%s')`, id, f[1], f[2], changes, i, f[0]))
	}
	p.exec(`INSERT INTO audit_log_audit_entry (id, entity_type, entity_id, action, changes, created_at)
		VALUES ('` + strings.Repeat("f", 32) + `', 'User', '1', 'updated', '[{"field": "enabled", "old": false, "new": true}]', '2026-01-02 03:04:05')`)
}

// Without flagtui_change, the history is the app's audit trail.
func TestAuditedHistory(t *testing.T) {
	eachKind(t, []bool{false}, []bool{true}, func(t *testing.T, p *place, _, _ bool) {
		p.override("system", "", "unrecorded", false)
		p.override("tenant", "globex", "reused", true)
		p.exec(`UPDATE feature_flags_override SET id = 70 WHERE name = 'unrecorded'`)
		p.exec(`UPDATE feature_flags_override SET id = 71, created_at = '2026-01-02 03:04:09' WHERE name = 'reused'`)
		p.trail(`
			01 7 created a.b
			02 7 updated off
			03 70 updated off
			04 7 updated on
			05 7 deleted
			06 7 created c.d
			07 71 updated off
			08 71 deleted
			09 71 created reused
			10 7 deleted
			11 72 updated on
			12 9 created e.f
			13 9 created g.h
			14 70 updated on
			15 70 updated off`)
		want := strings.Fields(`system/unrecorded:on>off system/unrecorded:off>on tenant:acme/g.h:inherit>on tenant:acme/e.f:inherit>on
			tenant:acme/c.d:on>inherit tenant:acme/reused:inherit>on tenant:acme/c.d:inherit>on tenant:acme/a.b:on>inherit
			tenant:acme/a.b:off>on system/unrecorded:on>off tenant:acme/a.b:on>off tenant:acme/a.b:inherit>on`)
		s := p.open()
		read := func(query HistoryQuery) (got []string, entries []feature.Entry) {
			t.Helper()
			query.Origin = feature.FromApp
			for more := true; more; {
				page, err := s.History(t.Context(), query)
				if err != nil || !page.Partial {
					t.Fatal(page, err)
				}
				for _, e := range page.Entries {
					got = append(got, fmt.Sprintf("%s/%s:%s>%s", e.Scope, e.Name, e.Before, e.After))
				}
				entries, more, query.After = append(entries, page.Entries...), page.More, page.Next
			}
			return got, entries
		}
		for _, limit := range []int{1, 3, 100} {
			if got, _ := read(HistoryQuery{Limit: limit}); !slices.Equal(got, want) {
				t.Errorf("pages of %d:\n%s\nwant\n%s", limit, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
		_, all := read(HistoryQuery{Limit: 100})
		if first := all[len(all)-1]; first.Actor != "u0" || !first.At.Equal(time.Date(2026, 1, 2, 3, 4, 1, 0, time.UTC)) || first.Reason != "" {
			t.Errorf("the first is %+v", first)
		}
		for _, filter := range []HistoryFilter{{Name: "a.b"}, {Scope: feature.SystemScope()}, {Since: all[4].At}, {Change: all[3].Change},
			{Name: "a.b", Scope: feature.TenantScope("acme"), Since: all[9].At}} {
			var want []feature.Entry
			for _, e := range all {
				if matches(filter, e) {
					want = append(want, e)
				}
			}
			query := HistoryQuery{HistoryFilter: filter, Limit: 2}
			if _, got := read(query); !slices.Equal(got, want) || len(want) == 0 {
				t.Errorf("%+v: %+v, want %+v", query, got, want)
			}
		}
	})
}

// On SQLite the app's times may be whole seconds.
func TestAuditedInOneSecond(t *testing.T) {
	p := newSQLite(t, tablesOf(t, "sqlite", simplemodule.AuditTable))
	p.trail("01 1 created a.b\n01 1 updated off\n01 1 deleted\n01 1 created c.d\n01 1 updated off")
	page, err := p.open().History(t.Context(), HistoryQuery{HistoryFilter: HistoryFilter{Origin: feature.FromApp}, Limit: 9})
	var got []string
	for _, e := range page.Entries {
		got = append(got, fmt.Sprintf("%s:%s>%s", e.Name, e.Before, e.After))
	}
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t, "history", strings.Join(got, " "), "c.d:on>off c.d:inherit>on a.b:off>inherit a.b:on>off a.b:inherit>on")
}

// Without flagtui_change and an audit trail there is no history. A history includes
// flagtui's own records in the app's trail.
func TestHistoryWithoutJournal(t *testing.T) {
	eachKind(t, []bool{false}, both, func(t *testing.T, p *place, _, audit bool) {
		s := p.open()
		first := apply(t, s, set(feature.SystemScope(), "a.b", feature.Inherit, feature.On))
		apply(t, s, set(feature.SystemScope(), "a.b", feature.On, feature.Inherit))
		page, err := s.History(t.Context(), HistoryQuery{Limit: 9})
		if err != nil || !page.Partial || page.Entries == nil || page.More {
			t.Errorf("%+v, %v", page, err)
		}
		if n := len(page.Entries); n != map[bool]int{true: 2, false: 0}[audit] {
			t.Errorf("%d entries: %+v", n, page.Entries)
		}
		for _, e := range page.Entries {
			if e.Actor != "alice@ops1" || e.Origin != feature.FromFlagtui || e.Name != "a.b" || !e.Scope.IsSystem() {
				t.Errorf("%+v", e)
			}
		}
		_, err = s.Undo(t.Context(), first, feature.ChangeSet{})
		wantProblem(t, err, feature.ErrUnknown, "flagtui init")
		_, err = s.ChangeSet(t.Context(), first)
		wantProblem(t, err, feature.ErrUnknown, "flagtui init")
	})
}
