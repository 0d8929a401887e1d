package views

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
)

// previewReach says for how many scopes the flag is on, with a bar where it is
// known of how many.
func (b *Browse) previewReach(view feature.View, p Preview, width int) (lines []string) {
	if p.Impact != nil {
		system, known := view.Enabled, !view.UnknownDefault()
		if view.HasSystem {
			system, known = view.SystemEnabled, !view.SystemUnknown
		}
		r := b.Theme.tenantReach(*p.Impact, system, known)
		lines = append(lines, b.Theme.headWithBar(r, width))
		lines = append(lines, indent(b.Theme.wrap(r.parts, width-2, 3))...)
	}
	if p.Enabled != nil {
		lines = append(lines, b.Theme.scopedReach(view, p, width)...)
	}
	return lines
}

// reach is for how many of all tenants a flag is on, in words. total is zero where
// it is not known.
type reach struct {
	head, parts string
	on, total   int
}

// tenantReach puts an impact into words. system is the value that a tenant without
// an override inherits; known: there is one.
func (t Theme) tenantReach(r feature.Impact, system, known bool) reach {
	inherit, tenants := fmt.Sprintf("%d inherit", r.Inheriting), "tenants"
	switch r.Among {
	case feature.ListedTenants:
		inherit = fmt.Sprintf("%d listed inherit", r.Inheriting)
	case feature.OverridingTenants:
		tenants = "tenants with overrides"
	}
	value := "unknown"
	if known {
		value = enabledWord(system)
	}
	total := r.On + r.Off + max(0, r.Inheriting)
	switch {
	case r.Inheriting < 0, total == 0:
		if r.On+r.Off == 0 {
			return reach{head: "no tenant has an override", parts: "each inherits: " + value}
		}
		return reach{head: fmt.Sprintf("by override on for %d, off for %d", r.On, r.Off), parts: "every other tenant inherits: " + value}
	case !known:
		return reach{head: fmt.Sprintf("by override on for %d, off for %d of %d %s", r.On, r.Off, total, tenants), parts: inherit + ", which is unknown"}
	}
	is := reach{on: r.On, total: total}
	var parts []string
	if system {
		is.on += r.Inheriting
		if r.On > 0 {
			parts = append(parts, fmt.Sprintf("%d by override", r.On))
		}
		parts = append(parts, inherit)
		if r.Off > 0 {
			parts = append(parts, "off"+t.afterColon(r.OffNames, r.Off))
		}
	} else {
		if r.On > 0 {
			parts = append(parts, "on"+t.afterColon(r.OnNames, r.On))
		}
		if r.Off > 0 {
			parts = append(parts, fmt.Sprintf("%d off by override", r.Off))
		}
		parts = append(parts, inherit)
	}
	if r.Among == feature.OverridingTenants {
		parts = append(parts, "any other tenant inherits, too")
	}
	on := "none"
	if is.on > 0 {
		on = strconv.Itoa(is.on)
	}
	is.head = fmt.Sprintf("on for %s of %d %s", on, total, tenants)
	is.parts = strings.Join(parts, "; ")
	return is
}

// headWithBar is the head of a reach, with a bar where there is room.
func (t Theme) headWithBar(r reach, width int) string {
	const gap, least, most = 3, 8, 24
	head := t.cut(r.head, width)
	cells := min(most, width-ansi.StringWidth(head)-gap)
	if r.total == 0 || cells < least {
		return head
	}
	filled, rest := t.gauge(r.on, r.total, cells)
	return head + strings.Repeat(" ", gap) + t.on.render(filled) + t.faint.render(rest)
}

// scopedReach says which projects and sections a feature is on for.
func (t Theme) scopedReach(view feature.View, p Preview, width int) (lines []string) {
	var counts, names []string
	for _, kind := range []feature.Kind{feature.Project, feature.Section} {
		var ids []string
		for _, o := range p.Enabled {
			if o.Scope.Kind == kind && o.Enabled {
				ids = append(ids, t.clean(o.Scope.ID))
			}
		}
		if len(ids) == 0 && !view.Allows(kind) {
			continue
		}
		counts = append(counts, feature.Plural(len(ids), string(kind)))
		if len(ids) > 0 {
			names = append(names, kind.Plural()+": "+strings.Join(ids, ", "))
		}
	}
	head := "on for "
	if view.Canary {
		head = "canary feature: rollouts decide, its rows do not; rows for "
	}
	if p.MoreEnabled && len(names) > 0 {
		head += "more than "
	}
	if len(counts) == 0 {
		return nil
	}
	lines = t.wrap(head+strings.Join(counts, " and "), width, 2)
	for _, text := range names {
		lines = append(lines, indent(t.wrap(text, width-2, 3))...)
	}
	return lines
}

func indent(lines []string) []string {
	for i := range lines {
		lines[i] = "  " + lines[i]
	}
	return lines
}

// previewWeeks is how many weeks the sparkline covers.
const previewWeeks = 12

// previewChanges are the last changes: a sparkline of the weeks, and as many of the
// newest as there are lines for.
func (t Theme) previewChanges(p Preview, width, height int) []string {
	heading := t.heading.render("LAST CHANGES (UTC)")
	sets := changeSets(p.Changes)
	sets = sets[:min(len(sets), max(1, height-1))]
	if len(sets) == 0 {
		return []string{heading + "  none on record"}
	}
	lines := []string{heading + "  " + t.sparkline(changesByWeek(p)) + fmt.Sprintf("  %d weeks", previewWeeks)}
	who := 0
	for _, set := range sets {
		who = max(who, ansi.StringWidth(t.who(set[0])))
	}
	who = min(who, 14)
	for _, set := range sets {
		when := previewTime(set[0].At, p.ReadAt)
		line := pad(when, len("02 Jan 15:04")) + "  " + pad(t.cut(t.who(set[0]), who), who) + "  "
		lines = append(lines, t.faint.render(line)+t.cut(t.changeText(set), width-ansi.StringWidth(line)))
	}
	return lines
}

// previewTime is when a change was made. Of another year it has no time of day.
func previewTime(at, now time.Time) string {
	switch {
	case at.IsZero():
		return "at some time"
	case at.UTC().Year() != now.UTC().Year():
		return at.UTC().Format("02 Jan 2006")
	}
	return at.UTC().Format("02 Jan 15:04")
}

// who is who made a change.
func (t Theme) who(e feature.Entry) string {
	switch {
	case e.Origin == feature.FromOutside:
		return "outside"
	case e.Actor == "":
		return "unknown"
	}
	return t.clean(shortActor(e.Actor))
}

// changeSets groups the entries that were changed together, without changing their
// order.
func changeSets(entries []feature.Entry) (sets [][]feature.Entry) {
	for i, e := range entries {
		if i > 0 && e.Change != "" && e.Change == entries[i-1].Change {
			sets[len(sets)-1] = append(sets[len(sets)-1], e)
			continue
		}
		sets = append(sets, []feature.Entry{e})
	}
	return sets
}

// changeText says what a change-set has set where: "globex, granite → off".
func (t Theme) changeText(set []feature.Entry) string {
	var settings []string
	scopes := map[string][]string{}
	for _, e := range set {
		setting, where := e.Scope.Kind.Word(e.After), e.Scope.ID
		switch e.Scope.Kind {
		case feature.Tenant:
		case feature.System:
			where = "system"
		default:
			where = string(e.Scope.Kind) + " " + where
		}
		if scopes[setting] == nil {
			settings = append(settings, setting)
		}
		scopes[setting] = append(scopes[setting], t.clean(where))
	}
	for i, setting := range settings {
		names := scopes[setting]
		text := strings.Join(names[:min(maxScopesNamed, len(names))], ", ")
		if more := len(names) - maxScopesNamed; more > 0 {
			text += fmt.Sprintf(" and %d more", more)
		}
		settings[i] = text + t.arrow + setting
	}
	return strings.Join(settings, "; ")
}

// changesByWeek counts the changes of each week up to the reading, the oldest
// first. Of a week from before the oldest change that was read it is not known, and
// -1, where there are older ones.
func changesByWeek(p Preview) []int {
	const week = 7 * 24 * time.Hour
	counts := make([]int, previewWeeks)
	read := previewWeeks // how many weeks back the changes were read
	for i, e := range p.Changes {
		back := int(p.ReadAt.Sub(e.At) / week)
		if e.At.IsZero() {
			continue
		}
		if back >= 0 && back < previewWeeks {
			counts[previewWeeks-1-back]++
		}
		if p.MoreChanges && i == len(p.Changes)-1 {
			read = min(previewWeeks, back+1)
		}
	}
	for i := range counts[:previewWeeks-read] {
		counts[i] = -1
	}
	return counts
}
