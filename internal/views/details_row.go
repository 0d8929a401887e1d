package views

import (
	"cmp"
	"fmt"
	"strings"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

func (d *Details) row(i int, marked bool) string {
	t, it := d.Theme, d.items[i]
	var text string
	switch {
	case it.heading == "default":
		text = d.layOutRow("default", d.Theme.stateText(d.flag.At(d.Kinds.Of(feature.System), nil, nil)), d.defaultSource())
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
		who = max(who, textWidth(t.clean(whoChanged(&d.entries[i]))))
		where = max(where, textWidth(t.clean(d.entries[i].Scope.String())))
	}
	who, where = min(who, 24, max(8, d.width/5)), min(where, max(8, d.width/4))
	change := e.Text(d.Kinds, t.arrow)
	text := fmt.Sprintf("%s  %s  %s  %s", e.At.Format(minute), pad(t.cutMiddle(t.clean(whoChanged(e)), who), who), pad(t.cutMiddle(t.clean(e.Scope.String()), where), where),
		pad(change, len("inherit")+textWidth(t.arrow)+len("off")))
	switch {
	case e.Origin == feature.FromOutside:
		text += "  " + t.clean(e.OutsideText())
	case e.Origin == feature.FromApp:
		text += "  in the app"
	case e.Reason != "":
		text += "  " + t.clean(e.Reason)
	}
	return text
}

// whoChanged returns the actor of a change.
func whoChanged(e *feature.Entry) string {
	if e.Origin == feature.FromOutside {
		return "unknown"
	}
	return e.Actor
}

// defaultSource returns where the default comes from.
func (d *Details) defaultSource() string {
	if d.kind().Without != feature.Inherit {
		return "without a setting"
	}
	if d.flag.Unknown {
		return "no catalogue is known"
	}
	if !d.flag.Registered {
		return "not registered: no catalogue defines it"
	}
	return "in the catalogue"
}

// scopeLine returns the line of a scope: its setting, and when and by whom that was
// set.
func (d *Details) scopeLine(it item) string {
	name := d.Theme.clean(it.scope.String())
	if title := d.scopeName(it.scope); title != "" && title != it.scope.ID {
		name += d.Theme.dot + d.Theme.clean(title)
	}
	if it.override == nil {
		if view := d.view(it.scope, nil); view.Decision != nil {
			return d.layOutRow(name, "no row", d.Theme.clean(view.Decision.Text))
		}
		note := d.inheritText(it.scope.Kind)
		if depends := d.targeting(it.scope); depends != "" {
			note = depends
		}
		return d.layOutRow(name, "no override", note)
	}
	o := it.override
	word, note := d.Theme.stateText(feature.View{Enabled: o.Enabled}), ""
	if o.Unset {
		word = "no setting"
	}
	if depends := cmp.Or(d.targeting(it.scope), d.Theme.clean(o.Depends)); depends != "" {
		note = depends + "  "
	}
	if view := d.view(it.scope, o); view.Decision != nil {
		word, note = "row: "+view.Own().String(), "decides nothing  "
	}
	if at, by := o.Changed(); !at.IsZero() {
		note += at.Format(minute)
		if by != "" {
			note += "  " + d.Theme.clean(by)
		}
	}
	if view := d.view(it.scope, o); it.scope != d.scope.Scope { // the form has the state of the scope shown
		state, _ := d.Live.Of(it.scope, &view)
		note = strings.TrimLeft(d.Theme.clean(state.brief())+"  ", " ") + note
	}
	if o.Outside {
		note = "changed outside flagtui and the app"
	}
	if o.Misplaced {
		note += "  odd row"
	}
	if d.flag.Registered && !d.flag.Allows(d.Kinds.Of(it.scope.Kind)) {
		note += "  not for " + d.Theme.clean(d.Kinds.Of(it.scope.Kind).Plural)
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
	return d.Theme.clean(strings.Join(stored.Depends, ", "))
}

// inheritText returns the words for the value of a scope without an override.
func (d *Details) inheritText(kind feature.Kind) string {
	switch {
	case d.Kinds.Of(kind).Without != feature.Inherit && !d.Kinds.InheritsSystem(kind):
		return d.Kinds.Of(kind).Without.String()
	case kind == feature.System:
		return "inherits the default"
	case d.Kinds.InheritsSystem(kind):
		return "inherits from the system"
	}
	return "off"
}

// layOutRow lays out the three columns of a line.
func (d *Details) layOutRow(scope, word, note string) string {
	w := max(12, (d.width-2-14)*2/5)
	if d.width >= 110 {
		w = min(60, (d.width-2-14)/2)
	}
	style := ansiStyle{}
	switch {
	case strings.HasPrefix(word, "[x]"):
		style = d.Theme.on
	case word == "no override":
		style = d.Theme.faint
	}
	return pad(d.Theme.cutMiddle(scope, w), w) + "  " + style.render(word) + pad("", len("[ ] Disabled")-textWidth(word)) + "  " + note
}

// Foot implements Screen.
func (d *Details) Foot() string {
	foot := "times are UTC"
	if d.hasMore {
		foot = "more overrides follow  " + foot
	}
	return foot
}

// Keys implements Screen.
func (d *Details) Keys() keys.Group { return d.Map.DetailsKeys() }
