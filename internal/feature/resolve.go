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
	Enabled    bool    // the effective value
	Setting    Setting // the scope's own setting
	Misplaced  bool    // see Stored.Misplaced
	Registered bool    // whether the catalogue defines the flag
	// HasSystem: this is the view of a scope below the system, which has the value
	// SystemEnabled where the scope has no setting of its own.
	HasSystem, SystemEnabled bool
	SystemSetting            Setting  // the system's setting
	SystemDepends            []string // the Depends of SystemEnabled
	Source                   Source
	Since                    int64 // see Stored.Since
	// Depends says what else the value depends on, such as the user; empty: the
	// value is known. Otherwise Enabled has no meaning: use Is.
	Depends []string
	// Locked says why flagtui never writes the flag; empty: it does.
	Locked string
	// Decision is what decides in place of the row, for a canary feature or one that
	// may be a canary feature; nil: the row decides.
	Decision *Decision

	besides *besides // nil: nothing
}

// besides is what a scope's own rows hold besides its setting.
type besides struct {
	depends []string
	after   map[Setting][]string // see Stored.DependsAfter
}

// at returns what decides besides a setting. now is the present setting.
func (b *besides) at(setting, now Setting) []string {
	switch {
	case b == nil:
		return nil
	case setting == now || b.after == nil:
		return b.depends
	}
	return b.after[setting]
}

// Own returns this scope's own setting.
func (v View) Own() Setting { return v.Setting }

// Overridden reports whether this scope has a setting of its own.
func (v View) Overridden() bool { return v.Setting != Inherit }

// SystemUnknown reports whether the system's value is neither on nor off for certain.
// Then SystemEnabled has no meaning.
func (v View) SystemUnknown() bool { return len(v.SystemDepends) > 0 }

// NeverOverridden reports whether no scope overrides the flag. counted is the count
// over all other scopes.
func (v View) NeverOverridden(counted Count) bool {
	return !v.Overridden() && v.Source != Source(System) && counted == Count{}
}

// Inherited returns the value without this scope's own setting. known is false where
// the value depends on something else, such as an unknown default.
func (v View) Inherited(info KindInfo) (enabled, known bool) {
	v.Decision = nil
	v = v.With(Inherit, info)
	return v.Enabled, len(v.Depends) == 0
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

// With returns the view as it would be with another setting at this scope, which is of
// the kind info.
func (v View) With(own Setting, info KindInfo) View {
	depends := v.besides.at(own, v.Setting)
	v.Setting, v.Misplaced, v.Since = own, false, 0
	if v.Decision == nil { // else the row does not decide
		v.decide(info, depends)
	}
	return v
}

// decide sets the effective value. depends is what decides besides the own setting.
func (v *View) decide(info KindInfo, depends []string) {
	source, value := Source(info.Kind), value{}
	if v.HasSystem {
		value = info.Combine.below(v.SystemSetting, v.system(), v.Setting, depends, source)
	} else {
		value = info.Combine.own(v.Setting, depends, source, info.unset(v.Definition))
	}
	v.Enabled, v.Depends, v.Source = value.enabled, value.depends, value.source
}

// system returns the system's value.
func (v *View) system() value {
	value := value{v.SystemEnabled, v.SystemDepends, Source(System)}
	if v.SystemSetting == Inherit && (len(value.depends) == 0 || &value.depends[0] == &unknownDefault[0]) {
		value.source = SourceDefault
	}
	return value
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
	if v.HasSystem && !v.SystemUnknown() {
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
	}{v.Name, v.Description, defaultValue, enabled, v.Overridden(), system, v.Source, v.Registered, v.RolloutMode(), v.Depends, decided})
}

// Resolve returns every flag as seen from scope, sorted by name: those that the
// definitions allow there, and those that have a row there all the same.
//
// info describes the scope's kind. system holds the system's rows, own those at scope if
// that is not the system. KindInfo.Combine says how they make the value. Where neither
// has a setting, KindInfo.Without or the default is the value. An unregistered flag
// defaults to off; without any definitions every default is unknown. The zero scope sees
// every definition and no rows.
func Resolve(info KindInfo, scope Scope, defs []Definition, system, own map[string]Stored) []View {
	// Few flags have rows, so only these are kept in a map.
	registered := map[string]bool{}
	stored := info.layers(system, own)
	views := make([]View, 0, len(defs))
	for i := range defs {
		for _, layer := range stored {
			if _, ok := layer[defs[i].Name]; ok {
				registered[defs[i].Name] = true
			}
		}
		view := resolveOne(info, &defs[i], system, own)
		if defs[i].Allows(scope.Kind) || view.Overridden() || view.besides != nil || scope.IsZero() {
			view.Registered = true
			views = append(views, view)
		}
	}
	for _, layer := range stored {
		for name := range layer {
			if !registered[name] {
				registered[name] = true
				views = append(views, resolveOne(info, Undefined(name, len(defs) > 0, info), system, own))
			}
		}
	}
	slices.SortFunc(views, func(a, b View) int { return cmp.Compare(a.Name, b.Name) })
	return slices.Clip(views)
}

// layers lists the rows that apply at a scope of this kind.
func (k KindInfo) layers(system, own map[string]Stored) []map[string]Stored {
	switch {
	case k.Kind == System:
		return []map[string]Stored{system}
	case k.Inherits == System:
		return []map[string]Stored{system, own}
	}
	return []map[string]Stored{own}
}

func resolveOne(info KindInfo, def *Definition, system, own map[string]Stored) View {
	view, rows := View{Definition: def}, own
	switch row, ok := system[def.Name]; {
	case info.Kind == System:
		rows = system
	case info.Inherits == System:
		view.HasSystem = true
		if ok {
			view.SystemSetting, view.Misplaced, view.Locked = row.Setting(), row.Misplaced, row.Locked
		}
		above := info.Combine.own(view.SystemSetting, row.DependsBelow, Source(System), info.unset(def))
		view.SystemEnabled, view.SystemDepends = above.enabled, above.depends
	}
	row, ok := rows[def.Name]
	if ok {
		view.Setting, view.Misplaced, view.Since, view.Locked = row.Setting(), row.Misplaced, row.Since, cmp.Or(row.Locked, view.Locked)
		if len(row.Depends)+len(row.DependsAfter) > 0 {
			view.besides = &besides{row.Depends, row.DependsAfter}
		}
	}
	view.decide(info, row.Depends)
	return view
}
