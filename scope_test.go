package flagtui_test

import (
	"testing"

	"flagtui"
)

func TestScopeStrings(t *testing.T) {
	for want, scope := range map[string]flagtui.AnyScope{
		"system":        flagtui.System,
		"tenant:Acme ":  flagtui.Tenant("Acme "),
		"project:12":    flagtui.Project(12),
		"project:intro": flagtui.ProjectSlug("intro"),
		"section:-1":    flagtui.Section(-1),
		"section:s1":    flagtui.SectionSlug("s1"),
		"workspace:7":   flagtui.Scope("workspace", "7"),
	} {
		if got := scope.String(); got != want {
			t.Errorf("%#v: %q, want %q", scope, got, want)
		}
	}
}

// compilerKinds are interfaces as "flagtui generate go" writes them. The first is for
// scopes of a project or a section.
type (
	projectOrSection interface {
		NotSystem()
		NotTenant()
		NotOther1()
	}
	systemOrTenant interface {
		NotProject()
		NotSection()
		NotOther1()
	}
)

func TestCompilerTellsKindsApart(t *testing.T) {
	for _, test := range []struct {
		scope              flagtui.AnyScope
		torus, simpleTable bool
	}{
		{flagtui.System, false, true},
		{flagtui.Tenant("acme"), false, true},
		{flagtui.Project(12), true, false},
		{flagtui.Section(12), true, false},
		{flagtui.Scope("project", "12"), false, false},
	} {
		if _, got := test.scope.(projectOrSection); got != test.torus {
			t.Errorf("%v is a project or a section for the compiler: %v", test.scope, got)
		}
		if _, got := test.scope.(systemOrTenant); got != test.simpleTable {
			t.Errorf("%v is the system or a tenant for the compiler: %v", test.scope, got)
		}
	}
}
