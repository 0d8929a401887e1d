package feature

import "slices"

// Combine is a rule that makes the effective value from a scope's own setting and the
// system's value.
type Combine int

// The rules.
const (
	// OwnFirst takes the scope's own setting or, without one, the system's value. This
	// is the rule of simple_module.
	OwnFirst Combine = iota
	// AnyOn is on if the scope's setting or the system's value is on. If a setting is
	// on, nothing else has an effect. This is the rule of Flipper.
	AnyOn
	// AboveOff is off if the system's value is off. Otherwise it is like OwnFirst.
	AboveOff
	// AboveSet takes the system's setting or, without one, the scope's own. If a setting
	// exists, nothing else has an effect. This is the rule of django-waffle, whose
	// column everyone is the system's setting.
	AboveSet
)

// value is an effective value and its source.
type value struct {
	enabled bool
	depends []string // see View.Depends
	source  Source
}

// is reports whether the value is known and equals on.
func (v value) is(on bool) bool { return len(v.depends) == 0 && v.enabled == on }

// unset returns the value of a flag without any setting.
func (k KindInfo) unset(def *Definition) value {
	switch {
	case k.Without != Inherit:
		return value{enabled: k.Without == On, source: SourceDefault}
	case def.Unknown:
		return value{depends: unknownDefault, source: SourceDefault}
	}
	return value{enabled: def.Default, source: SourceDefault}
}

// DefaultOf returns the value of a flag without any setting. known is false for an
// unknown default.
func (k KindInfo) DefaultOf(def *Definition) (enabled, known bool) {
	v := k.unset(def)
	return v.enabled, len(v.depends) == 0
}

// alone reports whether nothing but this setting has an effect.
func (c Combine) alone(setting Setting) bool {
	return c == AnyOn && setting == On || c == AboveSet && setting != Inherit
}

// own returns the value of a scope with this setting. depends lists what else the value
// depends on. without is the value if setting is Inherit and depends is empty.
func (c Combine) own(setting Setting, depends []string, source Source, without value) value {
	switch {
	case c.alone(setting):
		depends = nil
	case setting == Inherit && len(depends) == 0:
		return without
	case setting == Inherit:
		depends = join(depends, without.depends)
	}
	return value{enabled: setting == On && len(depends) == 0, depends: depends, source: source}
}

// below returns the value of a scope below the system. system is the system's setting,
// and above is the system's value. For the other parameters, see own.
func (c Combine) below(system Setting, above value, setting Setting, depends []string, source Source) value {
	if c == AnyOn && setting == Off { // with AnyOn, no row of the scope can mean off
		setting = Inherit
	}
	if c == AboveSet && system != Inherit || c == AboveOff && above.is(false) || c == AnyOn && setting != On && above.is(true) {
		return above
	}
	v := c.own(setting, depends, source, above)
	if c == AboveOff && !v.is(false) {
		v.depends = join(v.depends, above.depends)
		v.enabled = v.enabled && len(v.depends) == 0
	}
	return v
}

// join returns the texts of both lists, each text once.
func join(a, b []string) []string {
	if len(a) == 0 {
		return b
	}
	joined := slices.Clip(a)
	for _, text := range b {
		if !slices.Contains(a, text) {
			joined = append(joined, text)
		}
	}
	return joined
}
