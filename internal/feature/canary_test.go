package feature

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// canAccess is the app's own rule for a canary feature, for a person of whom
// nothing is known: "yes", "no", or "depends".
func canAccess(exemption string, section, project, global string) string {
	switch exemption {
	case "deny":
		return "no"
	case "force_enable":
		return "yes"
	}
	stage := global
	if project != "" {
		stage = project
	}
	if section != "" {
		stage = section
	}
	switch stage {
	case "", "off":
		return "no"
	case "full":
		return "yes"
	}
	return "depends"
}

// TestCanary goes through every combination of exemption, rollouts and row.
func TestCanary(t *testing.T) {
	stages := []string{"", "off", "internal_only", "five_percent", "fifty_percent", "full"}
	section, project := Scope{Section, "7"}, Scope{Project, "3"}
	for _, exemption := range []string{"", "deny", "force_enable"} {
		for _, s := range stages {
			for _, p := range stages {
				for _, g := range stages {
					for _, row := range []Setting{Inherit, On, Off} {
						var rollouts FeatureRollouts
						for scope, stage := range map[Scope]string{section: s, project: p, {Kind: Global}: g, {Section, "8"}: "full"} {
							if stage != "" {
								rollouts.Rollouts = append(rollouts.Rollouts, Rollout{Scope: scope, Stage: stage})
							}
						}
						if exemption != "" {
							rollouts.Exemptions = []Exemption{{Publisher: "Acme", Effect: exemption}}
						}
						view := View{Definition: &Definition{Name: "f", Canary: true}, Registered: true, Setting: row, Enabled: row == On}
						got := ScopeRollouts{Scope: section, Project: project, Of: map[string]FeatureRollouts{"f": rollouts}}.Decide(view, true)
						says := "depends"
						if got.Is(true) {
							says = "yes"
						} else if got.Is(false) {
							says = "no"
						}
						if want := canAccess(exemption, s, p, g); says != want || got.Own() != row || (len(got.Depends) > 0) != (want == "depends") {
							t.Errorf("exemption %q, section %q, project %q, global %q, row %s: %s, want %s: %+v", exemption, s, p, g, row, says, want, got)
						}
						// Another row changes nothing.
						if after := got.With(On, infoOf(Section)); !after.Same(got) || after.Own() != On {
							t.Errorf("with a row: %+v", after)
						}
					}
				}
			}
		}
	}
}

func TestCanaryWords(t *testing.T) {
	project, all := Scope{Project, "3"}, Scope{Kind: Global}
	canary := View{Definition: &Definition{Name: "f", Canary: true}, Registered: true}
	of := func(rollouts FeatureRollouts) ScopeRollouts {
		return ScopeRollouts{Scope: project, Of: map[string]FeatureRollouts{"f": rollouts}}
	}
	for _, test := range []struct {
		rules  ScopeRollouts
		view   View
		source Source
		want   string // of the JSON
	}{
		{of(FeatureRollouts{}), canary, SourceDefault, `"enabled":false,"decided_by":"off (no rollout)"`},
		{of(FeatureRollouts{Rollouts: []Rollout{{Scope: all, Stage: "full"}}}), canary, SourceGlobal, `"enabled":true,"decided_by":"full (global rollout)"`},
		{of(FeatureRollouts{Rollouts: []Rollout{{Scope: all, Stage: "full"}, {Scope: project, Stage: "five_percent"}}}), canary, Source(Project),
			`"enabled":null,"depends":["5 % of users (project rollout)"],"decided_by":"5 % of users (project rollout)"`},
		{of(FeatureRollouts{Rollouts: []Rollout{{Scope: all, Stage: "internal_only"}}}), canary, SourceGlobal,
			`"enabled":null,"depends":["internal users (global rollout)"],"decided_by":"internal users (global rollout)"`},
		{of(FeatureRollouts{Rollouts: []Rollout{{Scope: all, Stage: "new"}}}), canary, SourceGlobal,
			`"enabled":null,"depends":["the stage \"new\" (global rollout)"],"decided_by":"the stage \"new\" (global rollout)"`},
		{of(FeatureRollouts{Exemptions: []Exemption{{PublisherID: "4", Effect: "deny"}}}), canary, SourceExemption,
			`"enabled":false,"decided_by":"denied to the publisher number 4 (exemption)"`},
		{ScopeRollouts{Scope: project, Unread: "the rollouts, which this user may not read"}, canary, SourceDefault,
			`"enabled":null,"depends":["the rollouts, which this user may not read"],"decided_by":"the rollouts, which this user may not read"`},
		// A rollout has no meaning for a feature that is not a canary feature.
		{of(FeatureRollouts{Rollouts: []Rollout{{Scope: all, Stage: "full"}}}), View{Definition: &Definition{Name: "f"}, Registered: true}, "", `"enabled":false`},
		{ScopeRollouts{}, canary, "", `"enabled":false`},
	} {
		view := test.rules.Decide(test.view, true)
		text, err := json.Marshal(view)
		var fields map[string]json.RawMessage
		if err == nil {
			err = json.Unmarshal(text, &fields)
		}
		got := fmt.Sprintf(`"enabled":%s`, fields["enabled"])
		for _, key := range []string{"depends", "decided_by"} {
			if value, ok := fields[key]; ok {
				got += fmt.Sprintf(`,%q:%s`, key, value)
			}
		}
		if err != nil || got != test.want || view.Source != test.source {
			t.Errorf("%s, %q, %v; want %s, %q", got, view.Source, err, test.want, test.source)
		}
	}
}

// TestCanaryUnknown: without a catalogue nothing tells whether a feature is a
// canary feature. That matters where its row and its rollout disagree.
func TestCanaryUnknown(t *testing.T) {
	project := Scope{Project, "3"}
	rules := ScopeRollouts{Scope: project, Of: map[string]FeatureRollouts{"f": {Rollouts: []Rollout{{Scope: Scope{Kind: Global}, Stage: "full"}}}}}
	on := View{Definition: &Definition{Name: "f"}, Setting: On, Enabled: true}
	off := View{Definition: &Definition{Name: "f"}}
	if view := rules.Decide(on, false); !view.Is(true) || view.Decision != nil {
		t.Errorf("both say on: %+v", view)
	}
	if view := rules.Decide(off, false); view.Is(true) || view.Is(false) || !strings.Contains(view.Depends[0], "without a catalogue") || view.Own() != Inherit {
		t.Errorf("they disagree: %+v", view)
	}
	if view := rules.Decide(off, true); !view.Is(false) || view.Decision != nil {
		t.Errorf("a catalogue is known: %+v", view)
	}
	other := View{Definition: &Definition{Name: "g"}, Setting: On, Enabled: true}
	if view := rules.Decide(other, false); !view.Is(true) {
		t.Errorf("no rollout at all: %+v", view)
	}
}
