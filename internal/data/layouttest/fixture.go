// Package layouttest is the conformance suite of storage layouts. Exercise tests one
// layout on every database that its application supports, through data.Open and the
// Store interface only. Each Fixture states in plain SQL how the application itself
// reads a flag. The suite compares flagtui with that rule.
package layouttest

import (
	"slices"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Fixture describes a layout to the suite. It holds the application's tables, the
// application's own way to read and write them, and examples of their content.
type Fixture struct {
	Name string

	// Layout is the layout in the config file. A nil Layout leaves it to flagtui to know
	// the tables.
	Layout *layout.Config
	// Tables are the tables behind Table, if Table is a view that only the suite reads.
	Tables []string
	// WholeRows reports whether the journal has whole rows, which an undo puts back.
	WholeRows bool
	// Skip holds the names of exercises that the layout cannot take part in.
	Skip []string

	// DDL returns the statements with which the application's migrations create its
	// tables.
	DDL func(sqlite bool) string
	// Base is SQL for both databases that fills the tables with the application's
	// scopes.
	Base string
	// Table is the table of the overrides. AuditTable is the application's audit trail,
	// or empty.
	Table, AuditTable string
	// The columns of Table for a row's id, the flag's name and the setting.
	// Each is empty if Table has no such column.
	IDColumn, NameColumn, SettingColumn string
	// Generated are the columns of Table that every write fills in: the id, users and
	// times. An undo cannot restore them.
	Generated []string
	// Stamps returns the other columns that a write sets in a new or a changed row. A
	// value is Now, NULL or a text. All other columns of a changed row keep their
	// values. A nil Stamps means that a write sets no other columns.
	Stamps func(set feature.ChangeSet, isNew bool) map[string]string
	// Times are columns of other tables, as table.column, that a write sets to the
	// present time.
	Times []string

	Kinds []Kind
	// Names are flag names that the application accepts, including awkward ones. The
	// suite never changes the last name.
	Names []string
	// BadNames are names that no row can have. A change of such a flag is refused.
	BadNames []string

	// Write sets one override as the application does. For Inherit it deletes the row.
	Write func(db *Database, scope feature.Scope, name string, setting feature.Setting)
	// Define has the application make flags, which must be there before scopes have them.
	// A nil Define means that an override needs no such flag.
	Define func(db *Database, names []string)
	// Readers are the application's own reading rules, one for each range of releases.
	// flagtui shows flags as the first rule reads them.
	Readers []Reader
	// Strange adds rows of a flag that releases read differently, or that none reads. A
	// nil Strange means that the layout has no such rows.
	Strange func(db *Database, name string)
	// Large makes a large database.
	Large Large
	// RowID returns the id of an override's row as text, or an empty text without a row.
	RowID func(db *Database, scope feature.Scope, name string) string
	// Events returns the application's audit trail, oldest first, without times and ids
	// of its own rows. Without an audit trail Events and Event are nil.
	Events func(db *Database) []string
	// Event returns the application's own record of a change, as Events words it. id is
	// the id of the override's row. The record is empty if the application records
	// nothing.
	Event func(set feature.ChangeSet, change feature.Change, id string) string
}

// Now stands for the present time in Fixture.Stamps.
const Now = "now"

// Kind describes a kind of scope and the overrides there.
type Kind struct {
	Kind feature.Kind
	// IDs are the ids of existing scopes. If there are several, the suite never changes
	// the last one.
	IDs []string
	// Searches holds, for each searched text, the ids that the application's own tables
	// list.
	Searches map[string][]string
	// Slugs holds other words for scopes. The values are the scopes' ids.
	Slugs map[string]string
	// Missing is an id that no override can have. It is empty if any id is possible.
	Missing string
	// Parent is the kind of scope from which a scope without an override inherits.
	Parent feature.Kind
	// Default reports whether a scope without an override and a parent has the default
	// of the flag's definition. Otherwise the flag is off.
	Default bool
	// NoAbsence reports whether there is always a row, which says on or off.
	NoAbsence bool
	// Gate reports whether a flag is off wherever the parent is off. AnyOn reports
	// whether a flag is on wherever the parent is on.
	Gate, AnyOn bool
	// AboveSet reports whether the parent's own setting, on or off, decides alone.
	AboveSet bool
	// OffIsAbsence reports whether off is stored as no row.
	OffIsAbsence bool
}

// settings returns the settings that an override of this kind can have. They include
// Inherit.
func (k Kind) settings() []feature.Setting {
	if k.NoAbsence {
		return []feature.Setting{feature.Off, feature.On}
	}
	if k.OffIsAbsence {
		return []feature.Setting{feature.Inherit, feature.On}
	}
	return []feature.Setting{feature.Inherit, feature.Off, feature.On}
}

// stored returns a setting as an override of this kind stores it.
func (k Kind) stored(s feature.Setting) feature.Setting {
	if k.OffIsAbsence && s == feature.Off {
		return feature.Inherit
	}
	return s
}

// kind returns the description of a kind of scope.
func (f Fixture) kind(kind feature.Kind) Kind {
	return f.Kinds[slices.IndexFunc(f.Kinds, func(k Kind) bool { return k.Kind == kind })]
}

// scopes returns all scopes of a kind.
func (k Kind) scopes() []feature.Scope {
	scopes := make([]feature.Scope, len(k.IDs))
	for i, id := range k.IDs {
		scopes[i] = feature.Scope{Kind: k.Kind, ID: id}
	}
	return scopes
}

// changed returns the scopes of a kind that the suite may change.
func (k Kind) changed() []feature.Scope {
	return k.scopes()[:max(1, len(k.IDs)-1)]
}

// last returns the last scope of a kind. If the kind has several scopes, no exercise
// changes this one.
func (k Kind) last() feature.Scope {
	scopes := k.scopes()
	return scopes[len(scopes)-1]
}

// scopes returns all scopes of all kinds.
func (f Fixture) scopes() (scopes []feature.Scope) {
	for _, k := range f.Kinds {
		scopes = append(scopes, k.scopes()...)
	}
	return scopes
}

// changedScopes returns the scopes that the suite may change.
func (f Fixture) changedScopes() (scopes []feature.Scope) {
	for _, k := range f.Kinds {
		scopes = append(scopes, k.changed()...)
	}
	return scopes
}

// changedNames returns the flags that the suite may change.
func (f Fixture) changedNames() []string { return f.Names[:len(f.Names)-1] }

// tables returns the tables that hold the overrides.
func (f Fixture) tables() []string {
	if len(f.Tables) > 0 {
		return f.Tables
	}
	return []string{f.Table}
}

// Reader is the way some releases of the application read a flag.
type Reader struct {
	Releases string
	// Load reads the overrides as the application does. The returned function reports
	// whether a flag is on at a scope. byDefault is the default of the flag's
	// definition.
	Load func(db *Database) func(scope feature.Scope, name string, byDefault bool) bool
}
