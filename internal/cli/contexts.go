package cli

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
	"sync"

	"go.yaml.in/yaml/v3"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/feature/nearest"
	"flagtui/internal/keys"
)

// configFile is the user's config file: databases, named once, and how the
// dashboard is to be.
type configFile struct {
	DefaultContext string             `yaml:"default_context"`
	Contexts       map[string]*preset `yaml:"contexts"`
	comforts       `yaml:",inline"`

	path string
	dir  string // what a relative file name in it is relative to
}

// preset is one context: settings for one database. Each field but Protected
// stands in for the global flag of its name.
type preset struct {
	DB       string `yaml:"db"`
	Schema   string `yaml:"schema"`
	Flags    string `yaml:"flags"`
	Actor    string `yaml:"actor"`
	Timeout  string `yaml:"timeout"`
	ReadOnly bool   `yaml:"read_only"`
	// Protected contexts ask for their name before a write.
	Protected bool `yaml:"protected"`
	// Live is when a saved change takes effect, and live what that means; zero
	// where the context does not say.
	Live yaml.Node `yaml:"live"`
	live feature.Live
}

// readLive takes the context's live for what it means. An error is at a line.
func (p *preset) readLive() (line int, err error) {
	switch {
	case p.Live.IsZero():
		return 0, nil
	case p.Live.Kind != yaml.ScalarNode:
		return p.Live.Line, &feature.Problem{Kind: feature.ErrUsage, Text: "it is neither a word nor a sentence"}
	}
	p.live, err = feature.ParseLive(p.Live.Value)
	return p.Live.Line, err
}

// values are the settings that a context gives, by the name of the flag.
func (p preset) values() map[string]string {
	values := map[string]string{"db": p.DB, "schema": p.Schema, "flags": p.Flags, "actor": p.Actor, "timeout": p.Timeout}
	if p.ReadOnly {
		values["read-only"] = "true"
	}
	maps.DeleteFunc(values, func(_, value string) bool { return value == "" })
	return values
}

// defaultConfigPath is where the config file is when --config names none.
func defaultConfigPath() string {
	dir := os.Getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(dir) {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(home, ".config")
	}
	return filepath.Join(dir, "flagtui", "config.yaml")
}

// readConfig reads the config file; asked: it was named, so it must exist.
func readConfig(path string, asked bool) (configFile, error) {
	config := configFile{path: path, dir: filepath.Dir(path), comforts: comforts{keys: keys.Default()}}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && !asked || path == "" {
		return config, nil
	}
	bad := func(text, hint string, err error) (configFile, error) {
		return config, &feature.Problem{Kind: feature.ErrUsage, Text: "the config file " + text, Hint: hint, Cause: err}
	}
	if err != nil {
		return bad(fmt.Sprintf("cannot be read: %v", err), "", err)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&config); err != nil && !errors.Is(err, io.EOF) {
		// The library names the line, and for a field its Go type.
		what := regexp.MustCompile(` in type cli\.\w+`).ReplaceAllString(err.Error(), "")
		what = strings.TrimPrefix(strings.Join(strings.Fields(what), " "), "yaml: ")
		return bad(fmt.Sprintf("%s: %s", path, strings.TrimPrefix(what, "unmarshal errors: ")),
			"it takes default_context, contexts, keys, theme and mouse; a context takes db, schema, flags, actor, timeout, read_only, protected and live", err)
	}
	if line, err := config.comforts.read(); err != nil {
		return bad(fmt.Sprintf("%s: line %d: %v", path, line, err), feature.Hint(err), err)
	}
	for name, p := range config.Contexts {
		if p == nil || p.DB == "" {
			return bad(fmt.Sprintf("%s: the context %q names no database", path, name), "give it a db", nil)
		}
		if line, err := p.readLive(); err != nil {
			return bad(fmt.Sprintf("%s: line %d: the context %q: live: %v", path, line, name, err), feature.Hint(err), err)
		}
	}
	if name := config.DefaultContext; name != "" {
		if _, err := config.context(name); err != nil {
			return config, err
		}
	}
	return config, nil
}

// names lists the contexts.
func (c configFile) names() []string { return slices.Sorted(maps.Keys(c.Contexts)) }

// context returns a context with its variables filled in.
func (c configFile) context(name string) (preset, error) {
	found, ok := c.Contexts[name]
	if !ok {
		hint := nearest.Hint(name, c.names())
		if hint == "" {
			hint = fmt.Sprintf("%s has %s", c.path, strings.Join(c.names(), ", "))
		}
		if len(c.Contexts) == 0 {
			hint = fmt.Sprintf("%s defines none", c.path)
		}
		return preset{}, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("no context %q", name), Hint: hint}
	}
	p := *found
	for _, field := range []*string{&p.DB, &p.Schema, &p.Flags, &p.Actor, &p.Timeout} {
		var err error
		if *field, err = expand(*field); err != nil {
			return preset{}, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the context %q in %s: %v", name, c.path, err), Hint: "set the variable, or write the value"}
		}
	}
	if p.Flags = inHome(p.Flags); p.Flags != "" && !filepath.IsAbs(p.Flags) {
		p.Flags = filepath.Join(c.dir, p.Flags)
	}
	return p, nil
}

var variable = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`) })

// expand fills in ${VAR}. A lone $ stands for itself: passwords hold some.
func expand(text string) (string, error) {
	var missing []string
	text = variable().ReplaceAllStringFunc(text, func(ref string) string {
		value, ok := os.LookupEnv(ref[2 : len(ref)-1])
		if !ok {
			missing = append(missing, ref)
		}
		return strings.TrimRight(value, "\r\n")
	})
	if len(missing) > 0 {
		return "", fmt.Errorf("%s is not set", strings.Join(missing, ", "))
	}
	return text, nil
}

// exposed tells whether others may read a config file that holds a password.
func (c configFile) exposed() bool {
	info, err := os.Stat(c.path)
	if err != nil || info.Mode().Perm()&0o077 == 0 {
		return false
	}
	for _, p := range c.Contexts {
		if data.MaskPassword(p.DB) != p.DB {
			return true
		}
	}
	return false
}
