package change

import (
	"cmp"
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/data/pgtest"
	"flagtui/internal/feature"
	"flagtui/internal/schema"
)

// onStores runs a test on SQLite and on PostgreSQL. run writes past flagtui.
func onStores(t *testing.T, test func(t *testing.T, store data.Store, run func(statement string))) {
	for driver, url := range map[string]string{"sqlite": filepath.Join(t.TempDir(), "app.db"), "postgres": pgtest.Database(t)} {
		t.Run(driver, func(t *testing.T) {
			other := url
			if driver == "sqlite" { // the store reads at the same time
				other = "file:" + url + "?_pragma=busy_timeout(60000)"
			}
			db, err := sql.Open(driver, other)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { db.Close() })
			run := func(statement string) {
				t.Helper()
				if _, err := db.Exec(statement); err != nil {
					t.Fatalf("%s: %v", statement, err)
				}
			}
			for _, statement := range schema.Statements(driver == "sqlite") {
				run(statement)
			}
			store, err := data.Open(t.Context(), data.Options{URL: url})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { store.Close() })
			test(t, store, run)
		})
	}
}

// entryTexts describes changes: who recorded them, by whom, where, what. Changes that
// were found in one read without a record have no order.
func entryTexts(changes []feature.Entry) string {
	var texts []string
	for _, e := range changes {
		if e.At.IsZero() {
			texts = append(texts, "a change without a time")
		}
		texts = append(texts, strings.Join([]string{string(e.Origin), cmp.Or(e.Actor, "-"), e.Scope.String(), e.Name, e.Before.String() + ">" + e.After.String()}, " "))
	}
	return strings.Join(texts, "; ")
}

// Every change is reported once, whoever made it: flagtui's with its person, others as
// they can be known.
func TestFeed(t *testing.T) {
	onStores(t, func(t *testing.T, store data.Store, run func(string)) {
		set := func(scope feature.Scope, name string, before, after feature.Setting) {
			t.Helper()
			if _, err := store.Apply(t.Context(), feature.ChangeSet{Actor: "alice", Changes: []feature.Change{{Scope: scope, Name: name, Before: before, After: after}}}); err != nil {
				t.Fatal(err)
			}
		}
		set(system, "old", feature.Inherit, feature.On)
		run(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_at) VALUES ('tenant', 'acme', 'old', '1', '2026-01-02 03:04:05')`)
		all, err := NewFeed(t.Context(), store)
		if err != nil {
			t.Fatal(err)
		}
		some, err := NewFeed(t.Context(), store, "b", "c")
		if err != nil {
			t.Fatal(err)
		}
		expect := func(feed *Feed, want string) {
			t.Helper()
			changes, err := feed.Next(t.Context())
			if got := entryTexts(changes); err != nil || got != want {
				t.Errorf("%s, %v\nwant %s", got, err, want)
			}
		}
		expect(all, "") // what was there before is no change
		set(system, "a", feature.Inherit, feature.On)
		set(acme, "b", feature.Inherit, feature.Off)
		set(acme, "b", feature.Off, feature.On)
		expect(all, "flagtui alice system a inherit>on; flagtui alice tenant:acme b inherit>off; flagtui alice tenant:acme b off>on")
		expect(all, "")

		run(`UPDATE feature_flags_override SET enabled = '0' WHERE name = 'b'`)
		expect(all, "outside - tenant:acme b on>off")
		run(`UPDATE feature_flags_override SET enabled = '1' WHERE name = 'b'`) // it is as the last record says again
		expect(all, "outside - tenant:acme b off>on")
		run(`UPDATE feature_flags_override SET enabled = '0' WHERE name = 'b'`)
		set(acme, "b", feature.Off, feature.Inherit) // the change from outside came before
		expect(all, "outside - tenant:acme b on>off; flagtui alice tenant:acme b off>inherit")
		run(`DELETE FROM feature_flags_override WHERE scope = 'system' AND name = 'a'`)
		run(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('tenant', 'globex', 'c', '1')`)
		expect(all, "outside - system a on>inherit; outside - tenant:globex c inherit>on")
		expect(all, "")
		expect(some, "flagtui alice tenant:acme b inherit>off; flagtui alice tenant:acme b off>on; outside - tenant:acme b on>off; flagtui alice tenant:acme b off>inherit; outside - tenant:globex c inherit>on")
	})
}

// A feed that could not read reports the changes later.
func TestFeedAfterAnError(t *testing.T) {
	store := openDatabase(t)
	feed, err := NewFeed(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	before := len(feed.rows)
	apply(t, store, feature.Proposal{Changes: []feature.Change{{Scope: globex, Name: "c", After: feature.On}}})
	other := *feed
	other.store = unreadable{store}
	if _, err := other.Next(t.Context()); err == nil {
		t.Fatal("it could be read")
	}
	changes, err := feed.Next(t.Context())
	if got := entryTexts(changes); err != nil || got != "flagtui alice tenant:globex c inherit>on" || len(feed.rows) != before+1 {
		t.Errorf("%s, %v", got, err)
	}
	if slices.ContainsFunc(changes, func(e feature.Entry) bool { return e.Change == "" }) {
		t.Errorf("%+v", changes)
	}
}

// A change that is made while a feed begins is either before its beginning, or reported
// by its record. It is never a change from outside.
func TestFeedBeginsDuringAChange(t *testing.T) {
	store := openDatabase(t)
	on := feature.Proposal{Changes: []feature.Change{{Scope: globex, Name: "c", After: feature.On}}}
	for _, busy := range []*busyStore{
		{Store: store, beforeRows: func() { apply(t, store, on) }},
		{Store: store, afterRows: func() {
			apply(t, store, feature.Proposal{Changes: []feature.Change{{Scope: globex, Name: "c", Before: feature.On}}})
		}},
	} {
		feed, err := NewFeed(t.Context(), busy)
		if err != nil {
			t.Fatal(err)
		}
		changes, err := feed.Next(t.Context())
		if got := entryTexts(changes); err != nil || got != "" {
			t.Errorf("%s, %v", got, err)
		}
	}
}

// busyStore is a store in which a change is made around the first read of all rows.
type busyStore struct {
	data.Store
	beforeRows, afterRows func()
}

func (s *busyStore) All(ctx context.Context) ([]feature.Override, error) {
	if s.beforeRows != nil {
		s.beforeRows()
	}
	rows, err := s.Store.All(ctx)
	if s.afterRows != nil {
		s.afterRows()
	}
	s.beforeRows, s.afterRows = nil, nil
	return rows, err
}

// unreadable is a store that has lost its database.
type unreadable struct{ data.Store }

func (unreadable) History(context.Context, data.HistoryQuery) (data.HistoryPage, error) {
	return data.HistoryPage{}, &feature.Problem{Kind: feature.ErrUnavailable, Text: "lost"}
}

func TestMain(m *testing.M) { pgtest.Main(m) }
