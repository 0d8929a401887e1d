package layouttest

import (
	"maps"
	"slices"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// testReads checks that every method that reads overrides returns exactly those that the
// application reads.
func testReads(x *trial) {
	x.seed()
	store := x.db.open()
	x.expectValues("at the start")
	x.expectShown(store, "at the start")

	all, err := store.All(x.Context())
	if err != nil {
		x.Fatal(err)
	}
	x.expectOverrides("All", all, x.want)
	for _, scope := range x.scopes() {
		here := x.selected(func(o override) bool { return o.Scope == scope })
		x.expectAt(store, scope, here)
		for _, names := range [][]string{x.Names[:1], x.Names[1:3], {x.Names[0], "unknown.flag"}} {
			x.expectAt(store, scope, selectNames(here, names), names...)
		}
		recent, err := store.Recent(x.Context(), scope)
		if err != nil {
			x.Fatal(err)
		}
		if want := namesOf(here); !slices.Equal(slices.Sorted(slices.Values(recent)), want) {
			x.Errorf("Recent at %s: %q, want %q", scope, recent, want)
		}
	}
	x.expectCounts(store)
	x.expectEnabled(store)
}

// selected returns the wanted settings of the overrides for which keep is true.
func (x *trial) selected(keep func(override) bool) settings {
	some := settings{}
	for o, setting := range x.want {
		if keep(o) {
			some[o] = setting
		}
	}
	return some
}

func selectNames(from settings, names []string) settings {
	some := settings{}
	for o, setting := range from {
		if slices.Contains(names, o.Name) {
			some[o] = setting
		}
	}
	return some
}

// namesOf returns the names of the flags with an override.
func namesOf(s settings) (names []string) {
	for o := range s {
		names = append(names, o.Name)
	}
	slices.Sort(names)
	return names
}

// expectOverrides checks that got has exactly these overrides, each once.
func (x *trial) expectOverrides(what string, got []feature.Override, want settings) {
	x.Helper()
	found := settings{}
	for _, o := range got {
		found[override{o.Scope, o.Name}] = o.Setting()
		if x.Layout == nil && o.CreatedAt.IsZero() == x.tellsTime() || o.Misplaced {
			x.Errorf("%s: %+v", what, o)
		}
	}
	if len(got) != len(found) {
		x.Errorf("%s returns %d overrides of %d", what, len(got), len(found))
	}
	x.expectSettings(what, found, want)
}

// tellsTime reports whether a row has the time of its creation.
func (f Fixture) tellsTime() bool {
	return f.Stamps != nil && slices.Contains(slices.Collect(maps.Values(f.Stamps(feature.ChangeSet{}, true))), Now)
}

func (x *trial) expectSettings(what string, got, want settings) {
	x.Helper()
	for o, setting := range want {
		if got[o] != setting {
			x.Errorf("%s: %q at %s is %s, want %s", what, o.Name, o.Scope, got[o], setting)
		}
	}
	for o, setting := range got {
		if want[o] == feature.Inherit {
			x.Errorf("%s: %q at %s is %s, want no override", what, o.Name, o.Scope, setting)
		}
	}
}

// expectAt checks that Stored and Rows return these overrides for one scope.
func (x *trial) expectAt(store data.Store, scope feature.Scope, want settings, names ...string) {
	x.Helper()
	stored, err := store.Stored(x.Context(), scope, names...)
	if err != nil {
		x.Fatal(err)
	}
	found := settings{}
	for name, s := range stored {
		if !s.Unset {
			found[override{scope, name}] = s.Setting()
		}
	}
	x.expectSettings("Stored", found, want)
	rows, err := store.Rows(x.Context(), scope, names...)
	if err != nil {
		x.Fatal(err)
	}
	x.expectOverrides("Rows", rows, want)
}

// expectCounts checks that Counts counts the overrides below the system. At a scope
// without a parent, off does not count.
func (x *trial) expectCounts(store data.Store) {
	x.Helper()
	got, want := map[string]feature.Count{}, map[string]feature.Count{}
	err := store.Counts(x.Context(), func(name string, n feature.Count) {
		got[name] = n
	})
	if err != nil {
		x.Fatal(err)
	}
	for o, setting := range x.want {
		n := want[o.Name]
		switch k := x.kind(o.Kind); {
		case o.IsSystem():
		case setting == feature.On:
			n.On++
		case k.hasDefault(x.Fixture) || x.Layout != nil:
			n.Off++
		}
		want[o.Name] = n
	}
	for _, name := range x.Names {
		if got[name] != want[name] {
			x.Errorf("Counts: %q is overridden by %+v, want %+v", name, got[name], want[name])
		}
	}
}

// expectEnabled checks that Enabled returns the overrides that are on at scopes without
// a parent.
func (x *trial) expectEnabled(store data.Store) {
	x.Helper()
	if x.Layout != nil {
		return // such a layout does not list what is on
	}
	enabled, err := store.Enabled(x.Context())
	if err != nil {
		x.Fatal(err)
	}
	found := settings{}
	for _, o := range enabled {
		found[override{o.Scope, o.Name}] = o.Setting()
	}
	x.expectSettings("Enabled", found, x.selected(func(o override) bool {
		return x.want[o] == feature.On && !x.kind(o.Kind).hasDefault(x.Fixture)
	}))
}
