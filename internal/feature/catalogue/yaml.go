package catalogue

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"sort"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// parseYAML parses a file with one YAML document.
func parseYAML(text []byte) (*node, error) {
	first, second, read, err := decodeYAML(text)
	switch {
	case err != nil:
		return nil, refuse(yamlErrorLine(text[:read], err), "", "not valid YAML: %s", yamlReason(err))
	case first == nil:
		return &node{kind: isNull}, nil
	case second != nil:
		return nil, refuse(second.Line, "keep one document in the file", "a second YAML document starts here")
	}
	return new(yamlReader).readValue(first.Content[0], 1, 0)
}

// decodeYAML returns the first two documents. A missing document is nil. read is the
// length of the text that the library has read. After an error, text[:read] ends soon
// after the place of the error.
func decodeYAML(text []byte) (first, second *yaml.Node, read int, err error) {
	reader := bytes.NewReader(text)
	decoder := yaml.NewDecoder(reader)
	for _, document := range []**yaml.Node{&first, &second} {
		var n yaml.Node
		if err := decoder.Decode(&n); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, nil, len(text) - reader.Len(), err
		}
		*document = &n
	}
	return first, second, len(text), nil
}

// yamlErrorLine returns the line of a syntax error, because the library reports the line
// before, the start of the surrounding block, or none. It searches for the shortest text
// that ends with a line and has the same error. text is what the library has read.
func yamlErrorLine(text []byte, syntax error) int {
	hasError := func(text []byte) bool {
		_, _, _, err := decodeYAML(text)
		return err != nil && yamlReason(err) == yamlReason(syntax)
	}
	starts := []int{0} // of the lines, and the end of the text
	for line := range bytes.Lines(text) {
		starts = append(starts, starts[len(starts)-1]+len(line))
	}
	last := len(starts) - 2
	first := firstWithError(text, starts, syntax, hasError)
	return 1 + first + sort.Search(last-first, func(i int) bool { return hasError(text[starts[first]:starts[first+1+i]]) })
}

// firstWithError returns the index of a line at which the search may start: the text from
// there on has the error, too. In a long list, the line starts an entry near the error,
// because the search would take seconds if it decoded the whole list many times.
func firstWithError(text []byte, starts []int, syntax error, hasError func([]byte) bool) int {
	reported, _ := strconv.Atoi(yamlErrorPrefix.FindStringSubmatch(syntax.Error())[1]) // 0 if there is none
	entry := append([]byte("\n"), firstEntry.Find(text)...)
	for _, line := range []int{len(starts) - 100, reported} {
		start := 1 + bytes.LastIndex(text[:starts[min(max(line, 0), len(starts)-1)]], entry)
		if start == 0 || hasError(text[start:]) {
			return sort.SearchInts(starts, start)
		}
	}
	return 0
}

var (
	yamlErrorPrefix = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)
	firstEntry      = regexp.MustCompile(`(?m)^ *- `)
)

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
