package catalogue

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"flagtui/internal/feature"
)

// FuzzRead: Read never panics, its errors have the documented form, and the
// definitions it returns are valid, unique and sorted.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"", "\ufeff[]", "# c\n---\n- name: a\n  # foot\n\n- name: b\n  scopes: [system, both]\n---\n",
		"- &a {name: a, default_enabled: true}\n- <<: [*a, {scopes: tenant}]\n  name: b\n- &c [*c]\n",
		`[{"name": "\ud83d\ude00", "description": null, "system_enabled": null, "registered": false}]`,
		`{"$schema": "x", "flags": {"a": {"flagType": "boolean", "defaultValue": true, "description": ""}}}`,
		"flags:\n  ? a\n  : !!map {flagType: 'boolean', defaultValue: 1e3}\n  b: |\n    c\n",
	} {
		f.Add("f.json", []byte(seed))
		f.Add("f.yaml", []byte(seed))
	}
	f.Fuzz(func(t *testing.T, file string, text []byte) {
		defs, err := Read(file, text)
		if err != nil {
			var line int
			rest, ok := strings.CutPrefix(err.Error(), file+":")
			if _, scan := fmt.Sscanf(rest, "%d: ", &line); !ok || scan != nil || line < 1 {
				t.Fatalf("%q names no line", err)
			}
			return
		}
		if defs == nil {
			t.Fatal("neither definitions nor an error")
		}
		for i, def := range defs {
			if err := feature.ValidateName(def.Name, feature.MaxName); err != nil {
				t.Fatal(err)
			}
			if i > 0 && defs[i-1].Name >= def.Name {
				t.Fatalf("%q comes before %q", defs[i-1].Name, def.Name)
			}
		}
	})
}

// FuzzParseJSON: our reader returns the same values as encoding/json.
func FuzzParseJSON(f *testing.F) {
	f.Add([]byte(` {"a\"\\": [1, -2.5e3,"\ud83d\ude00" ,true, null ] , "":{ }, "x": [[]]}` + "\n"))
	f.Add([]byte(`-1`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var want any
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber()
		n, err := parseJSON(text)
		if err != nil || !utf8.Valid(text) {
			return // Read calls it only with valid JSON
		}
		if err := decoder.Decode(&want); err != nil {
			t.Fatal(err)
		}
		if got := n.plain(); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %#v, want %#v", got, want)
		}
	})
}

// plain returns the value in the form that encoding/json decodes to.
func (n *node) plain() any {
	switch n.kind {
	case isNull:
		return nil
	case isBool:
		return n.text == "true"
	case isNumber:
		return json.Number(n.text)
	case isString:
		return n.text
	case isList:
		list := []any{}
		for _, item := range n.items {
			list = append(list, item.plain())
		}
		return list
	default:
		mapping := map[string]any{}
		for _, f := range n.fields {
			mapping[f.key] = f.value.plain()
		}
		return mapping
	}
}

func BenchmarkReadJSON(b *testing.B) {
	bench(b, "f.json", "[", `{"name": "flag.%05d", "description": "What the flag is for, in a sentence", "default_enabled": false, `+
		`"enabled": true, "overridden": true, "system_enabled": null}`, ",\n", "]\n")
}

func BenchmarkReadYAML(b *testing.B) {
	bench(b, "f.yaml", "", "- name: flag.%05d\n  description: What the flag is for, in a sentence\n  default_enabled: false\n  scopes: [system, tenant]\n", "", "")
}

// BenchmarkReadYAMLError has its error in the last line, which takes the longest to
// find.
func BenchmarkReadYAMLError(b *testing.B) {
	bench(b, "f.yaml", "", "- name: flag.%05d\n  description: What the flag is for, in a sentence\n  default_enabled: false\n  scopes: [system, tenant]\n", "", "  - x\n")
}

// bench reads 10,000 definitions.
func bench(b *testing.B, file, before, item, between, after string) {
	items := make([]string, 10_000)
	for i := range items {
		items[i] = fmt.Sprintf(item, i)
	}
	text := []byte(before + strings.Join(items, between) + after)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Read(file, text)
	}
}
