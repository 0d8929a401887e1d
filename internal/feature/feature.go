// Package feature holds the rules of feature flags: what a definition, an
// override and a scope are, and what a flag's effective value is. It is pure:
// no SQL, no terminal, nothing but the standard library.
package feature

import (
	"encoding/json"
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
	// Canary is OLI Torus' rollout_mode canary: a rollout decides who sees the
	// feature, and its rows do not (see ScopeRollouts). false is scoped_only, the app's
	// default.
	Canary bool
	// Unknown marks a name of which no catalogue is known: Default then says
	// nothing, since the application's code alone has it (see Undefined).
	Unknown bool
}

// Undefined is the definition of a name that no definition has. Where a catalogue
// is known, the app takes such a flag for off, unless a row says otherwise; where
// none is, the default is unknown. A project or a section has no default to inherit.
func Undefined(name string, catalogue bool, kind Kind) *Definition {
	return &Definition{Name: name, Unknown: !catalogue && kind.Inherits()}
}

// Allows tells whether the flag may be set at a scope of this kind.
func (d Definition) Allows(kind Kind) bool {
	if len(d.Scopes) == 0 {
		return kind == System || kind == Tenant
	}
	return slices.Contains(d.Scopes, kind)
}

// RolloutMode is OLI Torus' word for Canary; empty for its default, scoped_only.
func (d Definition) RolloutMode() string {
	if d.Canary {
		return "canary"
	}
	return ""
}

// ValidateName refuses, as an ErrUsage, a name that no row of the flag could
// have: the table of scoped features holds longer ones.
func (d Definition) ValidateName() error {
	if d.Allows(System) || d.Allows(Tenant) || d.Name == "" {
		return ValidateName(d.Name)
	}
	return checkText("flag name", d.Name, MaxFeature)
}

// Equal tells whether two definitions say the same.
func (d Definition) Equal(other Definition) bool {
	return d.Name == other.Name && d.Description == other.Description && d.Default == other.Default && d.Canary == other.Canary && slices.Equal(d.Scopes, other.Scopes)
}

// Same tells whether two definitions mean the same: the same kinds of scope may
// be named in any order, or be those of a definition that names none.
func (d Definition) Same(other Definition) bool {
	for _, kind := range Kinds() {
		if d.Allows(kind) != other.Allows(kind) {
			return false
		}
	}
	return d.Name == other.Name && d.Description == other.Description && d.Default == other.Default && d.Canary == other.Canary
}

// Setting is what one scope says of one flag: on, off, or nothing at all, in
// which case the flag inherits from the next scope up, or has its default.
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

// String returns the word the command line uses: on, off or inherit.
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

// Stored is one override as far as resolution needs it.
type Stored struct {
	Enabled bool
	// Misplaced marks a value from a row that the application reads at another scope
	// than the row's columns say, such as scope "System" or a system row with a
	// scope id.
	Misplaced bool
	// Since is when a scoped feature was turned on, in Unix seconds; zero where it
	// is not read. (A time.Time in each of a great many flags would be felt.)
	Since int64
}

// Override is one stored override in full.
type Override struct {
	Scope     Scope
	Name      string
	Enabled   bool
	Misplaced bool // see Stored.Misplaced
	// CreatedAt is zero where the table has no such column, UpdatedAt also
	// where the row was never changed. Both are UTC.
	CreatedAt, UpdatedAt time.Time
	CreatedBy, UpdatedBy string
	// Outside: the row is not as its last record says, so that who and when do
	// not tell of its present value.
	Outside bool
}

// Changed returns when the override last changed, and who did it: nothing where
// it was changed outside of what records that.
func (o Override) Changed() (at time.Time, by string) {
	if o.Outside {
		return at, by
	}
	if o.UpdatedAt.IsZero() {
		return o.CreatedAt, o.CreatedBy
	}
	return o.UpdatedAt, o.UpdatedBy
}

// Count is how many tenants (or projects, or sections) override a flag, and
// which way.
type Count struct{ On, Off int }

// ScopeInfo is one scope that can be drilled into.
type ScopeInfo struct {
	Scope     Scope
	Name      string // title or display name; empty where no table has one
	Slug      string
	Status    string // as the app stores it; empty where no table has one
	Type      string // a section's type; empty otherwise
	Overrides int    // how many overrides the scope has; a project or a section, how many features are on there
	Listed    bool   // whether the app's own table of such scopes has it
}

// Change is one override's change, from what the caller saw to what it wants.
type Change struct {
	Scope         Scope
	Name          string
	Before, After Setting
}

// ChangeSet is what is changed together: all of it, or nothing.
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
	// Definitions is the catalogue that the caller goes by; empty: none is known. OLI
	// Torus' audit trail has another word for the removal of a flag that it does
	// not allow.
	Definitions []Definition
}

// Impact is which tenants inherit the system's value of a flag, and which have an
// override of their own.
type Impact struct {
	// Inheriting is how many tenants have no override of the flag, among those
	// that Among tells; -1 where they were not counted.
	Inheriting int
	Among      Tenants
	Count
	// OnNames and OffNames are the ids of the first few tenants that keep
	// their own value, by id.
	OnNames, OffNames []string
	// Misplaced are the scopes of the rows, besides the system's own, that some
	// release of the app reads as the system's override of the flag. They are
	// changed with it.
	Misplaced []Scope
}

// Tenants tells among which tenants others are counted.
type Tenants int

// The tenants among which others are counted.
const (
	// AllTenants: those that the app's table lists, and those that only have
	// overrides, of whatever flag.
	AllTenants Tenants = iota
	// ListedTenants: those that the app's table lists. Too many have overrides
	// to look for others among them.
	ListedTenants
	// OverridingTenants: those that have overrides, of whatever flag. The app's
	// table lists none, or is absent: then any id is a tenant.
	OverridingTenants
)
