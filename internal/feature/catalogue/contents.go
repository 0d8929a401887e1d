package catalogue

import (
	"math"
	"slices"

	"flagtui/internal/feature"
)

// Contents holds a file's definitions and overrides.
type Contents struct {
	Definitions []feature.Definition // sorted by name; empty if the file has none
	// Overrides are in the file's order. They are nil if the file has no list of
	// overrides.
	Overrides []Override
}

// Override is an override in a file.
type Override struct {
	Scope   feature.Scope
	Name    string
	Enabled bool
	Line    int // the override's first line
}

// ReadContents reads a catalogue file as Read does, or an export of flagtui. An export
// is a mapping in YAML or JSON with a list of definitions, a list of overrides, or both.
// In an export, ReadContents also refuses unknown keys and repeated overrides.
func ReadContents(file string, text []byte) (Contents, error) {
	root, err := readFile(file, text)
	if err != nil {
		return Contents{}, addPosition(file, err)
	}
	var contents Contents
	if root.kind == isMapping && (root.get("definitions") != nil || root.get("overrides") != nil) {
		contents, err = readExport(root)
	} else {
		contents.Definitions, err = readDefinitions(root)
	}
	if err != nil {
		return Contents{}, addPosition(file, err)
	}
	return contents, nil
}

// readExport reads the lists of an export. It refuses null in place of a list, because
// null could mean an empty list or no list.
func readExport(root *node) (Contents, error) {
	var contents Contents
	err := root.eachField("an export", func(f field) (err error) {
		list := f.value
		if f.key != "definitions" && f.key != "overrides" {
			return refuseKey(f, "definitions and overrides")
		}
		if list.kind != isList {
			return refuse(list.line, "write [] for an empty list", "%s must be a list, not %s", f.key, list.describe())
		}
		if f.key == "definitions" {
			contents.Definitions, err = readExportDefinitions(list)
		} else {
			contents.Overrides, err = readExportOverrides(list)
		}
		return err
	})
	return contents, err
}

// definitionKeys are the keys of a definition in an export. A catalogue may also have
// the keys of a flag's state. An export may not have these keys, because they would seem
// to set the state.
var definitionKeys = []string{"name", "description", "default_enabled", "scopes", "rollout_mode"}

func readExportDefinitions(list *node) ([]feature.Definition, error) {
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

func readExportOverrides(list *node) ([]Override, error) {
	type key struct {
		scope feature.Scope
		name  string
	}
	overrides := make([]Override, 0, len(list.items))
	lines := make(map[key]int, len(list.items))
	for _, item := range list.items {
		o, err := readExportOverride(item)
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

// overrideHint is the hint for an override in another form.
const overrideHint = "an override is {scope: tenant, scope_id: acme, name: orders.beta, enabled: true}, for the system without scope_id"

func readExportOverride(item *node) (Override, error) {
	o := Override{Line: item.line}
	if item.kind != isMapping {
		return o, refuse(item.line, overrideHint, "an override must be a mapping, not %s", item.describe())
	}
	lines := map[string]int{} // by key
	err := item.eachField("an override", func(f field) (err error) {
		lines[f.key] = f.value.line
		switch v := f.value; f.key {
		case "scope":
			var kind string
			kind, err = v.str(f.key)
			o.Scope.Kind = feature.Kind(kind)
			if err == nil && !o.Scope.Kind.IsValid() {
				err = refuse(v.line, "a scope is system, tenant, or another kind that the database has", "unknown scope %.60q", kind)
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
			return o, refuse(item.line, overrideHint, "the override has no %s", key)
		}
	}
	if err := feature.ValidateName(o.Name, math.MaxInt); err != nil {
		return o, refuse(lines["name"], "", "%v", err)
	}
	if err := o.Scope.Validate(); err != nil {
		return o, refuse(max(lines["scope"], lines["scope_id"]), overrideHint, "%v", err)
	}
	return o, nil
}
