package config

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
	"flagtui/internal/feature/nearest"
	"flagtui/internal/probe"
)

// Context is a context of the config file: the settings for one database. Each field up
// to ReadOnly holds the value of the global flag of the same name.
type Context struct {
	DB       string `yaml:"db"`
	Schema   string `yaml:"schema"`
	Flags    string `yaml:"flags"`
	Actor    string `yaml:"actor"`
	Timeout  string `yaml:"timeout"`
	ReadOnly bool   `yaml:"read_only"`
	// Protected reports whether a write requires the context's name as confirmation.
	Protected bool `yaml:"protected"`
	// Colour is the colour of the context's badge; it may be empty.
	Colour string `yaml:"color"`

	// Live says when a saved change takes effect. It is zero if the file does not say.
	Live     feature.Live `yaml:"-"`
	LiveNode yaml.Node    `yaml:"live"`
	// LiveProbe says how to ask the application. It is nil if the file does not say.
	LiveProbe *LiveProbe `yaml:"-"`

	// AfterChange is a program with its arguments that runs after each saved change-set.
	AfterChange []string `yaml:"after_change"`

	// Notify is the webhook that gets a message after each saved change-set, or nil.
	Notify *Notify `yaml:"notify"`

	// Layout describes the database's tables. If it is nil, flagtui detects the tables.
	Layout     *layout.Config `yaml:"-"`
	LayoutNode yaml.Node      `yaml:"layout"`
}

// readLive sets Live from LiveNode.
func (c *Context) readLive() (err error) {
	switch {
	case c.LiveNode.IsZero():
		return nil
	case c.LiveNode.Kind == yaml.MappingNode:
		c.LiveProbe, c.Live, err = readLiveProbe(c.LiveNode)
		return err
	case c.LiveNode.Kind != yaml.ScalarNode:
		return &feature.Problem{Kind: feature.ErrUsage, Text: "it is neither a word nor a sentence nor {probe, header, wait, when}"}
	}
	c.Live, err = feature.ParseLive(c.LiveNode.Value)
	return err
}

// value returns the context's value for a setting, or an empty string.
func (c Context) value(setting string) string {
	switch setting {
	case "db":
		return c.DB
	case "schema":
		return c.Schema
	case "flags":
		return c.Flags
	case "actor":
		return c.Actor
	case "timeout":
		return c.Timeout
	case "read-only":
		if c.ReadOnly {
			return "true"
		}
	}
	return ""
}

// Context returns the named context with its variables replaced. Flags is a URL or an
// absolute path, and blanks around values are removed. It fails with feature.ErrUsage if the
// context does not exist, a variable is not set, or a value starts with a quote.
func (f File) Context(name string) (Context, error) {
	found, ok := f.Contexts[name]
	if !ok {
		hint := nearest.Hint(name, f.Names())
		if hint == "" {
			hint = fmt.Sprintf("%s has %s", f.Path, strings.Join(f.Names(), ", "))
		}
		if len(f.Contexts) == 0 {
			hint = fmt.Sprintf("%s defines none", f.Path)
		}
		return Context{}, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("no context %q", name), Hint: hint}
	}
	c := *found
	for setting, value := range map[string]*string{"db": &c.DB, "schema": &c.Schema, "flags": &c.Flags, "actor": &c.Actor, "timeout": &c.Timeout} {
		text, err := ReplaceVariables(*value)
		if err != nil {
			return Context{}, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the context %q in %s: %v", name, f.Path, err), Hint: "set the variable, or write the value"}
		}
		if *value, err = trim(setting, text, "context "+name); err != nil {
			return Context{}, err
		}
	}
	c.DB, c.Flags = ExpandHome(c.DB), ExpandHome(c.Flags)
	if c.Flags != "" && !filepath.IsAbs(c.Flags) && !probe.IsURL(c.Flags) {
		c.Flags = filepath.Join(filepath.Dir(f.Path), c.Flags)
	}
	return c, nil
}

var variablePattern = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// ReplaceVariables replaces each ${VAR} by the variable's value. A $ without braces
// stays, because passwords may contain it. It fails if a variable is not set.
func ReplaceVariables(text string) (string, error) {
	var missing []string
	text = variablePattern.ReplaceAllStringFunc(text, func(ref string) string {
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
