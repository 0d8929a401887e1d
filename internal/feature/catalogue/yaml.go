package catalogue

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"sort"

	"go.yaml.in/yaml/v3"
)

// parseYAML parses a file with one YAML document.
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
	return new(yamlReader).readValue(first.Content[0], 1, 0)
}

// decodeYAML returns the first two documents. A missing document is nil.
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

// yamlErrorLine returns the line of a syntax error, because the library reports the line
// before, the start of the surrounding block, or none. It searches for the shortest text
// that ends with a line and has the same error.
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

var yamlErrorPrefix = regexp.MustCompile(`^yaml: (line \d+: )?`)

func yamlReason(err error) string { return yamlErrorPrefix.ReplaceAllString(err.Error(), "") }

// yamlKinds maps the library's tags of scalars to kinds.
var yamlKinds = map[string]kind{
	"!!null": isNull, "!!bool": isBool, "!!int": isNumber, "!!float": isNumber,
	"!!timestamp": isDate, "!!str": isString, "!!merge": isString,
}

// maxRepeated limits the number of values that aliases repeat. Nested aliases could
// otherwise make a short file arbitrarily large.
const maxRepeated = 1_000_000

type yamlReader struct{ repeated int }

// readValue reads a value with everything in it. Inside an alias, aliasLine is the
// alias' line, and errors name that line. Outside, aliasLine is zero.
func (r *yamlReader) readValue(y *yaml.Node, depth, aliasLine int) (*node, error) {
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
		return r.readValue(y.Alias, depth+1, n.line)
	}
	if y.Style&yaml.TaggedStyle != 0 {
		return nil, refuse(n.line, "leave the tag out, and quote what is to be a string", "a catalogue takes no YAML tags, but here is %.60q", y.Tag)
	}
	switch y.Kind {
	case yaml.SequenceNode:
		n.kind = isList
		for _, content := range y.Content {
			item, err := r.readValue(content, depth+1, aliasLine)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, item)
		}
		return n, nil
	case yaml.MappingNode:
		n.kind = isMapping
		return n, r.readFields(n, y, depth, aliasLine)
	default:
		n.kind = yamlKinds[y.Tag]
		return n, nil
	}
}

// readFields reads the fields of a mapping into n, and resolves merge keys.
func (r *yamlReader) readFields(n *node, y *yaml.Node, depth, aliasLine int) error {
	var merged []*node
	for i := 0; i+1 < len(y.Content); i += 2 {
		key, err := r.readValue(y.Content[i], depth+1, aliasLine)
		if err != nil {
			return err
		}
		value, err := r.readValue(y.Content[i+1], depth+1, aliasLine)
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

// merge adds the fields of mappings, or of lists of mappings, to n. It adds no key
// twice. The first mapping with a key wins.
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
