package feature

import (
	"slices"
	"testing"
)

// A kind that a layout describes is as that says, also where its name is not known.
func TestKindList(t *testing.T) {
	now, later := LiveOnEveryCheck(), LiveAfterRestart()
	workspace := KindInfo{Kind: "workspace", Name: "space", Plural: "spaces", IDForm: "SLUG", Settings: []Setting{On, Off}, Live: later}
	system := KindInfo{Kind: System, Name: "system", Plural: "system", Settings: []Setting{On, Off, Inherit}, Live: now}
	both, only := KindList{system, workspace}, KindList{workspace}
	if got := both.Of("workspace"); got.Plural != "spaces" || len(got.Settings) != 2 || both.LiveAt("workspace") != later || both.LiveAt(System) != now {
		t.Errorf("%+v", got)
	}
	if got := both.WithIDs().Kinds(); !slices.Equal(got, []Kind{"workspace"}) || !slices.Equal(both.Kinds(), []Kind{System, "workspace"}) {
		t.Errorf("%v", got)
	}
	if got := both.Plurals(); !slices.Equal(got, []string{"system", "spaces"}) {
		t.Errorf("%v", got)
	}
	if both.WithoutSystem() || !only.WithoutSystem() || (KindList{}).WithoutSystem() {
		t.Error("which list has no system?")
	}
	if got := both.InheritingNothing(); len(got) != 1 || got[0].Kind != "workspace" {
		t.Errorf("%v inherit nothing", got.Kinds())
	}
	team := KindInfo{Kind: "team", Inherits: System}
	if list := append(both, team); !list.InheritsSystem("team") || list.InheritsSystem("workspace") || list.InheritsSystem(System) || !list.InheritsSystem(Tenant) {
		t.Error("which kinds inherit from the system?")
	}
	if only.LiveAt(System) != later || (KindList{}).LiveAt(System) != (Live{}) {
		t.Error("the time of a kind that is not in the list is that of the first")
	}
}

// infoOf describes a kind of simple_module or OLI Torus, as their layouts do.
func infoOf(kind Kind) KindInfo {
	info := KindInfo{Kind: kind, Name: string(kind), Plural: string(kind) + "s", IDForm: "ID", Settings: []Setting{On, Off, Inherit}}
	switch kind {
	case System:
		info.Plural, info.IDForm = "system", ""
	case Tenant:
		info.Inherits = System
	case Project, Section:
		info.Settings, info.Without, info.IDForm = info.Settings[:2], Off, "ID or slug"
	}
	return info
}

// Without a layout's word, the name of a kind says what holds for it.
func TestUnlistedKinds(t *testing.T) {
	for kind, settings := range map[Kind][]Setting{System: {On, Off, Inherit}, Tenant: {On, Off, Inherit}, Project: {On, Off}, Section: {On, Off}} {
		got := KindList{}.Of(kind)
		if got.Kind != kind || got.Name != string(kind) || got.Plural != kind.Plural() || !slices.Equal(got.Settings, settings) {
			t.Errorf("%s is %+v", kind, got)
		}
	}
}

// The column of a feature of OLI Torus has the words of its catalogue.
func TestContext(t *testing.T) {
	for want, scopes := range map[string][]Kind{"": nil, "authoring": {Project}, "delivery": {Section}, "both": {Section, Project, Tenant}} {
		if got := (Definition{Scopes: scopes}).Context(); got != want {
			t.Errorf("%v: %q, want %q", scopes, got, want)
		}
	}
}
