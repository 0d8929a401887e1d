package catalogue

import (
	"bytes"
	"encoding/json"
	"errors"
)

// parseJSON reads JSON. The YAML library reads most of it, but neither
// escaped surrogate pairs ("\ud83d\ude00") nor tabs.
//
// encoding/json judges the text and decodes its strings. What lies between is
// walked by hand, since Decoder.Token takes several times as long, and tells
// no reliable offset of an error.
func parseJSON(text []byte) (*node, error) {
	if !json.Valid(text) {
		err := json.Unmarshal(text, new(any))
		line := 1
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
			line += bytes.Count(text[:max(syntax.Offset-1, 0)], []byte("\n"))
		}
		return nil, refuse(line, "", "not valid JSON: %v", err)
	}
	r := jsonReader{text: text, line: 1}
	return r.value(1)
}

// A jsonReader walks text that is known to be valid.
type jsonReader struct {
	text []byte
	at   int // where the next byte is
	line int // and its line
}

// next skips what separates values, and returns the first byte of the next
// one, or a closing bracket.
func (r *jsonReader) next() byte {
	for ; ; r.at++ {
		switch c := r.text[r.at]; c {
		case '\n':
			r.line++
		case ' ', '\t', '\r', ',', ':':
		default:
			return c
		}
	}
}

// value reads a value and what it holds.
func (r *jsonReader) value(depth int) (*node, error) {
	first := r.next()
	if depth > maxDepth {
		return nil, refuse(r.line, "", "nested more than %d deep", maxDepth)
	}
	n := &node{line: r.line}
	switch first {
	case '[':
		n.kind = isList
		return n, r.fill(n, depth)
	case '{':
		n.kind = isMapping
		return n, r.fill(n, depth)
	case '"':
		n.kind, n.text = isString, r.str()
		return n, nil
	case 'n':
		n.kind = isNull
	case 't', 'f':
		n.kind = isBool
	default:
		n.kind = isNumber
	}
	literal := r.text[r.at:]
	if end := bytes.IndexAny(literal, " \t\r\n,]}"); end >= 0 {
		literal = literal[:end]
	}
	n.text = string(literal)
	r.at += len(literal)
	return n, nil
}

// fill reads the rest of a list or a mapping into n, up to its closing bracket.
func (r *jsonReader) fill(n *node, depth int) error {
	r.at++
	for c := r.next(); c != ']' && c != '}'; c = r.next() {
		f := field{line: r.line}
		if n.kind == isMapping {
			f.key = r.str()
		}
		value, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		if f.value = value; n.kind == isMapping {
			n.fields = append(n.fields, f)
		} else {
			n.items = append(n.items, value)
		}
	}
	r.at++
	return nil
}

// str reads the string that starts here.
func (r *jsonReader) str() string {
	start := r.at
	for r.at++; r.text[r.at] != '"'; r.at++ {
		if r.text[r.at] == '\\' {
			r.at++
		}
	}
	r.at++
	quoted := r.text[start:r.at]
	if !bytes.ContainsRune(quoted, '\\') {
		return string(quoted[1 : len(quoted)-1])
	}
	var s string
	_ = json.Unmarshal(quoted, &s) // valid, as the whole text is
	return s
}
