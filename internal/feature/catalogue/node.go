package catalogue

import (
	"fmt"
	"strings"
)

// node is a value in a file. YAML and JSON are both read into nodes, so the rest of the
// package does not depend on the format.
type node struct {
	kind   kind
	line   int
	text   string  // value of a string; other scalars as written
	items  []*node // items of a list
	fields []field // fields of a mapping in the file's order, repeats included
}

// field is a key of a mapping with its value.
type field struct {
	key   string
	line  int // line of the key
	value *node
}

// kind is a node's type.
type kind uint8

const (
	isNull kind = iota
	isBool
	isNumber
	isDate // occurs only in YAML
	isString
	isList
	isMapping
)

// maxDepth limits the nesting of values. A catalogue needs four levels. The limit
// also stops an alias that contains itself.
const maxDepth = 32

// describe names the value for a message, and shortens long text.
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

// str returns the value of a string. It fails for any other type. what is the value's
// name in the error.
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

// strOrNull is like str, but returns the empty string for null.
func (n *node) strOrNull(what string) (string, error) {
	if n.kind == isNull {
		return "", nil
	}
	return n.str(what)
}

// boolean returns the value of a boolean. It fails for any other type. what is the
// value's name in the error.
func (n *node) boolean(what string) (bool, error) {
	if n.kind != isBool {
		return false, refuse(n.line, "write true or false, without quotes", "%s must be true or false, not %s", what, n.describe())
	}
	return strings.EqualFold(n.text, "true"), nil
}

// eachField calls do for every field of a mapping, in the file's order. It refuses a
// value that is not a mapping, and a repeated key. do must refuse unknown keys, to keep the
// number of fields small.
func (n *node) eachField(what string, do func(key field) error) error {
	if n.kind != isMapping {
		return refuse(n.line, catalogueHint, "%s must be a mapping, not %s", what, n.describe())
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

// get returns the value of the first field with this key, or nil.
func (n *node) get(key string) *node {
	for _, f := range n.fields {
		if f.key == key {
			return f.value
		}
	}
	return nil
}

// refusal is the reason for refusing a file, with the line. Read adds the file's name.
type refusal struct {
	line         int
	reason, hint string
}

func (r *refusal) Error() string { return r.reason }

func refuse(line int, hint, reason string, args ...any) error {
	return &refusal{line: line, reason: fmt.Sprintf(reason, args...), hint: hint}
}

// refuseKey refuses an unknown key.
func refuseKey(f field, known string) error {
	return refuse(f.line, "the known keys are "+known, "unknown key %.60q", f.key)
}
