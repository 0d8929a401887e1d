package feature

// Fault is a fault of one override. An empty Fault means none.
type Fault string

// The faults. An override has at most one fault, the first in this order. Fixing the
// first fault also fixes the others.
const (
	// FaultNoID means that an override of a tenant, project or section has no id.
	FaultNoID Fault = "nobody"
	// FaultName means that flagtui cannot write the name or the id.
	FaultName Fault = "name"
	// FaultUnregistered means that the catalogue does not define the flag.
	FaultUnregistered Fault = "unregistered"
	// FaultScope means that the definition does not allow the flag in a project or a
	// section.
	FaultScope Fault = "scope"
	// FaultUnknownTenant means that the app's table does not list the tenant.
	FaultUnknownTenant Fault = "unlisted"
	// FaultRedundant means that the value would be the same without the override.
	FaultRedundant Fault = "repeated"
)

// Validator finds the faults of overrides.
type Validator struct {
	defs     map[string]*Definition
	system   map[string]Stored
	kinds    KindList
	validate func(Change) error
}

// NewValidator returns a Validator. system holds all overrides at system scope. validate
// fails for a name or an id that cannot be written. Empty defs mean that no catalogue is
// known. Without a catalogue, no flag is unregistered, and no override repeats a
// default.
func NewValidator(defs []Definition, system map[string]Stored, kinds KindList, validate func(Change) error) Validator {
	v := Validator{make(map[string]*Definition, len(defs)), system, kinds, validate}
	for i := range defs {
		v.defs[defs[i].Name] = &defs[i]
	}
	return v
}

// Fault returns the fault of an override. listed reports whether the app's table has the
// scope. A misplaced override has no Fault, since its intended scope is unknown.
func (v Validator) Fault(o Override, listed bool) Fault {
	info := v.kinds.Of(o.Scope.Kind)
	switch {
	case o.Misplaced:
		return ""
	case o.Scope.ID == "" && !o.Scope.IsSystem():
		return FaultNoID
	case o.Scope.Validate() != nil || v.validate(Change{Scope: o.Scope, Name: o.Name, After: o.Setting()}) != nil:
		return FaultName
	case len(v.defs) > 0 && v.defs[o.Name] == nil:
		return FaultUnregistered
	case info.OptIn:
		if len(v.defs) > 0 && !v.defs[o.Name].Allows(info) {
			return FaultScope
		}
	case info.Listed && !listed:
		return FaultUnknownTenant
	case info.Has(Inherit) && v.redundant(info, o):
		return FaultRedundant
	}
	return ""
}

// NotAllowed reports whether a change is at an OptIn kind that the flag's definition
// does not name.
func (v Validator) NotAllowed(c Change) bool {
	fault := v.Fault(Override{Scope: c.Scope, Name: c.Name}, true)
	return fault == FaultUnregistered || fault == FaultScope
}

// redundant reports whether the value would be the same without the override. With
// AboveSet, a setting of the system only suspends the settings below it.
func (v Validator) redundant(info KindInfo, o Override) bool {
	if info.Combine == AboveSet && !o.Scope.IsSystem() {
		return false
	}
	def, defined := v.defs[o.Name]
	if !defined {
		def = &Definition{Name: o.Name}
	}
	view := ResolveOne(info, def, v.system, nil)
	if o.Scope.IsSystem() && view.Misplaced || !info.Has(Inherit) || o.Unset || len(o.Depends) > 0 {
		return false // another row also decides, or the value depends on something else
	}
	// In a table without a catalogue, a row that is off may be all that names the flag.
	inherits := defined || !o.Scope.IsSystem() && view.SystemSetting != Inherit
	return inherits && view.With(Inherit, info).Is(o.Enabled)
}
