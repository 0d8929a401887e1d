package layouttest

import (
	"errors"
	"maps"
	"slices"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// expectValues checks that every release of the application reads the settings of
// x.want, for every flag and scope.
func (x *trial) expectValues(when string) {
	x.Helper()
	for _, reader := range x.Readers {
		read := reader.Load(x.db)
		for _, scope := range x.scopes() {
			for _, name := range x.Names {
				for _, byDefault := range []bool{false, true} {
					if got, want := read(scope, name, byDefault), x.value(scope, name, byDefault); got != want {
						x.Errorf("%s: the application (%s) reads %q at %s as %v where the default is %v, want %v", when, reader.Releases, name, scope, got, byDefault, want)
					}
				}
			}
		}
	}
	if x.untouched != nil {
		if got := x.rowsOf(x.Names[len(x.Names)-1]); !slices.Equal(got, x.untouched) {
			x.Errorf("%s: rows that nobody named have changed:\n%q\nwant:\n%q", when, got, x.untouched)
		}
	}
}

// expectShown checks that flagtui reads every flag at every scope as the application
// does.
func (x *trial) expectShown(store data.Store, when string) {
	x.Helper()
	var stored map[feature.Scope]map[string]feature.Stored
	stored, err := store.StoredAt(x.Context(), append(x.scopes(), feature.SystemScope()))
	if err != nil {
		x.Fatal(err)
	}
	for _, byDefault := range []bool{false, true} {
		read := x.Readers[0].Load(x.db)
		for _, scope := range x.scopes() {
			var definitions []feature.Definition
			for _, name := range x.Names {
				definitions = append(definitions, feature.Definition{Name: name, Default: byDefault, Scopes: []feature.Kind{scope.Kind}})
			}
			views := feature.Resolve(store.Info().Kinds.Of(scope.Kind), scope, definitions, stored[feature.SystemScope()], stored[scope])
			for _, view := range views {
				if slices.Contains(x.Names, view.Name) && view.Enabled != read(scope, view.Name, byDefault && x.kind(scope.Kind).hasDefault(x.Fixture)) {
					x.Errorf("%s: flagtui shows %q at %s as %v where the default is %v, and the application reads it otherwise", when, view.Name, scope, view.Enabled, byDefault)
				}
			}
			if len(views) < len(x.Names) {
				x.Errorf("%s: flagtui shows %d flags at %s, want %d", when, len(views), scope, len(x.Names))
			}
		}
	}
}

// hasDefault reports whether a flag without overrides has its default at scopes of this
// kind.
func (k Kind) hasDefault(f Fixture) bool {
	if k.Parent != "" {
		return f.kind(k.Parent).hasDefault(f)
	}
	return k.Default
}

// snapshot returns every row of every table as text.
func (x *trial) snapshot() map[string][]string {
	x.Helper()
	all := map[string][]string{}
	for _, table := range x.db.tables() {
		all[table] = lines(x.db.contents(table))
	}
	return all
}

// expectSame checks that no table has changed.
func (x *trial) expectSame(when string, before map[string][]string) {
	x.Helper()
	after := x.snapshot()
	for _, table := range slices.Sorted(maps.Keys(after)) {
		if !slices.Equal(before[table], after[table]) {
			x.Errorf("%s: %s has changed:\n%q\nbefore:\n%q", when, table, after[table], before[table])
		}
	}
}

// appRows returns the rows of all the application's tables except the audit trail. It
// leaves out the columns in Generated.
func (x *trial) appRows() map[string][]string {
	x.Helper()
	all := map[string][]string{}
	for _, table := range x.db.tables() {
		switch table {
		case x.AuditTable, "flagtui_change", "flagtui_definition":
		case x.Table:
			all[table] = lines(x.db.contents(table), x.Generated...)
		default:
			all[table] = lines(x.db.contents(table))
		}
	}
	return all
}

// expectRows checks that the application's rows equal before.
func (x *trial) expectRows(when string, before map[string][]string) {
	x.Helper()
	for table, rows := range x.appRows() {
		if !slices.Equal(rows, before[table]) {
			x.Errorf("%s: %s holds\n%q\nwant\n%q", when, table, rows, before[table])
		}
	}
}

// expectProblem checks that err is a feature.Problem of this kind, with a text.
func (x *trial) expectProblem(when string, err, kind error) {
	x.Helper()
	var problem *feature.Problem
	if !errors.Is(err, kind) || !errors.As(err, &problem) || problem.Text == "" {
		x.Errorf("%s: the error is %v, want one of kind %v", when, err, kind)
	}
}
