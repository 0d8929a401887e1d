package views

import (
	"fmt"

	"flagtui/internal/feature"
)

// ShowImpact sets how many tenants inherit the system's value, and how many override
// it.
func (d *Details) ShowImpact(impact feature.Impact) { d.impact = &impact }

// coverageBar returns a bar of the tenants for which the flag is on. It is empty on a low or
// narrow terminal, and where the number of tenants is not known.
func (d *Details) coverageBar(height int) string {
	const most, minHeight = 60, 16
	if !d.loaded || d.impact == nil || d.flag.Canary || height < minHeight || d.width < defaultMinWidth {
		return ""
	}
	system := d.view(feature.SystemScope(), nil)
	r := d.Theme.tenantCoverage(*d.impact, system.Enabled, !system.UnknownDefault())
	if r.total == 0 {
		return ""
	}
	filled, rest := d.Theme.gauge(r.on, r.total, min(most, d.width-labelColumn-2))
	return pad("", labelColumn) + d.Theme.on.render(filled) + d.Theme.faint.render(rest)
}

// tenantsText returns the numbers of tenants for which the flag is on and off. Tenants
// without an override inherit the view system.
func (t Theme) tenantsText(r feature.Impact, system feature.View) string {
	on := fmt.Sprintf("%d by override%s", r.On, t.inParentheses(r.OnNames, r.On))
	off := fmt.Sprintf("%d by override%s", r.Off, t.inParentheses(r.OffNames, r.Off))
	total, tenants, inherit, rest := max(0, r.Inheriting)+r.On+r.Off, "tenants", fmt.Sprintf("%d inherit", r.Inheriting), ""
	switch r.Among {
	case feature.ListedTenants:
		inherit = fmt.Sprintf("%d listed inherit", r.Inheriting)
	case feature.OverridingTenants:
		tenants, rest = "tenants with overrides", " No table lists tenants: any other inherits, too."
	}
	switch {
	case r.Among == feature.OverridingTenants && total == 0 && !system.UnknownDefault():
		return fmt.Sprintf("No tenant has an override. Every tenant inherits: %s.", enabledWord(system.Enabled))
	case r.Inheriting < 0 && system.UnknownDefault():
		return fmt.Sprintf("On: %s. Off: %s. Every other tenant inherits, and what is not known.", on, off)
	case r.Inheriting < 0:
		return fmt.Sprintf("On: %s. Off: %s. Every other tenant inherits: %s.", on, off, enabledWord(system.Enabled))
	case system.UnknownDefault():
		return fmt.Sprintf("On for %s. Off for %s. %s, and what is not known.%s", on, off, inherit, rest)
	}
	if system.Enabled { // on is the rule here, so name the tenants that are off
		text := fmt.Sprintf("On for %d of %d %s: %d by override, %s.", r.On+r.Inheriting, total, tenants, r.On, inherit)
		if r.Off == 0 {
			return text + " Off for none." + rest
		}
		return fmt.Sprintf("%s Off for %d%s.%s", text, r.Off, t.afterColon(r.OffNames, r.Off), rest)
	}
	text := fmt.Sprintf("On for none of %d %s.", total, tenants)
	if r.On > 0 {
		text = fmt.Sprintf("On for %d of %d %s%s.", r.On, total, tenants, t.afterColon(r.OnNames, r.On))
	}
	return fmt.Sprintf("%s Off for %d: %d by override, %s.%s", text, total-r.On, r.Off, inherit, rest)
}

// afterColon returns names, after a colon, in a list that stands for n names. It returns
// "" without names.
func (t Theme) afterColon(names []string, n int) string {
	if len(names) == 0 {
		return ""
	}
	return ": " + t.joinNames(names, n)
}
