package views

import (
	"cmp"
	"fmt"
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
	text := stateText(view) + ", "
	if view.Decision != nil {
		text += d.Theme.clean(view.Decision.Text)
		if view.Overridden() {
			text += "; its row, " + view.Own().String() + ", does not decide"
		}
		return text
	}
	switch view.Source {
	case feature.SourceDefault:
		if !d.Kinds.Of(scope.Kind).Has(feature.Inherit) {
			return text + "since it is not set here; nothing is inherited"
		}
		if view.UnknownDefault() {
			return text + "since no override sets it, and no catalogue tells its default"
		}
		if !view.Registered {
			return text + "since no override sets it, and it is not registered"
		}
		return text + "by its default: no override sets it"
	case feature.Source(feature.System):
		return text + "by the system's override"
	}
	return text + "by the override of this " + d.Theme.clean(string(scope.Kind))
}

// valueFields returns the value here, followed by the rollouts.
func (d *Details) valueFields() []formField {
	return append([]formField{{label: "Here", text: d.valueText()}}, d.rolloutFields("")...)
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
		return "the app also uses what follows, which flagtui does not change:"
	case d.flag.Canary:
		return "a canary feature: what follows decides who sees it, and its rows do not; flagtui does not change it:"
	case d.flag.Registered:
		return "rollouts and exemptions are ignored: the feature is no canary feature (rollout_mode: scoped_only):"
	case d.undefined:
		return "the catalogue does not define the feature; the app ignores what follows:"
	}
	return "no catalogue says whether this is a canary feature; if it is, what follows decides, and its rows do not:"
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
