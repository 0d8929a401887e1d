package cli

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"flagtui/internal/config"
	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// standalone marks commands that do not read the config file. They work even if the file
// is broken.
var standalone = map[string]string{"config": "none"}

func isStandalone(cmd *cobra.Command) bool {
	for ; cmd != nil; cmd = cmd.Parent() {
		if cmd.Annotations["config"] == "none" {
			return true
		}
	}
	return false
}

// load sets the settings that the command line leaves open, from variables and the
// config file.
func (a *app) load(cmd *cobra.Command) error {
	table := settingsOf(cmd)
	err := table.SetFromVariables()
	a.origins = table.Origins()
	switch {
	case err != nil:
		return err
	case isStandalone(cmd):
		a.file = config.NewFile("")
		return a.checkTimeout()
	}
	if err := table.CheckVariables(withoutTestVariables(os.Environ())); err != nil {
		return err
	}
	if err := a.readFile(); err != nil {
		return err
	}
	chosen, note, err := table.SetFromFile(a.file)
	a.origins = table.Origins()
	if note != "" {
		a.note("%s", note)
	}
	if err != nil {
		return err
	}
	a.useContext(chosen)
	return a.checkTimeout()
}

// useContext sets what a context says besides settings.
func (a *app) useContext(chosen config.Context) {
	a.guard, a.layout = a.guardOf(chosen), chosen.Layout
	if a.contextName() != "" { // the context's live and its steps do not apply to another database
		a.live = chosen.Live
		a.readSteps()
	}
}

// settingsOf returns the settings of a command, with the values of its command line.
func settingsOf(cmd *cobra.Command) (table config.Settings) {
	cmd.Flags().VisitAll(func(option *pflag.Flag) {
		setting := &config.Setting{Name: option.Name, Value: option.Value, Global: cmd.Root().PersistentFlags().Lookup(option.Name) != nil}
		if option.Changed {
			setting.Origin = "--" + option.Name
		}
		table = append(table, setting)
	})
	return table
}

func (a *app) checkTimeout() error {
	if a.timeout <= 0 {
		return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("--timeout is %s; it must be more than zero", a.timeout), Hint: "for example --timeout 5s"}
	}
	return nil
}

// readFile reads the config file. It warns if others can read a password in the file.
func (a *app) readFile() (err error) {
	a.config = config.ExpandHome(a.config)
	if a.file, err = config.Read(a.config); err != nil {
		return err
	}
	for _, c := range a.file.Contexts {
		if a.file.ReadableByOthers() && engine.RedactPassword(c.DB) != c.DB {
			a.warn("%s holds a password and can be read by others; chmod 600 it, or use ${VARIABLE}", a.file.Path)
			break
		}
	}
	for _, name := range a.file.Names() {
		if colour := a.file.Contexts[name].Colour; colour != "" {
			if err := views.ParseColour(colour); err != nil {
				return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the config file %s: the context %q: color: %v", a.file.Path, name, err), Hint: feature.Hint(err), Cause: err}
			}
		}
	}
	return a.readTheme()
}

// readTheme reads how the screens look and speak.
func (a *app) readTheme() error {
	if err := a.readLanguage(); err != nil {
		return err
	}
	a.baseTheme, a.styles = "", nil
	return a.file.ReadTheme(func(name string) error {
		a.baseTheme = name
		return views.CheckThemeName(name)
	}, func(role, words string) error {
		style, err := views.ParseStyle(role, words)
		a.styles = append(a.styles, style)
		return err
	})
}

// note prints a line on stderr. A dashboard, which hides stderr, shows the line as a
// notice.
func (a *app) note(format string, args ...any) {
	a.warn(format, args...)
	a.notices = append(a.notices, fmt.Sprintf(format, args...))
}

// guardOf returns the name of the protected context that owns the database to open. It
// is the chosen context, or another context with the same database. Without one, guardOf
// returns an empty string.
func (a *app) guardOf(chosen config.Context) string {
	if chosen.Protected {
		return a.context
	}
	for _, name := range a.file.Names() {
		if !a.file.Contexts[name].Protected {
			continue
		}
		// A context with unset variables cannot be compared.
		if c, err := a.file.Context(name); err == nil && engine.SameDatabase(a.db, c.DB) {
			return name
		}
	}
	return ""
}

// contextName returns the context that the database comes from, or an empty string.
func (a *app) contextName() string {
	if strings.HasPrefix(a.origins["db"], "context ") {
		return a.context
	}
	return ""
}

// testVariables is the prefix of the variables of flagtui's own tests. It is empty
// outside of tests.
var testVariables = ""

func withoutTestVariables(environment []string) []string {
	return slices.DeleteFunc(environment, func(entry string) bool { return testVariables != "" && strings.HasPrefix(entry, testVariables) })
}
