package transfer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
)

// checkFlagd checks a file against the rules of flagd's published schemas,
// flags.json and targeting.json, that concern boolean flags: required keys, allowed
// keys and types. It allows an if only with three arguments, as every release does.
func checkFlagd(t *testing.T, text []byte) map[string]any {
	t.Helper()
	var file map[string]any
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	only(t, "the file", file, "$schema", "flags", "$evaluators", "metadata")
	if file["$schema"] != "https://flagd.dev/schema/v0/flags.json" {
		t.Errorf("the schema is %v", file["$schema"])
	}
	flags := file["flags"].(map[string]any)
	for name, value := range flags {
		f := value.(map[string]any)
		only(t, name, f, "state", "variants", "defaultVariant", "targeting", "metadata")
		if name == "" || strings.ContainsAny(name, "\n\r\u2028\u2029") {
			t.Errorf("%q is no key", name)
		}
		if f["state"] != "ENABLED" && f["state"] != "DISABLED" {
			t.Errorf("%s: the state is %v", name, f["state"])
		}
		variants := f["variants"].(map[string]any)
		for variant, value := range variants {
			if _, ok := value.(bool); !ok || variant == "" {
				t.Errorf("%s: the variant %q is %v", name, variant, value)
			}
		}
		checkVariant(t, name, variants, f["defaultVariant"])
		if metadata, ok := f["metadata"]; ok {
			for key, value := range metadata.(map[string]any) {
				if _, ok := value.(string); !ok {
					t.Errorf("%s: the metadata %s is %v", name, key, value)
				}
			}
		}
		if targeting, ok := f["targeting"]; ok {
			checkRule(t, name, variants, targeting)
		}
	}
	return flags
}

func only(t *testing.T, what string, object map[string]any, allowed ...string) {
	t.Helper()
	for key := range object {
		if !slices.Contains(allowed, key) {
			t.Errorf("%s has the key %q", what, key)
		}
	}
}

func checkVariant(t *testing.T, name string, variants map[string]any, value any) {
	t.Helper()
	if variant, ok := value.(string); !ok || !slices.Contains(slices.Collect(maps.Keys(variants)), variant) {
		t.Errorf("%s: %v is not among the variants", name, value)
	}
}

// checkRule checks a rule of the form {"if": [{"in": [{"var": …}, [ids]]}, variant,
// variant or rule]}.
func checkRule(t *testing.T, name string, variants map[string]any, targeting any) {
	t.Helper()
	rule := targeting.(map[string]any)
	only(t, name, rule, "if")
	arguments := rule["if"].([]any)
	if len(arguments) != 3 {
		t.Fatalf("%s: if has %d arguments", name, len(arguments))
	}
	condition := arguments[0].(map[string]any)
	only(t, name, condition, "in")
	operands := condition["in"].([]any)
	variable := operands[0].(map[string]any)
	only(t, name, variable, "var")
	if len(operands) != 2 || !strings.HasSuffix(fmt.Sprint(variable["var"]), "_id") || len(operands[1].([]any)) == 0 {
		t.Errorf("%s: the condition is %v", name, condition)
	}
	for _, id := range operands[1].([]any) {
		if text, ok := id.(string); !ok || text == "" {
			t.Errorf("%s: %v is no tenant", name, id)
		}
	}
	checkVariant(t, name, variants, arguments[1])
	if _, ok := arguments[2].(map[string]any); ok {
		checkRule(t, name, variants, arguments[2])
	} else {
		checkVariant(t, name, variants, arguments[2])
	}
}

// evaluate evaluates a flag for a tenant as flagd does.
func evaluate(f map[string]any, tenant string) bool {
	rule, ok := f["targeting"]
	if !ok {
		rule = f["defaultVariant"]
	}
	for {
		object, ok := rule.(map[string]any)
		if !ok {
			return f["variants"].(map[string]any)[rule.(string)].(bool)
		}
		arguments := object["if"].([]any)
		rule = arguments[2]
		if slices.Contains(arguments[0].(map[string]any)["in"].([]any)[1].([]any), any(tenant)) {
			rule = arguments[1]
		}
	}
}

// flagdKinds are the kinds of simple_module.
var flagdKinds = featuretest.Kinds(feature.System, feature.Tenant)

func TestFlagd(t *testing.T) {
	defs := []feature.Definition{
		{Name: "plain"}, {Name: "on", Default: true, Description: "it's <on>\n"}, {Name: "over", Default: true},
		{Name: "tenants only", Default: true, Scopes: []feature.Kind{feature.Tenant}}, {Name: "system only", Scopes: []feature.Kind{feature.System}},
		{Name: "projects only", Default: true, Scopes: []feature.Kind{feature.Project}},
	}
	system := map[string]feature.Stored{"over": {Enabled: false}, "odd": {Enabled: true, Misplaced: true}, "orphan": {Enabled: true}, "system only": {Enabled: true}}
	var overrides []feature.Override
	for i, name := range []string{"on", "over", "tenants only", "orphan", "tenant's orphan", "line\nbreak", "bad\xff"} {
		for j, id := range []string{"globex", "acme", " acme", "日本", "", "bad\xff"} {
			if i != 3 || j < 2 {
				overrides = append(overrides, feature.Override{Scope: feature.TenantScope(id), Name: name, Enabled: (i+j)%2 == 0})
			}
		}
	}
	overrides = append(overrides, feature.Override{Scope: feature.TenantScope("acme"), Name: "plain", Enabled: true},
		feature.Override{Scope: feature.Scope{Kind: "System"}, Name: "odd", Enabled: true, Misplaced: true})
	var out, again bytes.Buffer
	left, err := WriteFlagd(&out, flagdKinds, defs, system, overrides)
	if err != nil || left != (FlagdSkipped{Names: 2}) {
		t.Fatal(left, err)
	}
	slices.Reverse(overrides)
	if _, err := WriteFlagd(&again, flagdKinds, defs, system, overrides); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Error("another order makes another file")
	}
	flags := checkFlagd(t, out.Bytes())
	names := slices.Sorted(maps.Keys(flags))
	if got := fmt.Sprint(names); got != "[odd on orphan over plain system only tenant's orphan tenants only]" {
		t.Errorf("it has %s", got)
	}
	for _, id := range []string{"globex", "acme", " acme", "日本", "", "someone", "ACME"} {
		own := map[string]feature.Stored{}
		for _, o := range overrides {
			if o.Scope == feature.TenantScope(id) && id != "" {
				own[o.Name] = feature.Stored{Enabled: o.Enabled}
			}
		}
		for i := range defs {
			defs[i].Scopes = nil
		}
		for _, view := range feature.Resolve(featuretest.Kind(feature.Tenant), feature.TenantScope(id), defs, system, own) {
			if f, ok := flags[view.Name].(map[string]any); ok && evaluate(f, id) != view.Enabled {
				t.Errorf("%q for %q: flagd says %t", view.Name, id, !view.Enabled)
			}
		}
	}
	if f := flags["on"].(map[string]any); f["metadata"].(map[string]any)["description"] != "it's <on>\n" {
		t.Errorf("got %v", f)
	}
	for _, name := range []string{"system only", "odd"} {
		if f := flags[name].(map[string]any); f["targeting"] != nil || f["metadata"] != nil || f["defaultVariant"] != "on" {
			t.Errorf("got %v", f)
		}
	}
	out.Reset()
	if _, err := WriteFlagd(&out, flagdKinds, nil, nil, nil); err != nil || len(checkFlagd(t, out.Bytes())) != 0 {
		t.Errorf("%v, nothing makes %s", err, &out)
	}
}

// Without a catalogue a flag that the system does not override has an unknown
// default, which flagd's file cannot say. Beside a catalogue such a flag is off.
func TestFlagdWithoutACatalogue(t *testing.T) {
	system := map[string]feature.Stored{"system on": {Enabled: true}, "both": {}}
	overrides := []feature.Override{{Scope: feature.TenantScope("acme"), Name: "both", Enabled: true},
		{Scope: feature.TenantScope("acme"), Name: "tenant on", Enabled: true}, {Scope: feature.TenantScope("acme"), Name: "tenant off"},
		{Scope: feature.TenantScope("acme"), Name: "line\nbreak"}}
	for _, c := range []struct {
		defs []feature.Definition
		want string
		left FlagdSkipped
	}{
		{nil, "map[both:off system on:on]", FlagdSkipped{Names: 1, Unknown: 2}},
		{[]feature.Definition{{Name: "other", Default: true}}, "map[both:off other:on system on:on tenant off:off tenant on:off]", FlagdSkipped{Names: 1}},
	} {
		var out bytes.Buffer
		left, err := WriteFlagd(&out, flagdKinds, c.defs, system, overrides)
		defaults := map[string]any{}
		for name, f := range checkFlagd(t, out.Bytes()) {
			defaults[name] = f.(map[string]any)["defaultVariant"]
		}
		if got := fmt.Sprint(defaults); err != nil || left != c.left || got != c.want {
			t.Errorf("%d definitions: %s, left out %+v, %v; want %s and %+v", len(c.defs), got, left, err, c.want, c.left)
		}
	}
}
