package feature

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
)

// Source is the origin of an effective value.
type Source string

// SourceDefault is the definition's default. Most other sources are the kind of the
// scope whose override decides.
const SourceDefault Source = "default"

// View is a flag as seen from one scope.
type View struct {
	*Definition
	Enabled    bool    // the effective value
	Setting    Setting // the scope's own setting
	Misplaced  bool    // see Stored.Misplaced
	Registered bool    // the catalogue defines the flag
	// HasSystem reports whether the view is from a scope below the system. SystemEnabled
	// is the value of such a scope without its own setting.
	HasSystem, SystemEnabled bool
	SystemSetting            Setting  // the system's setting
	SystemDepends            []string // the Depends of SystemEnabled
	Source                   Source
	Since                    int64 // see Stored.Since
	// Depends lists what else the value depends on, such as the user. If Depends is not
	// empty, Enabled has no meaning, and callers use Is.
	Depends []string
	// Locked is the reason why flagtui never writes the flag. It is empty if flagtui may
	// write the flag.
	Locked string
	// Decision decides in place of the row if the feature is, or may be, a canary
	// feature. It is nil if the row decides.
	Decision *Decision

	targeting *targeting // nil if the scope's rows hold only the setting
}

// targeting holds the targeting at a scope, such as percentages.
type targeting struct {
	depends []string
	below   []string             // see Stored.DependsBelow
	after   map[Setting][]string // see Stored.DependsAfter
}

// with returns the targeting after the setting changes from now to after.
func (t *targeting) with(after, now Setting) *targeting {
	if t == nil || t.after == nil || after == now {
		return t
	}
	all := maps.Clone(t.after)
	all[now] = t.depends
	return &targeting{t.after[after], t.after[after], all}
}

// Own returns this scope's own setting.
func (v View) Own() Setting { return v.Setting }

// Overridden reports whether this scope has a setting of its own.
func (v View) Overridden() bool { return v.Setting != Inherit }

// SystemUnknown reports whether the system's value is unknown. SystemEnabled has no
// meaning then.
func (v View) SystemUnknown() bool { return len(v.SystemDepends) > 0 }

// SystemDependsOnMore reports whether the system's value also depends on something
// stored. An unknown default is not stored.
func (v View) SystemDependsOnMore() bool {
	return v.SystemUnknown() && &v.SystemDepends[0] != &unknownDefault[0]
}

// NeverOverridden reports whether no scope overrides the flag. counted is the count of
// overrides at all other scopes.
func (v View) NeverOverridden(counted Count) bool {
	return !v.Overridden() && v.Source != Source(System) && counted == Count{}
}

// Inherited returns the value without this scope's own setting. known is false if the
// value depends on something else, such as an unknown default.
func (v View) Inherited(info KindInfo) (enabled, known bool) {
	v.Decision = nil
	v = v.With(Inherit, info)
	return v.Enabled, len(v.Depends) == 0
}

// unknownDefault is the Depends of a view whose default is unknown.
var unknownDefault = []string{"its default (no catalogue is known)"}

// Word returns the effective value: on, off, depends, or ? for an unknown default.
func (v View) Word() string {
	switch {
	case v.UnknownDefault():
		return "?"
	case len(v.Depends) > 0:
		return "depends"
	}
	return SettingOf(v.Enabled).String()
}

// UnknownDefault reports whether the value is an unknown default.
func (v View) UnknownDefault() bool { return len(v.Depends) > 0 && &v.Depends[0] == &unknownDefault[0] }

// With returns the view with another setting at this scope. info describes the scope's
// kind.
func (v View) With(own Setting, info KindInfo) View {
	v.targeting = v.targeting.with(own, v.Setting)
	v.Setting, v.Misplaced, v.Since = own, false, 0
	if v.Decision == nil { // a Decision replaces the row
		v.decide(info, v.Targeting())
	}
	return v
}

// Targeting returns the targeting that is stored at this scope. Depends lacks it if
// Combine gives the setting precedence.
func (v View) Targeting() []string {
	if v.targeting == nil {
		return nil
	}
	return v.targeting.depends
}

// Below returns the view of the system's flag from a scope below the system. info
// describes the scope's kind, and own is the scope's own setting.
func (v View) Below(info KindInfo, own Setting) View {
	system := Stored{Unset: v.Setting == Inherit, Enabled: v.Setting == On}
	if v.targeting != nil {
		system.Depends, system.DependsBelow = v.targeting.depends, v.targeting.below
	}
	return v.At(info, &system, &Stored{Unset: own == Inherit, Enabled: own == On})
}

// decide sets the effective value. depends lists what the value depends on in addition
// to the scope's setting.
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

// MarshalJSON returns the fields of the app's REST API and flagtui's own. enabled is
// null if the value depends on the entries of depends. default_enabled is null if the
// default is unknown. decided_by describes the decision on a canary feature.
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

// Resolve returns every flag as seen from scope, sorted by name. It includes the flags
// that the definitions allow at scope, and the flags with a row at scope.
//
// info describes the scope's kind. system holds the system's rows. own holds the rows at
// scope if scope is not the system. KindInfo.Combine is the rule that makes the value
// from both rows. Without a setting, the value is KindInfo.Without or the default. An
// unregistered flag defaults to off. Without definitions every default is unknown. The
// zero scope sees every definition and no rows.
func Resolve(info KindInfo, scope Scope, defs []Definition, system, own map[string]Stored) []View {
	// The map stays small, because few flags have rows.
	registered := map[string]bool{}
	stored := info.layers(system, own)
	views := make([]View, 0, len(defs))
	for i := range defs {
		for _, layer := range stored {
			if _, ok := layer[defs[i].Name]; ok {
				registered[defs[i].Name] = true
			}
		}
		view := ResolveOne(info, &defs[i], system, own)
		if defs[i].Allows(info) || view.Overridden() || view.targeting != nil || scope.IsZero() {
			view.Registered = true
			views = append(views, view)
		}
	}
	for _, layer := range stored {
		for name := range layer {
			if !registered[name] {
				registered[name] = true
				views = append(views, ResolveOne(info, Undefined(name, len(defs) > 0, info), system, own))
			}
		}
	}
	slices.SortFunc(views, func(a, b View) int { return cmp.Compare(a.Name, b.Name) })
	return slices.Clip(views)
}

// layers returns the rows that apply at a scope of this kind.
func (k KindInfo) layers(system, own map[string]Stored) []map[string]Stored {
	switch {
	case k.Kind == System:
		return []map[string]Stored{system}
	case k.Inherits == System:
		return []map[string]Stored{system, own}
	}
	return []map[string]Stored{own}
}

// ResolveOne returns the view of one flag, as Resolve does. It does not set Registered.
func ResolveOne(info KindInfo, def *Definition, system, own map[string]Stored) View {
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
		if len(row.Depends)+len(row.DependsAfter)+len(row.DependsBelow) > 0 {
			view.targeting = &targeting{row.Depends, row.DependsBelow, row.DependsAfter}
		}
	}
	view.decide(info, row.Depends)
	return view
}
