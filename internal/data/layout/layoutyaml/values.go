package layoutyaml

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// oneOf returns a function that reads a value, which must be one of words.
func (r *layoutReader) oneOf(to *string, words ...string) func(string, *yaml.Node) {
	return func(path string, node *yaml.Node) {
		if node.Kind != yaml.ScalarNode || !slices.Contains(words, node.Value) {
			r.fail(path, fmt.Sprintf("%q is not allowed here", node.Value), "write "+strings.Join(words, " or "))
		}
		*to = node.Value
	}
}

// kindRE matches the name of a kind of scope.
var kindRE = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// columns returns a reader of a list of columns.
func (r *layoutReader) columns(to *[]string) func(string, *yaml.Node) {
	return func(path string, node *yaml.Node) {
		words, err := Words(*node)
		if err != nil || len(words) == 0 {
			r.fail(path, "it must be a list of columns", "for example [rollout_percentage]")
		}
		*to = words
	}
}

// assignments returns a reader of columns with their values, in the order of the file.
func (r *layoutReader) assignments(to *[]layout.Assignment) func(string, *yaml.Node) {
	return func(path string, node *yaml.Node) {
		r.eachEntry(path, node, "write each column and its value, as {updated_at: now}", func(column, below string, node *yaml.Node) {
			*to = append(*to, layout.Assignment{Column: column, Value: r.value(below, node)})
		})
	}
}

// value reads a value. A word in quotes is a constant.
func (r *layoutReader) value(path string, node *yaml.Node) layout.Value {
	const hint = "write now, $actor, $reason, uuid, null or a constant"
	quoted := node.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0
	switch word := layout.ValueWord(node.Value); {
	case node.Kind != yaml.ScalarNode:
		r.fail(path, "it must be one value", hint)
	case node.Tag == "!!null":
		return layout.Value{Word: layout.Null}
	case quoted:
	case slices.Contains([]layout.ValueWord{layout.Now, layout.Actor, layout.Reason, layout.UUID}, word):
		return layout.Value{Word: word}
	case strings.HasPrefix(node.Value, "$"):
		r.fail(path, fmt.Sprintf("flagtui does not know the word %s", node.Value), hint+"; a constant that begins with $ is in quotes")
	}
	return layout.Value{Text: node.Value}
}

// readScope reads {kind: column}, or {column: …, id: …, system: …, none: …}.
func (r *layoutReader) readScope(path string, node *yaml.Node, to *layout.ScopeConfig) {
	const hint = "write {KIND: COLUMN}, as {tenant: tenant_id}, or {column: …, id: …, system: …, none: …}"
	byColumn := false
	if node.Kind == yaml.MappingNode {
		for i := 0; i < len(node.Content); i += 2 {
			byColumn = byColumn || node.Content[i].Value == "column"
		}
	}
	if byColumn {
		to.None = layout.Value{Word: layout.Null}
		r.readMap(path, node, []string{"column", "id", "system", "none"}, fields{
			"column": r.text(&to.KindColumn),
			"id":     r.text(&to.IDColumn),
			"system": r.text(&to.System),
			"none": func(path string, node *yaml.Node) {
				if to.None = r.value(path, node); to.None.Word != layout.Constant && to.None.Word != layout.Null {
					r.fail(path, fmt.Sprintf("%s cannot be the value of an existing row", to.None.Word), "write a constant or null")
				}
			},
		})
		if r.err == nil && to.IDColumn == "" {
			r.fail(path, "the word id is missing", hint)
		}
		return
	}
	r.eachEntry(path, node, hint, func(word, below string, node *yaml.Node) {
		to.Kind = feature.Kind(word)
		switch {
		case to.Column != "":
			r.fail(below, "it is a second kind of scope", "describe one kind here, and make another context for the second; each has a where: that sets the other's column to null")
		case !kindRE.MatchString(word) || word == string(feature.System):
			r.fail(below, fmt.Sprintf("%q is not the name of a kind of scope", word), "use lower-case letters, digits and underscores, as in tenant or workspace")
		}
		r.text(&to.Column)(below, node)
	})
	if r.err == nil && to.Column == "" {
		r.fail(path, "it is empty", hint+"; leave it out where every row is the system's")
	}
}

func (r *layoutReader) readDefinitions(path string, node *yaml.Node, to *layout.DefinitionsConfig) {
	r.readMap(path, node, []string{"table", "name", "enabled", "description"}, fields{
		"table": r.table(&to.Table), "name": r.text(&to.Name), "enabled": r.text(&to.Enabled), "description": r.text(&to.Description),
	})
	if r.err == nil && (to.Table.Name == "" || to.Name == "") {
		r.fail(path, "the word "+firstOf(to.Table.Name == "", "table", "name")+" is missing", "write {table: …, name: …}")
	}
}

func (r *layoutReader) readTenants(path string, node *yaml.Node, to *layout.TenantsConfig) {
	r.readMap(path, node, []string{"table", "id", "name"}, fields{
		"table": r.table(&to.Table), "id": r.text(&to.ID), "name": r.text(&to.Name),
	})
	if r.err == nil && (to.Table.Name == "" || to.ID == "") {
		r.fail(path, "the word "+firstOf(to.Table.Name == "", "table", "id")+" is missing", "write {table: …, id: …, name: …}")
	}
}

// Words returns the words of a list, or the single word of a scalar. Words are taken
// literally, so that y, 1 and null are words, too.
func Words(node yaml.Node) ([]string, error) {
	items := node.Content
	if node.Kind == yaml.ScalarNode && node.Value != "" {
		items = []*yaml.Node{&node}
	}
	words := []string{}
	for _, item := range items {
		if node.Kind == yaml.MappingNode || item.Kind != yaml.ScalarNode {
			return nil, &feature.Problem{Kind: feature.ErrUsage, Text: "it is neither a word nor a list of words"}
		}
		words = append(words, item.Value)
	}
	return words, nil
}
