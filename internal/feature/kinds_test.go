package feature

import (
	"slices"
	"strings"
	"testing"

	"flagtui/internal/words"
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
		info.Inherits, info.Listed = System, true
	case Project, Section:
		info.Settings, info.Without, info.IDForm, info.Listed, info.OptIn, info.Fixed = info.Settings[:2], Off, "ID or slug", true, true, true
	}
	return info
}

// allKinds are the kinds of simple_module and OLI Torus.
func allKinds() []Kind { return []Kind{System, Tenant, Project, Section} }

// allInfos describes them.
func allInfos() (list KindList) {
	for _, kind := range allKinds() {
		list = append(list, infoOf(kind))
	}
	return list
}

// anyChange validates every change.
func anyChange(Change) error { return nil }

// A kind that is not listed inherits from the system, whatever its name.
func TestUnlistedKinds(t *testing.T) {
	for kind, plural := range map[Kind]string{System: "system", Tenant: "tenants", Project: "projects", "workspace": "workspaces"} {
		got := KindList{}.Of(kind)
		if got.Kind != kind || got.Name != string(kind) || got.Plural != plural || !got.Has(On) || !got.Has(Off) || !got.Has(Inherit) || (got.Inherits == System) == (kind == System) {
			t.Errorf("%s is %+v", kind, got)
		}
	}
	if got := (KindList{}).Of(""); got.Has(Inherit) || got.Word(Inherit) != "off" {
		t.Errorf("no scope is of the kind %+v", got)
	}
}

func TestKindSentence(t *testing.T) {
	for want, kinds := range map[string][]Kind{"": nil, "system": {System}, "system and tenant:ID": {System, Tenant}, "system, project:ID and section:ID": {System, Project, Section}} {
		var list KindList
		for _, kind := range kinds {
			list = append(list, infoOf(kind))
		}
		if got := list.Sentence(); got != want {
			t.Errorf("%v: %q, want %q", kinds, got, want)
		}
	}
}

// A tenant's overrides may be at a scope of another kind. A database with tenants of its
// own has no such template.
func TestTenantScopes(t *testing.T) {
	actor := func(id string) Scope { return Scope{Kind: "actor", ID: id} }
	for _, template := range []string{"Account;{id}", "account:{id}:live", "{id}"} {
		list := KindList{infoOf(System), {Kind: "actor", Tenant: template}}
		for _, id := range []string{"12", "a;b", "{id}", "Account;12"} {
			scope := list.OfTenant(TenantScope(id))
			if want := actor(strings.Join(strings.Split(template, "{id}"), id)); scope != want {
				t.Errorf("%s: tenant %s is at %s, want %s", template, id, scope, want)
			}
			if got, ok := list.TenantOf(scope); got != id || !ok {
				t.Errorf("%s: %s is tenant %q, %v", template, scope, got, ok)
			}
		}
		for _, scope := range []Scope{{}, SystemScope(), actor("x"), {Kind: Project, ID: "12"}, {Kind: Tenant}} {
			if got := list.OfTenant(scope); got != scope {
				t.Errorf("%s: %s is at %s", template, scope, got)
			}
		}
		if got := append(list, infoOf(Tenant)).OfTenant(TenantScope("12")); got != TenantScope("12") {
			t.Errorf("%s: beside tenants, 12 is at %s", template, got)
		}
	}
	list := KindList{{Kind: "actor", Tenant: "Account;{id}"}}
	for _, scope := range []Scope{SystemScope(), actor("Account;"), actor("User;12"), actor("12"), {Kind: Section, ID: "Account;12"}} {
		if id, ok := list.TenantOf(scope); ok {
			t.Errorf("%s is tenant %q", scope, id)
		}
	}
	if id, ok := (KindList{}).TenantOf(TenantScope("12")); id != "12" || !ok {
		t.Errorf("tenant:12 is tenant %q, %v", id, ok)
	}
}

func TestSortKinds(t *testing.T) {
	if got := SortKinds([]Kind{"workspace", Section, Tenant, "actor", System, Tenant, Project}); !slices.Equal(got, []Kind{System, Tenant, Project, Section, "actor", "workspace"}) {
		t.Error(got)
	}
	list := KindList{{Kind: "workspace"}}
	if got := list.Unknown([]Kind{"workspace", Tenant, "wrkspace"}); !slices.Equal(got, []Kind{"wrkspace"}) {
		t.Error(got)
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

// The words for several scopes are those of their kind, or else say "scopes".
func TestNouns(t *testing.T) {
	facility := KindInfo{Kind: "facility", Name: "facility", Plural: "facilities", Inherits: System}
	user := KindInfo{Kind: "user", Name: "user", Plural: "users", Inherits: System}
	group := KindInfo{Kind: "group", Name: "group", Plural: "groups", Inherits: System}
	for _, c := range []struct {
		kinds          KindList
		one, many, all string
	}{
		{KindList{facility}, "1 facility", "2 facilities", "facilities"},
		{KindList{user, group}, "1 scope", "2 scopes", "users and groups"},
		{KindList{user, group, facility}, "1 scope", "2 scopes", "scopes"},
	} {
		noun := c.kinds.Noun()
		if one, many, all := noun.Count(1), noun.Count(2), c.kinds.All(words.English); one != c.one || many != c.many || all != c.all {
			t.Errorf("%s, %s, all %s; want %s, %s, all %s", one, many, all, c.one, c.many, c.all)
		}
	}
	if below := (KindList{{Kind: System}, user, {Kind: Project}}).InheritingSystem(); len(below) != 1 || below[0].Kind != "user" {
		t.Errorf("%+v inherit from the system", below)
	}
}
