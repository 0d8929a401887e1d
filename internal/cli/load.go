package cli

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/feature/nearest"
	"flagtui/internal/keys"
)

// standalone marks the commands that take nothing from the config file, and
// work where it is broken.
var standalone = map[string]string{"config": "none"}

func isStandalone(cmd *cobra.Command) bool {
	for ; cmd != nil; cmd = cmd.Parent() {
		if cmd.Annotations["config"] == "none" {
			return true
		}
	}
	return false
}

// load completes the settings: flag > FLAGTUI_ environment > a context that is
// named > the variables of the applications > the default context > default.
// Each global flag has a variable of its name, as FLAGTUI_READ_ONLY.
func (a *app) load(cmd *cobra.Command) error {
	f := cmd.Flags()
	a.origins = map[string]string{}
	var bad error
	take := func(option *pflag.Flag, value, origin string) {
		value, err := trimmed(option.Name, value, origin)
		if err == nil && option.Value.Set(value) != nil {
			err = &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("%s is %q, which --%s does not take", origin, value, option.Name)}
		}
		bad = cmp.Or(bad, err)
		a.origins[option.Name] = origin
	}
	known := []string{}
	cmd.Root().PersistentFlags().VisitAll(func(option *pflag.Flag) { known = append(known, variableOf(option.Name)) })
	f.VisitAll(func(option *pflag.Flag) {
		if option.Changed {
			a.origins[option.Name] = "--" + option.Name
		} else if name := variableOf(option.Name); slices.Contains(known, name) && os.Getenv(name) != "" {
			take(option, os.Getenv(name), name)
		}
	})
	if bad != nil {
		return bad
	}
	if isStandalone(cmd) {
		a.file = configFile{comforts: comforts{keys: keys.Default()}}
		return a.checkTimeout()
	}
	if err := checkVariables(os.Environ(), known); err != nil {
		return err
	}
	a.config = inHome(a.config)
	named := a.context != ""
	if err := a.readFile(); err != nil {
		return err
	}
	if option := f.Lookup("db"); option != nil && !named && a.origins["db"] == "" {
		for _, name := range appVariables {
			if value := os.Getenv(name); value != "" && a.origins["db"] == "" {
				take(option, value, name)
			}
		}
	}
	p, err := a.chooseContext()
	if err != nil {
		return err
	}
	for name, value := range p.values() {
		if option := f.Lookup(name); option != nil && a.origins[name] == "" {
			take(option, value, "context "+a.context)
		}
	}
	if bad != nil {
		return bad
	}
	a.db, a.flags = inHome(a.db), inHome(a.flags)
	a.guard = a.guardOf(p)
	if a.contextName() != "" { // it says nothing of another database
		a.live = p.live
	}
	if a.file.Mouse && a.origins["mouse"] == "" {
		a.mouse, a.origins["mouse"] = true, a.file.path
	}
	return a.checkTimeout()
}

func (a *app) checkTimeout() error {
	if a.timeout <= 0 {
		return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("--timeout is %s; it must be more than zero", a.timeout), Hint: "for example --timeout 5s"}
	}
	return nil
}

func (a *app) readFile() (err error) {
	path, asked := a.config, a.config != ""
	if !asked {
		path = defaultConfigPath()
	}
	if a.file, err = readConfig(path, asked); err == nil && a.file.exposed() {
		a.warn("%s holds a password and can be read by others; chmod 600 it, or use ${VARIABLE}", path)
	}
	return err
}

// chooseContext returns the context that was asked for, or else the default
// one, unless a database was named without any. A context whose database is
// overridden still protects, but lends no name.
func (a *app) chooseContext() (preset, error) {
	if a.context == "" && a.origins["db"] == "" {
		a.context, a.origins["context"] = a.file.DefaultContext, a.file.path
	}
	if a.context == "" {
		return preset{}, nil
	}
	p, err := a.file.context(a.context)
	if origin := a.origins["db"]; err == nil && origin != "" {
		a.note("the database is that of %s, not of the context %s", origin, a.context)
	}
	return p, err
}

// note says something on stderr, and once more in a dashboard that hides it.
func (a *app) note(format string, args ...any) {
	a.warn(format, args...)
	a.notices = append(a.notices, fmt.Sprintf(format, args...))
}

// guardOf returns the protected context of the database that is to be opened:
// the one that was chosen, or another of the same database, however that is
// reached.
func (a *app) guardOf(chosen preset) string {
	if chosen.Protected {
		return a.context
	}
	for _, name := range a.file.names() {
		if !a.file.Contexts[name].Protected {
			continue
		}
		// One whose variables are not set cannot be compared.
		if p, err := a.file.context(name); err == nil && data.SameDatabase(a.db, inHome(p.DB)) {
			return name
		}
	}
	return ""
}

// contextName is the context whose database is open; empty where it is not a
// context's.
func (a *app) contextName() string {
	if strings.HasPrefix(a.origins["db"], "context ") {
		return a.context
	}
	return ""
}

// appVariables are what the applications are configured with.
var appVariables = []string{"SM_DATABASE_URL", "DATABASE_URL"}

func variableOf(option string) string {
	return "FLAGTUI_" + strings.ToUpper(strings.ReplaceAll(option, "-", "_"))
}

// completionVariables are cobra's own: its completion scripts set the first.
var completionVariables = []string{"FLAGTUI_ACTIVE_HELP", "FLAGTUI_COMPLETION_DESCRIPTIONS"}

// testVariables begins the names of the variables of flagtui's own tests.
var testVariables = ""

// checkVariables refuses a FLAGTUI_ variable that does not exist: FLAGTUI_READONLY
// would leave everything writable.
func checkVariables(environment, known []string) error {
	for _, variable := range environment {
		name, value, _ := strings.Cut(variable, "=")
		if !strings.HasPrefix(name, "FLAGTUI_") || value == "" || slices.Contains(known, name) || slices.Contains(completionVariables, name) || testVariables != "" && strings.HasPrefix(name, testVariables) {
			continue
		}
		return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the variable %s means nothing to flagtui", name),
			Hint: cmp.Or(nearest.Hint(name, known), "each global flag has a variable, as FLAGTUI_READ_ONLY for --read-only; unset this one")}
	}
	return nil
}

// trimmed returns a value of the environment or of the config file without the
// blanks and line ends around it, which come from files. Quotes that a file has
// left around it are refused: they are no part of any setting but a text.
func trimmed(option, value, origin string) (string, error) {
	value = strings.TrimSpace(value)
	if option != "reason" && option != "actor" && value != "" && strings.Contains(`"'`, value[:1]) {
		return value, &feature.Problem{Kind: feature.ErrUsage, Text: origin + " starts with a quote", Hint: "write its value without quotes: what reads it does not take them away"}
	}
	return value, nil
}

// inHome expands ~ at the start of a path, or of the path in a SQLite URL,
// where no shell has done so.
func inHome(text string) string {
	for _, start := range []string{"", "file:", "sqlite:///", "sqlite+aiosqlite:///", "sqlite+pysqlite:///"} {
		rest, ok := strings.CutPrefix(text, start+"~/")
		if home, err := os.UserHomeDir(); ok && err == nil {
			if strings.HasPrefix(start, "sqlite") {
				start += "/" // four slashes make an absolute path
				home = strings.TrimPrefix(home, "/")
			}
			return start + filepath.Join(home, rest)
		}
	}
	return text
}
