package catalogue

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
)

func TestReadAccepts(t *testing.T) {
	type defs = []feature.Definition
	flagNamed := func(name string) defs { return defs{{Name: name}} }
	tests := []struct{ name, file, text string }{
		{"plain", "f.yaml", "- name: a\n"},
		{"no ending", "-", "- name: a\n"},
		{"document start, comments, end", "f.yaml", "# flags\n---\n- name: a # one\n...\n# done\n"},
		{"windows line ends", "f.yaml", "- name: a\r\n  description:\r\n"},
		{"byte order mark", "f.yaml", "\ufeff- name: a\n"},
		{"quoted", "f.yaml", "- name: \"\\x61\"\n"},
		{"flow", "f.yaml", "[{name: a}]"},
		{"JSON by content", "flags", "\n\t[{\"name\":\t\"a\"}]"},
		{"JSON by ending", "f.JSON", "\ufeff[{\"name\": \"\\u0061\"}]\r\n"},
		{"not registered", "f.json", `[{"name": "a", "registered": true}, {"name": "", "registered": false}]`},
		{"alias of a scalar", "f.yaml", "- name: &a a\n  description: \"\"\n- {name: *a, registered: false}\n"},
		{"merge", "f.yaml", "- &t {name: t, registered: false}\n- <<: [*t]\n  name: a\n  registered: true\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { checkAccepted(t, test.file, test.text, flagNamed("a")) })
	}

	checkAccepted(t, "f.yaml", "[]", defs{})
	checkAccepted(t, "f.json", "[]", defs{})
	checkAccepted(t, "f.yaml", "flags: {}\n", defs{})
	checkAccepted(t, "f.yaml", `
- name: orders.beta
  description: The new order page
  default_enabled: True
  scopes: [tenant, system, tenant]
- name: "123"
  description: |
    two
    lines
- {name: Öl, scopes: []}
`, defs{
		{Name: "123", Description: "two\nlines\n"},
		{Name: "orders.beta", Description: "The new order page", Default: true, Scopes: []feature.Kind{feature.System, feature.Tenant}},
		{Name: "Öl"},
	})
	long := strings.Repeat("a", 255) // the longest name of a feature
	checkAccepted(t, "torus.yaml", `
- {name: b, scopes: both, rollout_mode: canary}
- {name: c, scopes: [authoring], rollout_mode: scoped_only}
- {name: d, rollout_mode: }
- {name: `+long+`, scopes: delivery}
`, defs{{Name: long, Scopes: []feature.Kind{feature.Section}}, {Name: "b", Scopes: []feature.Kind{feature.Project, feature.Section}, Canary: true},
		{Name: "c", Scopes: []feature.Kind{feature.Project}}, {Name: "d"}})
	checkAccepted(t, "list.json", `[{"name": "b", "default_enabled": false, "enabled": null, "overridden": true, "system_enabled": null, "source": "global",
		"registered": true, "rollout_mode": "canary", "depends": ["5 % of users (global rollout)"], "decided_by": "5 % of users (global rollout)"}]`,
		defs{{Name: "b", Canary: true}})
	checkAccepted(t, "api.json", `[
  {"name": "b", "description": "\ud83d\ude00", "default_enabled": true, "enabled": false, "overridden": true, "system_enabled": true},
  {"name": "a", "description": null, "default_enabled": false, "enabled": false, "overridden": false, "system_enabled": null,
   "source": "default", "registered": true}
]`, defs{{Name: "a"}, {Name: "b", Description: "😀", Default: true}})
	checkAccepted(t, "flags.json", `{
  "$schema": "https://example.org/flag-manifest.json",
  "flags": {
    "b": {"defaultValue": true, "flagType": "boolean", "description": "B"},
    "a": {"flagType": "boolean", "defaultValue": false}
  }
}`, defs{{Name: "a"}, {Name: "b", Description: "B", Default: true}})
	checkAccepted(t, "flags.yaml", "flags:\n  a: &a {flagType: boolean, defaultValue: true}\n  b: *a\n",
		defs{{Name: "a", Default: true}, {Name: "b", Default: true}})
}

func checkAccepted(t *testing.T, file, text string, want []feature.Definition) {
	t.Helper()
	got, err := Read(file, []byte(text))
	if err != nil {
		t.Errorf("%s: %v", text, err)
	} else if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %#v\nwant %#v", text, got, want)
	}
}

func TestReadScopes(t *testing.T) {
	all := featuretest.All().Kinds()
	tests := []struct {
		scopes string
		want   []feature.Kind
	}{
		{"", nil}, {"null", nil}, {"[]", nil},
		{"tenant", []feature.Kind{feature.Tenant}},
		{"[system]", all[:1]},
		{"[section, project, tenant, system, project]", all},
		{"authoring", []feature.Kind{feature.Project}},
		{"[delivery]", []feature.Kind{feature.Section}},
		{"both", all[2:]}, {"[both]", all[2:]},
		{"[authoring, delivery]", all[2:]},
		{"[delivery, tenant, section]", []feature.Kind{feature.Tenant, feature.Section}},
	}
	for _, test := range tests {
		checkAccepted(t, "f.yaml", "- name: a\n  scopes: "+test.scopes+"\n", []feature.Definition{{Name: "a", Scopes: test.want}})
	}
}

// checkRefusal checks that err is a well-formed refusal, and returns it.
func checkRefusal(t *testing.T, defs []feature.Definition, err error) *feature.Problem {
	t.Helper()
	problem, ok := errors.AsType[*feature.Problem](err)
	if !ok || !errors.Is(err, feature.ErrUsage) || defs != nil {
		t.Fatalf("got %v, %#v; want no definitions and an ErrUsage", defs, err)
	}
	if strings.ContainsFunc(problem.Text+problem.Hint, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		t.Fatalf("control characters in %q, %q", problem.Text, problem.Hint)
	}
	return problem
}
