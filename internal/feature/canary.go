package feature

import (
	"cmp"
	"fmt"
	"reflect"

	"flagtui/internal/words"
)

// SourceGlobal and SourceExemption are sources of canary features only. The source of a
// project's or a section's rollout is that kind of scope.
const (
	SourceGlobal    Source = "global"
	SourceExemption Source = "exemption"
)

// Global is the kind of the scope of a rollout for everybody. No override is at this
// scope.
const Global Kind = "global"

// ScopeRollouts decides the canary features at one scope. It holds the rollouts that may
// apply there, and the exemptions of the project's publisher. The zero value decides
// nothing.
type ScopeRollouts struct {
	Scope   Scope // a project or a section
	Project Scope // the project that a section was made from; may be zero
	// Unread is the reason why rollouts and exemptions could not be read. It is empty if
	// reading succeeded.
	Unread string
	Of     map[string]FeatureRollouts // by feature
}

// Equal reports whether s and other hold the same rollouts and exemptions.
func (s ScopeRollouts) Equal(other ScopeRollouts) bool { return reflect.DeepEqual(s, other) }

// Decision decides a canary feature at a scope in place of the override's row.
type Decision struct {
	Setting Setting // On, Off, or Inherit if the user decides
	Source  Source  // section, project, global, exemption, or default without a rollout
	Text    string  // description, such as "full (global rollout)"
}

// Decide returns the view with the value of a canary feature. The first of these
// decides: the exemption of the project's publisher, the section's rollout, its
// project's rollout, the global rollout. Without an exemption or a rollout, the feature
// is off. Rollouts and exemptions have no effect on other features.
//
// catalogue reports whether definitions are known. Without definitions, any feature with
// rollouts may be a canary feature. The value of such a feature is unknown if its row
// and its rollout differ.
func (s ScopeRollouts) Decide(v View, catalogue bool) View {
	rollouts := s.Of[v.Name]
	unsure := !catalogue && (len(rollouts.Rollouts) > 0 || len(rollouts.Exemptions) > 0)
	if s.Scope.IsZero() || !v.Canary && !unsure {
		return v
	}
	d := s.decide(rollouts)
	if !v.Canary {
		if d.Setting != SettingOf(v.Enabled) {
			v.Depends = []string{fmt.Sprintf("whether it is a canary feature (unknown without a catalogue): if so, %s; if not, its row: %s", d.Text, SettingOf(v.Enabled))}
			d.Setting, v.Decision, v.Enabled = Inherit, &d, false
			v.Decision.Text = v.Depends[0]
		}
		return v
	}
	v.Decision, v.Enabled, v.Source = &d, d.Setting == On, d.Source
	if d.Setting == Inherit {
		v.Depends = []string{d.Text}
	}
	return v
}

// DecideAll applies Decide to every view, in place.
func (s ScopeRollouts) DecideAll(views []View, catalogue bool) []View {
	for i := range views {
		views[i] = s.Decide(views[i], catalogue)
	}
	return views
}

// decide implements the app's function can_access?.
func (s ScopeRollouts) decide(rollouts FeatureRollouts) Decision {
	if s.Unread != "" {
		return Decision{Source: SourceDefault, Text: s.Unread}
	}
	for _, e := range rollouts.Exemptions {
		publisher := cmp.Or(e.Publisher, "number "+e.PublisherID)
		switch e.Effect {
		case "deny":
			return Decision{Setting: Off, Source: SourceExemption, Text: fmt.Sprintf("denied to the publisher %s (exemption)", publisher)}
		case "force_enable":
			return Decision{Setting: On, Source: SourceExemption, Text: fmt.Sprintf("enabled for the publisher %s (exemption)", publisher)}
		}
	}
	rollout, ok := s.effective(rollouts.Rollouts)
	if !ok {
		return Decision{Setting: Off, Source: SourceDefault, Text: "off (no rollout)"}
	}
	setting, text := rollout.Coverage()
	return Decision{Setting: setting, Source: Source(rollout.Scope.Kind), Text: fmt.Sprintf("%s (%s rollout)", text, rollout.Scope.Kind)}
}

// Coverage returns On for a rollout to everybody, and Off for a rollout to nobody.
// Otherwise it returns Inherit, and a text that names the users.
func (r Rollout) Coverage() (Setting, string) {
	stages := map[string]struct {
		setting Setting
		text    string
	}{
		"off": {Off, "off"}, "full": {On, "full"},
		"internal_only": {Inherit, "internal users"}, "five_percent": {Inherit, "5 % of users"}, "fifty_percent": {Inherit, "50 % of users"},
	}
	stage, known := stages[r.Stage]
	if !known {
		stage.text = fmt.Sprintf("the stage %q", r.Stage)
	}
	return stage.setting, stage.text
}

// effective returns the scope's own rollout. Without one, it returns the project's
// rollout, or else the global rollout.
func (s ScopeRollouts) effective(rollouts []Rollout) (Rollout, bool) {
	for _, scope := range []Scope{s.Scope, s.Project, {Kind: Global}} {
		for _, rollout := range rollouts {
			if rollout.Scope == scope {
				return rollout, true
			}
		}
	}
	return Rollout{}, false
}

// Is reports whether the flag is known to have this effective value. If the value
// depends on something else, Is returns false for both values.
func (v View) Is(on bool) bool { return len(v.Depends) == 0 && v.Enabled == on }

// Same reports whether two views have the same effective value, or depend on the
// same things.
func (v View) Same(other View) bool {
	if len(v.Depends)+len(other.Depends) == 0 {
		return v.Enabled == other.Enabled
	}
	return reflect.DeepEqual(v.Depends, other.Depends)
}

// RowOnly returns a sentence if a change of the row may not change who sees the flag. It
// returns an empty string if the row decides.
func (v View) RowOnly(l words.Language) string {
	switch {
	case v.Decision == nil:
		return ""
	case v.Canary:
		return l.Say(words.RowOnlyCanary, l.Known(v.Decision.Text))
	}
	return l.Say(words.RowOnlyMaybe, l.Known(v.Decision.Text))
}

// CheckKill fails with ErrRefused if turning off the rows would not turn off the
// feature. These features are the canary features. Without a catalogue, they are all
// features with rollouts or exemptions.
func CheckKill(name string, defs []Definition, rollouts FeatureRollouts) error {
	const hint = "set its rollout to off in the app; flagtui set and clear change only its rows"
	for _, def := range defs {
		if def.Name == name && def.Canary {
			return &Problem{Kind: ErrRefused, Text: fmt.Sprintf("%q is a canary feature: its rollout decides who sees it, so turning its rows off would not turn it off", name), Hint: hint}
		}
	}
	if len(defs) == 0 && len(rollouts.Rollouts)+len(rollouts.Exemptions) > 0 {
		return &Problem{Kind: ErrRefused, Text: fmt.Sprintf("%q has rollouts: without a catalogue it may be a canary feature, and turning its rows off may not turn it off", name),
			Hint: "give the catalogue with --flags FILE or `flagtui register FILE`; if it is one, " + hint}
	}
	return nil
}

// RowsOnly counts the changes of canary features. Their rows do not decide who sees
// them.
func RowsOnly(changes []Change, defs []Definition) (rows int) {
	canary := map[string]bool{}
	for _, def := range defs {
		canary[def.Name] = canary[def.Name] || def.Canary
	}
	for _, c := range changes {
		if canary[c.Name] {
			rows++
		}
	}
	return rows
}
