package change

import (
	"errors"
	"strings"
	"testing"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/probe/probetest"
)

// startApp starts an application of two workers on the store's table.
func startApp(t *testing.T, store data.Store) *probetest.App {
	return probetest.New(t, 2, map[string]bool{"a": false, "b": true}, func() probetest.Overrides {
		all, err := store.All(t.Context())
		if err != nil {
			t.Error(err)
		}
		overrides := probetest.Overrides{}
		for _, o := range all {
			if overrides[o.Scope] == nil {
				overrides[o.Scope] = map[string]bool{}
			}
			overrides[o.Scope][o.Name] = o.Enabled
		}
		return overrides
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

// A change that a colleague has changed again is not taken for one that the application
// does not serve: what is stored by then counts.
func TestConfirmAfterALaterChange(t *testing.T) {
	onStores(t, func(t *testing.T, store data.Store, run func(string)) {
		app := startApp(t, store)
		steps := Steps{Probe: app.Probe(time.Minute)}
		on := save(t, store, "alice", feature.Change{Scope: system, Name: "a", After: feature.On})
		save(t, store, "bob@ops2", feature.Change{Scope: system, Name: "a", Before: feature.On, After: feature.Off})
		live, again, err := steps.ConfirmRest(t.Context(), store, on)
		if err != nil || len(again) != 1 || again[0].How != "set to off by bob@ops2" || live.Kind == feature.LiveConfirmed {
			t.Errorf("%+v, %+v, %v", live, again, err)
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
		live, again, err = steps.ConfirmRest(t.Context(), store, both)
		if err != nil || len(again) != 1 || again[0].How != "set to off outside flagtui and the app" || live.Kind != feature.LiveConfirmed {
			t.Errorf("%+v, %+v, %v", live, again, err)
		}
		app.Refuse(nil)
		steps.Probe = app.Probe(300 * time.Millisecond)
		set := save(t, store, "alice", feature.Change{Scope: acme, Name: "a", After: feature.On})
		if _, err := steps.Confirm(t.Context(), store, set); !errors.Is(err, feature.ErrSaved) || !strings.Contains(err.Error(), `but the app still serves Disabled for "a" at tenant:acme after 300ms`) {
			t.Error(err)
		}
	})
}

func TestCompare(t *testing.T) {
	onStores(t, func(t *testing.T, store data.Store, _ func(string)) {
		app := startApp(t, store)
		defs := []feature.Definition{{Name: "a"}, {Name: "b"}, {Name: "c"}} // the app's b is on by default
		save(t, store, "alice", feature.Change{Scope: acme, Name: "a", After: feature.On})
		save(t, store, "alice", feature.Change{Scope: acme, Name: "gone", After: feature.On})
		differences := func(scope feature.Scope, defs []feature.Definition, names ...string) string {
			t.Helper()
			c, err := Compare(t.Context(), store, *app.Probe(time.Minute), scope, defs, names...)
			if err != nil || c.Answers != 6 {
				t.Fatal(c, err)
			}
			texts := []string{}
			for _, flag := range c.Flags {
				texts = append(texts, flag.Name+": "+flag.Difference)
			}
			return strings.Join(append(texts, c.Unknown...), "; ")
		}
		for _, test := range []struct {
			got, want string
		}{
			{differences(acme, defs), "a: the app serves Disabled; b: the app serves Enabled; c: the app does not list it"},
			{differences(system, defs), "a: ; b: the app serves Enabled; c: the app does not list it"},
			{differences(system, defs[:1]), "a: ; b"},
			{differences(acme, defs, "a"), "a: the app serves Disabled"},
			{differences(acme, nil), "a: the app serves Disabled; b"},
		} {
			if test.got != test.want {
				t.Errorf("%q, want %q", test.got, test.want)
			}
		}
		app.Reread(0) // one of two workers
		if got := differences(acme, defs, "a"); got != "a: the app serves Disabled in 3 of 6 answers" {
			t.Error(got)
		}
		app.Reread()
		if got := differences(acme, defs, "a"); got != "a: " {
			t.Error(got)
		}
	})
}
