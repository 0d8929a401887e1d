package feature

import (
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
	// Inherits is the kind whose value a scope has without a row of its own. If Inherits
	// is empty, the scope has the default, or off if Inherit is no setting.
	Inherits Kind
	// Combine says how a scope's own setting and the system's value make the effective
	// value. For the system, it says which settings decide alone.
	Combine Combine
	// Without is the value of a flag without any setting at this kind. Inherit means the
	// default in the catalogue.
	Without Setting
	// Listed reports whether one of the app's tables lists the scopes of this kind.
	Listed bool
	// Live says when a saved change takes effect.
	Live Live
}

// KindList holds the kinds of scope in a database, in the order of the screens.
type KindList []KindInfo

// Has reports whether the list has a kind.
func (l KindList) Has(kind Kind) bool { return l.index(kind) >= 0 }

func (l KindList) index(kind Kind) int {
	return slices.IndexFunc(l, func(info KindInfo) bool { return info.Kind == kind })
}

// Of returns the description of a kind. For a kind that the list does not have, it
// returns UnlistedKind.
func (l KindList) Of(kind Kind) KindInfo {
	if i := l.index(kind); i >= 0 {
		return l[i]
	}
	return UnlistedKind(kind)
}

// UnlistedKind describes a kind that no layout describes.
func UnlistedKind(kind Kind) KindInfo {
	info := KindInfo{Kind: kind, Name: string(kind), Plural: kind.Plural(), Settings: []Setting{On, Off}}
	if kind.Inherits() {
		info.Settings = append(info.Settings, Inherit)
	} else {
		info.Without = Off
	}
	if kind == Tenant {
		info.Inherits = System
	}
	if kind != System {
		info.IDForm = "ID"
	}
	return info
}

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
	words := make([]string, len(l))
	for i, info := range l {
		words[i] = info.Plural
	}
	return words
}

// Each joins the kinds' names, each with a prefix, such as "--project or --section".
func (l KindList) Each(before, joined string) string {
	words := make([]string, len(l))
	for i, info := range l {
		words[i] = before + info.Name
	}
	return strings.Join(words, joined)
}

// LiveAt returns the time at which a saved change takes effect at scopes of this kind.
// For a kind that the list does not have, it returns the first kind's time.
func (l KindList) LiveAt(kind Kind) Live {
	if i := max(0, l.index(kind)); i < len(l) {
		return l[i].Live
	}
	return Live{}
}

// WithIDs returns the kinds whose scopes have ids, which are all but the system.
func (l KindList) WithIDs() KindList {
	return slices.DeleteFunc(slices.Clone(l), func(info KindInfo) bool { return info.IDForm == "" })
}

// WithoutSystem reports whether the database has no system scope. It returns false if no
// kind is known.
func (l KindList) WithoutSystem() bool { return len(l) > 0 && !l.Has(System) }

// InheritingNothing returns the kinds whose scopes inherit nothing.
func (l KindList) InheritingNothing() KindList {
	return slices.DeleteFunc(slices.Clone(l), func(info KindInfo) bool { return slices.Contains(info.Settings, Inherit) })
}

// InheritsSystem reports whether scopes of this kind inherit from the system.
func (l KindList) InheritsSystem(kind Kind) bool { return l.Of(kind).Inherits == System }
