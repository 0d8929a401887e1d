package views

import (
	"cmp"
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// valueText returns the value here and its source.
func (d *Details) valueText() string {
	scope, own := d.scope.Scope, d.own
	if scope.IsSystem() {
		own = nil
	}
	view := d.view(scope, own)
	t := d.Theme
	text := t.stateText(view) + ", "
	if view.Decision != nil {
		text += t.rules(view.Decision.Text)
		if view.Overridden() {
			text = t.Say(words.DetailsRowIdle, text, view.Own())
		}
		return text
	}
	if len(view.Depends) > 0 && !view.UnknownDefault() {
		text = stateBox(view) + " " + t.valueText(view)
		if own := view.Own(); own != feature.Inherit {
			text = t.Say(words.DetailsSetHere, text, own)
		}
		return text
	}
	text += d.sourceText(view)
	if kept := view.Targeting(); len(kept) > 0 && len(view.Depends) == 0 {
		text = t.Say(words.DetailsTargeting, text, t.rules(kept...))
	}
	return text
}

// sourceText returns the source of a value that nothing else decides.
func (d *Details) sourceText(view feature.View) string {
	kind, t := d.kind(), d.Theme
	switch view.Source {
	case feature.SourceDefault:
		switch {
		case !kind.Has(feature.Inherit) && kind.Kind != feature.System:
			return t.Say(words.DetailsSinceNotHere)
		case kind.Without != feature.Inherit:
			return t.Say(words.DetailsSinceNotSet)
		case view.UnknownDefault():
			return t.Say(words.DetailsSinceNoKnown)
		case !view.Registered:
			return t.Say(words.DetailsSinceNotReg)
		}
		return t.Say(words.DetailsByDefault)
	case feature.Source(feature.System):
		if view.HasSystem && view.Overridden() {
			return t.Say(words.DetailsBySystemOver)
		}
		return t.Say(words.DetailsBySystem)
	}
	return t.Say(words.DetailsByOverride, t.kindName(kind))
}

// valueFields returns the value here, followed by the rollouts.
func (d *Details) valueFields() []formField {
	fields := []formField{{label: d.Theme.Say(words.DetailsHere), text: d.valueText()}}
	if locked := d.view(d.scope.Scope, d.own).Locked; locked != "" {
		fields = append(fields, formField{d.Theme.Say(words.DetailsLocked), d.Theme.clean(locked), d.Theme.warning})
	}
	return append(fields, d.rolloutFields("")...)
}

// rolloutFields returns the feature's state, rollouts and exemptions. The first field
// has the label and says whether rollouts decide.
func (d *Details) rolloutFields(label string) []formField {
	t, a := d.Theme, d.rollouts
	if a.Empty() {
		return nil
	}
	fields := []formField{{label, d.rolloutsMeaning(), t.warning}}
	if d.flag.Registered && !d.flag.Canary {
		fields[0].style = t.faint // the app ignores the rollouts
	}
	add := func(text string) { fields = append(fields, formField{text: t.clean(text)}) }
	if a.State != "" {
		add(t.Say(words.DetailsState, a.State))
	}
	for _, r := range a.Rollouts {
		add(t.Say(words.DetailsRollout, r.Scope, r.Stage, r.Percentage, t.byAndAt(r.By, r.At)))
	}
	for _, e := range a.Exemptions {
		add(t.Say(words.DetailsExemption, cmp.Or(e.Publisher, e.PublisherID), e.Effect, t.byAndAt("", e.At), noteText(e.Note)))
	}
	return fields
}

// rolloutsMeaning returns a sentence that says whether the rollouts decide.
func (d *Details) rolloutsMeaning() string {
	t := d.Theme
	switch hasRollouts := len(d.rollouts.Rollouts)+len(d.rollouts.Exemptions) > 0; {
	case !hasRollouts:
		return t.Say(words.DetailsReadsState)
	case d.flag.Canary:
		return t.Say(words.DetailsCanary)
	case d.flag.Registered:
		return t.Say(words.DetailsScopedOnly)
	case d.undefined:
		return t.Say(words.DetailsUndefined)
	}
	return t.Say(words.DetailsPerhapsCanary)
}

func (t Theme) byAndAt(by string, at time.Time) string {
	text := ""
	if by != "" {
		text = t.Say(words.DetailsBy, by)
	}
	if !at.IsZero() {
		text += ", " + at.Format(minute)
	}
	return text
}

func noteText(note string) string {
	if note == "" {
		return ""
	}
	return ": " + note
}
