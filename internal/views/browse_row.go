package views

import (
	"strconv"
	"strings"
	"time"

	"flagtui/internal/feature"
)

// row draws one flag.
func (b *Browse) row(i int, marked bool) string {
	t, c, view := b.Theme, b.widths, &b.views[b.shown[i]]
	name := pad(t.cutMiddle(t.clean(view.Name), c.name), c.name)
	_, changed := b.changedByOthers[view.Name]
	line := gutter(marked, b.marks[view.Name], changed) + name
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
		line += t.warning.render(pad("Reading", c.state)) // in ASCII, so that little is sent to the terminal
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
	if news := b.changedByOthers[view.Name]; news != "" { // in the free space of the row, so that no column moves
		more, room = strings.TrimSuffix(news+", "+more, ", "), b.width-c.total()-len(c.gap)
	}
	if more = t.cut(t.clean(more), room); more != "" {
		line += pad("", c.note-len(note)) + c.gap + more
	}
	return line
}

// statusNote says where the value comes from, as it fits. It is ASCII.
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
		return b.Theme.warning, "orphaned"
	case !view.Registered && b.catalogue && b.widths.detail == 0:
		return b.Theme.warning, "not registered"
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

// sinceAt returns when a scoped feature was turned on.
func sinceAt(view *feature.View) time.Time { return time.Unix(view.Since, 0).UTC() }

// allowedWhere says where a feature may be turned on, in OLI Torus' words.
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

// stateText is a flag's effective value as a box and a word.
func stateText(view feature.View) string { return stateBox(view) + " " + stateWord(view) }

// stateBox is a flag's effective value as a box.
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

// stateWord is a flag's effective value as a word.
func stateWord(view feature.View) string {
	switch {
	case view.UnknownDefault():
		return "Unknown"
	case len(view.Depends) > 0:
		return "Depends"
	}
	return enabledWord(view.Enabled)
}

// defaultWord is a flag's default as a word.
func defaultWord(view *feature.View) string {
	if view.Unknown {
		return "?"
	}
	return enabledWord(view.Default)
}

// oppositeSetting is the setting that is proposed first: the opposite of the
// present value, or of the row's where the row does not decide.
func oppositeSetting(view feature.View) feature.Setting {
	if view.Decision != nil {
		return feature.SettingOf(view.Own() != feature.On)
	}
	return feature.SettingOf(!view.Enabled)
}

// decisionWord names, in ASCII, what decides in place of the row.
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

// sourceWord says where the value comes from, in the web page's words.
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

// detail is the text of the last column: what is unusual about the flag, and then
// the system's value (for a tenant) or the number of overrides.
func (b *Browse) detail(view feature.View) string { return string(b.appendDetail(nil, &view)) }

// appendDetail appends the detail to text.
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
		add("not for ", b.Theme.clean(kind.Plural())) // the definition does not allow this row
	}
	if view.Decision != nil {
		add(view.Decision.Text)
		if view.Overridden {
			add("its row, ", view.Own().String(), ", does not decide")
		}
		return text // the number of rows is no information here
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

// enabledWord is the web page's word for a value.
func enabledWord(enabled bool) string {
	if enabled {
		return "Enabled"
	}
	return "Disabled"
}
