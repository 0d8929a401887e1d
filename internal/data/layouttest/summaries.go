package layouttest

import (
	"slices"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// testSummaries checks that the doctor reads every row and reports no anomaly. Impact
// counts the overrides below the system. The database returns a registered catalogue
// unchanged.
func testSummaries(x *trial) {
	x.seed()
	store := x.db.open()
	var rows []feature.Override
	err := store.CheckRows(x.Context(), func(r data.Row) { rows = append(rows, r.Override) },
		func(a data.Anomaly) { x.Errorf("the doctor finds %+v", a) })
	if err != nil {
		x.Fatal(err)
	}
	found := settings{}
	for _, o := range rows {
		found[override{o.Scope, o.Name}] = o.Setting()
	}
	if len(rows) != len(found) {
		x.Errorf("CheckRows calls row %d times for %d overrides", len(rows), len(found))
	}
	x.expectSettings("CheckRows", found, x.want)

	for _, name := range x.Names {
		var want feature.Count
		for o, setting := range x.want {
			switch below := x.kind(o.Kind).Parent != "" && o.Name == name; {
			case below && setting == feature.On:
				want.On++
			case below:
				want.Off++
			}
		}
		impact, err := store.Impact(x.Context(), name)
		if err != nil || impact.Count != want || (len(impact.OnNames) > 0) != (want.On > 0) || (len(impact.OffNames) > 0) != (want.Off > 0) {
			x.Errorf("Impact of %q: %+v, %v, want %+v", name, impact, err, want)
		}
	}
	x.expectCatalogue(store)
}

// expectCatalogue registers a catalogue and checks that Definitions returns it.
func (x *trial) expectCatalogue(store data.Store) {
	x.Helper()
	var kinds []feature.Kind
	for _, k := range x.Kinds {
		kinds = append(kinds, k.Kind)
	}
	for _, names := range [][]string{x.Names, x.Names[1:2], x.Names[:3]} {
		var want []feature.Definition
		for i, name := range names {
			want = append(want, feature.Definition{Name: name, Description: "what " + name + " does", Default: i%2 == 0, Scopes: kinds[i%len(kinds):]})
		}
		if err := store.Register(x.Context(), want); err != nil {
			x.Fatal(err)
		}
		slices.SortFunc(want, func(a, b feature.Definition) int { return slices.Compare([]byte(a.Name), []byte(b.Name)) })
		got, err := store.Definitions(x.Context())
		if err != nil || !slices.EqualFunc(got, want, feature.Definition.Same) {
			x.Errorf("Definitions: %+v, %v, want %+v", got, err, want)
		}
	}
}
