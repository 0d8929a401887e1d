package cli

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/views"
)

// comforts is how the dashboard is to be, in the config file.
type comforts struct {
	Keys  map[string]yaml.Node `yaml:"keys"`  // by action: a key or several
	Theme map[string]yaml.Node `yaml:"theme"` // by role: a word or several
	Mouse bool                 `yaml:"mouse"`

	keys   keys.Map // the usual ones, or those chosen
	styles []views.Style
}

// read takes the file's values for what they mean. An error is at a line.
func (c *comforts) read() (line int, err error) {
	chosen := map[string][]string{}
	line, err = each("keys", c.Keys, func(action string, keys []string) error {
		chosen[action] = keys
		return nil
	})
	if err != nil {
		return line, err
	}
	bad := (*keys.BindingError)(nil)
	if c.keys, err = c.keys.Rebind(chosen); errors.As(err, &bad) {
		return c.Keys[bad.Action].Line, fmt.Errorf("keys: %s: %w", bad.Action, err)
	}
	return each("theme", c.Theme, func(role string, words []string) error {
		style, err := views.ParseStyle(role, strings.Join(words, " "))
		c.styles = append(c.styles, style)
		return err
	})
}

// each takes the values under a key of the file, by their names. An error is at
// a line.
func each(key string, nodes map[string]yaml.Node, take func(name string, words []string) error) (line int, err error) {
	for _, name := range slices.Sorted(maps.Keys(nodes)) {
		words, err := listed(nodes[name])
		if err == nil {
			err = take(name, words)
		}
		if err != nil {
			return nodes[name].Line, fmt.Errorf("%s: %s: %w", key, name, err)
		}
	}
	return 0, nil
}

// listed are the words of a value: of a list, or a single one. They are taken as
// they are written: y, 1 and null are words like any other.
func listed(node yaml.Node) ([]string, error) {
	all := node.Content
	if node.Kind == yaml.ScalarNode && node.Value != "" {
		all = []*yaml.Node{&node}
	}
	words := []string{}
	for _, one := range all {
		if node.Kind == yaml.MappingNode || one.Kind != yaml.ScalarNode {
			return nil, &feature.Problem{Kind: feature.ErrUsage, Text: "it is neither a word nor a list of words"}
		}
		words = append(words, one.Value)
	}
	return words, nil
}

// keyRow is one action as `flagtui config --keys` prints it.
type keyRow struct {
	Action string   `json:"action"`
	Keys   []string `json:"keys"`
	Does   string   `json:"does"`
}

// printKeys prints every action of the dashboard with its keys.
func (a *app) printKeys() error {
	rows := []keyRow{}
	for _, action := range a.file.keys.Actions() {
		rows = append(rows, keyRow{action.Name, keys.Names(*action.Binding), action.Help().Desc})
	}
	if a.json {
		return a.printJSON(rows)
	}
	return a.table(func(line func(...any)) {
		for _, row := range rows {
			line(row.Action, strings.Join(row.Keys, " "), row.Does)
		}
	})
}
