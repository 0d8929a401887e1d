package catalogue

import (
	"fmt"
	"strings"
	"testing"
)

// refusals are file contents, each with its message after the file's name.
type refusals []struct{ text, want string }

func (list refusals) check(t *testing.T, file string) {
	t.Helper()
	for _, test := range list {
		defs, err := Read(file, []byte(test.text))
		if got, want := checkRefusal(t, defs, err).Text, file+":"+test.want; got != want {
			t.Errorf("%.200q:\n got %s\nwant %s", test.text, got, want)
		}
	}
}

func TestReadRefusesFile(t *testing.T) {
	empty := "1: the file holds no catalogue"
	refusals{
		{"", empty}, {" \n", empty}, {"\ufeff", empty}, {"# nothing\n\n", empty}, {"---\n", empty}, {"\n\nnull\n", empty},
		{"\n42\n", "2: a catalogue is a list of flags, not the number 42"},
		{"orders.beta\n", `1: a catalogue is a list of flags, not the string "orders.beta"`},
		{"- name: a\n- name: \xff\n", "2: the file is not valid UTF-8"},
		{"\xff\xfe-\x00", "1: the file is not valid UTF-8"},
		{"- name: a\n---\n- name: b\n", "2: a second YAML document starts here"},
		{"- name: a\n---\n", "2: a second YAML document starts here"},
	}.check(t, "f.yaml")
	refusals{
		{"", empty}, {"null", empty},
		{`"a"`, `1: a catalogue is a list of flags, not the string "a"`},
		{"[{\"name\": \"a\"},\n {\"name\": \"\xc3\"}]", "2: the file is not valid UTF-8"},
	}.check(t, "f.json")

	_, err := Read("f.yaml", nil)
	if hint := checkRefusal(t, nil, err).Hint; hint != catalogueHint {
		t.Errorf("the hint is %q, want %q", hint, catalogueHint)
	}
}

func TestReadRefusesYAMLSyntax(t *testing.T) {
	refusals{
		{"- name: a\n\t- name: b\n", "2: not valid YAML: found a tab character that violates indentation"},
		{"# flags\n- name: a\n- name: b\n  description: c\n   scopes: d\n", "5: not valid YAML: mapping values are not allowed in this context"},
		{"# flags\n- name: a\n- name: b\n  scopes: []\n description: d\n", "5: not valid YAML: did not find expected '-' indicator"},
		{"# flags\n- name: a\n- name: b\n  scopes: []\n  - name: c\n", "5: not valid YAML: did not find expected key"},
		{"- name: a\n- name: b\n  scopes: [system\n- name: c\n", "3: not valid YAML: did not find expected ',' or ']'"},
		{"- name: a\n- name: 'b\n- name: c\n- name: d\n", "2: not valid YAML: found unexpected end of stream"},
		{"- name: a\n- name: *b\n", "2: not valid YAML: unknown anchor 'b' referenced"},
		{"- name: a\n- name: b\n  description: \x1b[31m\n", "3: not valid YAML: control characters are not allowed"},
		{"- name: a\n...\nb\n", "3: not valid YAML: did not find expected <document start>"},
		{"[{\"name\": \"a\"},\n {\"name\": \"b\"]\n", "2: not valid YAML: did not find expected ',' or '}'"},
		{strings.Repeat("[", 20_000), "1: not valid YAML: exceeded max depth of 10000"},
	}.check(t, "f.yaml")
}

// TestSyntaxErrorInLongList checks that the search for the line of an error decodes only a
// small part of a long list.
func TestSyntaxErrorInLongList(t *testing.T) {
	const entry, entries = "- name: a\n  description: b\n  scopes: [system]\n", 500
	list := strings.Repeat(entry, entries)
	nested := "definitions:\n" + strings.ReplaceAll("\n"+list, "\n", "\n  ")[1:] + "\n"
	for text, line := range map[string]int{
		list + "  - b\n":                      3*entries + 1,
		list + " a: b\n":                      3*entries + 1,
		nested + "    - b\n":                  3*entries + 3,
		list + "- name: 'a\n" + entry:         3*entries + 1,
		list + "- name: 'a\n" + list[:10_000]: 3*entries + 1,
		list + "- name: *b\n" + list:          3*entries + 1,
	} {
		_, _, read, err := decodeYAML([]byte(text))
		if err == nil {
			t.Fatal("there is no error")
		}
		search := testing.AllocsPerRun(1, func() {
			if got := yamlErrorLine([]byte(text[:read]), err); got != line {
				t.Errorf("%v: line %d, want %d", err, got, line)
			}
		})
		if decode := testing.AllocsPerRun(1, func() { decodeYAML([]byte(text)) }); search > decode/2 {
			t.Errorf("%v: the search allocates %.0f times, decoding %.0f times", err, search, decode)
		}
	}
}

func TestReadRefusesJSONSyntax(t *testing.T) {
	refusals{
		{"- name: a\n", "1: not valid JSON: invalid character ' ' in numeric literal"},
		{"[\n  {\"name\": \"a\"},\n]\n", "3: not valid JSON: invalid character ']' looking for beginning of value"},
		{"[\n  {\"name\": \"a\n\"}]", `2: not valid JSON: invalid character '\n' in string literal`},
		{"[\n  {\"name\": \"a\"}\n", "2: not valid JSON: unexpected end of JSON input"},
		{"[]\n[]\n", "2: not valid JSON: invalid character '[' after top-level value"},
		{"[{'name': 1}]", `1: not valid JSON: invalid character '\'' looking for beginning of object key string`},
		{"\n" + strings.Repeat("[", 20_000), "2: not valid JSON: invalid character '[' exceeded max depth"},
		{"[\n" + strings.Repeat("[", 40) + strings.Repeat("]", 41), "2: nested more than 32 deep"},
	}.check(t, "f.json")
}

func TestReadRefusesList(t *testing.T) {
	refusals{
		{"- a\n", `1: a flag must be a mapping, not the string "a"`},
		{"- name: a\n-\n", "2: a flag must be a mapping, not null"},
		{"- name: a\n- description: b\n", "2: the flag has no name"},
		{"- name: b\n- name: a\n- name: b\n", `3: the flag "b" is defined twice, first in line 1`},
		{"- name: a\n  scopes: both\n  name: b\n", `3: the key "name" is given twice, first in line 1`},
		{"- name: a\n  enable: true\n", `2: unknown key "enable"`},
		{"- name: a\n  \"\\e[2J\": true\n", `2: unknown key "\x1b[2J"`},
		{"- name: a\n  1: true\n", "2: a key must be a string, not the number 1"},
		{"- name: a\n  ? [b]\n  : c\n", "2: a key must be a string, not a list"},
		{"- name: \"\"\n", "1: the flag name is empty"},
		{`- name: "a\0b"`, `1: the flag name "a\x00b" holds a NUL character`},
		{"- name: a\n- name: " + strings.Repeat("x", 256) + "\n",
			`2: the flag name "` + strings.Repeat("x", 40) + `…" is too long: 256 characters, and the column holds 255`},
		{"- name: 123\n", "1: name must be a string, not the number 123"},
		{"- name: 1.5e3\n", "1: name must be a string, not the number 1.5e3"},
		{"- name: true\n", "1: name must be a string, not true"},
		{"- name: 2024-01-31\n", "1: name must be a string, not the date 2024-01-31"},
		{"- name: ~\n", "1: name must be a string, not null"},
		{"- name: [a]\n", "1: name must be a string, not a list"},
		{"- name: a\n  description: {}\n", "2: description must be a string, not a mapping"},
		{"- name: a\n  default_enabled: \"yes\"\n", `2: default_enabled must be true or false, not the string "yes"`},
		{"- name: a\n  default_enabled: yes\n", `2: default_enabled must be true or false, not the string "yes"`},
		{"- name: a\n  default_enabled: 1\n", "2: default_enabled must be true or false, not the number 1"},
		{"- name: a\n  default_enabled:\n", "2: default_enabled must be true or false, not null"},
		{"- name: a\n  enabled: 1\n", "2: enabled must be true or false, not the number 1"},
		{"- name: a\n  rollout_mode: full\n", `2: unknown rollout_mode "full"`},
		{"- name: a\n  rollout_mode: [canary]\n", "2: rollout_mode must be a string, not a list"},
		{"- name: " + strings.Repeat("a", 256) + "\n", `1: the flag name "` + strings.Repeat("a", 40) + `…" is too long: 256 characters, and the column holds 255`},
		{"- name: " + strings.Repeat("a", 256) + "\n  scopes: both\n", `1: the flag name "` + strings.Repeat("a", 40) + `…" is too long: 256 characters, and the column holds 255`},
		{"- name: a\n  overridden: 'true'\n", `2: overridden must be true or false, not the string "true"`},
		{"- name: a\n  system_enabled: 0\n", "2: system_enabled must be true or false, not the number 0"},
		{"- name: a\n  registered: {}\n", "2: registered must be true or false, not a mapping"},
		{"- name: a\n  source: 1\n", "2: source must be a string, not the number 1"},
		{"- name: a\n  scopes: 1\n", "2: scopes must be a list of strings, not the number 1"},
		{"- name: a\n  scopes:\n  - tenant\n  - 1\n", "4: a scope must be a string, not the number 1"},
		{"- name: a\n  scopes:\n  - tenant\n  - Tenants\n", `4: unknown scope "Tenants"`},
		{"- name: a\n  scopes: [both, tenant]\n", "2: the scope both must stand alone"},
		{"- name: a\n  scopes:\n  - delivery\n  - both\n", "4: the scope both must stand alone"},
	}.check(t, "f.yaml")
	refusals{
		{"[\n  {\n    \"name\": \"a\",\n    \"enable\": true\n  }\n]", `4: unknown key "enable"`},
		{"[\n  {\"name\": \"a\",\n   \"name\": \"a\"}\n]", `3: the key "name" is given twice, first in line 2`},
		{"[\n  {\"name\": \"a\"},\n\n  {\"name\":\n\"a\"}\n]", `5: the flag "a" is defined twice, first in line 2`},
		{"[{\"name\": \"a\"},\n\n {}]", "3: the flag has no name"},
		{"[{\"name\":\n1.0}]", "2: name must be a string, not the number 1.0"},
		{"[{\"name\": \"a\", \"default_enabled\": \"<b>\"}]", `1: default_enabled must be true or false, not the string "<b>"`},
		{"[{\"name\": \"a\",\n\"system_enabled\": \"\"}]", `2: system_enabled must be true or false, not the string ""`},
		{"[{\"<<\": {\"name\": \"a\"}}]", `1: unknown key "<<"`},
	}.check(t, "f.json")

	defs, err := Read("f.yaml", []byte("- name: 123\n"))
	if hint := checkRefusal(t, defs, err).Hint; hint != `quote it: "123"` {
		t.Errorf("the hint is %s", hint)
	}
}

func TestReadRefusesManifest(t *testing.T) {
	refusals{
		{"{}", `1: the manifest has no key "flags"`},
		{"{\n\"$schema\": 1}", "2: $schema must be a string, not the number 1"},
		{"{\n\"definitions\": []}", `2: unknown key "definitions"`},
		{"{\"flags\": {},\n\"flags\": {}}", `2: the key "flags" is given twice, first in line 1`},
		{"{\"flags\":\n[]}", "2: flags must be a mapping, not a list"},
		{"{\"flags\": {\n\"a\": true}}", "2: a flag must be a mapping, not true"},
		{"{\"flags\": {\n\"a\": {\"defaultValue\": true}}}", `2: the flag "a" has no flagType`},
		{"{\"flags\": {\n\"a\": {\"flagType\": \"boolean\"}}}", `2: the flag "a" has no defaultValue`},
		{"{\"flags\": {\"a\": {\n\"flagType\": 1}}}", "2: flagType must be a string, not the number 1"},
		{"{\"flags\": {\"a\": {\"defaultValue\": {},\n\"flagType\": \"object\", \"schema\": {}}}}",
			`2: the flag "a" is of type "object", and flagtui works on boolean flags only`},
		{"{\"flags\": {\"a\": {\"flagType\": \"boolean\",\n\"defaultValue\": \"on\"}}}", `2: defaultValue must be true or false, not the string "on"`},
		{"{\"flags\": {\"a\": {\"flagType\": \"boolean\",\n\"default\": true}}}", `2: unknown key "default"`},
		{"{\"flags\": {\"\": {}}}", "1: the flag name is empty"},
		{"{\"flags\": {\n\"a\": {\"flagType\": \"boolean\", \"defaultValue\": true},\n\"a\": {}}}", `3: the flag "a" is defined twice, first in line 2`},
	}.check(t, "f.json")
	refusals{
		{"flags:\n", "1: flags must be a mapping, not null"},
		{"flags:\n  123: {flagType: boolean, defaultValue: true}\n", "2: a key must be a string, not the number 123"},
		{"orders.beta: true\n", `1: unknown key "orders.beta"`},
	}.check(t, "f.yaml")
}

func TestReadBoundsAliases(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString("- &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 12; i++ {
		alias := fmt.Sprintf("*a%d", i-1)
		fmt.Fprintf(&bomb, "- &a%d [%s]\n", i, strings.Repeat(alias+", ", 9)+alias)
	}
	refusals{
		{bomb.String(), "6: aliases repeat more than 1000000 values"},
		{"- &a [*a, *a]\n", "1: nested more than 32 deep, or an alias holds itself"},
		{"- name: a\n- &a\n  <<: *a\n", "3: nested more than 32 deep, or an alias holds itself"},
		{"- &a {name: a}\n- *a\n", `2: the flag "a" is defined twice, first in line 1`},
		{"- &a {name: a}\n-\n  <<: *a\n", `3: the flag "a" is defined twice, first in line 1`},
		{"- name: &a a\n- {name: b, default_enabled: *a}\n", `2: default_enabled must be true or false, not the string "a"`},
		{"- name: a\n  <<: b\n", `2: << must be a mapping, not the string "b"`},
		{"- name: !!str 1\n", `1: a catalogue takes no YAML tags, but here is "!!str"`},
		{"- !flag {name: a}\n", `1: a catalogue takes no YAML tags, but here is "!flag"`},
	}.check(t, "f.yaml")
}
