package views

import (
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
)

// details returns the details of a flag that is on for the system, at a tenant without
// an override. Its rows are the default, the system, acme, two other tenants and two
// changes.
func details(m keys.Map) *Details {
	d := newDetails(NewTheme(true, false), m, tenant("acme", ""), find(system, "billing.new_invoice"), feature.Count{}, true)
	showDetails(d, "globex", "initech")
	return d
}

// showDetails shows a flag's data, with overrides of these tenants.
func showDetails(d *Details, others ...string) {
	const name = "billing.new_invoice"
	d.ShowChain(&feature.Override{Scope: feature.SystemScope(), Name: name, Enabled: true}, nil)
	var overrides []feature.Override
	for _, id := range others {
		overrides = append(overrides, feature.Override{Scope: feature.TenantScope(id), Name: name})
	}
	d.ShowOthers(overrides, true, false)
	d.ShowHistory([]feature.Entry{{ID: 2, Name: name, Scope: feature.SystemScope(), After: feature.On}, {ID: 1, Name: name, Scope: feature.TenantScope("acme"), Before: feature.On}}, feature.FeatureRollouts{})
}

func TestDetailsKeys(t *testing.T) {
	const name = "billing.new_invoice"
	acme, globex := tenant("acme", ""), feature.ScopeInfo{Scope: feature.TenantScope("globex")}
	view := find(system, name)
	on := &feature.Stored{Enabled: true}
	propose := func(at feature.ScopeInfo, own *feature.Stored, after feature.Setting) Intent {
		return Propose{Scope: at, View: view.At(featuretest.Kind(at.Scope.Kind), on, own), After: after}
	}
	choose := ShowNotice{"Choose the scope to change it for"}
	checkKeys(t, func() screenWithKeys { return details(keys.Default()) }, []keyCase{
		{"back", "esc", Back{}},
		{"history", "h", OpenHistory{Name: name, OfFlag: true}},
		{"copy", "y", Copy{Text: name, What: "the flag's name"}},
		{"kill", "K", ReviewKill{Name: name}},
		{"go to where it is looked at", "enter", Back{}},
		{"go to the system", "up enter", GoTo{Info: system, Name: name}},
		{"the default is no place", "up up enter", nil},
		{"nor is a heading", "down enter", nil},
		{"go to another tenant", "down down enter", GoTo{Info: globex, Name: name}},
		{"go to where it was changed", "end up enter", GoTo{Info: system, Name: name}},
		{"it was changed here", "end enter", Back{}},
		{"change it here", "space", propose(acme, nil, feature.Off)},
		{"change it for the system", "up space", propose(system, nil, feature.Off)},
		{"change it for another tenant", "down down space", propose(globex, &feature.Stored{}, feature.On)},
		{"the default cannot be changed", "home space", choose},
		{"nor can what was", "end space", choose},
		{"no key of ours", "z", nil},
	})
}

// Nothing can be changed before the chain has been read, because the current setting is
// unknown.
func TestDetailsBeforeTheyAreRead(t *testing.T) {
	d := newDetails(NewTheme(true, false), keys.Default(), system, find(system, "access.passkeys"), feature.Count{}, true)
	d.Resize(80, 20)
	for name, want := range map[string]Intent{"space": ShowNotice{"Choose the scope to change it for"}, "enter": nil, "esc": Back{}} {
		if got := pressAll(d, name); got != want {
			t.Errorf("%s: %#v", name, got)
		}
	}
}

// The cursor stays on its line when lines are inserted above.
func TestDetailsStay(t *testing.T) {
	for pressed, want := range map[string]string{"": "tenant:acme", "up": "system", "down down": "tenant:globex", "down down down": "tenant:initech", "end": "1", "end up": "2"} {
		d := details(keys.Default())
		d.Resize(80, 30)
		pressAll(d, pressed)
		showDetails(d, "before", "globex", "hooli", "initech")
		at, _ := d.selected()
		got := at.scope.String()
		if at.entry != nil {
			got = string(rune('0' + at.entry.ID))
		}
		if got != want {
			t.Errorf("%q: the cursor is on %s, want %s", pressed, got, want)
		}
	}
	d := details(keys.Default())
	d.Resize(80, 30)
	pressAll(d, "down down down")
	showDetails(d)
	if _, ok := d.selected(); !ok {
		t.Error("the line under the cursor is gone, and so is the cursor")
	}
}

func TestDetailsPages(t *testing.T) {
	d := newDetails(NewTheme(true, false), keys.Default(), system, find(system, "access.passkeys"), feature.Count{}, true)
	d.Resize(80, 10)
	var overrides []feature.Override
	for _, info := range many(30) {
		overrides = append(overrides, feature.Override{Scope: info.Scope})
	}
	d.ShowChain(nil, nil)
	d.ShowOthers(overrides, true, true)
	d.ShowHistory(entries(), feature.FeatureRollouts{})
	d.Resize(80, 10)
	asked := 0
	for range 40 {
		if d.Press(press("down")) == (NextPage{}) {
			asked++
		}
	}
	if asked != 1 {
		t.Errorf("asked %d times for the next page", asked)
	}
	if d.Failed(); d.Press(press("down")) != (NextPage{}) {
		t.Error("after a failure it is not asked for again")
	}
	if d.ShowOthers(overrides[:5], false, false); d.OverridesRead() != 35 || d.Press(press("end")) != nil {
		t.Errorf("%d others, and more are asked for", d.OverridesRead())
	}
}

// The text states the value at a scope and its source.
func TestDetailsVerdict(t *testing.T) {
	on, off := &feature.Override{Enabled: true}, &feature.Override{}
	known := feature.View{Definition: &feature.Definition{Name: "a", Default: true}, Registered: true}
	project := feature.ScopeInfo{Scope: feature.Scope{Kind: feature.Project, ID: "12"}}
	for _, c := range []struct {
		at          feature.ScopeInfo
		view        feature.View
		system, own *feature.Override
		want        string
	}{
		{system, known, nil, nil, "[x] Enabled, by its default: no override sets it"},
		{system, known, off, off, "[ ] Disabled, by the system's override"},
		{tenant("acme", ""), known, nil, nil, "[x] Enabled, by its default: no override sets it"},
		{tenant("acme", ""), known, off, nil, "[ ] Disabled, by the system's override"},
		{tenant("acme", ""), known, off, on, "[x] Enabled, by the override of this tenant"},
		{tenant("acme", ""), feature.View{Definition: &feature.Definition{Name: "a"}}, nil, nil, "[ ] Disabled, since no override sets it, and it is not registered"},
		{project, known, nil, nil, "[ ] Disabled, since it is not set here; nothing is inherited"},
		{project, known, nil, on, "[x] Enabled, by the override of this project"},
	} {
		d := newDetails(NewTheme(true, false), keys.Default(), c.at, c.view, feature.Count{}, true)
		d.Kinds = featuretest.All()
		d.ShowChain(c.system, c.own)
		d.Resize(120, 30)
		if d.valueText() != c.want || !strings.Contains(strings.Join(d.Body(), "\n"), c.want) {
			t.Errorf("%s: %s\nwant %s", c.at.Scope, d.valueText(), c.want)
		}
	}
}
