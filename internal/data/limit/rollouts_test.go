package limit

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// stub is a Store with rollouts.
type stub struct {
	data.Store
	of feature.FeatureRollouts
}

func (s stub) Rollouts(context.Context) (map[string]feature.FeatureRollouts, error) {
	return map[string]feature.FeatureRollouts{"p": s.of, "q": {Rollouts: s.of.Rollouts[2:]}}, nil
}

func (s stub) FeatureRollouts(context.Context, string) (feature.FeatureRollouts, error) {
	return s.of, nil
}

func (s stub) ScopeRollouts(_ context.Context, scopes []feature.Scope, _ ...string) (map[feature.Scope]feature.ScopeRollouts, error) {
	at := map[feature.Scope]feature.ScopeRollouts{}
	for _, scope := range scopes {
		at[scope] = feature.ScopeRollouts{Scope: scope, Of: map[string]feature.FeatureRollouts{"p": {Rollouts: s.of.Rollouts[:2], Exemptions: s.of.Exemptions}}}
	}
	return at, nil
}

// Of rollouts outside the limit only what decides inside it is visible, without names.
func TestRolloutsOutside(t *testing.T) {
	global := feature.Rollout{Scope: feature.Scope{Kind: feature.Global}, Stage: "full", By: "hidden-person"}
	mine := feature.Rollout{Scope: course, Stage: "off", By: "alice"}
	s, err := New(t.Context(), stub{open(t), feature.FeatureRollouts{Rollouts: []feature.Rollout{global, mine, {Scope: hidden, Stage: "off", By: "hidden-person"}},
		Exemptions: []feature.Exemption{{Publisher: "Press", Effect: "deny", Note: "hidden-note"}}}}, []feature.Scope{course})
	if err != nil {
		t.Fatal(err)
	}
	of, _ := s.FeatureRollouts(t.Context(), "p")
	all, _ := s.Rollouts(t.Context())
	at, _ := s.ScopeRollouts(t.Context(), []feature.Scope{course, hidden})
	if len(of.Rollouts) != 2 || len(all["p"].Rollouts) != 2 || len(all) != 1 || len(at) != 1 || len(at[course].Of["p"].Rollouts) != 2 || at[course].Of["p"].Exemptions[0].Effect != "deny" {
		t.Errorf("%+v\n%+v\n%+v", of, all, at)
	}
	text, err := json.Marshal([]any{of, all, at[course].Of})
	if err != nil || strings.Contains(string(text), "hidden") || !strings.Contains(string(text), "alice") {
		t.Errorf("%s %v", text, err)
	}
}
