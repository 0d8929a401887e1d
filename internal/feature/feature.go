// Package feature holds the rules of feature flags: definitions, overrides, scopes and
// effective values. It has no SQL and no terminal, and imports only the standard
// library and the words of the screens.
package feature

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"flagtui/internal/words"
)

// Definition is a flag as the application declares it.
type Definition struct {
	Name        string
	Description string
	Default     bool
	// Scopes are the kinds of scope at which the flag may be set. Empty means the app's
	// default kinds (see KindInfo.OptIn).
	Scopes []Kind
	// Canary reports whether OLI Torus' rollout_mode is canary, and not scoped_only.
	// Rollouts, not rows, decide who sees a canary feature (see ScopeRollouts).
	Canary bool
	// Unknown reports that no catalogue is known. Default has no meaning then (see
	// Undefined).
	Unknown bool
}

// Undefined returns a definition for a flag that the catalogue lacks, as seen at a kind
// of scope. The default is off, as in the app. Without a catalogue the default is
// unknown, unless KindInfo.Without gives the value of a flag without a setting.
func Undefined(name string, catalogue bool, info KindInfo) *Definition {
	return &Definition{Name: name, Unknown: !catalogue && info.Without == Inherit}
}

// Allows reports whether the flag may be set at scopes of this kind.
func (d Definition) Allows(info KindInfo) bool {
	if len(d.Scopes) == 0 {
		return !info.OptIn
	}
	return slices.Contains(d.Scopes, info.Kind)
}

// Kinds returns the kinds of Scopes, sorted and without duplicates. The result is empty
// if the kinds are the default, which is system and tenant.
func (d Definition) Kinds() []Kind {
	kinds := SortKinds(d.Scopes)
	if slices.Equal(kinds, []Kind{System, Tenant}) {
		return nil
	}
	return kinds
}

// RolloutMode returns OLI Torus' word for a canary feature, or an empty string for any
// other.
func (d Definition) RolloutMode() string {
	if d.Canary {
		return "canary"
	}
	return ""
}

// ValidateName fails with ErrUsage for a name that no catalogue can hold.
func (d Definition) ValidateName() error { return ValidateName(d.Name, MaxName) }

// Equal reports whether all fields of two definitions are equal.
func (d Definition) Equal(other Definition) bool {
	return d.Name == other.Name && d.Description == other.Description && d.Default == other.Default && d.Canary == other.Canary && slices.Equal(d.Scopes, other.Scopes)
}

// Same reports whether two definitions mean the same. The order of the scopes does not
// count. Empty Scopes are the same as system and tenant.
func (d Definition) Same(other Definition) bool {
	return d.Name == other.Name && d.Description == other.Description && d.Default == other.Default && d.Canary == other.Canary &&
		slices.Equal(d.Kinds(), other.Kinds())
}

// Setting is a flag's setting at one scope: on, off, or inherit. With inherit, the value
// comes from the next scope up or from the default.
type Setting uint8

// The three settings. Inherit is the absence of an override.
const (
	Inherit Setting = iota
	Off
	On
)

// SettingOf returns On or Off.
func SettingOf(enabled bool) Setting {
	if enabled {
		return On
	}
	return Off
}

// String returns on, off or inherit.
func (s Setting) String() string { return [...]string{"inherit", "off", "on"}[s] }

// In returns the setting in a language of the screens.
func (s Setting) In(l words.Language) string { return l.Known(s.String()) }

// MarshalJSON writes true, false, or null for Inherit.
func (s Setting) MarshalJSON() ([]byte, error) { return json.Marshal(s.Bool()) }

// Bool returns the setting as a nullable boolean. Inherit is nil.
func (s Setting) Bool() *bool {
	if s == Inherit {
		return nil
	}
	on := s == On
	return &on
}

// Stored is the part of an override that Resolve needs.
type Stored struct {
	Enabled bool
	// Misplaced reports whether the app reads the row at another scope than the columns
	// say. Examples are the scope "System", and a system row with a scope id.
	Misplaced bool
	// Since is the time at which a scoped feature was turned on, in Unix seconds. It is
	// zero if not read. Seconds take less memory than a time.Time.
	Since int64
	// Unset reports that the scope has no setting of its own. The row then only holds
	// Depends or Locked.
	Unset bool
	// Depends lists what the value at this scope depends on in addition to the setting.
	// Examples are "12 accounts" and "25 % of actors". Depends has no effect if Combine
	// gives the setting precedence.
	Depends []string
	// DependsBelow is the Depends for the scopes below the system that have no row. Only
	// the system's rows have DependsBelow.
	DependsBelow []string
	// DependsAfter maps each other setting to the Depends after a change to that
	// setting. A nil map means that Depends does not change.
	DependsAfter map[Setting][]string
	// Locked is the reason why flagtui never writes the flag, such as "unknown gate
	// deny_actors". It is empty if flagtui may write the flag.
	Locked string
}

// Equal reports whether all fields of two rows are equal.
func (s Stored) Equal(other Stored) bool {
	return s.Enabled == other.Enabled && s.Misplaced == other.Misplaced && s.Since == other.Since && s.Unset == other.Unset && s.Locked == other.Locked &&
		slices.Equal(s.Depends, other.Depends) && slices.Equal(s.DependsBelow, other.DependsBelow) && maps.EqualFunc(s.DependsAfter, other.DependsAfter, slices.Equal[[]string])
}

// Setting returns the row's setting.
func (s Stored) Setting() Setting {
	if s.Unset {
		return Inherit
	}
	return SettingOf(s.Enabled)
}

// Override is one stored override with all its columns.
type Override struct {
	Scope     Scope
	Name      string
	Enabled   bool
	Misplaced bool // see Stored.Misplaced
	// CreatedAt and UpdatedAt are UTC, and zero if the table has no such column.
	// UpdatedAt is also zero if the row was never changed.
	CreatedAt, UpdatedAt time.Time
	CreatedBy, UpdatedBy string
	// Outside reports whether the row differs from its last record. If so, the times and
	// names belong to an earlier value.
	Outside bool
	// Unset reports whether the row is not a setting, but only adds to Depends.
	Unset   bool
	Depends string // what the value also depends on
	Locked  string // see Stored.Locked
}

// Setting returns the setting that the row stores.
func (o Override) Setting() Setting {
	if o.Unset {
		return Inherit
	}
	return SettingOf(o.Enabled)
}

// Changed returns the time and the author of the override's last change. Both are empty
// for a change outside of flagtui and the app.
func (o Override) Changed() (at time.Time, by string) {
	if o.Outside {
		return at, by
	}
	if o.UpdatedAt.IsZero() {
		return o.CreatedAt, o.CreatedBy
	}
	return o.UpdatedAt, o.UpdatedBy
}

// Count is the number of tenants, or of projects and sections, that override a flag to
// on and to off.
type Count struct{ On, Off int }

// ScopeInfo is a scope with its columns in the app's tables.
type ScopeInfo struct {
	Scope     Scope
	Name      string // title or display name; may be empty
	Slug      string
	Status    string // status as stored; may be empty
	Type      string // a section's type; else empty
	Overrides int    // number of overrides; for a project or section, of features that are on
	Listed    bool   // the app's table of this kind lists the scope
	AnyID     bool   // no table lists tenants, so any id is a tenant
}

// Change changes one override from the setting that the caller saw to another.
type Change struct {
	Scope         Scope
	Name          string
	Before, After Setting
	// Everything reports whether the change also removes everything in Depends, such as
	// percentages. Only a kill removes them.
	Everything bool
	// PutsBack reports whether a change with Everything puts the targeting back instead of
	// removing it. Only an undo does.
	PutsBack bool
}

// ChangeSet is a set of changes that are written in one transaction.
type ChangeSet struct {
	ID      string // unique and sortable by time; the store fills in an empty ID
	Actor   string // the person, such as "alice@ops1"; not the database role
	Author  string // e-mail address of the app's own user to record; may be empty
	Client  string // address of the person's SSH client; may be empty
	Reason  string
	Undoes  string // the change-set that this one puts back; may be empty
	Changes []Change
	// Catalogue replaces the definitions kept in the database, in the same transaction.
	// A nil Catalogue keeps the definitions.
	Catalogue []Definition
	// Definitions is the caller's catalogue, which may be empty. OLI Torus' audit trail
	// uses the catalogue to word the removal of a disallowed flag.
	Definitions []Definition
	// Progress is called with the approximate number of changes written so far. It may be
	// nil.
	Progress func(written int)
}

// Impact counts the tenants that inherit the system's value of a flag, and the tenants
// with an override.
type Impact struct {
	// Inheriting is the number of tenants without an override of the flag, or -1 if
	// unknown. Among says which tenants were counted.
	Inheriting int
	Among      Tenants
	Count
	// OnNames and OffNames are the ids of the first few tenants with an override,
	// sorted.
	OnNames, OffNames []string
	// Misplaced are the scopes of misplaced rows that some release of the app reads as
	// the system's override. A change of the system's override changes these rows, too.
	Misplaced []Scope
}

// Tenants is the set of tenants among which Impact counts.
type Tenants int

// The sets of tenants.
const (
	// AllTenants are the tenants in the app's table, and those with overrides of any
	// flag.
	AllTenants Tenants = iota
	// ListedTenants are the tenants in the app's table only. Too many tenants have
	// overrides to search for unlisted ones.
	ListedTenants
	// OverridingTenants are the tenants with overrides of any flag. The app's table is
	// empty or absent, so any id may be a tenant.
	OverridingTenants
)
