package feature

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// KindInfo describes one kind of scope in a layout.
type KindInfo struct {
	Kind   Kind
	Name   string // word for one scope, such as "tenant"
	Plural string // word for several scopes, such as "tenants"
	// IDForm names the form of an id, such as "ID or slug". It is empty for the system,
	// which has no id.
	IDForm string
	// Settings are the possible settings, in the order of the screens. Without Inherit,
	// a flag without a row is off.
	Settings []Setting
	// Inherits is the kind from which a scope without a row inherits its value. If
	// Inherits is empty, such a scope has the default, or off if Inherit is not a setting.
	Inherits Kind
	// Combine says how a scope's own setting and the system's value make the effective
	// value. For the system, Combine says which settings take precedence over Depends.
	Combine Combine
	// Without is the value of a flag without any setting at this kind. Inherit means the
	// default in the catalogue.
	Without Setting
	// OptIn reports whether a flag can be set at this kind only if its definition names
	// the kind. OLI Torus requires this. Otherwise a definition without scopes allows
	// the kind.
	OptIn bool
	// Listed reports whether one of the app's tables lists the scopes of this kind.
	Listed bool
	// Fixed reports whether a row's scope must be in the app's table of scopes.
	Fixed bool
	// Tenant is the id of a tenant's scope at this kind, such as "Account;{id}", where
	// {id} stands for the tenant's own id. An empty Tenant means that tenants have no
	// scopes of this kind.
	Tenant string
	// Most is the number of scopes above which the app may refuse to turn a flag on. Zero
	// means no limit.
	Most int
	// KillsTargeting reports whether a kill removes the targeting at this kind.
	KillsTargeting bool
	// Live says when a saved change takes effect.
	Live Live
}

// TooMany returns a warning if a flag is to be on at more scopes than Most. Otherwise the
// text is empty.
func (k KindInfo) TooMany(name string, on int) string {
	if k.Most == 0 || on <= k.Most {
		return ""
	}
	return fmt.Sprintf("%q is then on for %d %s, and the app may refuse more than %d", name, on, k.Plural, k.Most)
}

// KindList holds the kinds of scope in a database, in the order of the screens.
type KindList []KindInfo

// Has reports whether the list has a kind.
func (l KindList) Has(kind Kind) bool { return l.index(kind) >= 0 }

func (l KindList) index(kind Kind) int {
	return slices.IndexFunc(l, func(info KindInfo) bool { return info.Kind == kind })
}

// Of returns the description of a kind. A kind that is not in the list inherits from the
// system. The zero Kind inherits nothing.
func (l KindList) Of(kind Kind) KindInfo {
	if i := l.index(kind); i >= 0 {
		return l[i]
	}
	if kind == "" {
		return KindInfo{Settings: []Setting{On, Off}, Without: Off}
	}
	info := KindInfo{Kind: kind, Name: string(kind), Plural: string(kind), Settings: []Setting{On, Off, Inherit}}
	if kind != System {
		info.Plural, info.IDForm, info.Inherits = info.Plural+"s", "ID", System
	}
	return info
}

// Has reports whether a flag can have a setting at scopes of this kind.
func (k KindInfo) Has(setting Setting) bool { return slices.Contains(k.Settings, setting) }

// Word returns the word for a setting at scopes of this kind. If Settings lacks Inherit,
// the word for Inherit is that of KindInfo.Without.
func (k KindInfo) Word(setting Setting) string {
	if setting == Inherit && !k.Has(Inherit) {
		return k.Without.String()
	}
	return setting.String()
}

// same reports whether two settings mean the same at scopes of this kind.
func (k KindInfo) same(a, b Setting) bool { return k.Word(a) == k.Word(b) }

// Kinds returns the kinds without their descriptions.
func (l KindList) Kinds() []Kind {
	kinds := make([]Kind, len(l))
	for i, info := range l {
		kinds[i] = info.Kind
	}
	return kinds
}

// Plurals returns each kind's word for several scopes.
func (l KindList) Plurals() []string {
	names := make([]string, len(l))
	for i, info := range l {
		names[i] = info.Plural
	}
	return names
}

// Sentence lists the scopes as a command line names them: "system, tenant:ID and
// workspace:SLUG".
func (l KindList) Sentence() string {
	names := make([]string, len(l))
	for i, info := range l {
		if names[i] = string(info.Kind); info.IDForm != "" {
			names[i] += ":ID"
		}
	}
	if n := len(names) - 1; n > 0 {
		return strings.Join(names[:n], ", ") + " and " + names[n]
	}
	return strings.Join(names, "")
}

// tenantID stands for a tenant's id in KindInfo.Tenant.
const tenantID = "{id}"

// OfTenant returns the scope of a tenant's overrides. In a database without tenants,
// this is a scope of the kind with a Tenant. OfTenant returns any other scope unchanged.
func (l KindList) OfTenant(scope Scope) Scope {
	if info, ok := l.tenantKind(); ok && scope.Kind == Tenant && scope.ID != "" {
		return Scope{Kind: info.Kind, ID: strings.Replace(info.Tenant, tenantID, scope.ID, 1)}
	}
	return scope
}

// TenantOf is the inverse of OfTenant, and returns the tenant's id. ok is false if the
// scope belongs to no tenant.
func (l KindList) TenantOf(scope Scope) (id string, ok bool) {
	info, ok := l.tenantKind()
	if !ok || scope.Kind != info.Kind {
		return scope.ID, scope.Kind == Tenant
	}
	before, after, _ := strings.Cut(info.Tenant, tenantID)
	if len(scope.ID) <= len(before)+len(after) || !strings.HasPrefix(scope.ID, before) || !strings.HasSuffix(scope.ID, after) {
		return "", false
	}
	return scope.ID[len(before) : len(scope.ID)-len(after)], true
}

// tenantKind returns the kind with a Tenant. It returns false if the database has the
// kind Tenant.
func (l KindList) tenantKind() (KindInfo, bool) {
	i := slices.IndexFunc(l, func(info KindInfo) bool { return info.Tenant != "" })
	if i < 0 || l.Has(Tenant) {
		return KindInfo{}, false
	}
	return l[i], true
}

// LiveAt returns the time at which a saved change takes effect at scopes of this kind.
// If the list lacks the kind, LiveAt returns the time of the first kind.
func (l KindList) LiveAt(kind Kind) Live {
	if i := max(0, l.index(kind)); i < len(l) {
		return l[i].Live
	}
	return Live{}
}

// WithIDs returns all kinds except the system, which has no ids.
func (l KindList) WithIDs() KindList {
	return slices.DeleteFunc(slices.Clone(l), func(info KindInfo) bool { return info.IDForm == "" })
}

// WithoutSystem reports whether the database has no system scope. It returns false if no
// kind is known.
func (l KindList) WithoutSystem() bool { return len(l) > 0 && !l.Has(System) }

// InheritingNothing returns the kinds whose scopes inherit nothing.
func (l KindList) InheritingNothing() KindList {
	return slices.DeleteFunc(slices.Clone(l), func(info KindInfo) bool { return info.Has(Inherit) })
}

// SeeingSystem returns the kinds for which SeesSystem is true.
func (l KindList) SeeingSystem() KindList {
	return slices.DeleteFunc(slices.Clone(l), func(info KindInfo) bool { return !info.SeesSystem() })
}

// SeesSystem reports whether the system's rows affect values at scopes of this kind.
func (k KindInfo) SeesSystem() bool { return k.Kind == System || k.Inherits == System }

// InheritsSystem reports whether scopes of this kind inherit from the system.
func (l KindList) InheritsSystem(kind Kind) bool { return l.Of(kind).Inherits == System }

// appKinds are the kinds of simple_module and OLI Torus. A catalogue may name them in any
// database, since the apps share catalogues.
var appKinds = []Kind{System, Tenant, Project, Section}

// Unknown returns the kinds that neither the list nor simple_module nor OLI Torus has.
func (l KindList) Unknown(kinds []Kind) []Kind {
	return slices.DeleteFunc(slices.Clone(kinds), func(kind Kind) bool { return l.Has(kind) || slices.Contains(appKinds, kind) })
}

// SortKinds sorts kinds and removes duplicates. The system comes first, then the kinds
// of simple_module and OLI Torus, then other kinds by name.
func SortKinds(kinds []Kind) []Kind {
	place := func(kind Kind) int {
		if i := slices.Index(appKinds, kind); i >= 0 {
			return i
		}
		return len(appKinds)
	}
	sorted := slices.SortedFunc(slices.Values(kinds), func(a, b Kind) int { return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a, b)) })
	return slices.Compact(sorted)
}
