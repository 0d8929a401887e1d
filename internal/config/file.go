// Package config reads the config file, and chooses the source of each setting.
package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"flagtui/internal/data/layout/layoutyaml"
	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// File is the user's config file. It holds the contexts and the dashboard's preferences.
type File struct {
	DefaultContext string              `yaml:"default_context"`
	Contexts       map[string]*Context `yaml:"contexts"`
	Preferences    `yaml:",inline"`
	ServeNode      yaml.Node `yaml:"serve"` // read by ReadServe

	Path string `yaml:"-"`
}

// DefaultPath returns the path of the config file that is read without --config. It
// returns an empty string if there is no home directory.
func DefaultPath() string {
	dir := os.Getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(dir) {
		homeDir, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(homeDir, ".config")
	}
	return filepath.Join(dir, "flagtui", "config.yaml")
}

// NewFile returns an empty config file with the given path.
func NewFile(path string) File {
	return File{Path: path, Preferences: Preferences{Keys: keys.Default(), Preview: true}}
}

// Read reads the config file at path. An empty path selects DefaultPath, where the file
// need not exist. Read fails with feature.ErrUsage if the file cannot be read or has an
// error. A default context that cannot be used is an error, too.
func Read(path string) (File, error) {
	named := path != ""
	if !named {
		path = DefaultPath()
	}
	file := NewFile(path)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && !named {
		return file, nil
	}
	if err != nil {
		return file, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the config file cannot be read: %v", err), Cause: err}
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&file); err != nil && !errors.Is(err, io.EOF) {
		// The library's error includes the Go type of the field, which means nothing to
		// the user.
		text := regexp.MustCompile(` in type config\.\w+`).ReplaceAllString(err.Error(), "")
		text = strings.TrimPrefix(strings.Join(strings.Fields(text), " "), "yaml: ")
		return file, file.problem(strings.TrimPrefix(text, "unmarshal errors: "),
			"it takes default_context, contexts, keys, theme, mouse, preview and serve; a context takes db, schema, flags, actor, timeout, read_only, protected, live, after_change, notify, layout and color", err)
	}
	if line, err := file.readKeys(); err != nil {
		return file, file.lineProblem(line, err)
	}
	for _, name := range file.Names() {
		c := file.Contexts[name]
		if c == nil || c.DB == "" {
			return file, file.problem(fmt.Sprintf("the context %q names no database", name), "give it a db", nil)
		}
		if err := c.readLive(); err != nil {
			return file, file.lineProblem(c.LiveNode.Line, fmt.Errorf("the context %q: live: %w", name, err))
		}
		if err := c.checkHooks(); err != nil {
			return file, file.problem(fmt.Sprintf("the context %q: %v", name, err), feature.Hint(err), err)
		}
		if !c.LayoutNode.IsZero() {
			if c.Layout, err = layoutyaml.Read(path, &c.LayoutNode); err != nil {
				return file, err
			}
		}
	}
	if name := file.DefaultContext; name != "" {
		if _, err := file.Context(name); err != nil {
			return file, err
		}
	}
	return file, nil
}

// problem returns an error about the file.
func (f File) problem(text, hint string, cause error) error {
	return &feature.Problem{Kind: feature.ErrUsage, Text: "the config file " + f.Path + ": " + text, Hint: hint, Cause: cause}
}

// lineProblem returns an error about a line of the file.
func (f File) lineProblem(line int, err error) error {
	return f.problem(fmt.Sprintf("line %d: %v", line, err), feature.Hint(err), err)
}

// Names returns the sorted names of the contexts.
func (f File) Names() []string { return slices.Sorted(maps.Keys(f.Contexts)) }

// ReadableByOthers reports whether the file's mode lets the group or others read it.
func (f File) ReadableByOthers() bool {
	info, err := os.Stat(f.Path)
	return err == nil && info.Mode().Perm()&0o077 != 0
}
