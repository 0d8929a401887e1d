package catalogue

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"sort"
	"sync"

	"go.yaml.in/yaml/v3"
)

// parseYAML reads a file of one YAML document.
func parseYAML(text []byte) (*node, error) {
	first, second, err := decodeYAML(text)
	switch {
	case err != nil:
		return nil, refuse(yamlErrorLine(text, err), "", "not valid YAML: %s", yamlReason(err))
	case first == nil:
		return &node{kind: isNull}, nil
	case second != nil:
		return nil, refuse(second.Line, "keep one document in the file", "a second YAML document starts here")
	}
	return new(yamlReader).value(first.Content[0], 1, 0)
}

// decodeYAML returns the first two documents, nil for those not there.
func decodeYAML(text []byte) (first, second *yaml.Node, err error) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	for _, document := range []**yaml.Node{&first, &second} {
		var n yaml.Node
		if err := decoder.Decode(&n); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, nil, err
		}
		*document = &n
	}
	return first, second, nil
}

// yamlErrorLine finds the line of a syntax error. The library names the line
// before it, or where the surrounding block starts, or none at all. So the
// line is searched for: the error is there when the file is cut off after it,
// and not when it is cut off before it.
func yamlErrorLine(text []byte, syntax error) int {
	var ends []int
	end := 0
	for line := range bytes.Lines(text) {
		end += len(line)
		ends = append(ends, end)
	}
	reason := yamlReason(syntax)
	return 1 + sort.Search(len(ends)-1, func(i int) bool {
		_, _, err := decodeYAML(text[:ends[i]])
		return err != nil && yamlReason(err) == reason
	})
}

var yamlErrorPrefix = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^yaml: (line \d+: )?`) })

func yamlReason(err error) string { return yamlErrorPrefix().ReplaceAllString(err.Error(), "") }

// yamlKinds are the kinds of scalars by the tags the library resolves them to.
var yamlKinds = map[string]kind{
	"!!null": isNull, "!!bool": isBool, "!!int": isNumber, "!!float": isNumber,
	"!!timestamp": isDate, "!!str": isString, "!!merge": isString,
}

// maxRepeated bounds the values that aliases repeat. Each alias is read anew,
// so a short file of nested aliases would else grow without bound.
const maxRepeated = 1_000_000

type yamlReader struct{ repeated int }

// value reads a value and what it holds. aliasLine is zero outside an alias;
// inside, it is the line of the alias, and the values repeated there are on it:
// what is wrong with them was not wrong where they first stood.
func (r *yamlReader) value(y *yaml.Node, depth, aliasLine int) (*node, error) {
	n := &node{line: y.Line, text: y.Value}
	if aliasLine > 0 {
		n.line = aliasLine
		if r.repeated++; r.repeated > maxRepeated {
			return nil, refuse(aliasLine, "", "aliases repeat more than %d values", maxRepeated)
		}
	}
	if depth > maxDepth {
		return nil, refuse(n.line, "", "nested more than %d deep, or an alias holds itself", maxDepth)
	}
	if y.Kind == yaml.AliasNode {
		return r.value(y.Alias, depth+1, n.line)
	}
	if y.Style&yaml.TaggedStyle != 0 {
		return nil, refuse(n.line, "leave the tag out, and quote what is to be a string", "a catalogue takes no YAML tags, but here is %.60q", y.Tag)
	}
	switch y.Kind {
	case yaml.SequenceNode:
		n.kind = isList
		for _, content := range y.Content {
			item, err := r.value(content, depth+1, aliasLine)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, item)
		}
		return n, nil
	case yaml.MappingNode:
		n.kind = isMapping
		return n, r.fill(n, y, depth, aliasLine)
	default:
		n.kind = yamlKinds[y.Tag]
		return n, nil
	}
}

// fill reads the fields of y into n, merge keys resolved.
func (r *yamlReader) fill(n *node, y *yaml.Node, depth, aliasLine int) error {
	var merged []*node
	for i := 0; i+1 < len(y.Content); i += 2 {
		key, err := r.value(y.Content[i], depth+1, aliasLine)
		if err != nil {
			return err
		}
		value, err := r.value(y.Content[i+1], depth+1, aliasLine)
		if err != nil {
			return err
		}
		if y.Content[i].Tag == "!!merge" {
			merged = append(merged, value)
			continue
		}
		name, err := key.str("a key")
		if err != nil {
			return err
		}
		n.fields = append(n.fields, field{key: name, line: key.line, value: value})
	}
	return n.merge(merged)
}

// merge adds what n lacks from the mappings, or lists of mappings, that its
// merge keys name. The first to have a key wins.
func (n *node) merge(from []*node) error {
	if len(from) == 0 {
		return nil
	}
	has := map[string]bool{}
	for _, f := range n.fields {
		has[f.key] = true
	}
	for _, source := range from {
		mappings := []*node{source}
		if source.kind == isList {
			mappings = source.items
		}
		for _, mapping := range mappings {
			if mapping.kind != isMapping {
				return refuse(mapping.line, "", "<< must be a mapping, not %s", mapping.describe())
			}
			for _, f := range mapping.fields {
				if !has[f.key] {
					has[f.key] = true
					n.fields = append(n.fields, f)
				}
			}
		}
	}
	return nil
}
