package views

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"flagtui/internal/feature"
)

// row draws one flag, or a module of the tree.
func (b *Browse) row(i int, marked bool) string {
	if m, ok := b.moduleAt(i); ok {
		return b.moduleLine(m, marked)
	}
	t, c, view := b.Theme, b.widths, &b.views[b.lines[i]]
	name := t.cutMiddle(t.clean(view.Name), c.name)
	if module := moduleOf(view.Name); b.tree.on && module != "" { // which its row names
		name = "  " + t.cutMiddle(t.clean(view.Name[len(module)+1:]), c.name-2)
	}
	_, changed := b.changedByOthers[view.Name]
	line := gutter(marked, b.marks[view.Name], changed) + b.highlight(name, ansiStyle{}, true) + pad("", c.name-textWidth(name))
	if c.defaultValue > 0 {
		fallback := defaultWord(view)
		if !b.scope.Scope.Kind.Inherits() {
			fallback = allowedWhere(view)
		}
		if b.scope.Scope.Kind.Inherits() && differsFromDefault(view) {
			line += c.gap + t.differs.render(fallback) + pad("", c.defaultValue-len(fallback))
		} else {
			line += c.gap + pad(fallback, c.defaultValue)
		}
	}
	line += c.gap
	switch {
	case view.Name == b.reading && b.reading != "":
		line += t.warning.render(pad("Reading", c.state)) // in ASCII, so that little is sent to the terminal
	case b.scope.Scope.IsZero(): // no scope, no state
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

// rowEnd is the detail of a flag, its last change and its description. What others have
// just changed comes first, and then what a search has found where it is not shown: both
// in the room of the description, or in the free end of the row.
func (b *Browse) rowEnd(view *feature.View, name string) string {
	t, c := b.Theme, b.widths
	detail, news := t.clean(b.detail(*view)), t.clean(b.changedByOthers[view.Name])
	if c.description == 0 && news != "" {
		return prefixed(c.gap, t.cut(strings.TrimSuffix(news+", "+detail, ", "), b.width-c.statusEnd()-len(c.gap)))
	}
	if c.description == 0 {
		if room := b.pieceRoom(); room >= leastPiece {
			if piece := b.hiddenMatch(view, room, name); piece != "" {
				return c.gap + b.highlight(piece, t.faint, false)
			}
		}
	}
	end := ""
	if c.detail > 0 {
		end = c.gap + pad(t.cut(detail, c.detail), c.detail)
	}
	if c.changed > 0 {
		end += c.gap + pad(t.cut(b.lastChanges[view.Name].text, c.changed), c.changed)
	}
	if c.description == 0 {
		return end
	}
	if news = t.cut(news, c.description); news != "" && view.Description != "" {
		news += t.cut(t.dot, c.description-textWidth(news))
	}
	room := c.description - textWidth(news)
	description := t.cut(t.clean(view.Description), room)
	if piece := b.hiddenMatch(view, room, name, description); piece != "" {
		description = piece
	}
	return end + c.gap + news + b.highlight(description, t.faint, false)
}

// pieceRoom is how many cells a row without a description has for a piece of it.
func (b *Browse) pieceRoom() int { return b.width - b.widths.statusEnd() - len(b.widths.gap) }

// prefixed returns text after prefix, or nothing without a text.
func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}

// statusNote says where the value comes from, in as much detail as the width allows. It
// is ASCII.
func (b *Browse) statusNote(view *feature.View) (ansiStyle, string) {
	style := b.Theme.faint
	if view.Overridden {
		style = b.Theme.override
	}
	kind, room := b.scope.Scope.Kind, b.widths.note
	date := len("since " + time.DateOnly)
	switch {
	case !view.Registered && b.catalogue && b.widths.detail == 0 && room < len("not registered"):
		return b.Theme.warning, "orphaned"[:min(room, len("orphaned"))]
	case !view.Registered && b.catalogue && b.widths.detail == 0:
		return b.Theme.warning, "not registered"
	case view.Decision != nil:
		return style, decisionWord(*view, room < overrideNote)
	case view.Overridden && view.Since != 0 && room < date:
		return style, sinceAt(view).Format("06-01-02")
	case view.Overridden && view.Since != 0:
		return style, ("since " + sinceAt(view).Format(minute))[:room]
	case view.Overridden && room < overrideNote:
		return style, "override"[:min(room, shortNote)]
	case !view.Overridden && kind.Inherits() && room < followingNote:
		return style, "" // the value says the same
	}
	return style, sourceWord(*view, kind)
}

// sinceAt returns when a scoped feature was turned on.
func sinceAt(view *feature.View) time.Time { return time.Unix(view.Since, 0).UTC() }

// allowedWhere says where a feature may be turned on, in OLI Torus' words.
func allowedWhere(view *feature.View) string {
	if !view.Registered {
		return "-"
	}
	return cmp.Or(view.Context(), "-")
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
func (b *Browse) detail(view feature.View) string {
	return string(b.appendDetail(nil, &view, b.widths.briefDetail))
}

// appendDetail appends the detail to text. brief: the system's value is on or off.
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
	if kind := b.scope.Scope.Kind; view.Registered && view.Overridden && !view.Allows(kind) {
		add("not for ", b.Theme.clean(b.Kinds.Of(kind).Plural)) // the definition does not allow this row
	}
	if view.Decision != nil {
		add(view.Decision.Text)
		if view.Overridden {
			add("its row, ", view.Own().String(), ", does not decide")
		}
		return text // the number of rows is no information here
	}
	if view.HasSystem {
		if b.systemSaysSame(view) {
			return text
		}
		system := "?"
		switch {
		case view.SystemUnknown:
		case brief:
			system = feature.SettingOf(view.SystemEnabled).String()
		default:
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

// systemSaysSame reports whether the system's value is the one that the row shows
// already. A list of text names it in each line.
func (b *Browse) systemSaysSame(view *feature.View) bool {
	return !b.nameSystemAlways && !view.SystemUnknown && view.Is(view.SystemEnabled)
}

// enabledWord is the web page's word for a value.
func enabledWord(enabled bool) string {
	if enabled {
		return "Enabled"
	}
	return "Disabled"
}
