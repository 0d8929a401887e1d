package views

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/words"
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
		fallback := t.defaultWord(view, b.kind())
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
		line += t.on.render(pad(t.stateText(*view), c.state))
	case view.Is(false):
		line += t.off.render(pad(t.stateText(*view), c.state))
	default:
		line += pad(t.stateText(*view), c.state)
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
		return style, b.Theme.decisionWord(*view, room < overrideNote)
	case view.Overridden() && view.Since != 0 && room < date:
		return style, sinceAt(view).Format("06-01-02")
	case view.Overridden() && view.Since != 0:
		return style, ("since " + sinceAt(view).Format(minute))[:room]
	case view.Overridden() && room < overrideNote:
		return style, "override"[:min(room, shortNote)]
	case !view.Overridden() && b.kind().Has(feature.Inherit) && room < followingNote:
		return style, "" // the status word is also the inherited value
	}
	return style, b.Theme.sourceWord(*view, b.kind())
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
func (t Theme) stateText(view feature.View) string { return stateBox(view) + " " + t.stateWord(view) }

// stateWidth returns the width of the widest stateText.
func (t Theme) stateWidth() int {
	return len("[ ] ") + t.widest(words.StateEnabled, words.StateDisabled, words.StateDepends, words.StateUnknown)
}

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

func (t Theme) stateWord(view feature.View) string {
	switch {
	case view.UnknownDefault():
		return t.Say(words.StateUnknown)
	case len(view.Depends) > 0:
		return t.Say(words.StateDepends)
	}
	return t.enabledWord(view.Enabled)
}

// defaultWord returns the value of a flag without any setting at scopes of a kind.
func (t Theme) defaultWord(view *feature.View, kind feature.KindInfo) string {
	enabled, known := kind.DefaultOf(view.Definition)
	if !known {
		return "?"
	}
	return t.enabledWord(enabled)
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

// decisionWord returns words for what decides in place of the row.
func (t Theme) decisionWord(view feature.View, brief bool) string {
	source := string(view.Decision.Source)
	switch {
	case view.Decision.Source == feature.SourceExemption:
		return t.either(brief, words.SourceExempt, words.SourceExemption)
	case view.Decision.Source != feature.SourceDefault && source != "":
		if !brief {
			source += " rollout"
		}
		return t.Known(source)
	case len(view.Depends) > 0:
		return t.either(brief, words.SourceUnsureBrief, words.SourceUnsure)
	}
	return t.either(brief, words.SourceNoRolloutBrief, words.SourceNoRollout)
}

// sourceWord returns the source of a value in the web page's words.
func (t Theme) sourceWord(view feature.View, kind feature.KindInfo) string {
	switch {
	case view.Decision != nil:
		return t.decisionWord(view, false)
	case view.Overridden() && view.HasSystem && view.Source == feature.Source(feature.System):
		return t.Say(words.SourceSystem)
	case view.Overridden():
		return t.Say(words.SourceOverride)
	case len(view.Depends) > 0 && !view.UnknownDefault() && view.Source == feature.Source(kind.Kind):
		return t.Say(words.SourceNone) // what decides is no setting
	case kind.Inherits == feature.System:
		return t.Say(words.SourceFromSystem)
	case kind.Has(feature.Inherit):
		return t.Say(words.SourceFromDefault)
	}
	return t.Say(words.SourceNone)
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
			system = b.Theme.enabledWord(view.SystemEnabled)
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
func (t Theme) enabledWord(enabled bool) string {
	return t.either(enabled, words.StateEnabled, words.StateDisabled)
}
