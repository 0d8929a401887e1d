package flagtui_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"flagtui"
)

func TestLookUpsDoNotAllocate(t *testing.T) {
	client := flagtui.Fake(map[string]bool{"a": true, "b": false})
	tenant, names := strings.Clone("acme"), []string{"a", "b"}
	for what, lookUp := range map[string]func(){
		"system":        func() { client.Enabled("a") },
		"tenant":        func() { client.Enabled("b", flagtui.Tenant(tenant)) },
		"project":       func() { client.Enabled("a", flagtui.Project(1<<40)) },
		"slug":          func() { client.Enabled("a", flagtui.SectionSlug(tenant)) },
		"another kind":  func() { client.Enabled("a", flagtui.Scope("workspace", tenant)) },
		"several flags": func() { client.AllEnabled(names, flagtui.Tenant(tenant)) },
		"evaluation":    func() { _ = client.Evaluate("a", flagtui.Tenant(tenant)).Enabled },
	} {
		if n := testing.AllocsPerRun(100, lookUp); n != 0 {
			t.Errorf("%s: %v allocations", what, n)
		}
	}
}

// TestSizeOfScope: a scope fits into one cache line of 64 bytes. A look at one of many
// scopes waits for each line that it reads.
func TestSizeOfScope(t *testing.T) {
	if flagtui.SizeOfScope > 64 {
		t.Errorf("a scope takes %d bytes", flagtui.SizeOfScope)
	}
}

// TestReasons: each case that is not simply on or off has a reason of its own.
func TestReasons(t *testing.T) {
	path := newSQLite(t, `INSERT INTO projects (id, slug) VALUES (7, 'intro')`,
		`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('system', '', 'set', TRUE), ('tenant', 'acme', 'set', FALSE), ('system', '', 'left', TRUE), ('tenant', 'acme', 'only.here', TRUE)`,
		`INSERT INTO scoped_feature_flag_states (feature_name, project_id, inserted_at, updated_at) VALUES ('delivery', 7, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)`)
	client := open(t, path, flagtui.WithCatalogue(flagtui.Definition{Name: "set"}, flagtui.Definition{Name: "unset", Default: true},
		flagtui.Definition{Name: "system.only", Scopes: []string{"system"}}, flagtui.Definition{Name: "delivery", Scopes: []string{"section"}},
		flagtui.Definition{Name: "authoring", Scopes: []string{"project"}}))
	acme := flagtui.Tenant("acme")
	for _, test := range []struct {
		name    string
		scope   []flagtui.AnyScope
		enabled bool
		source  string
		reason  flagtui.Reason
		err     error
	}{
		{"set", nil, true, "system", flagtui.ReasonOverride, nil},
		{"set", in(acme), false, "tenant", flagtui.ReasonOverride, nil},
		{"set", in(flagtui.Tenant("other")), true, "system", flagtui.ReasonInherited, nil},
		{"unset", in(acme), true, "default", flagtui.ReasonDefault, nil},
		{"typo", in(acme), false, "default", flagtui.ReasonUndefined, flagtui.ErrUnknown},
		{"left", in(acme), true, "system", flagtui.ReasonUndefined, flagtui.ErrUnknown},
		{"only.here", in(acme), true, "tenant", flagtui.ReasonUndefined, flagtui.ErrUnknown},
		{"system.only", in(acme), false, "default", flagtui.ReasonWrongScope, flagtui.ErrUsage},
		{"delivery", in(flagtui.Project(7)), true, "project", flagtui.ReasonWrongScope, flagtui.ErrUsage},
		{"delivery", in(flagtui.Section(1)), false, "default", flagtui.ReasonDefault, nil},
		{"authoring", in(flagtui.ProjectSlug("intro")), false, "default", flagtui.ReasonDefault, nil},
		{"authoring", in(flagtui.ProjectSlug("nowhere")), false, "", flagtui.ReasonInvalidScope, flagtui.ErrUnknown},
		{"authoring", in(flagtui.ProjectSlug("7")), false, "", flagtui.ReasonInvalidScope, flagtui.ErrUnknown},
		{"set", in(flagtui.Tenant("")), false, "", flagtui.ReasonInvalidScope, flagtui.ErrUnknown},
		{"set", in(flagtui.Tenant("a\x00b")), false, "", flagtui.ReasonInvalidScope, flagtui.ErrUnknown},
		{"set", in(flagtui.Scope("workspace", "7")), false, "", flagtui.ReasonInvalidScope, flagtui.ErrUnknown},
		{"set", in(acme, flagtui.System), false, "", flagtui.ReasonInvalidScope, flagtui.ErrUnknown},
	} {
		got := client.Evaluate(test.name, test.scope...)
		if got.Enabled != test.enabled || got.Source != test.source || got.Reason != test.reason || !errors.Is(got.Err(), test.err) || (got.Err() == nil) != (test.err == nil) {
			t.Errorf("%q at %v: %+v, %v", test.name, test.scope, got, got.Err())
		}
		if client.Enabled(test.name, test.scope...) != test.enabled {
			t.Errorf("Enabled of %q at %v is %v", test.name, test.scope, !test.enabled)
		}
	}
}

func in(scopes ...flagtui.AnyScope) []flagtui.AnyScope { return scopes }

// TestWithoutCatalogue: without definitions, the value of a flag that nothing sets is not
// known.
func TestWithoutCatalogue(t *testing.T) {
	client := open(t, newSQLite(t, `INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('system', '', 'set', TRUE)`))
	if got := client.Evaluate("set"); !got.Enabled || got.Registered || got.Reason != flagtui.ReasonOverride {
		t.Errorf("%+v", got)
	}
	got := client.Evaluate("unset")
	if got.Enabled || got.Reason != flagtui.ReasonDepends || len(got.Depends) != 1 || !errors.Is(got.Err(), flagtui.ErrDepends) {
		t.Errorf("%+v", got)
	}
}

func TestLists(t *testing.T) {
	path := newSQLite(t, `INSERT INTO flagtui_definition (name, default_enabled, scopes) VALUES ('b', TRUE, ''), ('a', FALSE, ''), ('s', TRUE, 'system'), ('p', FALSE, 'project')`,
		`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('system', '', 'old', TRUE), ('tenant', 'acme', 'a', TRUE), ('tenant', 'acme', 'z', FALSE)`,
		`INSERT INTO projects (id) VALUES (7)`)
	client := open(t, path)
	for _, test := range []struct{ scope, all, enabled string }{
		{"system", "a b old s", "b old s"},
		{"tenant:acme", "a b old z", "a b old"},
		{"tenant:other", "a b old", "b old"},
		{"project:7", "p", ""},
		{"workspace:7", "", ""},
	} {
		kind, id, _ := strings.Cut(test.scope, ":")
		scope := flagtui.Scope(kind, id)
		if got := namesOf(client.List(scope)); got != test.all {
			t.Errorf("List at %s: %s, want %s", test.scope, got, test.all)
		}
		if got := namesOf(client.ListEnabled(scope)); got != test.enabled {
			t.Errorf("ListEnabled at %s: %s, want %s", test.scope, got, test.enabled)
		}
	}
}

func namesOf(results []flagtui.Result) string {
	var names []string
	for _, r := range results {
		names = append(names, r.Name)
	}
	if !slices.IsSorted(names) {
		return "not sorted"
	}
	return strings.Join(names, " ")
}

// TestTextIDsOfProjects: a project of other tables than OLI Torus's has any text as its
// id, and no slug.
func TestTextIDsOfProjects(t *testing.T) {
	path := newSQLite(t, `CREATE TABLE flags (id INTEGER PRIMARY KEY, name text NOT NULL, enabled boolean NOT NULL, project text NOT NULL)`,
		`INSERT INTO flags (name, enabled, project) VALUES ('a', TRUE, 'apollo'), ('a', TRUE, '007'), ('a', TRUE, '12')`)
	client := open(t, path, flagtui.WithLayout("table: flags\nname: name\nenabled: enabled\nscope: {project: project}\nlive: now"), flagtui.WithCatalogue(flagtui.Definition{Name: "a"}))
	for _, scope := range in(flagtui.ProjectSlug("apollo"), flagtui.Scope("project", "007"), flagtui.Project(12)) {
		if got := client.Evaluate("a", scope); !got.Enabled || got.Source != "project" {
			t.Errorf("%+v", got)
		}
	}
	if got := client.Evaluate("a", flagtui.Scope("project", "gemini")); got.Enabled || got.Err() != nil {
		t.Errorf("%+v", got)
	}
	if _, err := client.Enable(t.Context(), "a", flagtui.Scope("project", "gemini"), flagtui.By("alice")); err != nil || !client.Enabled("a", flagtui.ProjectSlug("gemini")) {
		t.Error(err)
	}
}
