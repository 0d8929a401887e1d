package config

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"flagtui/internal/data/layout/layoutyaml"
	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// Preferences are the dashboard's keys and looks.
type Preferences struct {
	KeyNodes  map[string]yaml.Node `yaml:"keys"`  // one key or a list of keys, by action
	ThemeNode yaml.Node            `yaml:"theme"` // a built-in theme's name, or styles by role
	Mouse     bool                 `yaml:"mouse"`
	Preview   bool                 `yaml:"preview"` // show the preview pane at the start

	Keys keys.Map `yaml:"-"` // the default keys, rebound by KeyNodes
}

// readKeys applies KeyNodes to Keys. line is the error's line in the file.
func (p *Preferences) readKeys() (line int, err error) {
	chosen := map[string][]string{}
	line, err = eachEntry("keys", p.KeyNodes, func(action string, keys []string) error {
		chosen[action] = keys
		return nil
	})
	if err != nil {
		return line, err
	}
	bad := (*keys.BindingError)(nil)
	if p.Keys, err = p.Keys.Rebind(chosen); errors.As(err, &bad) {
		return p.KeyNodes[bad.Action].Line, fmt.Errorf("keys: %s: %w", bad.Action, err)
	}
	return 0, nil
}

// baseRole is the theme's entry that names a built-in theme as the base.
const baseRole = "base"

// ReadTheme passes the theme's entries to the callbacks. base gets the name of the
// built-in theme, if the file names one. style gets each role with the words of its
// style, sorted by role. ReadTheme stops at the first error, and adds the file's name
// and the line to the error.
func (f File) ReadTheme(base func(name string) error, style func(role, words string) error) error {
	node := f.ThemeNode
	if node.Kind == yaml.ScalarNode && node.Tag != "!!null" {
		if err := base(node.Value); err != nil {
			return f.lineProblem(node.Line, fmt.Errorf("theme: %w", err))
		}
		return nil
	}
	var nodes map[string]yaml.Node
	if err := node.Decode(&nodes); err != nil {
		return f.lineProblem(node.Line, fmt.Errorf("theme: %w", &feature.Problem{Kind: feature.ErrUsage, Text: "it is neither a name nor a style for each role", Hint: "for example theme: light, or theme: {on: green}"}))
	}
	line, err := eachEntry("theme", nodes, func(role string, words []string) error {
		if role == baseRole {
			return base(strings.Join(words, " "))
		}
		return style(role, strings.Join(words, " "))
	})
	if err != nil {
		return f.lineProblem(line, err)
	}
	return nil
}

// eachEntry calls use for each entry of a section, sorted by name. It stops at the first
// error, and returns the error's line.
func eachEntry(section string, nodes map[string]yaml.Node, use func(name string, words []string) error) (line int, err error) {
	for _, name := range slices.Sorted(maps.Keys(nodes)) {
		words, err := layoutyaml.Words(nodes[name])
		if err == nil {
			err = use(name, words)
		}
		if err != nil {
			return nodes[name].Line, fmt.Errorf("%s: %s: %w", section, name, err)
		}
	}
	return 0, nil
}
