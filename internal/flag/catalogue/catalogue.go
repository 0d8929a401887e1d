// Package catalogue reads the file formats of a catalogue of flag definitions:
// a list of flags in YAML or JSON, which is also what the application's REST
// API answers, and the manifest of the OpenFeature CLI. It imports only flag,
// the standard library and the YAML library.
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

	"flagtui/internal/flag"
)

// shape is the hint for a file that is something else altogether.
const shape = `a catalogue is a list of flags, such as "- name: orders.beta", or an OpenFeature manifest, {"flags": {…}}`

// Read returns the definitions in a catalogue file, sorted by name; for an
// empty list they are empty, not nil. file is the file's name, for messages
// and to tell by its ending: a .json file is read as JSON, any other as JSON
// where it is JSON, and else as YAML. A byte order mark is skipped.
//
// A file that is refused in any part is refused as a whole, as an ErrUsage
// whose Text is "FILE:LINE: reason"; only one problem is reported.
func Read(file string, text []byte) ([]flag.Definition, error) {
	root, err := read(file, text)
	if err != nil {
		return nil, locate(file, err)
	}
	defs, err := definitions(root)
	return defs, locate(file, err)
}

// locate puts the file's name and the line to the reason of a refusal.
func locate(file string, err error) error {
	if r, ok := errors.AsType[*refusal](err); ok {
		return &flag.Problem{Kind: flag.ErrUsage, Text: fmt.Sprintf("%s:%d: %s", file, r.line, r.reason), Hint: r.hint}
	}
	return err
}

// read returns the file's one value.
func read(file string, text []byte) (*node, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if err := checkUTF8(text); err != nil {
		return nil, err
	}
	return parse(file, text)
}

// definitions returns the flags of a list or a manifest, by name.
func definitions(root *node) ([]flag.Definition, error) {
	c := collector{defs: []flag.Definition{}, lines: map[string]int{}}
	var err error
	switch root.kind {
	case isNull:
		err = refuse(1, shape, "the file holds no catalogue")
	case isList:
		err = c.addList(root)
	case isMapping:
		err = c.addManifest(root)
	default:
		err = refuse(root.line, shape, "a catalogue is a list of flags, not %s", root.describe())
	}
	if err != nil {
		return nil, err
	}
	return c.sorted(), nil
}

// parse returns the file's one value; a file without any holds null.
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

// checkUTF8 comes first: encoding/json takes text that is not UTF-8, and the
// YAML library guesses at UTF-16.
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

// collector gathers definitions and keeps their names apart.
type collector struct {
	defs  []flag.Definition
	lines map[string]int // where each name was first defined
}

// sorted returns what was gathered, by name.
func (c *collector) sorted() []flag.Definition {
	slices.SortFunc(c.defs, func(a, b flag.Definition) int { return cmp.Compare(a.Name, b.Name) })
	return c.defs
}

// claim refuses a name that no flag can have, or that another flag has.
func (c *collector) claim(def flag.Definition, line int) error {
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
