// Package catalogue reads flag definitions from files. A file is a list of flags in YAML
// or JSON, or a manifest of the OpenFeature CLI. The application's REST API returns such
// a list, too.
package catalogue

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"flagtui/internal/feature"
)

// catalogueHint is the hint for a file in an unknown format.
const catalogueHint = `a catalogue is a list of flags, such as "- name: orders.beta", or an OpenFeature manifest, {"flags": {…}}`

// Read returns the definitions in a catalogue file, sorted by name. The result of an
// empty list is not nil. file is the file's name, for messages. A .json file is read as
// JSON. Any other file is read as JSON if it is valid JSON, and otherwise as YAML. A
// byte order mark is skipped.
//
// Read fails on the first problem, and then returns no definitions. The error is an
// ErrUsage whose Text is "FILE:LINE: reason".
func Read(file string, text []byte) ([]feature.Definition, error) {
	root, err := readFile(file, text)
	if err != nil {
		return nil, addPosition(file, err)
	}
	defs, err := readDefinitions(root)
	return defs, addPosition(file, err)
}

// addPosition adds the file's name and the line to a refusal.
func addPosition(file string, err error) error {
	if r, ok := errors.AsType[*refusal](err); ok {
		return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("%s:%d: %s", file, r.line, r.reason), Hint: r.hint}
	}
	return err
}

// readFile returns the file's root value.
func readFile(file string, text []byte) (*node, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if err := checkUTF8(text); err != nil {
		return nil, err
	}
	return parse(file, text)
}

// readDefinitions returns the definitions of a list or a manifest, sorted by name.
func readDefinitions(root *node) ([]feature.Definition, error) {
	c := collector{defs: []feature.Definition{}, lines: map[string]int{}}
	var err error
	switch root.kind {
	case isNull:
		err = refuse(1, catalogueHint, "the file holds no catalogue")
	case isList:
		err = c.addList(root)
	case isMapping:
		err = c.addManifest(root)
	default:
		err = refuse(root.line, catalogueHint, "a catalogue is a list of flags, not %s", root.describe())
	}
	if err != nil {
		return nil, err
	}
	return c.sorted(), nil
}

// parse returns the file's root value. The value of an empty file is null.
func parse(file string, text []byte) (*node, error) {
	trimmed := bytes.TrimSpace(text)
	if len(trimmed) == 0 {
		return &node{kind: isNull}, nil
	}
	if strings.EqualFold(filepath.Ext(file), ".json") ||
		(trimmed[0] == '[' || trimmed[0] == '{') && json.Valid(text) {
		return parseJSON(text)
	}
	return parseYAML(text)
}

// checkUTF8 refuses text that is not UTF-8. The parsers would not refuse it:
// encoding/json accepts invalid bytes, and the YAML library guesses UTF-16.
func checkUTF8(text []byte) error {
	number := 0
	for line := range bytes.Lines(text) {
		number++
		if !utf8.Valid(line) {
			return refuse(number, "save the file as UTF-8", "the file is not valid UTF-8")
		}
	}
	return nil
}

// collector collects definitions and refuses repeated names.
type collector struct {
	defs  []feature.Definition
	lines map[string]int // line of the first definition, by name
}

// sorted returns the definitions, sorted by name.
func (c *collector) sorted() []feature.Definition {
	slices.SortFunc(c.defs, func(a, b feature.Definition) int { return cmp.Compare(a.Name, b.Name) })
	return c.defs
}

// addName refuses a name that is invalid or already defined.
func (c *collector) addName(def feature.Definition, line int) error {
	name := def.Name
	if err := def.ValidateName(); err != nil {
		return refuse(line, "", "%v", err)
	}
	if first, taken := c.lines[name]; taken {
		return refuse(line, "remove one of the two", "the flag %q is defined twice, first in line %d", name, first)
	}
	c.lines[name] = line
	return nil
}
