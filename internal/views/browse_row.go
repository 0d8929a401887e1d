package views

import (
	"strconv"
	"strings"
	"time"

	"flagtui/internal/feature"
)

// line draws one flag.
func (b *Browse) row(i int, marked bool) string {
	t, c, view := b.Theme, b.widths, &b.views[b.shown[i]]
	name := pad(t.cutMiddle(t.clean(view.Name), c.name), c.name)
	_, changed := b.changedByOthers[view.Name]
	line := gutter(marked, b.marks[view.Name], changed) + name
	if marked {
		line = t.cursor.render(line)
	}
	if c.description > 0 {
		line += c.gap + t.faint.render(pad(t.cut(t.clean(view.Description), c.description), c.description))
	}
	if c.defaultValue > 0 {
		fallback := defaultWord(view)
		if !b.scope.Scope.Kind.Inherits() {
			fallback = allowedWhere(view)
		}
		line += c.gap + pad(fallback, c.defaultValue)
	}
	line += c.gap
	switch {
	case view.Name == b.reading && b.reading != "":
		line += t.warn.render(pad("Reading", c.state)) // in ASCII, of which the painter sends no more than this
	case b.scope.Scope.IsZero(): // no scope, no state
		line += pad("-", c.state)
	case view.Is(true):
		line += t.on.render(pad(stateText(*view), c.state))
	default:
		line += stateText(*view)
	}
	style, note := b.statusNote(view)
	line += c.gap + style.render(note)
	more, room := b.detail(*view), c.detail
	if news := b.changedByOthers[view.Name]; news != "" { // it takes what room the line has, and moves no column
		more, room = strings.TrimSuffix(news+", "+more, ", "), b.width-c.total()-len(c.gap)
	}
	if more = t.cut(t.clean(more), room); more != "" {
		line += pad("", c.note-len(note)) + c.gap + more
	}
	return line
}

// note is origin as browse shows it. It is ASCII.
func (b *Browse) statusNote(view *feature.View) (ansiStyle, string) {
	style := b.Theme.faint
	if view.Overridden {
		style = b.Theme.override
	}
	kind := b.scope.Scope.Kind
	switch {
	case b.scope.Scope.IsZero():
		return style, ""
	case !view.Registered && b.catalogue && b.widths.detail == 0 && b.widths.shortNote:
		return b.Theme.warn, "orphaned"
	case !view.Registered && b.catalogue && b.widths.detail == 0:
		return b.Theme.warn, "not registered"
	case view.Decision != nil:
		return style, decisionWord(*view, b.widths.shortNote)
	case view.Overridden && view.Since != 0 && b.widths.shortNote:
		return style, sinceAt(view).Format("06-01-02")
	case view.Overridden && view.Since != 0:
		return style, ("since " + sinceAt(view).Format(minute))[:b.widths.note]
	case !b.widths.shortNote:
		return style, sourceWord(*view, kind)
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
func allowedWhere(view *feature.View) string {
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
func stateText(view feature.View) string { return stateBox(view) + " " + stateWord(view) }

// box is a flag's effective value as a box.
func stateBox(view feature.View) string {
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
func stateWord(view feature.View) string {
	switch {
	case view.UnknownDefault():
		return "Unknown"
	case len(view.Depends) > 0:
		return "Depends"
	}
	return enabledWord(view.Enabled)
}

// byDefault is the word for a flag's default.
func defaultWord(view *feature.View) string {
	if view.Unknown {
		return "?"
	}
	return enabledWord(view.Default)
}

// opposite is the setting that a change of the flag begins with: the other
// value than the present one; where the row does not decide, than the row's.
func oppositeSetting(view feature.View) feature.Setting {
	if view.Decision != nil {
		return feature.SettingOf(view.Own() != feature.On)
	}
	return feature.SettingOf(!view.Enabled)
}

// decider names, in ASCII, what decides a flag in place of its row.
func decisionWord(view feature.View, brief bool) string {
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
func sourceWord(view feature.View, kind feature.Kind) string {
	switch {
	case view.Decision != nil:
		return decisionWord(view, false)
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
func (b *Browse) detail(view feature.View) string { return string(b.appendDetail(nil, &view)) }

// appendMore appends more to text.
func (b *Browse) appendDetail(text []byte, view *feature.View) []byte {
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
		add("not for ", b.Theme.clean(kind.Plural())) // the row is there, against its definition
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
			system = enabledWord(view.SystemEnabled)
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
func enabledWord(enabled bool) string {
	if enabled {
		return "Enabled"
	}
	return "Disabled"
}
