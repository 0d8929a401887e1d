package feature

import (
	"cmp"
	"encoding/json"
	"slices"
)

// Source is where an effective value comes from.
type Source string

// SourceDefault is the definition's default. Most other sources are the kind of
// the scope whose override decides.
const SourceDefault Source = "default"

// View is a flag as seen from one scope.
type View struct {
	*Definition
	Enabled    bool // the effective value
	Overridden bool // whether this scope has its own override
	Misplaced  bool // see Stored.Misplaced
	Registered bool // whether the catalogue defines the flag
	// HasSystem: this is a tenant's view, and SystemEnabled is the value that the
	// tenant would have without its own override.
	HasSystem, SystemEnabled bool
	// SystemUnknown: that value is not known, and SystemEnabled has no meaning.
	SystemUnknown bool
	Source        Source
	Since         int64 // see Stored.Since
	// Depends says what else the value depends on, such as the user; empty: the
	// value is known. Otherwise Enabled has no meaning: use Is.
	Depends []string
	// Decision is what decides in place of the row, for a canary feature or one that
	// may be a canary feature; nil: the row decides.
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

// NeverOverridden reports whether no scope overrides the flag. counted is the count
// over all other scopes.
func (v View) NeverOverridden(counted Count) bool {
	return !v.Overridden && v.Source != Source(System) && counted == Count{}
}

// Inherited returns the value without this scope's own override: the system's
// value for a tenant, the default for the system, and off for a project or a
// section, which inherit nothing. known is false where the default is unknown.
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

// unknownDefault is View.Depends where the default is unknown.
var unknownDefault = []string{"its default, which no catalogue tells"}

// Word is the effective value: on, off, or ? where it is not known.
func (v View) Word() string {
	if len(v.Depends) > 0 {
		return "?"
	}
	return SettingOf(v.Enabled).String()
}

// UnknownDefault reports whether the value is an unknown default.
func (v View) UnknownDefault() bool { return len(v.Depends) > 0 && &v.Depends[0] == &unknownDefault[0] }

// With returns the view as it would be with another setting at this scope. With
// Inherit, Source is empty, since the view does not know it.
func (v View) With(own Setting, kind Kind) View {
	v.Overridden, v.Misplaced, v.Since = own != Inherit, false, 0
	if v.Decision != nil { // the row does not decide
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

// MarshalJSON writes the fields of the app's REST API, and more. enabled is null
// where depends says what it depends on, default_enabled where the default is
// unknown. decided_by is what decides a canary feature.
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

// Resolve returns every flag as seen from scope, sorted by name: those that the
// definitions allow there, and those that have an override there all the same.
//
// system holds the overrides at system scope, own those at scope if that is not the
// system. The rule is the app's: the tenant's override, else the system's, else the
// default. An unregistered flag defaults to off; without any definitions every default
// is unknown. A project or section inherits nothing. The zero scope sees every
// definition and no overrides.
func Resolve(scope Scope, defs []Definition, system, own map[string]Stored) []View {
	// Few flags have overrides, so only these are kept in a map.
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

// layers lists the overrides that apply at scope.
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
	if scope.Kind.Inherits() {
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
