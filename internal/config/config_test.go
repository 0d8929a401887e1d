package config

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flagtui/internal/feature"
)

// text is a setting's value.
type text string

func (v *text) Set(s string) error {
	if s == "refused" {
		return errors.New("refused")
	}
	*v = text(s)
	return nil
}

func (v *text) String() string { return string(*v) }

// newSettings returns the settings with the values that a command line gave them.
func newSettings(given map[string]string) Settings {
	var s Settings
	for _, name := range []string{"actor", "context", "db", "flags", "mouse", "read-only", "schema", "timeout", "tenant"} {
		value := text(given[name])
		setting := &Setting{Name: name, Value: &value, Global: name != "tenant"}
		if value != "" {
			setting.Origin = "--" + name
		}
		s = append(s, setting)
	}
	return s
}

// clearVariables removes what the environment of the test says.
func clearVariables(t *testing.T) {
	t.Helper()
	for _, name := range append([]string{"FLAGTUI_DB", "FLAGTUI_CONTEXT", "FLAGTUI_TIMEOUT", "FLAGTUI_TENANT"}, AppVariables...) {
		t.Setenv(name, "")
	}
}

func writeConfig(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Each source of a setting is used only if no earlier one has it.
func TestPrecedence(t *testing.T) {
	path := writeConfig(t, "default_context: a\nmouse: true\ncontexts:\n  a: {db: db-a, schema: s-a, timeout: 1s, read_only: true}\n  b: {db: db-b, actor: b, protected: true}\n")
	file, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		given, variables map[string]string
		want, origins    map[string]string
		note             string
		protected        bool
	}{
		"default context": {want: map[string]string{"context": "a", "db": "db-a", "schema": "s-a", "timeout": "1s", "read-only": "true", "mouse": "true"},
			origins: map[string]string{"context": path, "db": "context a", "schema": "context a", "timeout": "context a", "read-only": "context a", "mouse": path}},
		"named context before the variables of the applications": {given: map[string]string{"context": "b"}, variables: map[string]string{"DATABASE_URL": "db-app"},
			want:    map[string]string{"context": "b", "db": "db-b", "actor": "b", "mouse": "true"},
			origins: map[string]string{"context": "--context", "db": "context b", "actor": "context b", "mouse": path}, protected: true},
		"variables of the applications before the default context": {variables: map[string]string{"DATABASE_URL": "second", "SM_DATABASE_URL": " first\n"},
			want: map[string]string{"db": "first", "mouse": "true"}, origins: map[string]string{"db": "SM_DATABASE_URL", "mouse": path}},
		"variable before a named context": {variables: map[string]string{"FLAGTUI_DB": "db-env", "FLAGTUI_CONTEXT": "b"},
			want:    map[string]string{"context": "b", "db": "db-env", "actor": "b", "mouse": "true"},
			origins: map[string]string{"context": "FLAGTUI_CONTEXT", "db": "FLAGTUI_DB", "actor": "context b", "mouse": path},
			note:    "the database is that of FLAGTUI_DB, not of the context b", protected: true},
		"command line before all": {given: map[string]string{"db": "db-given", "timeout": "9s", "context": "a", "schema": "s"}, variables: map[string]string{"FLAGTUI_DB": "db-env", "FLAGTUI_TIMEOUT": "2s"},
			want:    map[string]string{"context": "a", "db": "db-given", "schema": "s", "timeout": "9s", "read-only": "true", "mouse": "true"},
			origins: map[string]string{"context": "--context", "db": "--db", "schema": "--schema", "timeout": "--timeout", "read-only": "context a", "mouse": path},
			note:    "the database is that of --db, not of the context a"},
		"only global settings have variables": {variables: map[string]string{"FLAGTUI_TENANT": "acme", "FLAGTUI_DB": "x"},
			want: map[string]string{"db": "x", "mouse": "true"}, origins: map[string]string{"db": "FLAGTUI_DB", "mouse": path}},
	} {
		t.Run(name, func(t *testing.T) {
			clearVariables(t)
			for variable, value := range test.variables {
				t.Setenv(variable, value)
			}
			s := newSettings(test.given)
			if err := s.SetFromVariables(); err != nil {
				t.Fatal(err)
			}
			context, note, err := s.SetFromFile(file)
			if err != nil || note != test.note || context.Protected != test.protected {
				t.Errorf("%v, note %q, context %+v", err, note, context)
			}
			origins := s.Origins()
			for _, one := range s {
				if one.String() != test.want[one.Name] {
					t.Errorf("%s is %q, want %q", one.Name, one, test.want[one.Name])
				}
			}
			if !maps.Equal(origins, test.origins) {
				t.Errorf("origins %v, want %v", origins, test.origins)
			}
		})
	}
}

func TestValuesThatAreRefused(t *testing.T) {
	clearVariables(t)
	t.Setenv("FLAGTUI_TIMEOUT", "refused")
	s := newSettings(nil)
	if err := s.SetFromVariables(); !errors.Is(err, feature.ErrUsage) || !strings.Contains(err.Error(), `FLAGTUI_TIMEOUT is "refused", which --timeout does not take`) {
		t.Error(err)
	}
	t.Setenv("FLAGTUI_TIMEOUT", "'1s'")
	if err := s.SetFromVariables(); !errors.Is(err, feature.ErrUsage) || !strings.Contains(err.Error(), "FLAGTUI_TIMEOUT starts with a quote") {
		t.Error(err)
	}
	file, err := Read(writeConfig(t, "contexts: {a: {db: x, timeout: refused}}\n"))
	if err != nil {
		t.Fatal(err)
	}
	s = newSettings(map[string]string{"context": "a"})
	if _, _, err := s.SetFromFile(file); !errors.Is(err, feature.ErrUsage) || !strings.Contains(err.Error(), `context a is "refused"`) {
		t.Error(err)
	}
	if err := s.CheckVariables([]string{"PATH=/bin", "FLAGTUI_READONLY=", "FLAGTUI_READ_ONLY=1", "FLAGTUI_ACTIVE_HELP=0"}); err != nil {
		t.Error(err)
	}
	if err := s.CheckVariables([]string{"FLAGTUI_READONLY=1"}); !errors.Is(err, feature.ErrUsage) || !strings.Contains(feature.Hint(err), "FLAGTUI_READ_ONLY") {
		t.Error(err)
	}
}

// A context's values are complete: its variables, blanks, ~ and relative paths are resolved.
func TestContext(t *testing.T) {
	t.Setenv("HOME", "/home/ann")
	t.Setenv("A_DB", " ~/a.db\n")
	path := writeConfig(t, "contexts:\n  a: {db: \"${A_DB}\", flags: f.yaml, actor: \"'ann'\", schema: \" s \", live: restart}\n  quoted: {db: \"'x'\"}\n  unset: {db: \"${NOT_SET_ANYWHERE}\"}\n  dollar: {db: \"postgres://u:pa$$w0rd@h/db\"}\n")
	file, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	a, err := file.Context("a")
	if err != nil || a.DB != "/home/ann/a.db" || a.Flags != filepath.Join(filepath.Dir(path), "f.yaml") || a.Actor != "'ann'" || a.Schema != "s" || a.Live == (feature.Live{}) {
		t.Errorf("%v: %+v", err, a)
	}
	if c, err := file.Context("dollar"); err != nil || c.DB != "postgres://u:pa$$w0rd@h/db" {
		t.Errorf("%v: %+v", err, c)
	}
	for name, want := range map[string]string{"quoted": "context quoted starts with a quote", "unset": "${NOT_SET_ANYWHERE} is not set", "dolar": `no context "dolar"`} {
		if _, err := file.Context(name); !errors.Is(err, feature.ErrUsage) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRead(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	if file, err := Read(""); err != nil || file.Path != DefaultPath() || len(file.Names()) > 0 || len(file.Keys.Actions()) == 0 {
		t.Errorf("%v: %+v", err, file)
	}
	if _, err := Read(filepath.Join(t.TempDir(), "none.yaml")); !errors.Is(err, feature.ErrUsage) {
		t.Errorf("a file that was named and is not there: %v", err)
	}
	for text, want := range map[string]string{
		"contexts: {a: {dbs: x}}":          "line 1: field dbs not found",
		"contexts: {a: {schema: x}}":       `the context "a" names no database`,
		"default_context: b":               `no context "b"`,
		"keys: {undo: ctl+x}":              "line 1: keys: undo:",
		"contexts: {a: {db: x, live: []}}": `line 1: the context "a": live: it is neither`,
	} {
		_, err := Read(writeConfig(t, text))
		if !errors.Is(err, feature.ErrUsage) || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "config.") && !strings.Contains(err.Error(), "config.yaml") {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
	for text, want := range map[string]bool{"": true, "mouse: true": true, "preview: true": true, "preview: false": false} {
		if file, err := Read(writeConfig(t, text)); err != nil || file.Preview != want {
			t.Errorf("%q: the preview is %t at the start, %v", text, file.Preview, err)
		}
	}
	file, err := Read(writeConfig(t, "theme:\n  on: green\n  cursor: [red, bold]\n"))
	if err != nil {
		t.Fatal(err)
	}
	noBase := func(string) error { return errors.New("no base is named") }
	var styles []string
	if err := file.ReadTheme(noBase, func(role, words string) error { styles = append(styles, role+"="+words); return nil }); err != nil || strings.Join(styles, " ") != "cursor=red bold on=green" {
		t.Errorf("%v: %v", err, styles)
	}
	if err := file.ReadTheme(noBase, func(string, string) error { return errors.New("bad") }); !errors.Is(err, feature.ErrUsage) || !strings.Contains(err.Error(), "line 3: theme: cursor: bad") {
		t.Error(err)
	}
}

// theme is the name of a built-in theme, or a map that may name one as its base.
func TestReadTheme(t *testing.T) {
	for text, want := range map[string]string{
		"mouse: true":                         "",
		"theme:":                              "",
		"theme: light":                        "light",
		"theme: {base: mono, on: red}":        "mono on=red",
		"theme: {on: [\"#ff8800\", bold]}":    " on=#ff8800 bold",
		"theme: [a]":                          "line 1: theme: it is neither",
		"mouse: true\ntheme: {base: {a: b}}":  "line 2: theme: base: it is neither",
		"mouse: true\ntheme: {base: unknown}": "line 2: theme: base: no such theme",
		"mouse: true\ntheme: unknown":         "line 2: theme: no such theme",
	} {
		file, err := Read(writeConfig(t, text))
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		got := ""
		err = file.ReadTheme(func(name string) error {
			if got = name; name == "unknown" {
				return errors.New("no such theme")
			}
			return nil
		}, func(role, words string) error { got += " " + role + "=" + words; return nil })
		if err == nil && got != want || err != nil && (want == "" || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestReadableByOthers(t *testing.T) {
	path := writeConfig(t, "mouse: true\n")
	for mode, want := range map[os.FileMode]bool{0o600: false, 0o640: true, 0o604: true, 0o400: false} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if got := (File{Path: path}).ReadableByOthers(); got != want {
			t.Errorf("mode %o: %v", mode, got)
		}
	}
}
