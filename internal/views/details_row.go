package views

import (
	"cmp"
	"fmt"
	"strings"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// minute is the layout of a UTC time without seconds.
const minute = "2006-01-02 15:04"

func (d *Details) row(i int, marked bool) string {
	t, it := d.Theme, d.items[i]
	var text string
	switch {
	case it.heading == "default":
		text = d.layOutRow(t.Say(words.DetailsDefault), d.Theme.stateText(d.flag.At(d.Kinds.Of(feature.System), nil, nil)), d.defaultSource())
	case it.section == sectionInheriting:
		text = d.inheritingHeading()
	case it.heading != "":
		text = it.heading
	case it.entry != nil:
		text = d.changeLine(it.entry)
	default:
		text = d.scopeLine(it)
	}
	text = t.cut(text, d.width-2)
	switch {
	case marked:
		return "> " + text
	case it.heading != "" && !it.chain:
		return t.sectionLine(text, d.width)
	}
	return "  " + text
}

// changeLine returns the text of a recent change.
func (d *Details) changeLine(e *feature.Entry) string {
	t, who, where := d.Theme, 0, 0
	for i := range d.entries {
		who = max(who, textWidth(t.clean(t.whoChanged(&d.entries[i]))))
		where = max(where, textWidth(t.clean(d.entries[i].Scope.String())))
	}
	who, where = min(who, 24, max(8, d.width/5)), min(where, max(8, d.width/4))
	change := e.Text(t.Language, d.Kinds, t.arrow)
	text := fmt.Sprintf("%s  %s  %s  %s", e.At.Format(minute), pad(t.cutMiddle(t.clean(t.whoChanged(e)), who), who), pad(t.cutMiddle(t.clean(e.Scope.String()), where), where),
		pad(change, t.changeWidth()))
	switch {
	case e.Origin == feature.FromOutside:
		text += "  " + t.clean(e.OutsideText(t.Language))
	case e.Origin == feature.FromApp:
		text += "  " + t.Say(words.DetailsInApp)
	case e.Reason != "":
		text += "  " + t.clean(e.Reason)
	}
	return text
}

// whoChanged returns the actor of a change.
func (t Theme) whoChanged(e *feature.Entry) string {
	if e.Origin == feature.FromOutside {
		return t.Say(words.Unknown)
	}
	return e.Actor
}

// defaultSource returns where the default comes from.
func (d *Details) defaultSource() string {
	t := d.Theme
	if d.kind().Without != feature.Inherit {
		return t.Say(words.DetailsNoSetting)
	}
	if d.flag.Unknown {
		return t.Say(words.DetailsNoCatalogue)
	}
	if !d.flag.Registered {
		return t.Say(words.DetailsNotRegistered)
	}
	return t.Say(words.DetailsInCatalogue)
}

// scopeLine returns the line of a scope: its setting, and when and by whom that was
// set.
func (d *Details) scopeLine(it item) string {
	t := d.Theme
	name := t.clean(it.scope.String())
	if title := d.scopeName(it.scope); title != "" && title != it.scope.ID {
		name += t.dot + t.clean(title)
	}
	if it.override == nil {
		if view := d.view(it.scope, nil); view.Decision != nil {
			return d.layOutRow(name, t.Say(words.DetailsNoRow), t.rules(view.Decision.Text))
		}
		note := d.inheritText(it.scope.Kind)
		if depends := d.targeting(it.scope); depends != "" {
			note = depends
		}
		return d.layOutRow(name, t.Say(words.DetailsNoOverride), note)
	}
	o := it.override
	word, note := t.stateText(feature.View{Enabled: o.Enabled}), ""
	if o.Unset {
		word = t.Say(words.DetailsUnset)
	}
	if depends := cmp.Or(d.targeting(it.scope), t.clean(o.Depends)); depends != "" {
		note = depends + "  "
	}
	if view := d.view(it.scope, o); view.Decision != nil {
		word, note = t.Say(words.DetailsRow, view.Own()), t.Say(words.DetailsRowNothing)+"  "
	}
	if at, by := o.Changed(); !at.IsZero() {
		note += at.Format(minute)
		if by != "" {
			note += "  " + t.clean(by)
		}
	}
	if view := d.view(it.scope, o); it.scope != d.scope.Scope { // the form has the state of the scope shown
		state, _ := d.Live.Of(it.scope, &view)
		note = strings.TrimLeft(t.clean(t.liveBrief(state))+"  ", " ") + note
	}
	if o.Outside {
		note = t.Say(words.OutsideBoth)
	}
	if o.Misplaced {
		note += "  " + t.Say(words.OddRow)
	}
	if d.flag.Registered && !d.flag.Allows(d.Kinds.Of(it.scope.Kind)) {
		note += "  " + t.Say(words.NotFor, t.clean(d.Kinds.Of(it.scope.Kind).Noun().In(t.Language).Many))
	}
	return d.layOutRow(name, word, note)
}

// targeting returns the targeting at the system or at this scope.
func (d *Details) targeting(scope feature.Scope) string {
	stored := d.systemStored
	if !scope.IsSystem() {
		stored = d.ownStored
	}
	if stored == nil || scope != d.scope.Scope && !scope.IsSystem() {
		return ""
	}
	return d.Theme.rules(stored.Depends...)
}

// inheritText returns the words for the value of a scope without an override.
func (d *Details) inheritText(kind feature.Kind) string {
	switch {
	case d.Kinds.Of(kind).Without != feature.Inherit && !d.Kinds.InheritsSystem(kind):
		return d.Kinds.Of(kind).Without.In(d.Theme.Language)
	case kind == feature.System:
		return d.Theme.Say(words.DetailsInheritDefault)
	case d.Kinds.InheritsSystem(kind):
		return d.Theme.Say(words.DetailsInheritSystem)
	}
	return feature.Off.In(d.Theme.Language)
}

// layOutRow lays out the three columns of a line.
func (d *Details) layOutRow(scope, word, note string) string {
	noOverride := d.Theme.Say(words.DetailsNoOverride)
	state := max(d.Theme.stateWidth(), textWidth(noOverride))
	room := d.width - 2 - 2 - state
	w := max(12, room*2/5)
	if d.width >= 110 {
		w = min(60, room/2)
	}
	style := ansiStyle{}
	switch {
	case strings.HasPrefix(word, "[x]"):
		style = d.Theme.on
	case word == noOverride:
		style = d.Theme.faint
	}
	return pad(d.Theme.cutMiddle(scope, w), w) + "  " + style.render(word) + pad("", state-textWidth(word)) + "  " + note
}

// Foot implements Screen.
func (d *Details) Foot() string {
	foot := d.Theme.Say(words.DetailsUTC)
	if d.hasMore {
		foot = d.Theme.Say(words.DetailsMore) + "  " + foot
	}
	return foot
}

// Keys implements Screen.
func (d *Details) Keys() keys.Group { return d.Map.DetailsKeys() }
