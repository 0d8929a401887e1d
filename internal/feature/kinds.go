package feature

import (
	"slices"
	"strings"
)

// KindInfo is what the layout of a database says of one kind of scope.
type KindInfo struct {
	Kind   Kind
	Name   string // the word for one scope: "tenant"
	Plural string // the word for several, as in headings: "tenants"
	// IDForm says how a scope of this kind is named: "ID or slug". It is empty for
	// the system, which has no id.
	IDForm string
	// Settings are what a flag can be set to, in the order of the screens. Without
	// Inherit, a flag without a row is off.
	Settings []Setting
	// Inherits is the kind whose value a scope has without a row of its own; empty:
	// the default, or off where Inherit is no setting.
	Inherits Kind
	// Combine is how a scope's own setting and the system's value make the effective
	// value. Of the system, it says which settings decide alone.
	Combine Combine
	// Without is what a flag without any setting means at this kind; Inherit: its
	// default in the catalogue.
	Without Setting
	// Listed: a table of the app's lists the scopes of this kind.
	Listed bool
	// Live says when a saved change takes effect.
	Live Live
}

// KindList is the kinds of scope that a database holds, in the order of the screens.
type KindList []KindInfo

// Has reports whether the list has a kind.
func (l KindList) Has(kind Kind) bool { return l.index(kind) >= 0 }

func (l KindList) index(kind Kind) int {
	return slices.IndexFunc(l, func(info KindInfo) bool { return info.Kind == kind })
}

// Of returns what the layout says of a kind; UnlistedKind where the list does not have it.
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

// Kinds returns the kinds alone.
func (l KindList) Kinds() []Kind {
	kinds := make([]Kind, len(l))
	for i, info := range l {
		kinds[i] = info.Kind
	}
	return kinds
}

// Plurals returns the words for several scopes of each kind.
func (l KindList) Plurals() []string {
	words := make([]string, len(l))
	for i, info := range l {
		words[i] = info.Plural
	}
	return words
}

// Each joins a text for each kind, as in "--project or --section".
func (l KindList) Each(before, joined string) string {
	words := make([]string, len(l))
	for i, info := range l {
		words[i] = before + info.Name
	}
	return strings.Join(words, joined)
}

// LiveAt returns when a saved change at a scope of this kind takes effect. For a kind
// that is not in the list, it returns that of the first.
func (l KindList) LiveAt(kind Kind) Live {
	if i := max(0, l.index(kind)); i < len(l) {
		return l[i].Live
	}
	return Live{}
}

// WithIDs returns the kinds whose scopes have ids: all but the system.
func (l KindList) WithIDs() KindList {
	return slices.DeleteFunc(slices.Clone(l), func(info KindInfo) bool { return info.IDForm == "" })
}

// WithoutSystem reports whether there is no system scope. It is false while no kind
// is known.
func (l KindList) WithoutSystem() bool { return len(l) > 0 && !l.Has(System) }

// InheritingNothing returns the kinds whose scopes inherit nothing.
func (l KindList) InheritingNothing() KindList {
	return slices.DeleteFunc(slices.Clone(l), func(info KindInfo) bool { return slices.Contains(info.Settings, Inherit) })
}

// InheritsSystem reports whether scopes of this kind inherit from the system.
func (l KindList) InheritsSystem(kind Kind) bool { return l.Of(kind).Inherits == System }
