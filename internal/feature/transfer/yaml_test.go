package transfer

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"flagtui/internal/feature"
	"flagtui/internal/feature/catalogue"
)

// hostile are texts that a YAML parser, a terminal or an editor may misread.
var hostile = []string{
	"orders.beta", " leading", "trailing ", "a: b", "a #b", "#a", "- a", "-", "?", "{a}", "[a]", "a, b", "}", "*a", "&a", "!a", "|", ">", "%a", "@a", "`a",
	"yes", "No", "ON", "off", "y", "N", "true", "False", "null", "NULL", "~", "123", "1.5", "0x1F", "1e3", "1_000", "12:30", ".inf", ".nan", "2024-01-31", "<<", "=",
	"a\nb", "\n", "a\r\nb", "\t", "a\tb", `"`, `'`, `\`, `a\nb`, `"a": "b"`, "it's", "…", "ünï", "日本語", "🚩", "👩‍👩‍👧", "a\u0085b", "a\u2028b", "\ufeffa", "\ufffd", "\uffff", "\U0010ffff",
	"\x1b[31m", "\x7f", "\u009b", "\u200e", "\u00a0", "---", "...", "a  b", "/", "null null", strings.Repeat("🚩\n", 100), strings.Repeat("\U000e0001", 200),
}

func document() Document {
	var defs []feature.Definition
	var overrides []feature.Override
	for i, text := range hostile {
		defs = append(defs, feature.Definition{Name: text, Description: text, Default: i%2 == 0, Canary: i%3 == 0})
		overrides = append(overrides, feature.Override{Scope: feature.SystemScope(), Name: text, Enabled: i%2 == 0})
		if len([]rune(text)) <= 64 {
			overrides = append(overrides, feature.Override{Scope: feature.TenantScope(text), Name: text, Enabled: i%2 == 1})
		}
	}
	doc, left := NewDocument(defs, overrides, named)
	if left != 0 {
		panic("a text is left out")
	}
	return doc
}

func TestYAMLSurvives(t *testing.T) {
	doc := document()
	var text bytes.Buffer
	if err := doc.WriteYAML(&text); err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(text.String(), "\n") {
		if strings.ContainsAny(line, "\r\t\x1b\x7f\u0085\u2028\u009b\u200e\u00a0\ufeff") {
			t.Errorf("%q shows what nobody sees", line)
		}
	}
	var generic Document // parsed by another YAML parser
	var loose any
	if err := yaml.Unmarshal(text.Bytes(), &loose); err != nil {
		t.Fatal(err)
	}
	again, _ := json.Marshal(loose)
	if err := json.Unmarshal(again, &generic); err != nil || !reflect.DeepEqual(generic, doc) {
		t.Errorf("%v: the YAML library reads something else", err)
	}

	inJSON, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string][]byte{"a.yaml": text.Bytes(), "a.json": inJSON, "-": inJSON} {
		contents, err := catalogue.ReadContents(file, text)
		if err != nil {
			t.Fatal(err)
		}
		var overrides []feature.Override
		for _, o := range contents.Overrides {
			overrides = append(overrides, feature.Override{Scope: o.Scope, Name: o.Name, Enabled: o.Enabled})
		}
		if got, left := NewDocument(contents.Definitions, overrides, named); left != 0 || !reflect.DeepEqual(got, doc) {
			t.Errorf("%s: read back, it is another document", file)
		}
	}
}

func FuzzScalar(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		doc, left := NewDocument([]feature.Definition{{Name: "a", Description: text}}, []feature.Override{{Scope: feature.TenantScope(text), Name: text}}, named)
		var out bytes.Buffer
		if err := doc.WriteYAML(&out); err != nil {
			t.Fatal(err)
		}
		contents, err := catalogue.ReadContents("f.yaml", out.Bytes())
		if err != nil {
			t.Fatalf("%v\n%s", err, out.Bytes())
		}
		if got := contents.Definitions[0].Description; got != doc.Definitions[0].Description {
			t.Errorf("%q became %q", text, got)
		}
		if left == 0 && (contents.Overrides[0].Scope.ID != text || contents.Overrides[0].Name != text) {
			t.Errorf("%q became %+v", text, contents.Overrides[0])
		}
	})
}

// named validates the name of an override only.
func named(c feature.Change) error { return feature.ValidateName(c.Name, 200) }

func TestYAMLIsAsDocumented(t *testing.T) {
	doc, left := NewDocument([]feature.Definition{
		{Name: "z", Scopes: []feature.Kind{feature.Section, feature.Project}},
		{Name: "b", Scopes: []feature.Kind{feature.Tenant, feature.System, feature.System}},
		{Name: "orders.beta", Description: "The new checkout", Default: true, Scopes: []feature.Kind{feature.Tenant}},
		{Name: "bad", Scopes: []feature.Kind{"Galaxy"}}, {Name: ""}, {Name: strings.Repeat("x", 256)},
		{Name: "text", Description: "a\xffb"},
	}, []feature.Override{
		{Scope: feature.TenantScope("b"), Name: "b"},
		{Scope: feature.TenantScope("B"), Name: "b"},
		{Scope: feature.SystemScope(), Name: "yes", Enabled: true},
		{Scope: feature.SystemScope(), Name: "b"},
		{Scope: feature.Scope{Kind: "System"}, Name: "odd", Misplaced: true},
		{Scope: feature.Scope{Kind: feature.System, ID: "x"}, Name: "odd", Misplaced: true},
		{Scope: feature.TenantScope(""), Name: "nobody"},
		{Scope: feature.TenantScope(strings.Repeat("x", 65)), Name: "long"},
		{Scope: feature.TenantScope("x"), Name: "a\x00"},
	}, named)
	var out bytes.Buffer
	if err := doc.WriteYAML(&out); err != nil || left != 7 {
		t.Errorf("%v, %d left out", err, left)
	}
	want := `definitions:
  - name: b
    default_enabled: false
  - name: orders.beta
    description: The new checkout
    default_enabled: true
    scopes: [tenant]
  - name: text
    description: "a�b"
    default_enabled: false
  - name: z
    default_enabled: false
    scopes: [project, section]
overrides:
  - {scope: system, name: b, enabled: false}
  - {scope: system, name: "yes", enabled: true}
  - {scope: tenant, scope_id: B, name: b, enabled: false}
  - {scope: tenant, scope_id: b, name: b, enabled: false}
  - {scope: tenant, scope_id: ` + strings.Repeat("x", 65) + `, name: long, enabled: false}
`
	if out.String() != want {
		t.Errorf("got\n%s", &out)
	}
	out.Reset()
	empty, _ := NewDocument(nil, nil, named)
	if err := empty.WriteYAML(&out); err != nil || out.String() != "definitions: []\noverrides: []\n" {
		t.Errorf("%v, an empty one is\n%s", err, &out)
	}
	if text, err := json.Marshal(empty); err != nil || string(text) != `{"definitions":[],"overrides":[]}` {
		t.Errorf("%v, an empty one is %s", err, text)
	}
}
