// Package layoutyaml reads the description of a layout in YAML, which docs/layouts.md
// documents.
package layoutyaml

import (
	"cmp"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
	"flagtui/internal/feature/nearest"
)

// Parse reads a layout from YAML text. It fails with feature.ErrUsage if the text is no
// layout.
func Parse(text string) (*layout.Config, error) {
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(text), &document); err != nil {
		return nil, &feature.Problem{Kind: feature.ErrUsage, Text: "layout: " + strings.TrimPrefix(err.Error(), "yaml: "), Cause: err}
	}
	if len(document.Content) == 0 {
		return nil, &feature.Problem{Kind: feature.ErrUsage, Text: "layout: it is empty", Hint: "write {table: …, name: …}, or one of " + strings.Join(libraryWords, ", ")}
	}
	return Read("", document.Content[0])
}

// Read reads a layout from the node of a YAML file. path is the file, for messages. Read
// fails with feature.ErrUsage if the node is not a layout.
func Read(path string, node *yaml.Node) (*layout.Config, error) {
	r := &layoutReader{config: &layout.Config{Path: path, Lines: map[string]int{"": node.Line}}}
	r.readLayout(node)
	return r.config, r.err
}

// layoutReader reads a layout. It keeps the first error.
type layoutReader struct {
	config *layout.Config
	err    error
}

// fail records an error about a key of the layout, unless an error is recorded already.
func (r *layoutReader) fail(word, text, hint string) {
	if r.err == nil {
		r.err = r.config.Problem(word, text, hint)
	}
}

// fields maps each key of a YAML map to the function that reads its value. path is the
// key with its parent keys, separated by dots.
type fields map[string]func(path string, node *yaml.Node)

// readMap reads a map with the fields in read. order lists the keys for messages.
func (r *layoutReader) readMap(path string, node *yaml.Node, order []string, read fields) {
	list := "the words are " + strings.Join(order, ", ")
	r.eachEntry(path, node, list, func(word, below string, value *yaml.Node) {
		if read[word] == nil {
			r.fail(below, "flagtui does not know this word", cmp.Or(nearest.Hint(word, order), list))
			return
		}
		read[word](below, value)
	})
}

// eachEntry calls each for the entries of a map, with each entry's path. It stops at the
// first error.
func (r *layoutReader) eachEntry(path string, node *yaml.Node, hint string, each func(word, path string, value *yaml.Node)) {
	if node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	if node.Kind != yaml.MappingNode {
		r.fail(path, "it must be a map", hint)
		return
	}
	for i := 0; i+1 < len(node.Content) && r.err == nil; i += 2 {
		key := node.Content[i]
		below := strings.TrimPrefix(path+"."+key.Value, ".")
		if r.config.Lines[below] > 0 {
			r.config.Lines[below] = key.Line
			r.fail(below, "it is given twice", "remove one of the two")
			return
		}
		r.config.Lines[below] = key.Line
		each(key.Value, below, node.Content[i+1])
	}
}

// text returns a reader of a text that must not be empty.
func (r *layoutReader) text(to *string) func(string, *yaml.Node) {
	return func(path string, node *yaml.Node) {
		if node.Kind != yaml.ScalarNode || node.Tag == "!!null" || node.Value == "" {
			r.fail(path, "it must be a text", "write the text, or leave the word out")
			return
		}
		*to = node.Value
	}
}

// live returns a reader of the time at which a saved change takes effect.
func (r *layoutReader) live(to *feature.Live) func(string, *yaml.Node) {
	return func(path string, node *yaml.Node) {
		var text string
		if r.text(&text)(path, node); r.err != nil {
			return
		}
		live, err := feature.ParseLive(text)
		if err != nil {
			r.fail(path, err.Error(), feature.Hint(err))
		}
		*to = live
	}
}

// table returns a reader of a table's name. The form is name or schema.name, and each
// part may be in double quotes.
func (r *layoutReader) table(to *layout.TableName) func(string, *yaml.Node) {
	return func(path string, node *yaml.Node) {
		var text string
		if r.text(&text)(path, node); r.err != nil {
			return
		}
		parts := splitName(text)
		switch {
		case len(parts) == 1 && parts[0] != "":
			to.Name = parts[0]
		case len(parts) == 2 && parts[0] != "" && parts[1] != "":
			to.Schema, to.Name = parts[0], parts[1]
		default:
			r.fail(path, fmt.Sprintf("%q is not the name of a table", text), `write table or schema.table; a name with a dot is in double quotes: '"my.table"'`)
		}
	}
}

// splitName splits a name at its dots. A part in double quotes may contain dots and
// doubled quotes. It returns nil if a quote is not closed.
func splitName(text string) (parts []string) {
	for {
		quoted, ok := strings.CutPrefix(text, `"`)
		if !ok {
			part, rest, more := strings.Cut(text, ".")
			parts = append(parts, part)
			if !more {
				return parts
			}
			text = rest
			continue
		}
		var part strings.Builder
		for ok {
			before, after, closed := strings.Cut(quoted, `"`)
			if !closed {
				return nil
			}
			part.WriteString(before)
			if text, ok = strings.CutPrefix(after, `"`); ok {
				part.WriteByte('"')
				quoted = text
			} else {
				text = after
			}
		}
		parts = append(parts, part.String())
		rest, more := strings.CutPrefix(text, ".")
		if !more {
			if text != "" {
				return nil
			}
			return parts
		}
		text = rest
	}
}
