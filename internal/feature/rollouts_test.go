package feature

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestRolloutsEmpty(t *testing.T) {
	for _, rollouts := range []FeatureRollouts{{State: "enabled"}, {Rollouts: make([]Rollout, 1)}, {Exemptions: make([]Exemption, 1)}} {
		if rollouts.Empty() {
			t.Errorf("%+v", rollouts)
		}
	}
	if !(FeatureRollouts{Rollouts: []Rollout{}}).Empty() {
		t.Error("nothing is something")
	}
}

// Since is of the scope's own row, and no part of the command line's contract.
func TestSince(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	row := map[string]Stored{"a": {Enabled: true, Since: at.Unix()}}
	defs := []Definition{{Name: "a", Scopes: allKinds()}}
	view := Resolve(infoOf(Project), Scope{Project, "12"}, defs, row, row)[0]
	if view.Since != at.Unix() || view.With(Inherit, infoOf(Project)).Since != 0 || Resolve(infoOf(Tenant), TenantScope("acme"), defs, row, nil)[0].Since != 0 {
		t.Errorf("%+v", view)
	}
	if text, err := json.Marshal(view); err != nil || strings.Contains(string(text), "2026") {
		t.Errorf("%s, %v", text, err)
	}
}
