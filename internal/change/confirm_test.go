package change

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/probe/probetest"
	"flagtui/internal/words"
)

// startApp starts an application of two workers on the store's table.
func startApp(t *testing.T, store data.Store) *probetest.App {
	return probetest.New(t, 2, map[string]bool{"a": false, "b": true}, func() probetest.Overrides {
		return probetest.ReadAll(t, store)
	})
}

// save sets a flag at a scope, as an actor.
func save(t *testing.T, store data.Store, actor string, c feature.Change) Result {
	t.Helper()
	result, err := Apply(t.Context(), store, feature.Proposal{Changes: []feature.Change{c}}, feature.ChangeSet{Actor: actor})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// If a colleague has changed the flag again, flagtui does not report that the
// application serves another value. The value stored by then counts.
func TestConfirmAfterALaterChange(t *testing.T) {
	onStores(t, func(t *testing.T, store data.Store, run func(string)) {
		app := startApp(t, store)
		steps := Steps{Probe: app.Probe(time.Minute)}
		on := save(t, store, "alice", feature.Change{Scope: system, Name: "a", After: feature.On})
		save(t, store, "bob@ops2", feature.Change{Scope: system, Name: "a", Before: feature.On, After: feature.Off})
		each, err := steps.ConfirmEach(t.Context(), store, on)
		if err != nil || len(each) != 1 || each[0].Again.HowText(words.English, false) != "set to off by bob@ops2" || each[0].Answers > 0 {
			t.Errorf("%+v, %v", each, err)
		}
		if _, err := steps.Confirm(t.Context(), store, on); !errors.Is(err, feature.ErrSaved) || !strings.Contains(err.Error(), `"a" at system has been set to off by bob@ops2 since`) {
			t.Error(err)
		}
		// The rest of the change-set is still confirmed.
		both, err := Apply(t.Context(), store, feature.Proposal{What: "two", Changes: []feature.Change{
			{Scope: system, Name: "a", Before: feature.Off, After: feature.On}, {Scope: acme, Name: "b", After: feature.Off}}}, feature.ChangeSet{Actor: "alice"})
		if err != nil {
			t.Fatal(err)
		}
		run(`UPDATE feature_flags_override SET enabled = NOT enabled WHERE name = 'a'`)
		app.RereadAfter(3)
		each, err = steps.ConfirmEach(t.Context(), store, both)
		if err != nil || len(each) != 2 || each[0].Again.HowText(words.English, false) != "set to off outside flagtui and the app" || each[1].Again != nil || each[1].Answers != 18 {
			t.Errorf("%+v, %v", each, err)
		}
		steps.Probe = app.Probe(300 * time.Millisecond)
		set := save(t, store, "alice", feature.Change{Scope: acme, Name: "a", After: feature.On})
		each, err = steps.ConfirmEach(t.Context(), store, set)
		if !errors.Is(err, feature.ErrSaved) || each[0].Serves.ServesText(words.English) != "the app serves Disabled" || each[0].Answers != 6 {
			t.Errorf("%+v, %v", each, err)
		}
		if _, err := steps.Confirm(t.Context(), store, set); !errors.Is(err, feature.ErrSaved) || !strings.Contains(err.Error(), `but the app still serves Disabled for "a" at tenant:acme after 300ms`) {
			t.Error(err)
		}
	})
}

// Of a change-set at many scopes, the application is asked for some. The result says so,
// and calls no other change confirmed.
func TestConfirmedAtSomeScopes(t *testing.T) {
	var changes []feature.Change
	for i := range 12 {
		for _, name := range []string{"a", "b"} {
			changes = append(changes, feature.Change{Scope: feature.TenantScope(fmt.Sprint(i)), Name: name})
		}
	}
	asked := 0
	for _, is := range askedScopes(changes) {
		if is {
			asked++
		}
	}
	if asked != 10 || len(askedScopes(changes)) != 12 {
		t.Errorf("%d of %d", asked, len(askedScopes(changes)))
	}
	for n, want := range map[int]string{20: "live, confirmed by 60 answers", 24: "live, confirmed by 60 answers at 10 of 12 scopes"} {
		if live := Confirmed(words.English, 60, changes[:n]); live.Text != want || live.Kind != feature.LiveConfirmed {
			t.Errorf("%+v", live)
		}
	}
}
