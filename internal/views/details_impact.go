package views

import (
	"fmt"
	"slices"

	"flagtui/internal/feature"
)

// ShowImpact sets how many scopes inherit the system's value, and how many override
// it.
func (d *Details) ShowImpact(impact feature.Impact) { d.impact = &impact }

// coverageBar returns a bar of the scopes for which the flag is on. It is empty on a low or
// narrow terminal, and where the number of scopes is not known.
func (d *Details) coverageBar(height int) string {
	const most, minHeight = 60, 16
	if !d.loaded || d.impact == nil || len(d.below()) == 0 || d.flag.Canary || height < minHeight || d.width < defaultMinWidth {
		return ""
	}
	r := d.Theme.tenantCoverage(*d.impact, d.below(), d.inherited())
	if r.total == 0 {
		return ""
	}
	filled, rest := d.Theme.gauge(r.on, r.total, min(most, d.width-labelColumn-2))
	return pad("", labelColumn) + d.Theme.on.render(filled) + d.Theme.faint.render(rest)
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
	on := fmt.Sprintf("%d by override%s", r.On, t.inParentheses(r.OnNames, r.On))
	off := fmt.Sprintf("%d by override%s", r.Off, t.inParentheses(r.OffNames, r.Off))
	noun, value := below.Noun(), t.valueText(inherited)
	known := "On: " + on + "."
	if slices.ContainsFunc(below, func(kind feature.KindInfo) bool { return kind.Has(feature.Off) }) {
		known += " Off: " + off + "."
	}
	one, scopes := t.clean(noun.One), t.clean(noun.Many)
	total, inherit, rest := max(0, r.Inheriting)+r.On+r.Off, fmt.Sprintf("%d inherit", r.Inheriting), ""
	switch r.Among {
	case feature.ListedTenants:
		inherit = fmt.Sprintf("%d listed inherit", r.Inheriting)
	case feature.OverridingTenants:
		rest = " No table lists " + scopes + ": any other inherits, too."
		scopes += " with overrides"
	}
	unknown := inherited.UnknownDefault()
	switch {
	case r.Among == feature.OverridingTenants && total == 0 && !unknown, r.Inheriting < 0 && total == 0 && !unknown:
		return fmt.Sprintf("No %s has an override. Every %s inherits: %s.", one, one, value)
	case r.Inheriting < 0 && unknown:
		return fmt.Sprintf("%s Every other %s inherits an unknown value.", known, one)
	case r.Inheriting < 0:
		return fmt.Sprintf("%s Every other %s inherits: %s.", known, one, value)
	case unknown:
		return fmt.Sprintf("On for %s. Off for %s. %s an unknown value.%s", on, off, inherit, rest)
	case len(inherited.Depends) > 0:
		return fmt.Sprintf("On for %s. Off for %s. %s: %s.%s", on, off, inherit, value, rest)
	}
	if inherited.Enabled { // on is the rule here, so name the scopes that are off
		text := fmt.Sprintf("On for %d of %d %s: %d by override, %s.", r.On+r.Inheriting, total, scopes, r.On, inherit)
		if r.Off == 0 {
			return text + " Off for none." + rest
		}
		return fmt.Sprintf("%s Off for %d%s.%s", text, r.Off, t.afterColon(r.OffNames, r.Off), rest)
	}
	text := fmt.Sprintf("On for none of %d %s.", total, scopes)
	if r.On > 0 {
		text = fmt.Sprintf("On for %d of %d %s%s.", r.On, total, scopes, t.afterColon(r.OnNames, r.On))
	}
	return fmt.Sprintf("%s Off for %d: %d by override, %s.%s", text, total-r.On, r.Off, inherit, rest)
}

// afterColon returns a colon and a list of names, with an ellipsis for the rest of n
// names. It returns "" without names.
func (t Theme) afterColon(names []string, n int) string {
	if len(names) == 0 {
		return ""
	}
	return ": " + t.joinNames(names, n)
}
