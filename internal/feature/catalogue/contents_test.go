package catalogue

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"flagtui/internal/feature"
)

func TestReadContents(t *testing.T) {
	want := Contents{
		Definitions: []feature.Definition{{Name: "a", Default: true, Scopes: []feature.Kind{feature.Tenant}}, {Name: "b", Description: "it's: b"}},
		Overrides: []Override{
			{Scope: feature.TenantScope(" acme "), Name: "a", Enabled: true, Line: 9},
			{Scope: feature.SystemScope(), Name: "b", Line: 10},
			{Scope: feature.Scope{Kind: feature.System, ID: ""}, Name: "a", Enabled: true, Line: 14},
		},
	}
	got, err := ReadContents("f.yaml", []byte(`definitions:
  - name: b
    description: "it's: b"
  - name: a
    default_enabled: true
    scopes: tenant

overrides:
  - {scope: tenant, scope_id: " acme ", name: a, enabled: true}
  - scope: system
    name: b
    enabled: false

  - {scope: system, scope_id: "", name: a, enabled: true}
`))
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	for text, want := range map[string]Contents{
		"overrides: []":           {Overrides: []Override{}},
		"definitions: []":         {},
		"- name: a":               {Definitions: []feature.Definition{{Name: "a"}}},
		`{"overrides": []}`:       {Overrides: []Override{}},
		"[]":                      {Definitions: []feature.Definition{}},
		`{"flags": {}}`:           {Definitions: []feature.Definition{}},
		"\ufeffdefinitions: []\n": {},
		"overrides:\n- &a {name: a, enabled: true, scope: system}\n- {<<: *a, name: b}\n": {Overrides: []Override{
			{Scope: feature.SystemScope(), Name: "a", Enabled: true, Line: 2}, {Scope: feature.SystemScope(), Name: "b", Enabled: true, Line: 3}}},
	} {
		if got, err := ReadContents("f.yaml", []byte(text)); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %v", text, got, err)
		}
	}
}

func TestReadContentsRefuses(t *testing.T) {
	long := strings.Repeat("x", 256)
	for _, test := range []struct{ text, want string }{
		{"", "1: the file holds no catalogue"},
		{"definitions:\n", "1: definitions must be a list, not null"},
		{"definitions: []\noverrides:\n  a: b\n", "3: overrides must be a list, not a mapping"},
		{"overrides: []\nflags: {}\n", `2: unknown key "flags"`},
		{"overrides: []\noverrides: []\n", `2: the key "overrides" is given twice, first in line 1`},
		{"definitions:\n- name: a\n- name: b\n- name: a\n", `4: the flag "a" is defined twice, first in line 2`},
		{"definitions:\n- name: a\n  enabled: true\n", `3: unknown key "enabled"`},
		{"definitions:\n- name: a\n  registered: false\n", `3: unknown key "registered"`},
		{"definitions:\n- a\n", `2: a flag must be a mapping, not the string "a"`},
		{"definitions:\n- name: " + long + "\n", `2: the flag name "` + long[:40] + `…" is too long: 256 characters, and the column holds 255`},
		{"definitions:\n- name: a\n  scopes: [Tenants]\n", `3: unknown scope "Tenants"`},
		{"overrides:\n- a\n", `2: an override must be a mapping, not the string "a"`},
		{"overrides:\n-\n  scope: system\n  name: a\n", "3: the override has no enabled"},
		{"overrides:\n- {name: a, enabled: true}\n", "2: the override has no scope"},
		{"overrides:\n- {scope: system, enabled: true}\n", "2: the override has no name"},
		{"overrides:\n- scope: system\n  name: a\n  enabled: yes\n", `4: enabled must be true or false, not the string "yes"`},
		{"overrides:\n- scope: system\n  name: 12\n", "3: name must be a string, not the number 12"},
		{"overrides:\n- scope: tenant\n  scope_id: 12\n", "3: scope_id must be a string, not the number 12"},
		{"overrides:\n- scope: Tenants\n", `2: unknown scope "Tenants"`},
		{"overrides:\n- scope: [tenant]\n", "2: scope must be a string, not a list"},
		{"overrides:\n- scope: tenant\n  name: a\n  enabled: true\n", "2: the tenant id is empty"},
		{"overrides:\n- scope: tenant\n  scope_id: ''\n  name: a\n  enabled: true\n", "3: the tenant id is empty"},
		{"overrides:\n- scope: system\n  scope_id: acme\n  name: a\n  enabled: true\n", `3: the system scope has no id, but "acme" was given`},
		{"overrides:\n- {scope: system, name: \"a\\0\", enabled: true}\n", `2: the flag name "a\x00" holds a NUL character`},
		{"overrides:\n- {scope: system, name: '', enabled: true}\n", "2: the flag name is empty"},
		{"overrides:\n- {scope: system, name: a, enabled: true, reason: b}\n", `2: unknown key "reason"`},
		{"overrides:\n- {scope: system, name: a, name: b, enabled: true}\n", `2: the key "name" is given twice, first in line 2`},
		{"overrides:\n- {scope: tenant, scope_id: x, name: a, enabled: true}\n- {scope: system, name: a, enabled: true}\n- {name: a, enabled: false, scope_id: x, scope: tenant}\n",
			`4: the override of "a" at tenant:x is given twice, first in line 2`},
		{"overrides:\n- {scope: system, name: a, enabled: true\n", "2: not valid YAML: did not find expected ',' or '}'"},
		{"{\"overrides\": [\n{\"scope\": \"system\",\n\"name\": 1}]}", "3: name must be a string, not the number 1"},
	} {
		contents, err := ReadContents("dir/f.yaml", []byte(test.text))
		if !errors.Is(err, feature.ErrUsage) || err.Error() != "dir/f.yaml:"+test.want || contents.Definitions != nil || contents.Overrides != nil {
			t.Errorf("%s\ngot  %v\nwant %s", test.text, err, test.want)
		}
	}
}
