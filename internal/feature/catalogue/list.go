package catalogue

import (
	"flagtui/internal/feature"
)

// addList adds the flags of a list.
func (c *collector) addList(list *node) error {
	for _, item := range list.items {
		if err := c.addItem(item); err != nil {
			return err
		}
	}
	return nil
}

// addItem adds one flag of a list. It also accepts the keys of a flag's state, checks
// their types and ignores them. Therefore the answer of the application's API and the
// output of "flagtui list --json" are catalogues. addItem leaves out a flag with
// "registered": false, which is an override without a definition.
func (c *collector) addItem(item *node) error {
	var def feature.Definition
	nameLine, registered := 0, true
	err := item.eachField("a flag", func(f field) (err error) {
		switch v := f.value; f.key {
		case "name":
			nameLine = v.line
			def.Name, err = v.str(f.key)
		case "description":
			def.Description, err = v.strOrNull(f.key)
		case "default_enabled":
			def.Default, err = v.boolean(f.key)
		case "scopes":
			def.Scopes, err = readScopes(v)
		case "rollout_mode":
			def.Canary, err = readRolloutMode(v)
		case "registered":
			registered, err = v.boolean(f.key)
		case "overridden":
			_, err = v.boolean(f.key)
		case "depends": // not checked
		case "enabled", "system_enabled":
			if v.kind != isNull {
				_, err = v.boolean(f.key)
			}
		case "source", "decided_by":
			_, err = v.str(f.key)
		default:
			err = refuseKey(f, "name, description, default_enabled, scopes and rollout_mode; "+
				"enabled, overridden, system_enabled, source, depends, decided_by and registered are ignored")
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case nameLine == 0:
		return refuse(item.line, catalogueHint, "the flag has no name")
	case !registered:
		return nil
	}
	if err := c.addName(def, nameLine); err != nil {
		return err
	}
	c.defs = append(c.defs, def)
	return nil
}

// readRolloutMode reads OLI Torus' rollout_mode, and reports whether it is canary. The
// default is scoped_only.
func readRolloutMode(n *node) (bool, error) {
	if n.kind == isNull {
		return false, nil
	}
	mode, err := n.str("rollout_mode")
	if err == nil && mode != "canary" && mode != "scoped_only" {
		err = refuse(n.line, "it is canary or scoped_only", "unknown rollout_mode %.60q", mode)
	}
	return mode == "canary", err
}

// scopeWords maps the words of flagtui and of OLI Torus to kinds of scope.
var scopeWords = map[string][]feature.Kind{
	"system":    {feature.System},
	"tenant":    {feature.Tenant},
	"project":   {feature.Project},
	"section":   {feature.Section},
	"authoring": {feature.Project},
	"delivery":  {feature.Section},
	"both":      {feature.Project, feature.Section},
}

// readScopes reads one word or a list of words. It returns the kinds as sorted by
// feature.SortKinds, or nil without a word.
func readScopes(n *node) ([]feature.Kind, error) {
	words := n.items
	switch n.kind {
	case isNull:
		return nil, nil
	case isString:
		words = []*node{n}
	case isList:
	default:
		return nil, refuse(n.line, "", "scopes must be a list of strings, not %s", n.describe())
	}
	var given []feature.Kind
	for _, w := range words {
		word, err := w.str("a scope")
		if err != nil {
			return nil, err
		}
		kinds, known := scopeWords[word]
		if !known && !feature.Kind(word).IsValid() {
			return nil, refuse(w.line, "a scope is system, tenant, or another kind that the database has; or authoring, delivery or both", "unknown scope %.60q", word)
		} else if !known {
			kinds = []feature.Kind{feature.Kind(word)}
		}
		if word == "both" && len(words) > 1 {
			return nil, refuse(w.line, "both means project and section: write those two instead", "the scope both must stand alone")
		}
		given = append(given, kinds...)
	}
	return feature.SortKinds(given), nil
}
