package data

import (
	"strings"
	"testing"
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// A change from outside stays in the history when someone writes the row again.
func TestOutsideWrittenOver(t *testing.T) {
	eachKind(t, []bool{true}, both, func(t *testing.T, p *place, _, audit bool) {
		s := p.open()
		own := apply(t, s, set(feature.SystemScope(), "c.d", feature.Inherit, feature.On))
		p.exec(`UPDATE feature_flags_override SET enabled = ` + map[bool]string{true: "FALSE", false: "0"}[p.pg] + ` WHERE name = 'c.d'`)
		p.exec(`DELETE FROM feature_flags_override WHERE name = 'c.d'`)
		gone, first := "outside  system/c.d:on>inherit", "flagtui alice@ops1 system/c.d:inherit>on"
		wantHistory(t, s, HistoryFilter{Name: "c.d"}, gone, first)
		page, err := s.History(t.Context(), HistoryQuery{HistoryFilter: HistoryFilter{Name: "c.d"}, Limit: 100})
		if e := page.Entries[0]; err != nil || e.Reason != noticedNow || e.At.Nanosecond() != 0 {
			t.Errorf("the removal is %+v, %v", e, err)
		}

		bob := set(feature.SystemScope(), "c.d", feature.Inherit, feature.On)
		bob.Actor = "bob"
		over := apply(t, s, bob)
		want := func(filter HistoryFilter, lines ...string) {
			t.Helper()
			if got := wanted(t, s, HistoryQuery{HistoryFilter: filter, Limit: 100}); strings.Join(got, "\n") != strings.Join(lines, "\n") {
				t.Errorf("%+v:\n%s\nwant\n%s", filter, strings.Join(got, "\n"), strings.Join(lines, "\n"))
			}
		}
		second := "flagtui bob system/c.d:inherit>on"
		want(HistoryFilter{}, second, gone, first)
		want(HistoryFilter{Name: "c.d"}, second, gone, first)
		want(HistoryFilter{Scope: feature.SystemScope()}, second, gone, first)
		want(HistoryFilter{Origin: feature.FromOutside}, gone)
		want(HistoryFilter{Origin: feature.FromFlagtui}, second, first)
		want(HistoryFilter{By: "bob"}, second)
		want(HistoryFilter{By: "alice"}, first)
		want(HistoryFilter{Change: over}, second)
		if page, err = s.History(t.Context(), HistoryQuery{HistoryFilter: HistoryFilter{Name: "c.d"}, Limit: 100}); err != nil || len(page.Entries) != 3 {
			t.Fatalf("%+v, %v", page.Entries, err)
		}
		e := page.Entries[1]
		if e.At != page.Entries[0].At || e.Change != "" || (e.OutsideText(words.English) == unrecordedReason) == audit {
			t.Errorf("the removal is %+v", e)
		}
		want(HistoryFilter{Since: e.At.Add(time.Nanosecond)})

		// Single-entry pages lack the removal, because its two records are on different
		// pages.
		paged := wanted(t, s, HistoryQuery{HistoryFilter: HistoryFilter{Name: "c.d"}, Limit: 1})
		if strings.Join(paged, "\n") != second+"\n"+first {
			t.Errorf("pages of 1: %q", paged)
		}
		// A change from outside is not a change-set, so LastOwn returns the change
		// before it.
		if last, err := s.LastOwn(t.Context(), "alice@ops1"); err != nil || last[0].Change != own {
			t.Errorf("alice's last is %+v, %v", last, err)
		}
		undo(t, s, over)
		want(HistoryFilter{Name: "c.d"}, "flagtui bob system/c.d:on>inherit", second, gone, first)
		if audit { // the doctor does not report an old removal
			wantOutside(t, s)
		}
	})
}
