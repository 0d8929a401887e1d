package feature

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// Where no definitions are known, the application's code alone has the defaults:
// only a row makes a value known. The oracle is that rule, written once more.
func TestResolveWithoutACatalogue(t *testing.T) {
	rows := map[string]*Stored{"none": nil, "on": {Enabled: true}, "off": {Enabled: false}}
	for systemSays, system := range rows {
		for ownSays, own := range rows {
			layer := func(s *Stored) map[string]Stored {
				if s == nil {
					return map[string]Stored{}
				}
				return map[string]Stored{"x": *s}
			}
			want, inherited := "?", "?"
			if system != nil {
				want, inherited = systemSays, systemSays
			}
			if own != nil {
				want = ownSays
			}
			at := TenantScope("acme")
			view := View{Definition: Undefined("x", false, infoOf(Tenant))}.At(infoOf(at.Kind), system, own)
			if views := Resolve(infoOf(at.Kind), at, nil, layer(system), layer(own)); len(views) == 1 {
				view = views[0]
			} else if system != nil || own != nil {
				t.Fatalf("system %s, tenant %s: %d views", systemSays, ownSays, len(views))
			}
			if view.Word() != want || view.Is(true) != (want == "on") || view.Is(false) != (want == "off") || view.UnknownDefault() != (want == "?") {
				t.Errorf("system %s, tenant %s: is %s, want %s", systemSays, ownSays, view.Word(), want)
			}
			for setting, after := range map[Setting]string{On: "on", Off: "off", Inherit: inherited} {
				if got := view.With(setting, infoOf(Tenant)).Word(); got != after {
					t.Errorf("system %s, tenant %s: %s makes it %s, want %s", systemSays, ownSays, setting, got, after)
				}
			}
			text, err := json.Marshal(view)
			value := map[string]string{"on": "true", "off": "false", "?": "null"}
			for _, part := range []string{`"default_enabled":null`, `"enabled":` + value[want], `"system_enabled":` + value[inherited]} {
				if err != nil || !strings.Contains(string(text), part) || strings.Contains(string(text), "depends") != (want == "?") {
					t.Errorf("system %s, tenant %s: no %s in %s, %v", systemSays, ownSays, part, text, err)
				}
			}
		}
	}
}

// A catalogue that does not have the name, and a scope that inherits nothing,
// leave nothing unknown: the flag is off.
func TestUndefinedButKnown(t *testing.T) {
	other := []Definition{{Name: "other"}}
	if view := Resolve(infoOf(Tenant), TenantScope("acme"), other, nil, map[string]Stored{"x": {Enabled: true}})[1]; view.Unknown || view.SystemUnknown() || view.With(Inherit, infoOf(Tenant)).Word() != "off" {
		t.Errorf("with a catalogue: %+v", view)
	}
	project := Scope{Kind: Project, ID: "1"}
	if view := Resolve(infoOf(project.Kind), project, nil, nil, map[string]Stored{"x": {Enabled: true}})[0]; view.Unknown || view.With(Off, infoOf(Project)).Word() != "off" || view.With(Inherit, infoOf(Project)).Word() != "off" {
		t.Errorf("in a project: %+v", view)
	}
}

// An unknown value is copied as no override.
func TestCopyingWhatIsUnknown(t *testing.T) {
	system, tenant := SystemScope(), TenantScope("acme")
	here := View{Definition: Undefined("x", false, infoOf(System))}.At(infoOf(system.Kind), nil, nil)
	there := View{Definition: Undefined("x", false, infoOf(System))}.At(infoOf(tenant.Kind), nil, &Stored{Enabled: true})
	if pairs := Differences(infoOf(System), infoOf(Tenant), []View{here}, []View{there}); len(pairs) != 1 {
		t.Errorf("what is unknown and what is on are the same: %v", pairs)
	}
	// Neither scope has a row of a flag that the other has one of.
	only := View{Definition: Undefined("y", false, infoOf(System))}.At(infoOf(system.Kind), &Stored{Enabled: false}, nil)
	if pairs := Differences(infoOf(System), infoOf(Tenant), []View{only}, []View{there}); len(pairs) != 2 || pairs[0].A.Word()+pairs[0].B.Word()+pairs[1].A.Word()+pairs[1].B.Word() != "?onoff?" {
		t.Errorf("seen at one of them only: %+v", pairs)
	}
	if got := CopyChange(allInfos(), system, here, tenant, there); got.Before != On || got.After != Inherit {
		t.Errorf("to the tenant: %+v", got)
	}
	if got := CopyChange(allInfos(), tenant, there, system, here); got.Before != Inherit || got.After != On {
		t.Errorf("to the system: %+v", got)
	}
	if pairs := Differences(infoOf(System), infoOf(Tenant), []View{here}, []View{View{Definition: here.Definition}.At(infoOf(tenant.Kind), nil, nil)}); len(pairs) != 0 {
		t.Errorf("the same default differs: %v", pairs)
	}
}

// Changes are made together: what a tenant inherits after them is the system's
// setting after them, and its default where it has none.
func TestUnknownAfter(t *testing.T) {
	const unchanged = Setting(255)
	settings := []Setting{On, Off, Inherit}
	for _, before := range settings {
		for _, systemAfter := range append(slices.Clone(settings), unchanged) {
			for _, after := range settings {
				system := map[string]Stored{}
				if before != Inherit {
					system["x"] = Stored{Enabled: before == On}
				}
				tenant := Change{Scope: TenantScope("acme"), Name: "x", After: after}
				whole := Change{Scope: SystemScope(), Name: "x", Before: before, After: systemAfter}
				changes, kept, want := []Change{tenant, {Scope: Scope{Kind: Project, ID: "1"}, Name: "x", After: Inherit}}, before, []Change(nil)
				if systemAfter != unchanged {
					changes, kept = append(changes, whole), systemAfter
				}
				if after == Inherit && kept == Inherit {
					want = append(want, tenant)
				}
				if systemAfter == Inherit {
					want = append(want, whole)
				}
				if got := UnknownAfter(allInfos(), changes, system); !slices.Equal(got, want) {
					t.Errorf("system %s, changed to %s; tenant %s: %v, want %v", before, systemAfter, after, got, want)
				}
			}
		}
	}
}
