package views

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"flagtui/internal/feature"
)

// valueText returns the value here and its source.
func (d *Details) valueText() string {
	scope, own := d.scope.Scope, d.own
	if scope.IsSystem() {
		own = nil
	}
	view := d.view(scope, own)
	text := d.Theme.stateText(view) + ", "
	if view.Decision != nil {
		text += d.Theme.clean(view.Decision.Text)
		if view.Overridden() {
			text += "; its row, " + view.Own().String() + ", does not decide"
		}
		return text
	}
	if len(view.Depends) > 0 && !view.UnknownDefault() {
		text = stateBox(view) + " " + d.Theme.valueText(view)
		if own := view.Own(); own != feature.Inherit {
			text += "; the setting here is " + own.String()
		}
		return text
	}
	text += d.sourceText(view)
	if kept := view.Targeting(); len(kept) > 0 && len(view.Depends) == 0 {
		text += "; targeting without effect now: " + d.Theme.clean(strings.Join(kept, ", "))
	}
	return text
}

// sourceText returns the source of a value that nothing else decides.
func (d *Details) sourceText(view feature.View) string {
	kind := d.kind()
	switch view.Source {
	case feature.SourceDefault:
		switch {
		case !kind.Has(feature.Inherit) && kind.Kind != feature.System:
			return "since it is not set here; nothing is inherited"
		case kind.Without != feature.Inherit:
			return "since nothing sets it"
		case view.UnknownDefault():
			return "since no override sets it, and no catalogue is known"
		case !view.Registered:
			return "since no override sets it, and it is not registered"
		}
		return "by its default: no override sets it"
	case feature.Source(feature.System):
		if view.HasSystem && view.Overridden() {
			return "by the system, which decides over the override here"
		}
		return "by the system's override"
	}
	return "by the override of this " + d.Theme.clean(kind.Name)
}

// valueFields returns the value here, followed by the rollouts.
func (d *Details) valueFields() []formField {
	fields := []formField{{label: "Here", text: d.valueText()}}
	if locked := d.view(d.scope.Scope, d.own).Locked; locked != "" {
		fields = append(fields, formField{"Locked", d.Theme.clean(locked), d.Theme.warning})
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
	add := func(format string, args ...any) {
		fields = append(fields, formField{text: t.clean(fmt.Sprintf(format, args...))})
	}
	if a.State != "" {
		add("feature_states: %s, for the whole system", a.State)
	}
	for _, r := range a.Rollouts {
		add("rollout, %s: stage %s, %d %%%s", r.Scope, r.Stage, r.Percentage, byAndAt(r.By, r.At))
	}
	for _, e := range a.Exemptions {
		add("exemption, publisher %s: %s%s%s", cmp.Or(e.Publisher, e.PublisherID), e.Effect, byAndAt("", e.At), noteText(e.Note))
	}
	return fields
}

// rolloutsMeaning returns a sentence that says whether the rollouts decide.
func (d *Details) rolloutsMeaning() string {
	switch hasRollouts := len(d.rollouts.Rollouts)+len(d.rollouts.Exemptions) > 0; {
	case !hasRollouts:
		return "the app also reads the state below, which flagtui never changes:"
	case d.flag.Canary:
		return "a canary feature: not its rows, but the rollouts and exemptions below decide who sees it:"
	case d.flag.Registered:
		return "the app ignores the rollouts and exemptions below (rollout_mode: scoped_only):"
	case d.undefined:
		return "the app ignores the rollouts and exemptions below, because the catalogue does not define the feature:"
	}
	return "no catalogue is known; if this is a canary feature, not its rows, but the rollouts and exemptions below decide who sees it:"
}

func byAndAt(by string, at time.Time) string {
	text := ""
	if by != "" {
		text = ", by " + by
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
