package views

import (
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// A state counts as long as the setting is the one that it is about. A tenant that inherits
// has the system's state, except that only its own answers confirm what it is served.
func TestLiveStatesOf(t *testing.T) {
	sys, acme := feature.SystemScope(), feature.TenantScope("acme")
	view := func(own, system feature.Setting) *feature.View {
		return &feature.View{Definition: &feature.Definition{Name: "a"}, Setting: own, HasSystem: true, SystemSetting: system}
	}
	saved := LiveState{Stage: LiveSaved, Own: feature.On}
	for name, test := range map[string]struct {
		scope feature.Scope
		state LiveState
		of    feature.Scope
		view  *feature.View
		want  bool
	}{
		"its own":              {acme, saved, acme, view(feature.On, feature.Off), true},
		"changed since":        {acme, saved, acme, view(feature.Off, feature.Off), false},
		"cleared since":        {acme, saved, acme, view(feature.Inherit, feature.Off), false},
		"of another tenant":    {feature.TenantScope("globex"), saved, acme, view(feature.On, feature.Off), false},
		"inherited":            {sys, saved, acme, view(feature.Inherit, feature.On), true},
		"overridden":           {sys, saved, acme, view(feature.On, feature.On), false},
		"the system's changed": {sys, saved, acme, view(feature.Inherit, feature.Off), false},
		"the system's live":    {sys, LiveState{Stage: LiveConfirmed, Own: feature.On}, acme, view(feature.Inherit, feature.On), false},
		"live with the system": {acme, LiveState{Stage: LiveConfirmed, System: feature.On, SystemKnown: true}, acme, view(feature.Inherit, feature.On), true},
		"live with another":    {acme, LiveState{Stage: LiveConfirmed, System: feature.On, SystemKnown: true}, acme, view(feature.Inherit, feature.Off), false},
	} {
		states := LiveStates{}
		states.Set(test.scope, "a", test.state)
		if state, ok := states.Of(test.of, test.view); ok != test.want || ok && state != test.state {
			t.Errorf("%s: %+v, %v", name, state, ok)
		}
	}
}

// The filter of what is not live is a tab while it shows something, and has its place among
// the others.
func TestTabOfWhatIsNotLive(t *testing.T) {
	b := browse(NewTheme(true, false), keys.Default(), system)
	b.Resize(120, 30)
	if notice, ok := b.Press(press("7")).(ShowNotice); !ok || !strings.Contains(notice.Text, "L asks the app") {
		t.Errorf("7 without anything to show: %v", notice)
	}
	states := func() (seen []string) {
		for range stateCount {
			b.Press(press("o"))
			seen = append(seen, b.Theme.Say(stateNames[b.state][0]))
		}
		return seen
	}
	if seen := strings.Join(states(), ", "); strings.Contains(seen, "Not live") || strings.Contains(b.tabLine(), "Not live") {
		t.Errorf("o shows %s; %s", seen, b.tabLine())
	}
	b.setState(showAll)
	b.SetLive(sampleLive())
	if seen := strings.Join(states(), ", "); !strings.HasSuffix(seen, "Not live, All") && !strings.HasSuffix(seen, "Not live, All, On") || !strings.Contains(b.tabLine(), "7 Not live 5") {
		t.Errorf("o shows %s; %s", seen, b.tabLine())
	}
	b.setState(showAll)
	b.Press(press("7"))
	if got := strings.Join(b.names(), " "); got != "access.passkeys billing.new_invoice billing.payment_links files.public_uploads orders.beta_checkout" {
		t.Errorf("7 shows %s", got)
	}
	b.SetLive(LiveStates{})
	b.Resize(120, 30)
	if text := strings.Join(b.Body(), "\n"); !strings.Contains(text, "No flag is marked not live any more. esc shows all again.") {
		t.Error(text)
	}
}
