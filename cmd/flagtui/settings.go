package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/user"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"flagtui/internal/data"
	"flagtui/internal/flag"
	"flagtui/internal/flag/catalogue"
	"flagtui/internal/views"
)

// settings are the global flags, and what they come to.
type settings struct {
	db       string
	schema   string
	flags    string
	tenant   string
	actor    string
	timeout  time.Duration
	readOnly bool
	yes      bool
	noInput  bool
	dryRun   bool
	json     bool
	ascii    bool
	noColor  bool
}

// dbVariables name the database where --db does not. The second is what
// simple_module apps are configured with.
var dbVariables = []string{"FLAGTUI_DB", "SM_DATABASE_URL", "DATABASE_URL"}

func (a *app) addGlobals(f *pflag.FlagSet) {
	f.StringVar(&a.db, "db", "", "the `URL` or file of the database; else "+strings.Join(dbVariables, ", "))
	f.StringVar(&a.schema, "schema", "", "PostgreSQL: the schema `NAME` of the override table, where there are several")
	f.StringVar(&a.flags, "flags", "", "the catalogue: a `FILE` that defines the flags (YAML or JSON)")
	f.BoolVar(&a.readOnly, "read-only", false, "look, and change nothing; the database session refuses it too")
	f.StringVar(&a.actor, "actor", "", "the `NAME` recorded with a change (default: the user and this host)")
	f.DurationVar(&a.timeout, "timeout", data.DefaultTimeout, "how long to wait for the database, for each step")
	f.BoolVar(&a.yes, "yes", false, "do it without asking")
	f.BoolVar(&a.noInput, "no-input", false, "never ask; fail where an answer is needed")
	f.BoolVar(&a.dryRun, "dry-run", false, "show what would be done, and do nothing")
	f.BoolVar(&a.json, "json", false, "print JSON, errors included")
	f.BoolVar(&a.ascii, "ascii", false, "print ASCII only")
	f.BoolVar(&a.noColor, "no-color", false, "no colours and no other attributes; also NO_COLOR")
}

// addScope adds the flags that name a scope.
func (a *app) addScope(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.tenant, "tenant", "", "the scope of the tenant with this `ID`, instead of the whole system")
}

// load completes the settings from the environment: each global flag that
// was not given has a variable of its name, as FLAGTUI_READ_ONLY.
func (a *app) load(f *pflag.FlagSet) error {
	var bad error
	f.VisitAll(func(option *pflag.Flag) {
		name := "FLAGTUI_" + strings.ToUpper(strings.ReplaceAll(option.Name, "-", "_"))
		value, ok := os.LookupEnv(name)
		if option.Changed || !ok || value == "" {
			return
		}
		if err := option.Value.Set(value); err != nil {
			bad = &flag.Problem{Kind: flag.ErrUsage, Text: fmt.Sprintf("%s is %q, which --%s does not take", name, value, option.Name), Cause: err}
		}
	})
	if bad != nil {
		return bad
	}
	for _, name := range dbVariables {
		a.db = cmp.Or(a.db, os.Getenv(name))
	}
	if a.timeout <= 0 {
		return &flag.Problem{Kind: flag.ErrUsage, Text: fmt.Sprintf("--timeout is %s; it must be more than zero", a.timeout), Hint: "for example --timeout 5s"}
	}
	a.actor = cmp.Or(a.actor, defaultActor())
	return nil
}

// defaultActor is the person at the keyboard, not the account that sudo
// changed to, and the machine.
func defaultActor() string {
	name := os.Getenv("SUDO_USER")
	if name == "" {
		if who, err := user.Current(); err == nil {
			name = who.Username
		}
	}
	host, _ := os.Hostname()
	host, _, _ = strings.Cut(host, ".")
	return cmp.Or(name, "unknown") + "@" + cmp.Or(host, "unknown")
}

func (a *app) options() data.Options {
	return data.Options{URL: a.db, Schema: a.schema, ReadOnly: a.readOnly, Timeout: a.timeout}
}

// open opens the database.
func (a *app) open(ctx context.Context) (data.Store, error) { return data.Open(ctx, a.options()) }

// readCatalogue reads the file that --flags names; nil without one.
func (a *app) readCatalogue() ([]flag.Definition, error) {
	if a.flags == "" {
		return nil, nil
	}
	return readCatalogueFile(a.flags)
}

func readCatalogueFile(path string) ([]flag.Definition, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, &flag.Problem{Kind: flag.ErrUsage, Text: fmt.Sprintf("cannot read the catalogue: %v", err),
			Hint: "name a YAML or JSON file of flag definitions", Cause: err}
	}
	return catalogue.Read(path, text)
}

// definitions returns the catalogue: the file's, else the database's. Where
// there is none it says so on stderr.
func (a *app) definitions(ctx context.Context, store data.Store) ([]flag.Definition, error) {
	defs, err := a.readCatalogue()
	if err != nil || defs != nil {
		return defs, err
	}
	if defs, err = store.Definitions(ctx); err == nil && len(defs) == 0 {
		fmt.Fprintln(a.stderr, "flagtui: no catalogue of flags is known, so names cannot be checked; give one with --flags FILE or `flagtui register FILE`")
	}
	return defs, err
}

// scope returns the scope that the flags name, once the database knows it.
func (a *app) scope(ctx context.Context, store data.Store) (flag.ScopeInfo, error) {
	scope := flag.SystemScope()
	if a.tenant != "" {
		scope = flag.TenantScope(a.tenant)
	}
	return store.Scope(ctx, scope)
}

// theme is how this terminal is drawn on.
func (a *app) theme() views.Theme {
	plain := a.noColor || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" || strings.HasPrefix(os.Getenv("TERM"), "vt")
	return views.NewTheme(plain, a.ascii)
}
