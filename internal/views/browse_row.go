package views

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"flagtui/internal/feature"
)

// row draws the line of a flag, or of a module of the tree.
func (b *Browse) row(i int, marked bool) string {
	if m, ok := b.moduleAt(i); ok {
		return b.moduleLine(m, marked)
	}
	t, c, view := b.Theme, b.widths, &b.views[b.lines[i]]
	name := t.cutMiddle(t.clean(view.Name), c.name)
	if module := moduleOf(view.Name); b.tree.on && module != "" { // the module's own row names the module
		name = "  " + t.cutMiddle(t.clean(view.Name[len(module)+1:]), c.name-2)
	}
	line := gutter(marked, b.marks[view.Name], b.newsMark(view)) + b.highlight(name, ansiStyle{}, true) + pad("", c.name-textWidth(name))
	if c.defaultValue > 0 {
		fallback := defaultWord(view, b.kind())
		if b.kind().OptIn {
			fallback = allowedWhere(view)
		}
		if !b.kind().OptIn && differsFromDefault(view, b.kind()) {
			line += c.gap + t.differs.render(fallback) + pad("", c.defaultValue-len(fallback))
		} else {
			line += c.gap + pad(fallback, c.defaultValue)
		}
	}
	line += c.gap
	switch {
	case view.Name == b.reading && b.reading != "":
		line += t.warning.render(pad("Reading", c.state)) // ASCII takes fewer bytes than an ellipsis
	case b.scope.Scope.IsZero(): // without a scope a flag has no state
		line += pad("-", c.state)
	case view.Is(true):
		line += t.on.render(pad(stateText(*view), c.state))
	case view.Is(false):
		line += t.off.render(pad(stateText(*view), c.state))
	default:
		line += pad(stateText(*view), c.state)
	}
	if c.note > 0 {
		style, note := b.statusNote(view)
		line += c.gap + style.render(note) + pad("", c.note-len(note))
	}
	return line + b.rowEnd(view, name)
}

// statusNote returns the source of the value and its style. The source is ASCII, in as
// many words as the width allows.
func (b *Browse) statusNote(view *feature.View) (ansiStyle, string) {
	style := b.Theme.faint
	if view.Overridden() {
		style = b.Theme.override
	}
	room := b.widths.note
	date := len("since " + time.DateOnly)
	switch {
	case !view.Registered && b.catalogue && b.widths.detail == 0 && room < len("not registered"):
		return b.Theme.warning, "orphaned"[:min(room, len("orphaned"))]
	case !view.Registered && b.catalogue && b.widths.detail == 0:
		return b.Theme.warning, "not registered"
	case view.Decision != nil:
		return style, decisionWord(*view, room < overrideNote)
	case view.Overridden() && view.Since != 0 && room < date:
		return style, sinceAt(view).Format("06-01-02")
	case view.Overridden() && view.Since != 0:
		return style, ("since " + sinceAt(view).Format(minute))[:room]
	case view.Overridden() && room < overrideNote:
		return style, "override"[:min(room, shortNote)]
	case !view.Overridden() && b.kind().Has(feature.Inherit) && room < followingNote:
		return style, "" // the status word is also the inherited value
	}
	return style, sourceWord(*view, b.kind())
}

func sinceAt(view *feature.View) time.Time { return time.Unix(view.Since, 0).UTC() }

// allowedWhere returns the scopes at which OLI Torus lets a feature be on, in Torus'
// words.
func allowedWhere(view *feature.View) string {
	if !view.Registered {
		return "-"
	}
	return cmp.Or(view.Context(), "-")
}

// stateText returns a flag's effective value as a box and a word.
func stateText(view feature.View) string { return stateBox(view) + " " + stateWord(view) }

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

func stateWord(view feature.View) string {
	switch {
	case view.UnknownDefault():
		return "Unknown"
	case len(view.Depends) > 0:
		return "Depends"
	}
	return enabledWord(view.Enabled)
}

// defaultWord returns the value of a flag without any setting at scopes of a kind.
func defaultWord(view *feature.View, kind feature.KindInfo) string {
	enabled, known := kind.DefaultOf(view.Definition)
	if !known {
		return "?"
	}
	return enabledWord(enabled)
}

// oppositeSetting returns the setting that a change proposes first: the opposite of the
// current value. If the row does not decide alone, it returns the opposite of the
// row's value. A kind without that setting can only inherit.
func oppositeSetting(view feature.View, kind feature.KindInfo) feature.Setting {
	after := feature.SettingOf(!view.Is(true))
	if view.Decision != nil || len(view.Depends) > 0 && !view.UnknownDefault() {
		after = feature.SettingOf(view.Own() != feature.On)
	}
	if !kind.Has(after) {
		return feature.Inherit
	}
	return after
}

// decisionWord returns ASCII words for what decides in place of the row.
func decisionWord(view feature.View, brief bool) string {
	source := string(view.Decision.Source)
	long, short := source+" rollout", source
	switch {
	case view.Decision.Source == feature.SourceExemption:
		long, short = "exemption", "exempt"
	case view.Decision.Source != feature.SourceDefault && source != "":
	case len(view.Depends) > 0:
		long, short = "rollout unknown", "unknown"
	default:
		long, short = "no rollout", "none"
	}
	if brief {
		return short
	}
	return long
}

// sourceWord returns the source of a value in the web page's words.
func sourceWord(view feature.View, kind feature.KindInfo) string {
	switch {
	case view.Decision != nil:
		return decisionWord(view, false)
	case view.Overridden() && view.HasSystem && view.Source == feature.Source(feature.System):
		return "System decides"
	case view.Overridden():
		return "Override active"
	case len(view.Depends) > 0 && !view.UnknownDefault() && view.Source == feature.Source(kind.Kind):
		return "Not set" // what decides is no setting
	case kind.Inherits == feature.System:
		return "Following system"
	case kind.Has(feature.Inherit):
		return "Following default"
	}
	return "Not set"
}

// detail returns the text of the detail column: what is unusual about the flag, and
// then the system's value (for a tenant) or the number of overrides.
func (b *Browse) detail(view feature.View) string {
	return string(b.appendDetail(nil, &view, b.widths.briefDetail))
}

// appendDetail appends the detail of a flag to text. If brief is true, the system's
// value is "on" or "off" instead of "Enabled" or "Disabled".
func (b *Browse) appendDetail(text []byte, view *feature.View, brief bool) []byte {
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
	if kind := b.kind(); view.Registered && view.Overridden() && !view.Allows(kind) {
		add("not for ", b.Theme.clean(kind.Plural)) // the definition does not allow an override here
	}
	if view.Locked != "" {
		add("locked: ", b.Theme.clean(view.Locked))
	}
	if view.Decision == nil && !view.UnknownDefault() {
		for _, depends := range view.Depends {
			add(b.Theme.clean(depends))
		}
	}
	if view.Decision != nil {
		add(view.Decision.Text)
		if view.Overridden() {
			add("its row, ", view.Own().String(), ", does not decide")
		}
		return text // the number of overrides says nothing here
	}
	if view.HasSystem {
		if b.systemSaysSame(view) {
			return text
		}
		system := "?"
		switch {
		case view.SystemDependsOnMore():
			system = "Depends"
		case view.SystemUnknown():
		case brief:
			system = feature.SettingOf(view.SystemEnabled).String()
		default:
			system = enabledWord(view.SystemEnabled)
		}
		add("System: ", system)
		return text
	}
	if combine := b.kind().Combine; (combine == feature.AnyOn || combine == feature.AboveSet) && len(view.Depends) > 0 {
		return text // what decides has the number of the scopes that are on
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

// systemSaysSame reports whether the row shows the system's value already.
func (b *Browse) systemSaysSame(view *feature.View) bool {
	return !b.nameSystemAlways && !view.SystemUnknown() && view.Is(view.SystemEnabled) || view.SystemDependsOnMore() && slices.Equal(view.Depends, view.SystemDepends)
}

// enabledWord returns the web page's word for a value.
func enabledWord(enabled bool) string {
	if enabled {
		return "Enabled"
	}
	return "Disabled"
}
