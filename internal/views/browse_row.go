package views

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/charmbracelet/x/ansi"

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
		line += t.warning.render(pad(t.Say(words.Reading), c.state)) // without an ellipsis, which takes more bytes
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
		line += c.gap + style.render(note) + pad("", c.note-textWidth(note))
	}
	return line + b.rowEnd(view, name)
}

// statusNote returns the source of the value and its style, in as many words as the
// width allows.
func (b *Browse) statusNote(view *feature.View) (ansiStyle, string) {
	t, style, room := b.Theme, b.Theme.faint, b.widths.note
	if view.Overridden() {
		style = t.override
	}
	switch {
	case !view.Registered && b.catalogue && b.widths.detail == 0:
		if note := t.Say(words.ListNotRegistered); textWidth(note) <= room {
			return t.warning, note
		}
		return t.warning, ansi.Truncate(t.Say(words.ListOrphaned), room, "")
	case view.Decision != nil:
		return style, t.decisionWord(*view, room < t.overrideNote())
	case view.Overridden() && view.Since != 0:
		return style, t.sinceNote(sinceAt(view), room)
	case view.Overridden() && room < t.overrideNote():
		return style, ansi.Truncate(t.Say(words.OverrideSet), room, "")
	case !view.Overridden() && b.kind().Has(feature.Inherit) && room < t.followingNote():
		return style, "" // the status word is also the inherited value
	}
	return style, t.cut(t.sourceWord(*view, b.kind()), room)
}

// sinceNote returns the time of a setting in at most room cells.
func (t Theme) sinceNote(at time.Time, room int) string {
	for _, layout := range []string{minute, time.DateOnly} {
		if note := t.Say(words.Since, at.Format(layout)); textWidth(note) <= room {
			return note
		}
	}
	return at.Format("06-01-02")
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
	t := &b.Theme // it is large, and this runs for every flag
	add := func(said ...string) {
		if len(text) > 0 {
			text = append(text, ", "...)
		}
		for _, word := range said {
			text = append(text, word...)
		}
	}
	if !view.Registered && b.catalogue {
		add(t.Say(words.ListNotRegistered))
	}
	if view.Misplaced {
		add(t.Say(words.ListOddRow))
	}
	if kind := b.kind(); view.Registered && view.Overridden() && !view.Allows(kind) {
		add(t.Say(words.NotFor, t.kindPlural(kind))) // the definition does not allow an override here
	}
	if view.Locked != "" {
		add(t.Say(words.ListLocked, t.clean(t.Known(view.Locked))))
	}
	if view.Decision == nil && !view.UnknownDefault() {
		for _, depends := range view.Depends {
			add(t.clean(depends))
		}
	}
	if view.Decision != nil {
		add(t.Known(view.Decision.Text))
		if view.Overridden() {
			add(t.Say(words.RowIgnored, t.setting(view.Own())))
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
			system = t.Say(words.StateDepends)
		case view.SystemUnknown():
		case brief:
			system = t.setting(feature.SettingOf(view.SystemEnabled))
		default:
			system = t.enabledWord(view.SystemEnabled)
		}
		add(t.Say(words.ListSystemHas), system)
		return text
	}
	if combine := b.kind().Combine; (combine == feature.AnyOn || combine == feature.AboveSet) && len(view.Depends) > 0 {
		return text // what decides has the number of the scopes that are on
	}
	count := b.counts.Of(view.Name)
	if count.On > 0 {
		add()
		text = append(strconv.AppendInt(text, int64(count.On), 10), t.Say(words.ListCountOn)...)
	}
	if count.Off > 0 {
		add()
		text = append(strconv.AppendInt(text, int64(count.Off), 10), t.Say(words.ListCountOff)...)
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
