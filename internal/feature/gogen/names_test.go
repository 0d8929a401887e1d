package gogen

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/scopekind"
)

// named returns definitions with these names.
func named(names ...string) []feature.Definition {
	defs := make([]feature.Definition, len(names))
	for i, name := range names {
		defs[i].Name = name
	}
	return defs
}

// TestCollisions checks that two names of one identifier are an error that has both.
func TestCollisions(t *testing.T) {
	workspace := []feature.Kind{"workspace"}
	for _, test := range []struct {
		defs   []feature.Definition
		chosen map[string]string
		want   []string
	}{
		{named("a.b", "a_b"), nil, []string{`"a.b"`, `"a_b"`, "AB"}},
		{named("a", "A"), nil, []string{`"a"`, `"A"`}},
		{named("!", "?"), nil, []string{`"!"`, `"?"`, "Feature"}},
		{named("all", "feature_all"), nil, []string{`"all"`, `"feature_all"`}},
		{named("a", "b"), map[string]string{"a": "B"}, []string{`"a"`, `"b"`}},
		{named("a"), map[string]string{"a": "All"}, []string{`"a"`, "function All"}},
		{named("a"), map[string]string{"a": "a"}, []string{`"a"`}},
		{named("a"), map[string]string{"a": "B-C"}, []string{`"a"`, `"B-C"`}},
		{[]feature.Definition{{Name: "a", Scopes: []feature.Kind{"user-group", "user_group"}}}, nil, []string{`"user-group"`, `"user_group"`}},
		{[]feature.Definition{{Name: "a", Scopes: []feature.Kind{"all"}}}, nil, []string{`"all"`, "function All"}},
		{[]feature.Definition{{Name: "a", Scopes: []feature.Kind{"system-or-tenant"}}, {Name: "b"}}, nil, []string{`"system-or-tenant"`, "system or tenant"}},
		{[]feature.Definition{{Name: "workspace", Scopes: workspace}, {Name: "feature_workspace", Scopes: workspace}}, nil, []string{`"workspace"`, `"feature_workspace"`}},
	} {
		_, err := Write(Options{Package: "flags", Identifiers: test.chosen}, test.defs)
		if !errors.Is(err, feature.ErrUsage) {
			t.Errorf("%v: %v, want a usage error", test.defs, err)
			continue
		}
		for _, want := range test.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%v: %v, without %s", test.defs, err, want)
			}
		}
	}
	if _, err := Write(Options{Package: "flags", Identifiers: map[string]string{"b": "B"}}, named("a")); !errors.Is(err, feature.ErrUnknown) {
		t.Errorf("a name for a flag that does not exist: %v", err)
	}
	for _, name := range []string{"my flags", "func", "_", ""} {
		if _, err := Write(Options{Package: name}, nil); !errors.Is(err, feature.ErrUsage) {
			t.Errorf("the package name %q: %v", name, err)
		}
	}
}

// TestNames compiles flags whose names are hard to write in Go.
func TestNames(t *testing.T) {
	workspace := []feature.Kind{feature.System, "workspace"}
	defs := append(named("all", "flag", "by_name", "func", "type", "string", "bool", "nil", "3d", "٣d", "功能", "é", "flagtui", "slices", "strings", "definition",
		"system_or_tenant", "system_or_tenant_flag", "a.b", "a_b", "ǆ", "ß", "\u202eevil", "new\nline", "`", strings.Repeat("x", feature.MaxName)),
		feature.Definition{Name: "workspace", Scopes: workspace}, feature.Definition{Name: "workspace_scope", Scopes: workspace})
	flags := newCompiler(t).generate(t, write(t, Options{Identifiers: map[string]string{"a_b": "A_B"}}, defs))
	for _, want := range []string{"FeatureAll", "FeatureFlag", "FeatureByName", "Func", "Type", "Feature3d", "Feature功能", "AB", "A_B", "FeatureSystemOrTenant", "FeatureWorkspace", "FeatureWorkspaceScope"} {
		if err := flags.use(t, "_ = flags."+want+".Name()"); err != nil {
			t.Error(err)
		}
	}
}

// TestRandomNames: random flags and kinds give a package that compiles, or an
// error about two names that collide or too many kinds.
func TestRandomNames(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	letters := []rune("aAbBzZ019._- !\"'`\\*/é\u0301ßǆ功٣\u202e\n\t$%{}")
	kinds := []feature.Kind{feature.System, feature.Tenant, feature.Project, feature.Section, "workspace", "user_group", "user-group", "all", "by-name", "flag", "a", "b", "a-or-b", "system-or-a"}
	c := newCompiler(t)
	compiled := 0
	for range 300 {
		var defs []feature.Definition
		for range random.IntN(6) {
			name := make([]rune, 1+random.IntN(4))
			for i := range name {
				name[i] = letters[random.IntN(len(letters))]
			}
			def := feature.Definition{Name: string(name), Description: string(name)}
			for range random.IntN(4) {
				def.Scopes = append(def.Scopes, kinds[random.IntN(len(kinds))])
			}
			defs = append(defs, def)
		}
		text, err := Write(Options{Package: "flags"}, defs)
		if err == nil {
			c.generate(t, text)
			compiled++
		} else if !errors.Is(err, feature.ErrUsage) || !strings.Contains(err.Error(), "would both be") && !strings.Contains(err.Error(), "kinds of scope") {
			t.Errorf("%v: %v", defs, err)
		}
	}
	if compiled < 50 {
		t.Errorf("only %d of 300 packages were compiled", compiled)
	}
}

// TestManyKinds: a package can have MostOthers kinds of its own. Each pair of kinds
// excludes all other kinds.
func TestManyKinds(t *testing.T) {
	var defs []feature.Definition
	kind := func(i int) feature.Kind { return feature.Kind(fmt.Sprintf("k%d", i)) }
	for i := range scopekind.MostOthers {
		defs = append(defs, feature.Definition{Name: fmt.Sprintf("f%d", i), Scopes: []feature.Kind{feature.System, kind(i)}})
	}
	flags := newCompiler(t).generate(t, write(t, Options{}, defs))
	for i := range defs {
		for j := range defs {
			body := fmt.Sprintf(`_ = flags.F%d.Enabled(client, flags.K%d("7"))`, i, j)
			if err := flags.use(t, body); (err == nil) != (i == j) {
				t.Errorf("%s: %v", body, err)
			}
		}
		if err := flags.use(t, fmt.Sprintf(`_ = flags.F%d.Enabled(client, flagtui.Scope("k%d", "7"))`, i, i)); err == nil {
			t.Errorf("the flag f%d takes a scope whose kind the compiler does not know", i)
		}
	}
	defs = append(defs, feature.Definition{Name: "one", Scopes: []feature.Kind{"too-many"}})
	if _, err := Write(Options{Package: "flags"}, defs); !errors.Is(err, feature.ErrUsage) || !strings.Contains(err.Error(), "k0, k1") {
		t.Errorf("too many kinds: %v", err)
	}
}
