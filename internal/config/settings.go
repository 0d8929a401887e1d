package config

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"flagtui/internal/feature"
	"flagtui/internal/feature/nearest"
)

// Setting is one setting of a command.
type Setting struct {
	Name string
	Value
	Global bool   // the setting has a variable, such as FLAGTUI_READ_ONLY
	Origin string // source of the value, such as "--db"; empty for the default
}

// Value holds a setting's value. The flags of a command line implement Value.
type Value interface {
	Set(text string) error
	String() string
}

// Settings are the settings of a command. The first source that has a value sets the
// setting. The sources are, in order: the command line, the setting's variable, a named
// context, the applications' variables (for db), the default context, and the default.
type Settings []*Setting

// AppVariables are the variables in which applications keep their database's URL.
var AppVariables = []string{"SM_DATABASE_URL", "DATABASE_URL"}

// completionVariables are variables of cobra, whose completion scripts set the first.
var completionVariables = []string{"FLAGTUI_ACTIVE_HELP", "FLAGTUI_COMPLETION_DESCRIPTIONS"}

// setting returns the named setting, or nil.
func (s Settings) setting(name string) *Setting {
	for _, one := range s {
		if one.Name == name {
			return one
		}
	}
	return nil
}

// Text returns a setting's value as text, or an empty string if the setting does not
// exist.
func (s Settings) Text(name string) string {
	if one := s.setting(name); one != nil {
		return one.String()
	}
	return ""
}

// Origins returns the source of each value that is not a default.
func (s Settings) Origins() map[string]string {
	origins := map[string]string{}
	for _, one := range s {
		if one.Origin != "" {
			origins[one.Name] = one.Origin
		}
	}
	return origins
}

// setDefault sets a setting unless it has a value already. An unknown setting or an
// empty text changes nothing.
func (s Settings) setDefault(name, text, origin string) error {
	one := s.setting(name)
	if one == nil || one.Origin != "" || text == "" {
		return nil
	}
	text, err := trim(name, text, origin)
	if err != nil {
		return err
	}
	if one.Set(text) != nil {
		return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("%s is %q, which --%s does not take", origin, text, name)}
	}
	one.Origin = origin
	return nil
}

// SetFromVariables sets global settings from their variables. A value from the command
// line stays. It fails with feature.ErrUsage if a setting does not accept its variable's
// value.
func (s Settings) SetFromVariables() error {
	for _, one := range s {
		if one.Global {
			if err := s.setDefault(one.Name, os.Getenv(variable(one.Name)), variable(one.Name)); err != nil {
				return err
			}
		}
	}
	return nil
}

// SetFromFile sets the settings that have no value yet from the applications' variables
// and the file. It returns the context in use, or the zero value. The note is for the
// user, and may be empty. A context is in use, and protects its database, even if db
// comes from another source.
func (s Settings) SetFromFile(file File) (context Context, note string, err error) {
	if s.Text("context") == "" {
		for _, name := range AppVariables {
			if err := s.setDefault("db", os.Getenv(name), name); err != nil {
				return context, "", err
			}
		}
	}
	chosen, db := s.setting("context"), s.setting("db")
	if chosen == nil || db == nil {
		return context, "", nil
	}
	if chosen.String() == "" && db.Origin == "" {
		if err := chosen.Set(file.DefaultContext); err != nil {
			return context, "", err
		}
		chosen.Origin = file.Path
	}
	if name := chosen.String(); name != "" {
		if context, err = file.Context(name); err != nil {
			return context, "", err
		}
		if db.Origin != "" {
			note = fmt.Sprintf("the database is that of %s, not of the context %s", db.Origin, name)
		}
		for _, one := range s {
			if err := s.setDefault(one.Name, context.value(one.Name), "context "+name); err != nil {
				return context, note, err
			}
		}
	}
	if file.Mouse {
		if err := s.setDefault("mouse", "true", file.Path); err != nil {
			return context, note, err
		}
	}
	for _, name := range []string{"db", "flags"} {
		if one := s.setting(name); one != nil {
			if err := one.Set(ExpandHome(one.String())); err != nil {
				return context, note, err
			}
		}
	}
	return context, note, nil
}

// variable returns the name of a setting's environment variable.
func variable(setting string) string {
	return "FLAGTUI_" + strings.ToUpper(strings.ReplaceAll(setting, "-", "_"))
}

// CheckVariables fails with feature.ErrUsage if a FLAGTUI_ variable belongs to no global
// setting. Otherwise a mistyped FLAGTUI_READ_ONLY would leave the database writable.
// environment has the form of os.Environ.
func (s Settings) CheckVariables(environment []string) error {
	var known []string
	for _, one := range s {
		if one.Global {
			known = append(known, variable(one.Name))
		}
	}
	for _, entry := range environment {
		name, value, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, "FLAGTUI_") || value == "" || slices.Contains(known, name) || slices.Contains(completionVariables, name) {
			continue
		}
		return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("flagtui does not know the variable %s", name),
			Hint: cmp.Or(nearest.Hint(name, known), "each global flag has a variable, as FLAGTUI_READ_ONLY for --read-only; unset this one")}
	}
	return nil
}

// trim removes white space around a value. It fails with feature.ErrUsage if the value
// starts with a quote, because some programs keep the quotes of an env file. The free
// texts reason and actor may start with a quote.
func trim(setting, value, origin string) (string, error) {
	value = strings.TrimSpace(value)
	if setting != "reason" && setting != "actor" && value != "" && strings.Contains(`"'`, value[:1]) {
		return value, &feature.Problem{Kind: feature.ErrUsage, Text: origin + " starts with a quote", Hint: "write the value without quotes"}
	}
	return value, nil
}

// ExpandHome replaces ~ at the start of a path by the home directory. The path may be
// part of a SQLite URL.
func ExpandHome(text string) string {
	for _, start := range []string{"", "file:", "sqlite:///", "sqlite+aiosqlite:///", "sqlite+pysqlite:///"} {
		rest, ok := strings.CutPrefix(text, start+"~/")
		if homeDir, err := os.UserHomeDir(); ok && err == nil {
			if strings.HasPrefix(start, "sqlite") {
				start += "/" // four slashes make an absolute path
				homeDir = strings.TrimPrefix(homeDir, "/")
			}
			return start + filepath.Join(homeDir, rest)
		}
	}
	return text
}
