// Package layouttest is the conformance suite of storage layouts. Exercise runs one
// layout on every database that its application supports, through data.Open and
// the Store interface only. What a flag's value is, it asks the application's own
// rule, which each Fixture states in plain SQL.
package layouttest

import (
	"slices"

	"flagtui/internal/feature"
)

// Fixture describes a layout to the suite: the application's tables, how the
// application reads and writes them, and what they can hold.
type Fixture struct {
	Name string

	// DDL returns the statements that create the application's tables, as its own
	// migrations do; for SQLite, or for PostgreSQL.
	DDL func(sqlite bool) string
	// Base fills the tables that list the scopes. The same SQL is for both databases.
	Base string
	// Table is the table of the overrides, and AuditTable the application's audit
	// trail; empty: it has none.
	Table, AuditTable string
	// The columns of Table that hold a row's id, the flag's name, and whether it is on;
	// SettingColumn is empty where there is none.
	IDColumn, NameColumn, SettingColumn string
	// Generated are the columns of Table that a write fills by itself: the id, who and
	// when. An undo cannot put them back.
	Generated []string
	// Stamps returns the columns of Table that a new row, or a changed one, gets besides
	// those that make it the override: Now, NULL, or a value. Of a changed row all
	// other columns stay as they are. nil: a row has no such columns.
	Stamps func(set feature.ChangeSet, isNew bool) map[string]string
	// Times are the columns of other tables, as table.column, that a write sets to the
	// present time.
	Times []string

	Kinds []Kind
	// Names are flag names that the application takes, the most awkward included. The
	// suite never changes the last one.
	Names []string
	// BadNames are names that no row can have. A change of one is refused.
	BadNames []string

	// Write makes one override what it should be, as the application does it: Inherit
	// deletes the row.
	Write func(db *Database, scope feature.Scope, name string, setting feature.Setting)
	// Readers are the application's own reading rules: one for each range of releases
	// whose rule differs. The first is the one that flagtui shows.
	Readers []Reader
	// Strange has the application's table hold rows of a flag that some releases read
	// otherwise than others, or that nobody reads; nil: there are no such rows.
	Strange func(db *Database, name string)
	// Large is how the suite gets a large database.
	Large Large
	// RowID returns the id of an override's row as text; empty where there is none.
	RowID func(db *Database, scope feature.Scope, name string) string
	// Events and Event are nil where there is no audit trail. Events returns the application's audit trail, oldest first, without times and ids
	// of its own rows.
	Events func(db *Database) []string
	// Event returns what the application itself would record of a change, as Events
	// words it, where the row has this id; empty: nothing.
	Event func(set feature.ChangeSet, change feature.Change, id string) string
}

// Now stands for the present time in Fixture.Stamps.
const Now = "now"

// Kind is a kind of scope, and what overrides there can say.
type Kind struct {
	Kind feature.Kind
	// IDs are scopes that exist. The suite never changes the last one of several.
	IDs []string
	// Searches has, for a text to search for, the ids that the application's own tables
	// list for it.
	Searches map[string][]string
	// Slugs are other words for scopes, and their ids.
	Slugs map[string]string
	// Missing is an id to which no override can belong; empty: an override may have
	// any id.
	Missing string
	// Parent is the kind of scope that one without an override inherits from.
	Parent feature.Kind
	// Default: a scope without an override, and without a parent, has the default of
	// the flag's definition. Otherwise it is off.
	Default bool
	// OffIsAbsence: there is no row that means off; the absence of a row does.
	OffIsAbsence bool
}

// settings are those that an override of this kind can have, Inherit included.
func (k Kind) settings() []feature.Setting {
	if k.OffIsAbsence {
		return []feature.Setting{feature.Inherit, feature.On}
	}
	return []feature.Setting{feature.Inherit, feature.Off, feature.On}
}

// stored is a setting as an override of this kind can have it.
func (k Kind) stored(s feature.Setting) feature.Setting {
	if k.OffIsAbsence && s == feature.Off {
		return feature.Inherit
	}
	return s
}

// kind returns what the fixture says of a kind of scope.
func (f Fixture) kind(kind feature.Kind) Kind {
	return f.Kinds[slices.IndexFunc(f.Kinds, func(k Kind) bool { return k.Kind == kind })]
}

// scopes are all scopes of a kind.
func (k Kind) scopes() []feature.Scope {
	scopes := make([]feature.Scope, len(k.IDs))
	for i, id := range k.IDs {
		scopes[i] = feature.Scope{Kind: k.Kind, ID: id}
	}
	return scopes
}

// changed are the scopes of a kind that the suite may change.
func (k Kind) changed() []feature.Scope {
	return k.scopes()[:max(1, len(k.IDs)-1)]
}

// last is the scope of a kind that no exercise changes where there are several.
func (k Kind) last() feature.Scope {
	scopes := k.scopes()
	return scopes[len(scopes)-1]
}

// scopes are all scopes of every kind.
func (f Fixture) scopes() (scopes []feature.Scope) {
	for _, k := range f.Kinds {
		scopes = append(scopes, k.scopes()...)
	}
	return scopes
}

// changedScopes are the scopes that the suite may change.
func (f Fixture) changedScopes() (scopes []feature.Scope) {
	for _, k := range f.Kinds {
		scopes = append(scopes, k.changed()...)
	}
	return scopes
}

// changedNames are the flags that the suite may change.
func (f Fixture) changedNames() []string { return f.Names[:len(f.Names)-1] }

// Reader is how some releases of the application read a flag.
type Reader struct {
	Releases string
	// Load reads the overrides as the application does. The function that it returns
	// tells whether a flag is on at a scope, given the default of its definition.
	Load func(db *Database) func(scope feature.Scope, name string, byDefault bool) bool
}
