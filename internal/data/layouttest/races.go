package layouttest

import (
	"errors"
	"maps"
	"slices"
	"sync"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

const (
	writers = 3
	rounds  = 10 // changes by each writer
)

// testRaces lets several stores change the same override at once. Each successful change
// starts from the result of the previous one. The journal and the audit trail record
// each change once.
func testRaces(x *trial) {
	x.seed()
	for _, k := range x.Kinds {
		scope, name := k.changed()[0], x.Names[0]
		start, events := x.want, len(x.events())
		x.inParallel(func(store data.Store) error {
			for made := 0; made < rounds; {
				now, err := settingOf(x, store, scope, name)
				if err != nil {
					return err
				}
				applied, err := store.Apply(x.Context(), x.changeSet(feature.Change{Scope: scope, Name: name, Before: now, After: k.next(now)}))
				if err != nil && !errors.Is(err, feature.ErrConflict) {
					return err
				}
				made += len(applied.Changed)
			}
			return nil
		})
		journal := x.replay(start)
		if len(journal) != writers*rounds {
			x.Errorf("the journal has %d changes, want %d", len(journal), writers*rounds)
		}
		x.expectValues("after the race")
		x.expectEventsOf(journal, events)
		x.db.Exec(`DELETE FROM flagtui_change`)
	}
	x.raceKills()
}

// next returns the setting after now in the list of all settings. The first setting
// follows the last.
func (k Kind) next(now feature.Setting) feature.Setting {
	all := k.settings()
	return all[(slices.Index(all, now)+1)%len(all)]
}

// inParallel runs work on several stores at once.
func (x *trial) inParallel(work func(data.Store) error) {
	x.Helper()
	var all sync.WaitGroup
	for range writers {
		store := x.db.open()
		all.Go(func() {
			if err := work(store); err != nil {
				x.Errorf("%v (%s)", err, feature.Hint(err))
			}
		})
	}
	all.Wait()
}

// settingOf returns the setting of one override.
func settingOf(x *trial, store data.Store, scope feature.Scope, name string) (feature.Setting, error) {
	stored, err := store.Stored(x.Context(), scope, name)
	if s, ok := stored[name]; ok {
		return s.Setting(), err
	}
	return feature.Inherit, err
}

// raceKills runs kills and changes at other scopes at once, and checks that the result
// agrees with the journal.
func (x *trial) raceKills() {
	x.Helper()
	start, events := x.want, len(x.events())
	name := x.Names[1]
	x.inParallel(func(store data.Store) error {
		for range rounds {
			for _, scope := range x.changedScopes() {
				now, err := settingOf(x, store, scope, name)
				if err == nil {
					_, err = store.Apply(x.Context(), x.changeSet(feature.Change{Scope: scope, Name: name, Before: now, After: x.kind(scope.Kind).next(now)}))
				}
				if err != nil && !errors.Is(err, feature.ErrConflict) {
					return err
				}
			}
			if _, err := store.Kill(x.Context(), name, x.changeSet()); err != nil {
				return err
			}
		}
		return nil
	})
	x.expectEventsOf(x.replay(start), events)
	x.expectValues("after a race of kills")
	store := x.db.open()
	if _, err := store.Kill(x.Context(), name, x.changeSet()); err != nil {
		x.Fatal(err)
	}
	x.want = x.afterKill(name)
	x.expectValues("after the last kill")
}

// replay applies the journal's changes to the settings at the start. It checks that each
// change starts from the result of the previous one.
func (x *trial) replay(start settings) []feature.Change {
	x.Helper()
	x.want = maps.Clone(start)
	var journal []feature.Change
	for _, r := range x.db.Rows(`SELECT scope, scope_id, name, before, after FROM flagtui_change ORDER BY id`) {
		c := feature.Change{Scope: feature.Scope{Kind: feature.Kind(r[0]), ID: r[1]}, Name: r[2], Before: settingIn(r[3]), After: settingIn(r[4])}
		if now := x.want[override{c.Scope, c.Name}]; now != c.Before || c.Before == c.After && !x.WholeRows { // a kill may remove targeting only
			x.Errorf("the journal has %+v, of what was %s", c, now)
		}
		x.want = x.want.with(x.Fixture, c)
		journal = append(journal, c)
	}
	return journal
}

// settingIn returns the setting in a column of the journal.
func settingIn(text string) feature.Setting {
	if text == "NULL" {
		return feature.Inherit
	}
	return feature.SettingOf(text == "1" || text == "true")
}

// expectEventsOf checks that the audit trail has one event for each change, besides the
// first events.
func (x *trial) expectEventsOf(changes []feature.Change, first int) {
	x.Helper()
	want := 0
	for _, c := range changes {
		if x.AuditTable != "" && x.Event(x.changeSet(c), c, "1") != "" {
			want++
		}
	}
	if got := len(x.events()) - first; got != want {
		x.Errorf("the audit trail has got %d events, want %d", got, want)
	}
}
