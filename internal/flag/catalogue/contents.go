package catalogue

import (
	"slices"

	"flagtui/internal/flag"
)

// Contents is what a file says of definitions and of overrides.
type Contents struct {
	Definitions []flag.Definition // by name; empty where the file says nothing of them
	// Overrides are in the file's order; nil where it says nothing of them.
	Overrides []Override
}

// Override is one override in a file.
type Override struct {
	Scope   flag.Scope
	Name    string
	Enabled bool
	Line    int // where it starts
}

// ReadContents reads a catalogue file as Read does, or what "flagtui export"
// writes: a mapping with a list of definitions, a list of overrides, or both,
// in YAML or JSON. It refuses a file as Read does, and with it every key that
// an export does not have, and an override that is given twice.
func ReadContents(file string, text []byte) (Contents, error) {
	root, err := read(file, text)
	if err != nil {
		return Contents{}, locate(file, err)
	}
	var contents Contents
	if root.kind == isMapping && (root.get("definitions") != nil || root.get("overrides") != nil) {
		contents, err = exported(root)
	} else {
		contents.Definitions, err = definitions(root)
	}
	if err != nil {
		return Contents{}, locate(file, err)
	}
	return contents, nil
}

// exported reads both lists of an export. A list must be there to be empty:
// with null in its place, nobody can tell what was meant.
func exported(root *node) (Contents, error) {
	var contents Contents
	err := root.each("an export", func(f field) (err error) {
		list := f.value
		if f.key != "definitions" && f.key != "overrides" {
			return refuseKey(f, "definitions and overrides")
		}
		if list.kind != isList {
			return refuse(list.line, "write [] for an empty list", "%s must be a list, not %s", f.key, list.describe())
		}
		if f.key == "definitions" {
			contents.Definitions, err = exportedDefinitions(list)
		} else {
			contents.Overrides, err = exportedOverrides(list)
		}
		return err
	})
	return contents, err
}

// definitionKeys are the keys of a definition in an export. Those of a flag's
// state, which a catalogue may have, would look as if they set it.
var definitionKeys = []string{"name", "description", "default_enabled", "scopes", "rollout_mode"}

func exportedDefinitions(list *node) ([]flag.Definition, error) {
	c := collector{lines: map[string]int{}}
	for _, item := range list.items {
		for _, f := range item.fields {
			if !slices.Contains(definitionKeys, f.key) {
				return nil, refuseKey(f, "name, description, default_enabled, scopes and rollout_mode")
			}
		}
		if err := c.addItem(item); err != nil {
			return nil, err
		}
	}
	return c.sorted(), nil
}

func exportedOverrides(list *node) ([]Override, error) {
	type key struct {
		scope flag.Scope
		name  string
	}
	overrides := make([]Override, 0, len(list.items))
	lines := make(map[key]int, len(list.items))
	for _, item := range list.items {
		o, err := exportedOverride(item)
		if err != nil {
			return nil, err
		}
		k := key{o.Scope, o.Name}
		if first, taken := lines[k]; taken {
			return nil, refuse(o.Line, "remove one of the two", "the override of %q at %s is given twice, first in line %d", o.Name, o.Scope, first)
		}
		lines[k] = o.Line
		overrides = append(overrides, o)
	}
	return overrides, nil
}

// overrideShape is the hint for an override that is something else.
const overrideShape = "an override is {scope: tenant, scope_id: acme, name: orders.beta, enabled: true}, for the system without scope_id"

func exportedOverride(item *node) (Override, error) {
	o := Override{Line: item.line}
	if item.kind != isMapping {
		return o, refuse(item.line, overrideShape, "an override must be a mapping, not %s", item.describe())
	}
	lines := map[string]int{} // of the keys that are there
	err := item.each("an override", func(f field) (err error) {
		lines[f.key] = f.value.line
		switch v := f.value; f.key {
		case "scope":
			var kind string
			kind, err = v.str(f.key)
			o.Scope.Kind = flag.Kind(kind)
			if err == nil && !slices.Contains(flag.Kinds(), o.Scope.Kind) {
				err = refuse(v.line, "a scope is system, tenant, project or section", "unknown scope %.60q", kind)
			}
		case "scope_id":
			o.Scope.ID, err = v.str(f.key)
		case "name":
			o.Name, err = v.str(f.key)
		case "enabled":
			o.Enabled, err = v.boolean(f.key)
		default:
			err = refuseKey(f, "scope, scope_id, name and enabled")
		}
		return err
	})
	if err != nil {
		return o, err
	}
	for _, key := range []string{"scope", "name", "enabled"} {
		if lines[key] == 0 {
			return o, refuse(item.line, overrideShape, "the override has no %s", key)
		}
	}
	if err := o.Scope.Kind.ValidateName(o.Name); err != nil {
		return o, refuse(lines["name"], "", "%v", err)
	}
	if err := o.Scope.Validate(); err != nil {
		return o, refuse(max(lines["scope"], lines["scope_id"]), overrideShape, "%v", err)
	}
	return o, nil
}
