package views

import (
	"cmp"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// previewCoverage returns the lines that say for how many scopes the flag is on.
func (b *Browse) previewCoverage(view feature.View, p Preview, width int) (lines []string) {
	if below := b.Kinds.InheritingSystem(); p.Impact != nil && len(below) > 0 {
		inherited := b.Theme.inherited(below, view)
		if view.HasSystem {
			inherited.Enabled, inherited.Depends = view.SystemEnabled, view.SystemDepends
		}
		r := b.Theme.tenantCoverage(*p.Impact, below, inherited)
		lines = append(lines, b.Theme.headWithBar(r, width))
		lines = append(lines, indent(b.Theme.wrap(r.parts, width-2, 3))...)
	}
	if p.Listed != nil {
		lines = append(lines, b.Theme.scopedCoverage(b.Kinds.InheritingNothing(), view, p, width)...)
	}
	return lines
}

// coverage says for how many of all scopes a flag is on, in words and numbers. A total
// of zero means unknown.
type coverage struct {
	head, parts string
	on, total   int
}

// tenantCoverage returns the coverage of a flag of scopes that inherit from the system.
// below are the kinds of the scopes. Scopes without an override have the view inherited.
func (t Theme) tenantCoverage(r feature.Impact, below feature.KindList, inherited feature.View) coverage {
	noun := below.Noun()
	inherit, one, scopes := t.Count(r.Inheriting, words.PreviewInherits), t.every(noun), t.ofAll(noun)
	switch r.Among {
	case feature.ListedTenants:
		inherit = t.Count(r.Inheriting, words.PreviewListed)
	case feature.OverridingTenants:
		scopes = t.Say(words.CoverageOverrides, scopes)
	}
	value := t.valueText(inherited)
	if inherited.UnknownDefault() {
		value = t.Say(words.Unknown)
	}
	total := r.On + r.Off + max(0, r.Inheriting)
	switch {
	case r.Inheriting < 0, total == 0:
		if r.On+r.Off == 0 {
			return coverage{head: t.Say(words.PreviewNone, one), parts: t.Say(words.PreviewEach, value)}
		}
		return coverage{head: t.Say(words.PreviewOverrides, r.On, r.Off), parts: t.Say(words.PreviewEveryOther, one, value)}
	case len(inherited.Depends) > 0:
		return coverage{head: t.Say(words.PreviewOverridesOf, r.On, r.Off, total, scopes), parts: inherit + ": " + value}
	}
	is := coverage{on: r.On, total: total}
	var parts []string
	if inherited.Enabled {
		is.on += r.Inheriting
		if r.On > 0 {
			parts = append(parts, t.Say(words.PreviewBy, r.On))
		}
		if r.Inheriting > 0 {
			parts = append(parts, inherit)
		}
		if r.Off > 0 {
			parts = append(parts, t.Say(words.PreviewOff, t.afterColon(r.OffNames, r.Off)))
		}
	} else {
		if r.On > 0 {
			parts = append(parts, t.Say(words.PreviewOn, t.afterColon(r.OnNames, r.On)))
		}
		if r.Off > 0 {
			parts = append(parts, t.Say(words.PreviewOffBy, r.Off))
		}
		if r.Inheriting > 0 {
			parts = append(parts, inherit)
		}
	}
	if r.Among == feature.OverridingTenants {
		parts = append(parts, t.Say(words.PreviewOthers, one))
	}
	is.head = t.Say(words.PreviewOnNone, total, scopes)
	if is.on > 0 {
		is.head = t.Say(words.PreviewOnFor, is.on, total, scopes)
	}
	is.parts = strings.Join(parts, "; ")
	return is
}

// headWithBar returns the head of a coverage, with a bar if there is room.
func (t Theme) headWithBar(r coverage, width int) string {
	const gap, least, most = 3, 8, 24
	head := t.cut(r.head, width)
	cells := min(most, width-ansi.StringWidth(head)-gap)
	if r.total == 0 || cells < least {
		return head
	}
	filled, rest := t.gauge(r.on, r.total, cells)
	return head + strings.Repeat(" ", gap) + t.on.render(filled) + t.faint.render(rest)
}

// scopedCoverage returns the lines that say for which scopes of each kind a feature is
// on.
func (t Theme) scopedCoverage(kinds feature.KindList, view feature.View, p Preview, width int) (lines []string) {
	if view.Canary {
		lines = t.wrap(t.Say(words.PreviewCanary), width, 2)
	}
	for _, kind := range kinds {
		var names []string
		for _, o := range p.Enabled {
			if o.Scope.Kind == kind.Kind && o.Enabled {
				names = append(names, t.clean(cmp.Or(p.Names[o.Scope], o.Scope.ID)))
			}
		}
		if len(names) == 0 && !view.Allows(kind) {
			continue
		}
		r := t.scopedCount(kind, len(names), p)
		if view.Canary {
			r.head = t.Say(words.PreviewRows, r.head)
		}
		lines = append(lines, t.headWithBar(r, width))
		if len(names) > 0 {
			lines = append(lines, indent(t.wrap(strings.Join(names, ", "), width-2, 3))...)
		}
	}
	return lines
}

// scopedCount returns the coverage of a feature at the scopes of a kind. on is the
// number of scopes that have the feature on.
func (t Theme) scopedCount(kind feature.KindInfo, on int, p Preview) coverage {
	total, known := p.Listed[kind.Kind]
	noun := kind.Noun()
	switch {
	case p.MoreEnabled:
		return coverage{head: t.Say(words.PreviewMoreThan, t.clean(noun.In(t.Language).Count(on)))}
	case !known && on == 0:
		return coverage{head: t.Say(words.PreviewNoScope, t.every(noun))}
	case !known || total < on:
		return coverage{head: t.Say(words.PreviewOnScopes, t.clean(noun.In(t.Language).Count(on)))}
	case on == 0:
		return coverage{head: t.Say(words.PreviewNoneOf, t.countOf(total, noun)), total: total}
	}
	return coverage{head: t.Say(words.PreviewSomeOf, on, t.countOf(total, noun)), on: on, total: total}
}

func indent(lines []string) []string {
	for i := range lines {
		lines[i] = "  " + lines[i]
	}
	return lines
}
