package transfer

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/feature/catalogue"
	"flagtui/internal/feature/featuretest"
)

// describe returns a plan as text.
func describe(plan Plan) string {
	var lines []string
	for _, d := range plan.Definitions {
		lines = append(lines, d.String())
	}
	for _, o := range plan.Overrides {
		lines = append(lines, fmt.Sprintf("%s (%d)", o, o.Line))
	}
	var names []string
	for _, def := range plan.Catalogue {
		names = append(names, def.Name)
	}
	return strings.Join(append(lines, strings.Join(names, " ")), "\n")
}

func TestPlan(t *testing.T) {
	acme, globex := feature.TenantScope("acme"), feature.TenantScope("globex")
	state := State{Kinds: featuretest.All(), Validate: named,
		Definitions: []feature.Definition{
			{Name: "a"}, {Name: "b", Description: "B", Default: true}, {Name: "c"},
			{Name: "d", Scopes: []feature.Kind{feature.Tenant, feature.System}}, {Name: "odd", Scopes: []feature.Kind{"Galaxy"}},
		},
		Overrides: []feature.Override{
			{Scope: feature.Scope{Kind: "System"}, Name: "a", Misplaced: true},
			{Scope: feature.SystemScope(), Name: "a", Enabled: true}, {Scope: feature.SystemScope(), Name: "c"},
			{Scope: acme, Name: "a"}, {Scope: acme, Name: "b", Enabled: true}, {Scope: feature.TenantScope(""), Name: "a"},
		},
	}
	file := catalogue.Contents{
		Definitions: []feature.Definition{{Name: "b", Description: "b", Scopes: []feature.Kind{feature.System}}, {Name: "c"}, {Name: "d"}, {Name: "e", Default: true}},
		Overrides: []catalogue.Override{
			{Scope: globex, Name: "a", Enabled: true, Line: 7}, {Scope: acme, Name: "a", Enabled: true, Line: 8},
			{Scope: acme, Name: "b", Enabled: true, Line: 9}, {Scope: feature.SystemScope(), Name: "c", Enabled: true, Line: 10},
		},
	}
	changed := `definition of b: changed (default on -> off, description, scopes)
definition of e: added, default on
c at system: off -> on (10)
a at tenant:acme: off -> on (8)
a at tenant:globex: inherit -> on (7)
a b c d e odd`
	plan := NewPlan(state, file, false)
	if got := describe(plan); got != changed {
		t.Errorf("got\n%s", got)
	}
	if plan.Unlisted.Definitions != 1 || plan.Unlisted.Overrides != 1 || plan.Skipped != 3 {
		t.Errorf("got %+v, %d left alone", plan.Unlisted, plan.Skipped)
	}
	if got := (Tally{1, 1, 0}); plan.TallyDefinitions() != got {
		t.Errorf("got %+v", plan.TallyDefinitions())
	}
	if got := (Tally{1, 2, 0}); TallyOverrides(plan.Changes()) != got {
		t.Errorf("got %+v", TallyOverrides(plan.Changes()))
	}

	plan = NewPlan(state, file, true)
	if got, want := describe(plan), `definition of a: removed
definition of b: changed (default on -> off, description, scopes)
definition of e: added, default on
a at system: on -> inherit (0)
c at system: off -> on (10)
a at tenant:acme: off -> on (8)
a at tenant:globex: inherit -> on (7)
b c d e odd`; got != want {
		t.Errorf("pruned, got\n%s", got)
	}
	if plan.Unlisted.Definitions+plan.Unlisted.Overrides != 0 || TallyOverrides(plan.Changes()) != (Tally{1, 2, 1}) || plan.TallyDefinitions() != (Tally{1, 1, 1}) {
		t.Errorf("pruned, got %+v", plan)
	}

	// Without a list in the file, prune removes nothing.
	for _, file := range []catalogue.Contents{{}, {Overrides: file.Overrides[2:3]}, {Definitions: state.Definitions[:4]}} {
		for _, prune := range []bool{false, len(file.Overrides) == 0} {
			if plan := NewPlan(state, file, prune); len(plan.Definitions)+len(plan.Overrides) != 0 || len(plan.Catalogue) != 5 {
				t.Errorf("%+v changes\n%s", file, describe(plan))
			}
		}
	}
	// An empty list of overrides removes all of them.
	plan = NewPlan(state, catalogue.Contents{Overrides: []catalogue.Override{}}, true)
	if want := (Tally{0, 0, 4}); TallyOverrides(plan.Changes()) != want || len(plan.Definitions) != 0 {
		t.Errorf("got\n%s", describe(plan))
	}
	if !reflect.DeepEqual(NewPlan(State{}, catalogue.Contents{}, true), Plan{}) {
		t.Error("nothing makes a plan")
	}
}

// A row that some release of the app reads as the system's override is changed with
// the system's own row, and only if some row has another setting.
func TestPlanWithAnomalousRows(t *testing.T) {
	system, workspace := feature.SystemScope(), feature.Scope{Kind: "workspace", ID: "w1"}
	alpha := feature.Scope{Kind: "alpha"}
	row := func(scope feature.Scope, on bool) feature.Override {
		return feature.Override{Scope: scope, Name: "a", Enabled: on, Misplaced: scope != system}
	}
	every := func(setting string) string {
		return "a at system: " + setting + ", in every row that the app may read as the system's (7)"
	}
	for _, test := range []struct {
		rows  []feature.Override
		want  bool // the setting in the file
		plan  string
		left  int
		prune string // if the file does not have the flag
	}{
		{[]feature.Override{row(workspace, true)}, true, every("on"), 0, ""},
		{[]feature.Override{row(system, true), row(workspace, true)}, true, "", 1, "a at system: on -> inherit (0)"},
		{[]feature.Override{row(system, false), row(workspace, true)}, true, every("on"), 0, "a at system: on -> inherit (0)"},
		{[]feature.Override{row(system, false), row(workspace, true)}, false, "a at system: on -> off (7)", 0, "a at system: on -> inherit (0)"},
		{[]feature.Override{row(alpha, true), row(system, false)}, false, every("off"), 0, "a at system: off -> inherit (0)"},
		{[]feature.Override{row(alpha, true), row(system, false)}, true, "a at system: off -> on (7)", 0, "a at system: off -> inherit (0)"},
		{[]feature.Override{row(alpha, false)}, true, "a at system: off -> on (7)", 0, ""},
	} {
		plan := NewPlan(State{Kinds: featuretest.All(), Validate: named, Overrides: test.rows}, catalogue.Contents{Overrides: []catalogue.Override{{Scope: system, Name: "a", Enabled: test.want, Line: 7}}}, true)
		if got := strings.TrimSpace(describe(plan)); got != test.plan || plan.Skipped != test.left {
			t.Errorf("%+v to %v: %s, %d left; want %s", test.rows, test.want, got, plan.Skipped, test.plan)
		}
		plan = NewPlan(State{Kinds: featuretest.All(), Validate: named, Overrides: test.rows}, catalogue.Contents{Overrides: []catalogue.Override{}}, true)
		if got := strings.TrimSpace(describe(plan)); got != test.prune {
			t.Errorf("%+v without it: %s, want %s", test.rows, got, test.prune)
		}
	}
}

// A project or a section inherits nothing, so off is the same as no row.
func TestPlanOffIsNoRow(t *testing.T) {
	at := feature.Scope{Kind: feature.Project, ID: "1"}
	file := catalogue.Contents{Overrides: []catalogue.Override{{Scope: at, Name: "a", Line: 1}}}
	for want, rows := range map[string][]feature.Override{
		"":                              nil,
		"\n":                            {{Scope: at, Name: "a"}}, // an older table may hold this name
		"a at project:1: on -> off (1)": {{Scope: at, Name: "a", Enabled: true}},
	} {
		if got := strings.TrimSpace(describe(NewPlan(State{Kinds: featuretest.All(), Validate: named, Overrides: rows}, file, false))); got != strings.TrimSpace(want) {
			t.Errorf("%+v: %s, want %s", rows, got, want)
		}
	}
}
