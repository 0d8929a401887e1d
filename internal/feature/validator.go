package feature

// Fault is a fault of one override. An empty Fault means none.
type Fault string

// The faults. An override has at most one, the first in this order. Fixing this fault
// fixes the others.
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
	defs   map[string]*Definition
	system map[string]Stored
}

// NewValidator makes a Validator from the definitions and all overrides at system scope.
// Without definitions, no flag is unregistered, and no override repeats a default.
func NewValidator(defs []Definition, system map[string]Stored) Validator {
	v := Validator{make(map[string]*Definition, len(defs)), system}
	for i := range defs {
		v.defs[defs[i].Name] = &defs[i]
	}
	return v
}

// Fault returns the fault of an override. listed reports whether the app's table lists
// the tenant. A misplaced override has no fault, because its intended scope is unknown.
func (v Validator) Fault(o Override, listed bool) Fault {
	switch {
	case o.Misplaced:
		return ""
	case o.Scope.ID == "" && !o.Scope.IsSystem():
		return FaultNoID
	case o.Scope.Kind.ValidateName(o.Name) != nil || o.Scope.Validate() != nil:
		return FaultName
	case len(v.defs) > 0 && v.defs[o.Name] == nil:
		return FaultUnregistered
	case !o.Scope.Kind.Inherits():
		if len(v.defs) > 0 && !v.defs[o.Name].Allows(o.Scope.Kind) {
			return FaultScope
		}
	case o.Scope.Kind == Tenant && !listed:
		return FaultUnknownTenant
	case v.redundant(o):
		return FaultRedundant
	}
	return ""
}

// NotAllowed reports whether the catalogue forbids a change at a project or a section.
func (v Validator) NotAllowed(c Change) bool {
	fault := v.Fault(Override{Scope: c.Scope, Name: c.Name}, true)
	return fault == FaultUnregistered || fault == FaultScope
}

// redundant reports whether the value would be the same without the override.
func (v Validator) redundant(o Override) bool {
	def, defined := v.defs[o.Name]
	if !defined {
		def = &Definition{Name: o.Name}
	}
	view := resolveOne(UnlistedKind(o.Scope.Kind), def, v.system, nil)
	if o.Scope.IsSystem() && view.Misplaced {
		return false // another row decides
	}
	inherits := defined || o.Scope.Kind == Tenant && view.Source == Source(System)
	enabled, known := view.Inherited(UnlistedKind(o.Scope.Kind))
	return inherits && known && o.Enabled == enabled
}
