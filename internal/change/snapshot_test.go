package change

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/feature"
)

// seen lists the flags that are on, as a scope sees them.
func seen(views []feature.View) string {
	var on []string
	for _, view := range views {
		if view.Is(true) {
			on = append(on, view.Name)
		}
	}
	return strings.Join(on, " ")
}

// A scope's snapshot resolves to what the apps would read there: the tenant's row, else
// the system's, else the default; of a canary feature the rollout; of others the row.
func TestSnapshot(t *testing.T) {
	store := openDatabase(t)
	wants := map[feature.Scope]string{system: "a b", acme: "b c", globex: "a b", project: "canvas cells", {}: ""}
	all, err := ReadScopes(t.Context(), store, []feature.Scope{system, acme, globex, project})
	if err != nil {
		t.Fatal(err)
	}
	for scope, want := range wants {
		s := Snapshot{Scope: scope}
		if err := s.Read(t.Context(), store); err != nil {
			t.Fatal(err)
		}
		if got := seen(s.Views(defs)); got != want {
			t.Errorf("at %s %q is on, want %q", scope, got, want)
		}
		if many := all[scope]; !scope.IsZero() && !reflect.DeepEqual(many.Views(defs), s.Views(defs)) {
			t.Errorf("at %s several scopes are read otherwise: %+v", scope, many)
		}
		if again := (Snapshot{Scope: scope}); again.Read(t.Context(), store) != nil || !again.Equal(s) {
			t.Errorf("at %s nothing has changed", scope)
		}
	}
}

// With names only these flags are read, and system overrides that are given are kept.
func TestSnapshotInPart(t *testing.T) {
	store := openDatabase(t)
	s := Snapshot{Scope: acme}
	if err := s.Read(t.Context(), store, "c"); err != nil || len(s.System) != 0 || len(s.Own) != 1 {
		t.Errorf("%+v, %v", s, err)
	}
	views := s.ViewsOf(defs, []string{"gone", "c"})
	if len(views) != 2 || views[0].Name != "gone" || views[0].Registered || views[0].Enabled || views[1].Name != "c" || !views[1].Enabled {
		t.Errorf("%+v", views)
	}
	given := map[string]feature.Stored{"b": {}}
	s = Snapshot{Scope: acme, System: given}
	if err := s.Read(t.Context(), store); err != nil || seen(s.Views(defs)) != "c" {
		t.Errorf("%+v, %v", s, err)
	}
	other := s
	other.System = nil
	if s.Equal(other) || other.Equal(s) {
		t.Error("overrides that were not read are not the same as others")
	}
}

// The effects of the newest changes follow from the values that are stored now.
func TestEffects(t *testing.T) {
	store := openDatabase(t)
	effects, err := Effects(t.Context(), store, globex, defs)
	if err != nil {
		t.Fatal(err)
	}
	got := []feature.Effect{effects.Of(feature.Entry{Scope: system, Name: "a", Before: feature.Inherit, After: feature.On}),
		effects.Of(feature.Entry{Scope: globex, Name: "b", Before: feature.Inherit, After: feature.On})}
	if want := []feature.Effect{{Before: feature.Off, After: feature.On}, {Before: feature.On, After: feature.On}}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
