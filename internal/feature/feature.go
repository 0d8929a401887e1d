// Package feature holds the rules of feature flags: what a definition, an
// override and a scope are, and what a flag's effective value is. It is pure:
// no SQL, no terminal, nothing but the standard library.
package feature

import (
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// Definition is a flag as the application declares it.
type Definition struct {
	Name        string
	Description string
	Default     bool
	// Scopes are the kinds of scope at which the flag may be set; empty means
	// system and tenant.
	Scopes []Kind
	// Canary is OLI Torus' rollout_mode canary: rollouts decide who sees the
	// feature, not its rows (see ScopeRollouts). false is the default, scoped_only.
	Canary bool
	// Unknown: no catalogue is known, so Default has no meaning (see Undefined).
	Unknown bool
}

// Undefined returns the definition of a flag that is not in the catalogue, as seen at a
// kind of scope. Its default is off, as for the app. Without a catalogue the default is
// unknown, except where KindInfo.Without says what no setting means.
func Undefined(name string, catalogue bool, info KindInfo) *Definition {
	return &Definition{Name: name, Unknown: !catalogue && info.Without == Inherit}
}

// Allows reports whether the flag may be set at a scope of this kind.
func (d Definition) Allows(kind Kind) bool {
	if len(d.Scopes) == 0 {
		return kind == System || kind == Tenant
	}
	return slices.Contains(d.Scopes, kind)
}

// RolloutMode returns OLI Torus' word for Canary; empty for scoped_only.
func (d Definition) RolloutMode() string {
	if d.Canary {
		return "canary"
	}
	return ""
}

// ValidateName fails with ErrUsage for a name that no row can hold. Names of
// flags for projects and sections only may be longer.
func (d Definition) ValidateName() error {
	if d.Allows(System) || d.Allows(Tenant) || d.Name == "" {
		return ValidateName(d.Name)
	}
	return checkText("flag name", d.Name, MaxFeature)
}

// Equal reports whether all fields of two definitions are equal.
func (d Definition) Equal(other Definition) bool {
	return d.Name == other.Name && d.Description == other.Description && d.Default == other.Default && d.Canary == other.Canary && slices.Equal(d.Scopes, other.Scopes)
}

// Same reports whether two definitions mean the same. The order of the scopes does
// not count, and no scopes are the same as system and tenant.
func (d Definition) Same(other Definition) bool {
	for _, kind := range Kinds() {
		if d.Allows(kind) != other.Allows(kind) {
			return false
		}
	}
	return d.Name == other.Name && d.Description == other.Description && d.Default == other.Default && d.Canary == other.Canary
}

// Setting is a flag's setting at one scope: on, off, or inherit, where the value
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

// MarshalJSON writes true, false, or null for Inherit.
func (s Setting) MarshalJSON() ([]byte, error) { return json.Marshal(s.Bool()) }

// Bool returns the setting as a nullable boolean: nil for Inherit.
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
	// Misplaced: the app reads the row at another scope than its columns say, such as
	// scope "System", or a system row with a scope id.
	Misplaced bool
	// Since is when a scoped feature was turned on, in Unix seconds, which take less
	// memory than a time.Time; zero: not read.
	Since int64
	// Unset: the scope has no setting of its own, only what Depends or Locked says.
	Unset bool
	// Depends is what decides besides the setting, as seen from this scope, in words:
	// "12 accounts", "25 % of actors". Where Combine lets the setting decide alone,
	// Depends does not count.
	Depends []string
	// DependsBelow is Depends as seen from a scope below the system that has no row of
	// its own. Only rows of the system have it.
	DependsBelow []string
	// DependsAfter is what Depends becomes with another setting. A nil map means that
	// Depends stays.
	DependsAfter map[Setting][]string
	// Locked says why flagtui never writes the flag: "not the whole truth: gate
	// deny_actors". Empty: it does.
	Locked string
}

// Equal reports whether two rows say the same.
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

// Override is one stored override in full.
type Override struct {
	Scope     Scope
	Name      string
	Enabled   bool
	Misplaced bool // see Stored.Misplaced
	// Both times are UTC. They are zero where the table has no such column, and
	// UpdatedAt where the row was never changed.
	CreatedAt, UpdatedAt time.Time
	CreatedBy, UpdatedBy string
	// Outside: the row differs from its last record, so that the times and names do
	// not belong to its present value.
	Outside bool
	// Unset reports whether the row is no setting, and only Depends counts.
	Unset   bool
	Depends string // what decides besides the setting, in words
}

// Setting returns the setting that the row stores.
func (o Override) Setting() Setting {
	if o.Unset {
		return Inherit
	}
	return SettingOf(o.Enabled)
}

// Changed returns when the override last changed, and who changed it. Both are
// empty for a change outside of flagtui and the app.
func (o Override) Changed() (at time.Time, by string) {
	if o.Outside {
		return at, by
	}
	if o.UpdatedAt.IsZero() {
		return o.CreatedAt, o.CreatedBy
	}
	return o.UpdatedAt, o.UpdatedBy
}

// Count is how many tenants (or projects, or sections) override a flag to on, and
// to off.
type Count struct{ On, Off int }

// ScopeInfo is a scope, with what the app's tables say about it.
type ScopeInfo struct {
	Scope     Scope
	Name      string // title or display name; empty where no table has one
	Slug      string
	Status    string // as the app stores it; empty where no table has one
	Type      string // a section's type; empty otherwise
	Overrides int    // how many overrides it has; of a project or a section, how many features are on
	Listed    bool   // whether the app's table of scopes of this kind has it
	AnyID     bool   // no table lists tenants, so that any id is one
}

// Change changes one override from the setting that the caller saw to another.
type Change struct {
	Scope         Scope
	Name          string
	Before, After Setting
	// Everything reports whether the change also removes what decides besides the
	// setting, such as percentages. Only a kill removes that.
	Everything bool
}

// ChangeSet is a set of changes that are written in one transaction.
type ChangeSet struct {
	ID      string // unique, sortable by time; made by the store when empty
	Actor   string // the person, not the database role: "alice@ops1"
	Author  string // the e-mail address of the app's own user, or OLI Torus' author, to record; empty: none
	Client  string // where the person came from, as by SSH; empty: from here
	Reason  string
	Undoes  string // the change-set that this one puts back; empty for none
	Changes []Change
	// Catalogue replaces the definitions kept in the database, in the same
	// transaction; nil leaves them as they are.
	Catalogue []Definition
	// Definitions is the caller's catalogue; empty: none is known. OLI Torus' audit
	// trail records the removal of a flag that is not allowed in another word.
	Definitions []Definition
}

// Impact is how many tenants inherit the system's value of a flag, and how many
// have their own override.
type Impact struct {
	// Inheriting is how many of the tenants that Among names have no override of
	// the flag; -1: not counted.
	Inheriting int
	Among      Tenants
	Count
	// OnNames and OffNames are the ids of the first few tenants with
	// an override, in order.
	OnNames, OffNames []string
	// Misplaced are the scopes of other rows that some release of the app reads as
	// the system's override of the flag. They are changed with it.
	Misplaced []Scope
}

// Tenants tells among which tenants the inheriting ones are counted.
type Tenants int

// The tenants that are counted.
const (
	// AllTenants: those in the app's table, and those that have overrides of any
	// flag.
	AllTenants Tenants = iota
	// ListedTenants: those in the app's table only, since too many tenants have
	// overrides to search them for others.
	ListedTenants
	// OverridingTenants: those that have overrides of any flag, where the app's
	// table is empty or absent. Then any id may be a tenant.
	OverridingTenants
)
