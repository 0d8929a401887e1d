package catalogue

import "flagtui/internal/feature"

// addManifest adds the flags of an OpenFeature CLI manifest.
func (c *collector) addManifest(root *node) error {
	found := false
	err := root.eachField("a manifest", func(f field) error {
		switch f.key {
		case "$schema":
			_, err := f.value.str(f.key)
			return err
		case "flags":
			found = true
			return c.addFlags(f.value)
		default:
			return refuse(f.line, catalogueHint, "unknown key %.60q", f.key)
		}
	})
	if err == nil && !found {
		return refuse(root.line, catalogueHint, `the manifest has no key "flags"`)
	}
	return err
}

// addFlags adds the flags of a mapping from name to flag.
func (c *collector) addFlags(flags *node) error {
	if flags.kind != isMapping {
		return refuse(flags.line, catalogueHint, "flags must be a mapping, not %s", flags.describe())
	}
	for _, f := range flags.fields {
		if err := c.addName(feature.Definition{Name: f.key}, f.line); err != nil {
			return err
		}
		def, err := manifestFlag(f)
		if err != nil {
			return err
		}
		c.defs = append(c.defs, def)
	}
	return nil
}

// manifestFlag reads one flag of a manifest. It checks the flag's type first, because a
// message about the default of another type would be less clear.
func manifestFlag(named field) (feature.Definition, error) {
	def := feature.Definition{Name: named.key}
	flagType, hasDefault := named.value.get("flagType"), false
	if flagType != nil && flagType.kind == isString && flagType.text != "boolean" {
		return def, refuse(flagType.line, "leave this flag out of the file",
			"the flag %q is of type %.60q, and flagtui works on boolean flags only", def.Name, flagType.text)
	}
	err := named.value.eachField("a flag", func(f field) (err error) {
		switch f.key {
		case "flagType":
			_, err = f.value.str(f.key)
		case "defaultValue":
			hasDefault = true
			def.Default, err = f.value.boolean(f.key)
		case "description":
			def.Description, err = f.value.strOrNull(f.key)
		default:
			err = refuseKey(f, "flagType, defaultValue and description")
		}
		return err
	})
	switch {
	case err != nil:
		return def, err
	case flagType == nil:
		return def, refuse(named.line, `add "flagType": "boolean"`, "the flag %q has no flagType", def.Name)
	case !hasDefault:
		return def, refuse(named.line, `add "defaultValue": false`, "the flag %q has no defaultValue", def.Name)
	}
	return def, nil
}
