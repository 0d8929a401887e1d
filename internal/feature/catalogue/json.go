package catalogue

import (
	"bytes"
	"encoding/json"
	"errors"
)

// parseJSON parses JSON. The YAML library cannot parse all JSON: it refuses escaped
// surrogate pairs ("\ud83d\ude00") and tabs.
//
// encoding/json validates the text and decodes its strings. jsonReader reads the values,
// because Decoder.Token is several times slower and reports no reliable offset of an
// error.
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
	return r.readValue(1)
}

// jsonReader reads valid JSON.
type jsonReader struct {
	text   []byte
	offset int // position of the next byte
	line   int // line of the next byte
}

// skipToValue skips separators. It returns the first byte of the next value, or a
// closing bracket.
func (r *jsonReader) skipToValue() byte {
	for ; ; r.offset++ {
		switch c := r.text[r.offset]; c {
		case '\n':
			r.line++
		case ' ', '\t', '\r', ',', ':':
		default:
			return c
		}
	}
}

// readValue reads a value with everything in it.
func (r *jsonReader) readValue(depth int) (*node, error) {
	first := r.skipToValue()
	if depth > maxDepth {
		return nil, refuse(r.line, "", "nested more than %d deep", maxDepth)
	}
	n := &node{line: r.line}
	switch first {
	case '[':
		n.kind = isList
		return n, r.readItems(n, depth)
	case '{':
		n.kind = isMapping
		return n, r.readItems(n, depth)
	case '"':
		n.kind, n.text = isString, r.readString()
		return n, nil
	case 'n':
		n.kind = isNull
	case 't', 'f':
		n.kind = isBool
	default:
		n.kind = isNumber
	}
	literal := r.text[r.offset:]
	if end := bytes.IndexAny(literal, " \t\r\n,]}"); end >= 0 {
		literal = literal[:end]
	}
	n.text = string(literal)
	r.offset += len(literal)
	return n, nil
}

// readItems reads the items of a list or the fields of a mapping into n.
func (r *jsonReader) readItems(n *node, depth int) error {
	r.offset++
	for c := r.skipToValue(); c != ']' && c != '}'; c = r.skipToValue() {
		f := field{line: r.line}
		if n.kind == isMapping {
			f.key = r.readString()
		}
		value, err := r.readValue(depth + 1)
		if err != nil {
			return err
		}
		if f.value = value; n.kind == isMapping {
			n.fields = append(n.fields, f)
		} else {
			n.items = append(n.items, value)
		}
	}
	r.offset++
	return nil
}

// readString reads the string at the offset.
func (r *jsonReader) readString() string {
	start := r.offset
	for r.offset++; r.text[r.offset] != '"'; r.offset++ {
		if r.text[r.offset] == '\\' {
			r.offset++
		}
	}
	r.offset++
	quoted := r.text[start:r.offset]
	if !bytes.ContainsRune(quoted, '\\') {
		return string(quoted[1 : len(quoted)-1])
	}
	var s string
	_ = json.Unmarshal(quoted, &s) // cannot fail: the text is valid
	return s
}
