package layouttest

import (
	"maps"
	"slices"
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// otherSchema is a schema whose name needs quotes.
const otherSchema = `The "App"?`

// Exercise runs the whole suite on a layout: on SQLite, and on PostgreSQL in public and
// in another schema. PostgreSQL sessions have a time zone other than UTC.
func Exercise(t *testing.T, f Fixture) {
	for name, open := range map[string]func(testing.TB) *Database{
		"sqlite":                func(t testing.TB) *Database { return newSQLite(t) },
		"postgres public":       func(t testing.TB) *Database { return newPostgres(t, "public") },
		"postgres other schema": func(t testing.TB) *Database { return newPostgres(t, otherSchema) },
	} {
		t.Run(f.Name+" "+name, func(t *testing.T) {
			t.Parallel()
			db := open(t)
			for _, e := range exercises {
				if slices.Contains(f.Skip, e.name) {
					continue
				}
				t.Run(e.name, func(t *testing.T) { e.run(newTrial(t, f, db)) })
			}
		})
	}
}

// exercises are the parts of the suite. Each starts with the tables of the application
// and of flagtui, and without overrides.
var exercises = []struct {
	name string
	run  func(*trial)
}{
	{"reads", testReads},
	{"pages", testPages},
	{"scopes", testScopes},
	{"summaries", testSummaries},
	{"writes", testWrites},
	{"history", testHistory},
	{"without a journal", testWithoutJournal},
	{"older journal", testOlderJournal},
	{"conflicts", testConflicts},
	{"batches", testBatches},
	{"kill", testKill},
	{"undo", testUndo},
	{"read-only", testReadOnly},
	{"strange rows", testStrange},
	{"any name", testAnyName},
	{"races", testRaces},
	{"round trips", testTrips},
	{"plans", testPlans},
	{"bad names", testBadNames},
	{"random operations", testRandom},
}

// trial is one exercise on one database.
type trial struct {
	*testing.T
	Fixture
	db *Database
	// want holds the expected settings, without those that are Inherit.
	want settings
	// untouched are the rows, as text, of the flag that no exercise changes.
	untouched []string
}

// newTrial prepares a database without overrides.
func newTrial(t *testing.T, f Fixture, db *Database) *trial {
	t.Helper()
	x := &trial{T: t, Fixture: f, db: db.with(t).empty(), want: settings{}}
	x.db.Exec(f.DDL(x.db.SQLite))
	if f.Base != "" {
		x.db.Exec(f.Base)
	}
	x.db.layout = f.Layout
	x.db.init()
	return x
}

// override identifies an override.
type override struct {
	feature.Scope
	Name string
}

// settings holds the settings of overrides.
type settings map[override]feature.Setting

// with returns a copy with these changes made.
func (s settings) with(f Fixture, changes ...feature.Change) settings {
	s = maps.Clone(s)
	for _, c := range changes {
		key := override{c.Scope, c.Name}
		if to := f.kind(c.Scope.Kind).stored(c.After); to == feature.Inherit {
			delete(s, key)
		} else {
			s[key] = to
		}
	}
	return s
}

// value reports whether a flag is on at a scope, by the rules of the fixture's kinds.
func (x *trial) value(scope feature.Scope, name string, byDefault bool) bool {
	k, own := x.kind(scope.Kind), x.want[override{scope, name}]
	if above := k.Parent != "" && x.value(feature.Scope{Kind: k.Parent}, name, byDefault); k.Gate && !above || k.AnyOn && above {
		return above
	}
	if above := x.want[override{feature.Scope{Kind: k.Parent}, name}]; k.AboveSet && above != feature.Inherit {
		return above == feature.On
	}
	if own != feature.Inherit {
		return own == feature.On
	}
	switch {
	case k.Parent != "":
		return x.value(feature.Scope{Kind: k.Parent}, name, byDefault)
	default:
		return byDefault && k.Default
	}
}

// seed lets the application write overrides with all settings in turn. The flag that no
// exercise changes is on at every scope.
func (x *trial) seed() {
	x.Helper()
	for i, scope := range x.scopes() {
		possible := x.kind(scope.Kind).settings()
		for j, name := range x.Names {
			setting := possible[(i+j)%len(possible)]
			if j == len(x.Names)-1 || scope == x.kind(scope.Kind).last() {
				setting = feature.On
			}
			x.byApp(scope, name, setting)
		}
	}
	x.untouched = x.rowsOf(x.Names[len(x.Names)-1])
	if x.NameColumn != "" && len(x.untouched) < len(x.scopes()) {
		x.Fatalf("the application has not written its overrides: %q", x.untouched)
	}
}

// byApp lets the application write an override.
func (x *trial) byApp(scope feature.Scope, name string, setting feature.Setting) {
	x.Helper()
	x.Write(x.db, scope, name, setting)
	x.want = x.want.with(x.Fixture, feature.Change{Scope: scope, Name: name, After: setting})
}

// rowsOf returns the rows of a flag as text.
func (x *trial) rowsOf(name string) []string {
	x.Helper()
	if x.NameColumn == "" {
		return nil
	}
	return lines(slices.DeleteFunc(x.db.contents(x.Table), func(r row) bool { return r[x.NameColumn] != name }))
}

// apply makes changes with flagtui, and checks the number of changed rows.
func (x *trial) apply(store data.Store, want int, changes ...feature.Change) data.Applied {
	x.Helper()
	applied, err := store.Apply(x.Context(), x.changeSet(changes...))
	if err != nil {
		x.Fatalf("%v: %v (%s)", changes, err, feature.Hint(err))
	}
	if len(applied.Changed) != want || (applied.ID == "") != (want == 0) {
		x.Errorf("%v: %+v, want %d changes", changes, applied, want)
	}
	x.want = x.want.with(x.Fixture, changes...)
	return applied
}

// changeSet returns a change-set of these changes.
func (x *trial) changeSet(changes ...feature.Change) feature.ChangeSet {
	return feature.ChangeSet{Actor: "alice@ops1", Reason: "a reason", Changes: changes}
}
