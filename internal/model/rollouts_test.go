package model

import (
	"context"
	"slices"
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// ScopeRollouts refuses a section without an id, as OLI Torus' layout does.
func (s *memory) ScopeRollouts(_ context.Context, scopes []feature.Scope, _ ...string) (map[feature.Scope]feature.ScopeRollouts, error) {
	if slices.Contains(scopes, feature.Scope{Kind: feature.Section}) {
		return nil, &feature.Problem{Text: `"" is no id`}
	}
	return s.rollouts, s.enter("ScopeRollouts")
}

func (s *memory) Rollouts(context.Context) (map[string]feature.FeatureRollouts, error) {
	return nil, s.enter("Rollouts")
}

func (s *memory) FeatureRollouts(context.Context, string) (feature.FeatureRollouts, error) {
	return feature.FeatureRollouts{}, s.enter("FeatureRollouts")
}

// rollTo returns the rollouts of a scope in which the canary feature canvas has a stage
// for everybody.
func rollTo(scope feature.Scope, stage string) map[feature.Scope]feature.ScopeRollouts {
	return map[feature.Scope]feature.ScopeRollouts{scope: {Scope: scope, Of: map[string]feature.FeatureRollouts{
		"canvas": {Rollouts: []feature.Rollout{{Scope: feature.Scope{Kind: feature.Global}, Stage: stage}}}}}}
}

// Another session's change of a rollout is shown on open screens, and r reads rollouts
// again. A change of the row claims no effect, and a kill is refused.
func TestCanary(t *testing.T) {
	s := newTorus()
	s.defs[0].Canary = true
	s.rollouts = rollTo(chemistry, "full")
	d := open(t, s, func(o *Options) { o.Scope = s.tenants[0] })
	d.cursor("canvas")
	d.shows("[x] Enabled", "global rollout")

	s.rollouts = rollTo(chemistry, "five_percent")
	d.signal(true, data.Polling)
	d.shows("[~] Depends", "5 % of users", "~canvas", "rolled out otherwise")
	d.drive("r")
	s.rollouts = nil
	d.signal(true, data.Polling)
	d.shows("~canvas", "rolled out otherwise")
	d.drive("r")
	s.rollouts = rollTo(chemistry, "five_percent")
	d.signal(true, data.Polling)
	d.shows("~canvas", "rolled out otherwise")

	d.drive("enter")
	d.shows("[~] Depends, 5 % of users (global rollout)")
	s.rollouts = rollTo(chemistry, "fifty_percent")
	d.signal(true, data.Notified)
	d.shows("[~] Depends, 50 % of users (global rollout)")
	s.rollouts = rollTo(chemistry, "off")
	d.drive("r")
	d.shows("Project 1", "[ ] Disabled, off (global rollout)")

	d.drive("K")
	d.shows("is a canary feature: its rollout decides who sees it")
	d.hides("off for everyone already")
	d.drive("esc")
	d.cursor("canvas")
	d.propose()
	d.shows("Its row becomes off, which does not change who sees it")
	d.drive("y")
	s.wantWrites(t, "project:1 canvas on>off")
	d.shows(`row of "canvas": off, which`, "does not change who sees it")
	d.drive("V")
	d.propose()
	d.shows("row only: it does not decide")
	d.drive("y")
	d.shows("except for 1 row of canary features")
}
