package feature

import (
	"cmp"
	"fmt"
	"reflect"
)

// Two further sources of a value, of canary features only: the rollout for
// everybody, and the exemption of the project's publisher. A rollout of a
// project or a section has that kind as its source.
const (
	SourceGlobal    Source = "global"
	SourceExemption Source = "exemption"
)

// Global is the kind of a rollout's scope that holds for everybody. No
// override has it.
const Global Kind = "global"

// ScopeRollouts is what decides the canary features at one scope: the rollouts that
// may apply there, and the exemptions of its project's publisher. The zero
// ScopeRollouts decides nothing.
type ScopeRollouts struct {
	Scope   Scope // a project or a section
	Project Scope // of a section: the project that it was made from; zero where there is none
	// Unread says why rollouts and exemptions are not known here; empty: they are.
	Unread string
	Of     map[string]FeatureRollouts // by feature
}

// Equal tells whether both decide everything alike.
func (s ScopeRollouts) Equal(other ScopeRollouts) bool { return reflect.DeepEqual(s, other) }

// Decision is what decides a canary feature at a scope, in place of its row.
type Decision struct {
	Setting Setting // On or Off; Inherit: it depends on the person
	Source  Source  // section, project, global or exemption; default: there is no rollout
	Text    string  // what decides, in words: "full (global rollout)"
	Row     bool    // what the scope's own row says; false where there is none
}

// Decide returns the view of a flag with what the gates say. A canary feature
// is decided by the exemption of the project's publisher, else by the
// section's rollout, its project's or the global one; without any it is off.
// For every other feature rollouts and exemptions mean nothing. catalogue tells
// whether any definitions are known: where none are, nothing tells whether a
// feature is a canary feature, and so its value is unknown where that matters.
func (s ScopeRollouts) Decide(v View, catalogue bool) View {
	rollouts := s.Of[v.Name]
	unsure := !catalogue && (len(rollouts.Rollouts) > 0 || len(rollouts.Exemptions) > 0)
	if s.Scope.IsZero() || !v.Canary && !unsure {
		return v
	}
	d := s.decide(rollouts)
	d.Row = v.Overridden && v.Enabled
	if !v.Canary {
		if d.Setting != SettingOf(v.Enabled) {
			v.Depends = []string{fmt.Sprintf("whether it is a canary feature, which no catalogue tells: if so, %s; if not, its row: %s", d.Text, SettingOf(v.Enabled))}
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

// DecideAll is Decide for every view, in place.
func (s ScopeRollouts) DecideAll(views []View, catalogue bool) []View {
	for i := range views {
		views[i] = s.Decide(views[i], catalogue)
	}
	return views
}

// decide is the rule of the app's can_access?.
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

// Coverage says whom a rollout reaches: everybody (On), nobody (Off), or those
// whom the text names (Inherit).
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

// effective is the rollout that holds at the scope: its own, else its
// project's, else the global one.
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

// Is tells whether the flag is known to have this effective value: a flag that
// depends on something else is neither on nor off.
func (v View) Is(on bool) bool { return len(v.Depends) == 0 && v.Enabled == on }

// Same tells whether two views have the same effective value, as far as that
// is known.
func (v View) Same(other View) bool {
	if len(v.Depends)+len(other.Depends) == 0 {
		return v.Enabled == other.Enabled
	}
	return reflect.DeepEqual(v.Depends, other.Depends)
}

// RowOnly says what a change of a row does not do: of a flag of which
// something else than the row decides who sees it. It is empty for any other.
func (v View) RowOnly() string {
	switch {
	case v.Decision == nil:
		return ""
	case v.Canary:
		return "does not change who sees it: of a canary feature the rollout decides, here " + v.Decision.Text
	}
	return "may not change who sees it: it depends on " + v.Decision.Text
}

// CheckKill refuses, as an ErrRefused, to turn a feature off everywhere by its
// rows where these do not decide who sees it. defs are the catalogue; asides,
// what the app's tables say of the feature, count where there is none.
func CheckKill(name string, defs []Definition, rollouts FeatureRollouts) error {
	const hint = "set its rollout to off in the app, which decides; flagtui set and clear change its rows"
	for _, def := range defs {
		if def.Name == name && def.Canary {
			return &Problem{Kind: ErrRefused, Text: fmt.Sprintf("%q is a canary feature: its rollout decides who sees it, and to turn its rows off would not turn it off", name), Hint: hint}
		}
	}
	if len(defs) == 0 && len(rollouts.Rollouts)+len(rollouts.Exemptions) > 0 {
		return &Problem{Kind: ErrRefused, Text: fmt.Sprintf("%q has rollouts: if it is a canary feature, which no catalogue tells, to turn its rows off would not turn it off", name),
			Hint: "give the catalogue with --flags FILE or `flagtui register FILE`; if it is one, " + hint}
	}
	return nil
}

// RowsOnly counts the changes of rows of canary features, which do not decide
// who sees these.
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
