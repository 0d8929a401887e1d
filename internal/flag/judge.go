package flag

// Fault is what the rules find wrong with one override; empty: nothing.
type Fault string

// The faults. An override has at most one: the first that holds, in this
// order. Mending that one settles the others.
const (
	// FaultNobody: a tenant's override without the tenant's id.
	FaultNobody Fault = "nobody"
	// FaultName: a name or an id that flagtui writes for no override, and so
	// cannot change.
	FaultName Fault = "name"
	// FaultUnregistered: the catalogue does not define the flag.
	FaultUnregistered Fault = "unregistered"
	// FaultUnlisted: the app's own table does not list the tenant.
	FaultUnlisted Fault = "unlisted"
	// FaultRepeated: the override says what would hold without it.
	FaultRepeated Fault = "repeated"
)

// Judge finds the faults of overrides, one at a time.
type Judge struct {
	defs   map[string]*Definition
	system map[string]Stored
}

// NewJudge returns a Judge that goes by these definitions, and by all of the
// overrides at system scope. Without definitions no catalogue is known: then
// no flag is unregistered, and no default can be repeated.
func NewJudge(defs []Definition, system map[string]Stored) Judge {
	j := Judge{make(map[string]*Definition, len(defs)), system}
	for i := range defs {
		j.defs[defs[i].Name] = &defs[i]
	}
	return j
}

// Fault returns what is wrong with an override of the system or of a tenant;
// listed tells that the app's own table has the tenant. An odd override has
// no fault here: no rule says what it was meant to be.
func (j Judge) Fault(o Override, listed bool) Fault {
	switch {
	case o.Odd || o.Scope.Kind != System && o.Scope.Kind != Tenant:
		return ""
	case o.Scope == TenantScope(""):
		return FaultNobody
	case ValidateName(o.Name) != nil || o.Scope.Validate() != nil:
		return FaultName
	case len(j.defs) > 0 && j.defs[o.Name] == nil:
		return FaultUnregistered
	case o.Scope.Kind == Tenant && !listed:
		return FaultUnlisted
	case j.repeats(o):
		return FaultRepeated
	}
	return ""
}

// repeats tells whether the override says what would hold without it.
func (j Judge) repeats(o Override) bool {
	def, defined := j.defs[o.Name]
	if !defined {
		def = &Definition{Name: o.Name}
	}
	view := resolveOne(o.Scope, def, j.system, nil)
	if o.Scope.IsSystem() && view.Odd {
		return false // another row decides, and this one may say anything
	}
	inherits := defined || o.Scope.Kind == Tenant && view.Source == Source(System)
	return inherits && o.Enabled == view.Inherited(o.Scope.Kind)
}
