package feature

import (
	"cmp"
	"encoding/json"
	"slices"
)

// Source names where an effective value comes from.
type Source string

// SourceDefault is the definition's default; every other source is the kind
// of the scope whose override decides.
const SourceDefault Source = "default"

// View is a flag as seen from one scope.
type View struct {
	*Definition
	Enabled    bool // the effective value
	Overridden bool // whether this very scope has an override
	Misplaced  bool // the value comes from a row the app reads in a surprising way
	Registered bool // whether the catalogue defines the flag
	// HasSystem is set in tenant scope only, where SystemEnabled is the value
	// the tenant would have without its own override.
	HasSystem, SystemEnabled bool
	// SystemUnknown: the value without the tenant's own override is not known;
	// SystemEnabled is false then, and means nothing.
	SystemUnknown bool
	Source        Source
	Since         int64 // see Stored.Since
	// Depends says what else decides, where the value cannot be known without
	// the person who asks. Then Enabled is false, and means nothing: ask Is.
	Depends []string
	// Decision is what decides here in place of the row: of a canary feature, or
	// of one that may be one. nil: nothing does.
	Decision *Decision
}

// Own returns this scope's own setting.
func (v View) Own() Setting {
	switch {
	case !v.Overridden:
		return Inherit
	case v.Decision != nil:
		return SettingOf(v.Decision.Row)
	}
	return SettingOf(v.Enabled)
}

// NeverOverridden tells whether no scope overrides the flag: not this one, nor the
// system, nor, as counted over all scopes, any other.
func (v View) NeverOverridden(counted Count) bool {
	return !v.Overridden && v.Source != Source(System) && counted == Count{}
}

// Inherited returns the value that holds at this scope without an override of
// its own: the system value in tenant scope, the default at system scope, and
// off for projects and sections, where there is no inheritance. known is false
// where that is a default that no catalogue tells.
func (v View) Inherited(kind Kind) (enabled, known bool) {
	switch kind {
	case Tenant:
		return v.SystemEnabled, !v.SystemUnknown
	case System:
		return v.Default, !v.Unknown
	default:
		return false, true
	}
}

// onDefault is what a value depends on that is a default which is not known.
var unknownDefault = []string{"its default, which no catalogue tells"}

// Word is the effective value in a word: on, off, or ? where it is not known.
func (v View) Word() string {
	if len(v.Depends) > 0 {
		return "?"
	}
	return SettingOf(v.Enabled).String()
}

// UnknownDefault tells whether the value is a default that no catalogue tells.
func (v View) UnknownDefault() bool { return len(v.Depends) > 0 && &v.Depends[0] == &unknownDefault[0] }

// With returns the view as it would be with another setting of this scope's
// own. Where that leaves none, the source is not known here, and empty.
func (v View) With(own Setting, kind Kind) View {
	v.Overridden, v.Misplaced, v.Since = own != Inherit, false, 0
	if v.Decision != nil { // another row changes nothing of that
		decision := *v.Decision
		decision.Row = own == On
		v.Decision = &decision
		return v
	}
	v.Enabled, v.Source, v.Depends = own == On, Source(kind), nil
	if own == Inherit {
		v.Source = ""
		v.inherit(v.Inherited(kind))
	}
	return v
}

// inherit gives the view an inherited value.
func (v *View) inherit(enabled, known bool) {
	if v.Enabled = enabled && known; !known {
		v.Depends = unknownDefault
	}
}

// MarshalJSON writes the app's own REST view of a flag, plus source and
// registered. enabled is null where it depends on something, which depends then
// says; a default that no catalogue tells is null, too; decided_by is what decides a canary feature.
func (v View) MarshalJSON() ([]byte, error) {
	var defaultValue, system, enabled *bool
	if !v.Unknown {
		defaultValue = &v.Default
	}
	if len(v.Depends) == 0 {
		enabled = &v.Enabled
	}
	decided := ""
	if v.Decision != nil {
		decided = v.Decision.Text
	}
	if v.HasSystem && !v.SystemUnknown {
		system = &v.SystemEnabled
	}
	return json.Marshal(struct {
		Name          string `json:"name"`
		Description   string `json:"description"`
		Default       *bool  `json:"default_enabled"`
		Enabled       *bool  `json:"enabled"`
		Overridden    bool   `json:"overridden"`
		SystemEnabled *bool  `json:"system_enabled"`
		Source        Source `json:"source"`
		Registered    bool   `json:"registered"`

		RolloutMode string   `json:"rollout_mode,omitempty"`
		Depends     []string `json:"depends,omitempty"`
		DecidedBy   string   `json:"decided_by,omitempty"`
	}{v.Name, v.Description, defaultValue, enabled, v.Overridden, system, v.Source, v.Registered, v.RolloutMode(), v.Depends, decided})
}

// Resolve returns every flag as seen from scope, sorted by name: the
// definitions that may be set there, and every flag that has an override
// there though it is not registered or not allowed.
//
// system holds the system overrides and is consulted in system and tenant
// scope; own holds the overrides of scope itself when that is not the system.
// The rule is the app's: the tenant's override, else the system's, else the
// default; a name that is not registered defaults to off, and without any
// definitions, no default is known. A project or section inherits nothing. The zero scope sees every definition, and nothing
// that is set.
func Resolve(scope Scope, defs []Definition, system, own map[string]Stored) []View {
	// What is stored is a small part of what is defined, as a rule: only that is
	// noted down.
	registered := map[string]bool{}
	stored := layers(scope, system, own)
	views := make([]View, 0, len(defs))
	for i := range defs {
		for _, layer := range stored {
			if _, ok := layer[defs[i].Name]; ok {
				registered[defs[i].Name] = true
			}
		}
		view := resolveOne(scope, &defs[i], system, own)
		if defs[i].Allows(scope.Kind) || view.Overridden || scope.IsZero() {
			view.Registered = true
			views = append(views, view)
		}
	}
	for _, layer := range stored {
		for name := range layer {
			if !registered[name] {
				registered[name] = true
				views = append(views, resolveOne(scope, Undefined(name, len(defs) > 0, scope.Kind), system, own))
			}
		}
	}
	slices.SortFunc(views, func(a, b View) int { return cmp.Compare(a.Name, b.Name) })
	return slices.Clip(views)
}

// layers lists the overrides that count at scope.
func layers(scope Scope, system, own map[string]Stored) []map[string]Stored {
	switch scope.Kind {
	case System:
		return []map[string]Stored{system}
	case Tenant:
		return []map[string]Stored{system, own}
	default:
		return []map[string]Stored{own}
	}
}

func resolveOne(scope Scope, def *Definition, system, own map[string]Stored) View {
	view := View{Definition: def, Source: SourceDefault}
	if scope.Kind == System || scope.Kind == Tenant {
		view.inherit(def.Default, !def.Unknown)
		if row, ok := system[def.Name]; ok {
			view.Enabled, view.Misplaced, view.Source, view.Depends = row.Enabled, row.Misplaced, Source(System), nil
		}
		view.HasSystem = scope.Kind == Tenant
		view.SystemEnabled = view.HasSystem && view.Enabled
		view.SystemUnknown = view.HasSystem && view.Depends != nil
	}
	if scope.Kind == System {
		view.Overridden = view.Source == Source(System)
		return view
	}
	if row, ok := own[def.Name]; ok {
		view.Enabled, view.Misplaced, view.Overridden, view.Source, view.Since = row.Enabled, row.Misplaced, true, Source(scope.Kind), row.Since
		view.Depends = nil
	}
	return view
}
