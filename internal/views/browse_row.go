package views

import (
	"strconv"
	"strings"
	"time"

	"flagtui/internal/feature"
)

// line draws one flag.
func (b *Browse) line(i int, marked bool) string {
	t, c, view := b.Theme, b.widths, &b.views[b.shown[i]]
	name := pad(t.middle(t.text(view.Name), c.name), c.name)
	_, changed := b.changed[view.Name]
	line := gutter(marked, b.marks[view.Name], changed) + name
	if marked {
		line = t.cursor.on(line)
	}
	if c.description > 0 {
		line += c.gap + t.faint.on(pad(t.cut(t.text(view.Description), c.description), c.description))
	}
	if c.fallback > 0 {
		fallback := byDefault(view)
		if !b.scope.Scope.Kind.Inherits() {
			fallback = allowed(view)
		}
		line += c.gap + pad(fallback, c.fallback)
	}
	line += c.gap
	switch {
	case view.Name == b.awaited && b.awaited != "":
		line += t.warn.on(pad("Reading", c.state)) // in ASCII, of which the painter sends no more than this
	case b.scope.Scope.IsZero(): // no scope, no state
		line += pad("-", c.state)
	case view.Is(true):
		line += t.on.on(pad(state(*view), c.state))
	default:
		line += state(*view)
	}
	style, note := b.note(view)
	line += c.gap + style.on(note)
	more, room := b.more(*view), c.more
	if said := b.changed[view.Name]; said != "" { // it takes what room the line has, and moves no column
		more, room = strings.TrimSuffix(said+", "+more, ", "), b.width-c.total()-len(c.gap)
	}
	if more = t.cut(t.text(more), room); more != "" {
		line += pad("", c.note-len(note)) + c.gap + more
	}
	return line
}

// note is origin as browse shows it. It is ASCII.
func (b *Browse) note(view *feature.View) (paint, string) {
	style := b.Theme.faint
	if view.Overridden {
		style = b.Theme.override
	}
	kind := b.scope.Scope.Kind
	switch {
	case b.scope.Scope.IsZero():
		return style, ""
	case !view.Registered && b.catalogue && b.widths.more == 0 && b.widths.brief:
		return b.Theme.warn, "orphaned"
	case !view.Registered && b.catalogue && b.widths.more == 0:
		return b.Theme.warn, "not registered"
	case view.Decision != nil:
		return style, decider(*view, b.widths.brief)
	case view.Overridden && view.Since != 0 && b.widths.brief:
		return style, sinceAt(view).Format("06-01-02")
	case view.Overridden && view.Since != 0:
		return style, ("since " + sinceAt(view).Format(minute))[:b.widths.note]
	case !b.widths.brief:
		return style, origin(*view, kind)
	case view.Overridden:
		return style, "override"
	case kind != feature.System && kind != feature.Tenant:
		return style, "not set"
	}
	return style, string(view.Source)
}

// sinceAt is when a scoped feature was turned on.
func sinceAt(view *feature.View) time.Time { return time.Unix(view.Since, 0).UTC() }

// allowed names where a scoped feature may be turned on, in OLI Torus' words.
func allowed(view *feature.View) string {
	switch project, section := view.Allows(feature.Project), view.Allows(feature.Section); {
	case !view.Registered:
		return "-"
	case project && section:
		return "both"
	case project:
		return "authoring"
	case section:
		return "delivery"
	}
	return "-"
}

// state is a flag's effective value, told by a box and by a word.
func state(view feature.View) string { return box(view) + " " + value(view) }

// box is a flag's effective value as a box.
func box(view feature.View) string {
	switch {
	case view.UnknownDefault():
		return "[?]"
	case len(view.Depends) > 0:
		return "[~]"
	case view.Enabled:
		return "[x]"
	}
	return "[ ]"
}

// value is a flag's effective value as a word.
func value(view feature.View) string {
	switch {
	case view.UnknownDefault():
		return "Unknown"
	case len(view.Depends) > 0:
		return "Depends"
	}
	return onOff(view.Enabled)
}

// byDefault is the word for a flag's default.
func byDefault(view *feature.View) string {
	if view.Unknown {
		return "?"
	}
	return onOff(view.Default)
}

// opposite is the setting that a change of the flag begins with: the other
// value than the present one; where the row does not decide, than the row's.
func opposite(view feature.View) feature.Setting {
	if view.Decision != nil {
		return feature.SettingOf(view.Own() != feature.On)
	}
	return feature.SettingOf(!view.Enabled)
}

// decider names, in ASCII, what decides a flag in place of its row.
func decider(view feature.View, brief bool) string {
	words := map[feature.Source][2]string{
		feature.Source(feature.Section): {"section rollout", "section"}, feature.Source(feature.Project): {"project rollout", "project"},
		feature.SourceGlobal: {"global rollout", "global"}, feature.SourceExemption: {"exemption", "exempt"},
	}
	pair, ok := words[view.Decision.Source]
	switch {
	case ok:
	case len(view.Depends) > 0:
		pair = [2]string{"rollout unknown", "unknown"}
	default:
		pair = [2]string{"no rollout", "none"}
	}
	if brief {
		return pair[1]
	}
	return pair[0]
}

// origin says where the value comes from, in the web page's words.
func origin(view feature.View, kind feature.Kind) string {
	switch {
	case view.Decision != nil:
		return decider(view, false)
	case view.Overridden:
		return "Override active"
	case kind == feature.Tenant:
		return "Following system"
	case kind == feature.System:
		return "Following default"
	}
	return "Not set"
}

// more is the last column: in tenant scope the system's value, else how many
// tenants override the flag; before it, what is odd about the flag.
func (b *Browse) more(view feature.View) string { return string(b.appendMore(nil, &view)) }

// appendMore appends more to text.
func (b *Browse) appendMore(text []byte, view *feature.View) []byte {
	add := func(words ...string) {
		if len(text) > 0 {
			text = append(text, ", "...)
		}
		for _, word := range words {
			text = append(text, word...)
		}
	}
	if !view.Registered && b.catalogue {
		add("not registered")
	}
	if view.Misplaced {
		add("odd row")
	}
	if kind := b.scope.Scope.Kind; view.Registered && view.Overridden && !view.Allows(kind) {
		add("not for ", b.Theme.text(kind.Plural())) // the row is there, against its definition
	}
	if view.Decision != nil {
		add(view.Decision.Text)
		if view.Overridden {
			add("its row, ", view.Own().String(), ", does not decide")
		}
		return text // of how many scopes have a row says nothing
	}
	if view.HasSystem {
		system := "?"
		if !view.SystemUnknown {
			system = onOff(view.SystemEnabled)
		}
		add("System: ", system)
		return text
	}
	count := b.counts.Of(view.Name)
	for _, way := range []struct {
		n    int
		word string
	}{{count.On, " on"}, {count.Off, " off"}} {
		if way.n > 0 {
			add()
			text = append(strconv.AppendInt(text, int64(way.n), 10), way.word...)
		}
	}
	return text
}

// onOff is the web page's word for a value.
func onOff(enabled bool) string {
	if enabled {
		return "Enabled"
	}
	return "Disabled"
}
