package catalogue

import (
	"fmt"
	"strings"
)

// A node is a value in a file. YAML and JSON are both read into nodes, so what
// a catalogue means is written once.
type node struct {
	kind   kind
	line   int
	text   string  // a scalar's text: a string's value, anything else as written
	items  []*node // a list's
	fields []field // a mapping's, as they stand in the file, repeats included
}

// A field is one key of a mapping, and its value.
type field struct {
	key   string
	line  int // the key's
	value *node
}

// kind is a node's type.
type kind uint8

const (
	isNull kind = iota
	isBool
	isNumber
	isDate // only YAML has them
	isString
	isList
	isMapping
)

// maxDepth bounds how deep values are nested. A catalogue needs four levels;
// the bound also stops an alias that holds itself.
const maxDepth = 32

// describe names the value in a message; text of any length is safe in it.
func (n *node) describe() string {
	switch n.kind {
	case isNull:
		return "null"
	case isBool:
		return n.text
	case isNumber:
		return fmt.Sprintf("the number %.60s", n.text)
	case isDate:
		return fmt.Sprintf("the date %.60s", n.text)
	case isString:
		return fmt.Sprintf("the string %.60q", n.text)
	case isList:
		return "a list"
	default:
		return "a mapping"
	}
}

// str returns the string that what, a key, must hold.
func (n *node) str(what string) (string, error) {
	switch n.kind {
	case isString:
		return n.text, nil
	case isBool, isNumber, isDate:
		return "", refuse(n.line, fmt.Sprintf("quote it: %.60q", n.text), "%s must be a string, not %s", what, n.describe())
	default:
		return "", refuse(n.line, "", "%s must be a string, not %s", what, n.describe())
	}
}

// strOrNull is str, but null is the empty string.
func (n *node) strOrNull(what string) (string, error) {
	if n.kind == isNull {
		return "", nil
	}
	return n.str(what)
}

// boolean returns the boolean that what, a key, must hold.
func (n *node) boolean(what string) (bool, error) {
	if n.kind != isBool {
		return false, refuse(n.line, "write true or false, without quotes", "%s must be true or false, not %s", what, n.describe())
	}
	return strings.EqualFold(n.text, "true"), nil
}

// each calls do for every field of what must be a mapping, in the file's
// order, and refuses a repeated key. do refuses every key it does not know,
// which keeps the search for repeats short.
func (n *node) each(what string, do func(key field) error) error {
	if n.kind != isMapping {
		return refuse(n.line, shape, "%s must be a mapping, not %s", what, n.describe())
	}
	for i, f := range n.fields {
		for _, earlier := range n.fields[:i] {
			if earlier.key == f.key {
				return refuse(f.line, "remove one of the two", "the key %q is given twice, first in line %d", f.key, earlier.line)
			}
		}
		if err := do(f); err != nil {
			return err
		}
	}
	return nil
}

// get returns the value of the first field of that key, or nil.
func (n *node) get(key string) *node {
	for _, f := range n.fields {
		if f.key == key {
			return f.value
		}
	}
	return nil
}

// refusal is why a file is refused, and where; Read puts the file's name to it.
type refusal struct {
	line         int
	reason, hint string
}

func (r *refusal) Error() string { return r.reason }

func refuse(line int, hint, reason string, args ...any) error {
	return &refusal{line: line, reason: fmt.Sprintf(reason, args...), hint: hint}
}

// refuseKey refuses a key that is none of the known ones.
func refuseKey(f field, known string) error {
	return refuse(f.line, "the known keys are "+known, "unknown key %.60q", f.key)
}
