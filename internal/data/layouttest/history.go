package layouttest

import (
	"fmt"
	"slices"
	"strings"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// testHistory checks that the history has every change once, newest first, for pages of
// any size. Changes come from the journal, or from the application's audit trail if
// there is no journal. A change that neither has recorded is found, too, and names no
// user.
func testHistory(x *trial) {
	x.seed()
	store := x.db.open()
	var want []feature.Entry
	for _, scope := range x.changedScopes() {
		for _, name := range x.changedNames()[:2] {
			now := x.want[override{scope, name}]
			to, _ := x.kind(scope.Kind).other(now)
			applied := x.apply(store, 1, feature.Change{Scope: scope, Name: name, Before: now, After: to})
			want = append(want, feature.Entry{Change: applied.ID, Scope: scope, Name: name, Before: now, After: to})
		}
	}
	slices.Reverse(want)
	x.expectHistory(store, data.HistoryFilter{}, want)
	newest := want[0]
	only := func(keep func(feature.Entry) bool) []feature.Entry {
		return slices.DeleteFunc(slices.Clone(want), func(e feature.Entry) bool { return !keep(e) })
	}
	x.expectHistory(store, data.HistoryFilter{Name: newest.Name}, only(func(e feature.Entry) bool { return e.Name == newest.Name }))
	x.expectHistory(store, data.HistoryFilter{Scope: newest.Scope}, only(func(e feature.Entry) bool { return e.Scope == newest.Scope }))
	x.expectHistory(store, data.HistoryFilter{Change: newest.Change}, want[:1])
	x.expectHistory(store, data.HistoryFilter{By: "ALICE@"}, want)
	x.expectHistory(store, data.HistoryFilter{By: "bob"}, nil)

	for _, e := range want { // LastOwn finds the newest change-set that is not undone
		own, err := store.LastOwn(x.Context(), x.changeSet().Actor)
		if err != nil || len(own) != 1 || own[0].Change != e.Change {
			x.Fatalf("LastOwn: %+v, %v, want %s", own, err, e.Change)
		}
		last, err := store.LastChanges(x.Context(), e.Scope, e.Name)
		if entry := last[e.Name]; err != nil || entry.Change != e.Change || entry.After != e.After || entry.Actor != own[0].Actor || entry.Origin != feature.FromFlagtui {
			x.Errorf("LastChanges: %+v, %v, want %+v", last, err, e)
		}
		x.undo(store, e.Change)
	}
	_, err := store.LastOwn(x.Context(), x.changeSet().Actor)
	x.expectProblem("LastOwn of nothing", err, feature.ErrUnknown)
	x.changePastAll(store, newest)
}

// expectHistory checks the entries of a history for pages of several sizes.
func (x *trial) expectHistory(store data.Store, filter data.HistoryFilter, want []feature.Entry) {
	x.Helper()
	for _, limit := range []int{1, 3, 100} {
		var got []feature.Entry
		q := data.HistoryQuery{HistoryFilter: filter, Limit: limit}
		for range 2*len(want) + 3 {
			page, err := store.History(x.Context(), q)
			if err != nil {
				x.Fatal(err)
			}
			got = append(got, page.Entries...)
			if q.After = page.Next; !page.More {
				break
			}
		}
		if a, b := wordsOf(got), wordsOf(want); a != b {
			x.Errorf("History %+v in pages of %d:\n%s\nwant\n%s", filter, limit, a, b)
		}
	}
}

// wordsOf returns entries as text, without times and actors.
func wordsOf(entries []feature.Entry) string {
	lines := make([]string, len(entries))
	for i, e := range entries {
		lines[i] = fmt.Sprintf("%s %q at %s: %s -> %s", e.Change, e.Name, e.Scope, e.Before, e.After)
	}
	return strings.Join(lines, "\n")
}

// changePastAll changes an override without flagtui and without a record in the
// application's audit trail.
func (x *trial) changePastAll(store data.Store, e feature.Entry) {
	x.Helper()
	if x.afterUndo(store, e) == feature.On {
		to, _ := x.kind(e.Scope.Kind).other(feature.On)
		x.byApp(e.Scope, e.Name, to)
	} else {
		x.byApp(e.Scope, e.Name, feature.On)
	}
	last, err := store.LastChanges(x.Context(), e.Scope, e.Name)
	if entry := last[e.Name]; err != nil || entry.After != x.want[override{e.Scope, e.Name}] || entry.Origin == feature.FromFlagtui || entry.Change == e.Change {
		x.Errorf("LastChanges after a change past all: %+v, %v", last, err)
	}
	page, err := store.History(x.Context(), data.HistoryQuery{HistoryFilter: data.HistoryFilter{Name: e.Name, Scope: e.Scope}, Limit: 10})
	if err != nil || len(page.Entries) == 0 || page.Entries[0].Origin != feature.FromOutside || page.Entries[0].Actor != "" {
		x.Errorf("History after a change past all: %+v, %v", page.Entries, err)
	}
}

// afterUndo returns the setting of an override after an undo.
func (x *trial) afterUndo(store data.Store, e feature.Entry) feature.Setting {
	x.Helper()
	now, err := settingOf(x, store, e.Scope, e.Name)
	if err != nil {
		x.Fatal(err)
	}
	return now
}
