package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// measureForms compares forms of list with each other: JSON with plain lines, and a
// catalogue in YAML with the same in JSON.
func (b *bench) measureForms(r results) error {
	dir, err := os.MkdirTemp("", "flagtui-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	inYAML, inJSON, err := writeCatalogues(dir, r.db.flags)
	if err != nil {
		return err
	}
	list := []string{"list", "--db", r.db.url}
	with := func(more ...string) []string { return slices.Concat(list, more) }
	if err := b.compareCommand(r.measurements[listingJSON], 1, with("--json"), append([]string{b.program}, with()...)); err != nil {
		return err
	}
	return b.compareCommand(r.measurements[listingYAML], r.db.flags, with("--flags", inYAML), append([]string{b.program}, with("--flags", inJSON)...))
}

// writeCatalogues writes the same definitions into a file in YAML and one in JSON.
func writeCatalogues(dir string, flags int) (inYAML, inJSON string, err error) {
	var yaml, json strings.Builder
	for i := range flags {
		const description = "What the users of this area get from this flag"
		fmt.Fprintf(&yaml, "- name: %s\n  description: %s\n  default_enabled: false\n", flagName(i), description)
		fmt.Fprintf(&json, "%c{\"name\": %q, \"description\": %q, \"default_enabled\": false}\n", "[,"[min(i, 1)], flagName(i), description)
	}
	json.WriteString("]\n")
	inYAML, inJSON = filepath.Join(dir, "flags.yaml"), filepath.Join(dir, "flags.json")
	if err := os.WriteFile(inYAML, []byte(yaml.String()), 0o600); err != nil {
		return "", "", err
	}
	return inYAML, inJSON, os.WriteFile(inJSON, []byte(json.String()), 0o600)
}
