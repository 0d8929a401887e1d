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
	Global bool   // has a variable, as FLAGTUI_READ_ONLY for read-only
	Origin string // where the value comes from, as "--db" or "context prod"; empty for the default
}

// Value holds a setting's value. A flag of the command line does.
type Value interface {
	Set(text string) error
	String() string
}

// Settings are the settings of a command. The first source that has a value for a setting
// sets it: the command line, the variable of the setting, a context that is named, the
// variables of the applications (for db), the default context, and the setting's default.
type Settings []*Setting

// AppVariables are the variables in which the applications keep the URL of their database.
var AppVariables = []string{"SM_DATABASE_URL", "DATABASE_URL"}

// completionVariables are read by cobra, the first one is set by its completion scripts.
var completionVariables = []string{"FLAGTUI_ACTIVE_HELP", "FLAGTUI_COMPLETION_DESCRIPTIONS"}

// setting returns the setting with that name; nil if the command has none.
func (s Settings) setting(name string) *Setting {
	for _, one := range s {
		if one.Name == name {
			return one
		}
	}
	return nil
}

// Text returns the value of a setting as text; empty if the command does not have it.
func (s Settings) Text(name string) string {
	if one := s.setting(name); one != nil {
		return one.String()
	}
	return ""
}

// Origins returns where each value comes from, without the defaults.
func (s Settings) Origins() map[string]string {
	origins := map[string]string{}
	for _, one := range s {
		if one.Origin != "" {
			origins[one.Name] = one.Origin
		}
	}
	return origins
}

// setDefault sets a setting that has no value yet. It does nothing if the setting does not
// exist or the text is empty.
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

// SetFromVariables sets the global settings that the command line did not set from
// their variables. It fails with feature.ErrUsage at a value that its setting does not take.
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

// SetFromFile sets the settings that neither the command line nor their variables set. It
// returns the context that applies, the zero value if none does, and a note for
// the user, which may be empty. A context applies, and protects, even if its database is not used.
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

// variable returns the name of a setting's variable.
func variable(setting string) string {
	return "FLAGTUI_" + strings.ToUpper(strings.ReplaceAll(setting, "-", "_"))
}

// CheckVariables fails with feature.ErrUsage at a FLAGTUI_ variable that no global setting
// has: a user who mistypes FLAGTUI_READ_ONLY must not be able to write. environment is
// as os.Environ returns it.
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
		return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the variable %s means nothing to flagtui", name),
			Hint: cmp.Or(nearest.Hint(name, known), "each global flag has a variable, as FLAGTUI_READ_ONLY for --read-only; unset this one")}
	}
	return nil
}

// trim removes blanks and line ends around a value. It fails with feature.ErrUsage if the
// value starts with a quote, unless the setting is a text: an env file's quotes are not removed
// by everything that reads it.
func trim(setting, value, origin string) (string, error) {
	value = strings.TrimSpace(value)
	if setting != "reason" && setting != "actor" && value != "" && strings.Contains(`"'`, value[:1]) {
		return value, &feature.Problem{Kind: feature.ErrUsage, Text: origin + " starts with a quote", Hint: "write its value without quotes: what reads it does not take them away"}
	}
	return value, nil
}

// ExpandHome replaces ~ at the start of a path, or of the path in a SQLite URL, by the
// home directory.
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
