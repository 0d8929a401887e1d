package views

import (
	"fmt"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// row draws one line of the list.
func (d *Details) row(i int, marked bool) string {
	t, it := d.Theme, d.items[i]
	var text string
	switch {
	case it.heading == "default":
		text = d.layOutRow("default", stateText(d.view(feature.SystemScope(), nil).With(feature.Inherit, feature.System)), d.defaultSource())
	case it.heading != "":
		text = it.heading
	case it.entry != nil:
		e := it.entry
		text = fmt.Sprintf("%s  %s  %s %s%s%s", e.At.Format(minute), t.cut(t.clean(whoChanged(e)), 24), t.clean(e.Scope.String()),
			e.Scope.Kind.Word(e.Before), t.arrow, e.Scope.Kind.Word(e.After))
		switch {
		case e.Origin == feature.FromOutside:
			text += "  " + t.clean(e.OutsideText())
		case e.Origin == feature.FromApp:
			text += "  in the app"
		case e.Reason != "":
			text += "  " + t.clean(e.Reason)
		}
	default:
		text = d.scopeLine(it)
	}
	text = t.cut(text, d.width-2)
	switch {
	case marked:
		return "> " + text
	case it.heading != "" && !it.chain:
		return t.heading.render("  " + text)
	}
	return "  " + text
}

// whoChanged is who made a change.
func whoChanged(e *feature.Entry) string {
	if e.Origin == feature.FromOutside {
		return "unknown"
	}
	return e.Actor
}

// overrideCountText says how many scopes override the flag. Until all have been
// read, it is the number when the screen was opened.
func (d *Details) overrideCountText() string {
	text, count := "Overridden elsewhere", d.count
	if !d.hasMore {
		count = feature.Count{}
		rows := d.others
		if d.own != nil {
			rows = append(rows[:len(rows):len(rows)], *d.own)
		}
		for _, o := range rows {
			if o.Enabled {
				count.On++
			} else {
				count.Off++
			}
		}
	}
	if d.flag.Canary {
		return "Rows elsewhere, which do not decide"
	}
	if count.On+count.Off > 0 {
		text += fmt.Sprintf(": %s on, %d off", feature.Plural(count.On, "override"), count.Off)
	}
	return text
}

// defaultSource says where the default comes from.
func (d *Details) defaultSource() string {
	if d.flag.Unknown {
		return "unknown: no catalogue tells it"
	}
	if !d.flag.Registered {
		return "not registered: no catalogue defines it"
	}
	return "in the catalogue"
}

// scopeLine is a scope, its setting, and who set it and when.
func (d *Details) scopeLine(it item) string {
	name := d.Theme.clean(it.scope.String())
	if it.scope == d.scope.Scope && !it.scope.IsSystem() && d.scope.Name != "" {
		name += d.Theme.dot + d.Theme.clean(d.scope.Name)
	}
	if it.override == nil {
		if view := d.view(it.scope, nil); view.Decision != nil {
			return d.layOutRow(name, "no row", d.Theme.clean(view.Decision.Text))
		}
		return d.layOutRow(name, "no override", d.inheritText(it.scope.Kind))
	}
	o := it.override
	word := stateText(feature.View{Enabled: o.Enabled})
	note := ""
	if view := d.view(it.scope, o); view.Decision != nil {
		word, note = "row: "+view.Own().String(), "decides nothing  "
	}
	if at, by := o.Changed(); !at.IsZero() {
		note += at.Format(minute)
		if by != "" {
			note += "  " + d.Theme.clean(by)
		}
	}
	if o.Outside {
		note = "changed outside flagtui and the app"
	}
	if o.Misplaced {
		note += "  odd row"
	}
	if d.flag.Registered && !d.flag.Allows(it.scope.Kind) {
		note += "  not for " + d.Theme.clean(it.scope.Kind.Plural())
	}
	return d.layOutRow(name, word, note)
}

// inheritText says where a scope without an override gets its value.
func (d *Details) inheritText(kind feature.Kind) string {
	switch kind {
	case feature.System:
		return "inherits the default"
	case feature.Tenant:
		return "inherits from the system"
	}
	return "off"
}

// layOutRow puts the three columns of a line together.
func (d *Details) layOutRow(scope, word, note string) string {
	w := min(44, max(12, (d.width-2-14)*2/5))
	return pad(d.Theme.cutMiddle(scope, w), w) + "  " + pad(word, len("[ ] Disabled")) + "  " + note
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
