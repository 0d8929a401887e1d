package views

import (
	"slices"

	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// ShowImpact sets how many scopes inherit the system's value, and how many override
// it.
func (d *Details) ShowImpact(impact feature.Impact) { d.impact = &impact }

// coverageBar returns a bar of the scopes for which the flag is on, which starts at a
// column. It is empty on a low or narrow terminal, and where the number of scopes is not known.
func (d *Details) coverageBar(column, height int) string {
	const most, minHeight = 60, 16
	if !d.loaded || d.impact == nil || len(d.below()) == 0 || d.flag.Canary || height < minHeight || d.width < defaultMinWidth {
		return ""
	}
	r := d.Theme.tenantCoverage(*d.impact, d.below(), d.inherited())
	if r.total == 0 {
		return ""
	}
	filled, rest := d.Theme.gauge(r.on, r.total, min(most, d.width-column-2))
	return pad("", column) + d.Theme.on.render(filled) + d.Theme.faint.render(rest)
}

// below returns the kinds of scope that inherit from the system.
func (d *Details) below() feature.KindList { return d.Kinds.InheritingSystem() }

// inherited returns the flag as seen from a scope that inherits the system's value.
func (d *Details) inherited() feature.View {
	return d.Theme.inherited(d.below(), d.view(feature.SystemScope(), nil))
}

// inherited returns the system's flag as seen from a scope that inherits its value. below
// are the kinds of such scopes.
func (t Theme) inherited(below feature.KindList, system feature.View) feature.View {
	if len(below) == 0 || system.Decision != nil {
		return system
	}
	return system.Below(below[0], feature.Inherit)
}

// coverageText returns the numbers of scopes for which the flag is on and off. below are
// the kinds of the scopes. Scopes without an override have the view inherited.
func (t Theme) coverageText(r feature.Impact, below feature.KindList, inherited feature.View) string {
	onNames, offNames := t.inParentheses(r.OnNames, r.On), t.inParentheses(r.OffNames, r.Off)
	on, off := t.Say(words.CoverageBy, r.On, onNames), t.Say(words.CoverageBy, r.Off, offNames)
	noun, value := below.Noun(), t.valueText(inherited)
	known := t.Say(words.CoverageOn, r.On, onNames)
	if slices.ContainsFunc(below, func(kind feature.KindInfo) bool { return kind.Has(feature.Off) }) {
		known += " " + t.Say(words.CoverageOff, r.Off, offNames)
	}
	one, scopes := t.every(noun), t.ofAll(noun)
	total, inherit, rest := max(0, r.Inheriting)+r.On+r.Off, t.Count(r.Inheriting, words.Inheriting), ""
	switch r.Among {
	case feature.ListedTenants:
		inherit = t.Count(r.Inheriting, words.InheritingListed)
	case feature.OverridingTenants:
		rest = t.Say(words.CoverageOthers, t.clean(noun.In(t.Language).Many))
		scopes = t.Say(words.CoverageOverrides, scopes)
	}
	unknown := inherited.UnknownDefault()
	switch {
	case r.Among == feature.OverridingTenants && total == 0 && !unknown, r.Inheriting < 0 && total == 0 && !unknown:
		return t.Say(words.CoverageNone, one, one, value)
	case r.Inheriting < 0 && unknown:
		return t.Say(words.CoverageUnknownElse, known, one)
	case r.Inheriting < 0:
		return t.Say(words.CoverageNotCounted, known, one, value)
	case unknown:
		return t.Say(words.CoverageUnknown, on, off, inherit, rest)
	case len(inherited.Depends) > 0:
		return t.Say(words.CoverageDepends, on, off, inherit, value, rest)
	}
	if inherited.Enabled { // on is the rule here, so name the scopes that are off
		text := t.Say(words.CoverageOnFor, r.On+r.Inheriting, total, scopes, r.On, inherit)
		if r.Off == 0 {
			return t.Say(words.CoverageOffNone, text, rest)
		}
		return t.Say(words.CoverageOffFor, text, r.Off, t.afterColon(r.OffNames, r.Off), rest)
	}
	text := t.Say(words.CoverageOnNone, total, scopes)
	if r.On > 0 {
		text = t.Say(words.CoverageOnSome, r.On, total, scopes, t.afterColon(r.OnNames, r.On))
	}
	return t.Say(words.CoverageOffParts, text, total-r.On, r.Off, inherit, rest)
}

// afterColon returns a colon and a list of names, with an ellipsis for the rest of n
// names. It returns "" without names.
func (t Theme) afterColon(names []string, n int) string {
	if len(names) == 0 {
		return ""
	}
	return ": " + t.joinNames(names, n)
}
