package cli

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"flagtui/internal/change"
	"flagtui/internal/config"
	"flagtui/internal/data"
	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
	"flagtui/internal/views"
	"flagtui/internal/words"
)

// settings are the values of the global flags, and the values that load derives from
// them.
type settings struct {
	db       string
	schema   string
	flags    string
	actor    string
	reason   string
	author   string
	context  string
	config   string
	confirm  string
	timeout  time.Duration
	readOnly bool
	yes      bool
	noInput  bool
	dryRun   bool
	json     bool
	ascii    bool
	noColor  bool
	mouse    bool
	lang     string // the code of the screens' language, or "" for that of the locale

	scopeText string                   // the scope of --scope
	scopeIDs  map[feature.Kind]*string // the ids of --tenant, --project and --section
	scopeFrom string                   // the file of --scope-from
	newTenant bool

	language  words.Language // of the screens
	file      config.File
	baseTheme string            // the config file's built-in theme; may be empty
	styles    []views.Style     // styles of the config file's theme
	live      feature.Live      // when a saved change takes effect; zero if the context does not say
	layout    *layout.Config    // the context's layout; nil if it has none
	steps     change.Steps      // the actions after a saved change-set
	stepsErr  error             // why steps cannot be used; if not nil, nothing may be written
	guard     string            // the protected context to confirm writes for; may be empty
	notices   []string          // notices for an opening dashboard
	origins   map[string]string // source of each value that is not a default, by flag
}

// dbVariables are the variables that may name the database. The first one set counts.
var dbVariables = append([]string{"FLAGTUI_DB"}, config.AppVariables...)

func (a *app) addGlobals(root *cobra.Command) {
	f := root.PersistentFlags()
	f.StringVar(&a.db, "db", "", "the `URL` or file of the database; else "+strings.Join(dbVariables, ", "))
	f.StringVar(&a.schema, "schema", "", "PostgreSQL: the schema `NAME` of the override table, where there are several")
	f.StringVar(&a.flags, "flags", "", "the catalogue: a `FILE`, or the URL of the running app, that defines the flags (YAML or JSON)")
	f.BoolVar(&a.readOnly, "read-only", false, "change nothing; the database session refuses writes, too")
	f.StringVar(&a.actor, "actor", "", "the `NAME` recorded with a change (default: the user and this host)")
	f.StringVar(&a.author, "author", "", "the app's own `USER` to record, by e-mail address, username or id")
	f.StringVar(&a.reason, "reason", "", "the reason: a `TEXT` recorded with a change")
	f.StringVar(&a.context, "context", "", "the `NAME` of a context in the config file")
	f.StringVar(&a.config, "config", "", "the config `FILE` (default: ~/.config/flagtui/config.yaml)")
	f.StringVar(&a.confirm, "confirm", "", "the `NAME` of the protected context, to write there from a script")
	f.DurationVar(&a.timeout, "timeout", data.DefaultTimeout, "how long each database operation may take, and a catalogue that --flags reads from a URL")
	f.BoolVar(&a.yes, "yes", false, "write without asking")
	f.BoolVar(&a.noInput, "no-input", false, "never ask; fail where an answer is needed")
	f.BoolVar(&a.dryRun, "dry-run", false, "show what would be done, and write nothing")
	f.BoolVar(&a.json, "json", false, "print JSON, errors included")
	f.BoolVar(&a.ascii, "ascii", false, "print ASCII only")
	f.BoolVar(&a.noColor, "no-color", false, "no colours and no other attributes; also NO_COLOR")
	f.BoolVar(&a.mouse, "mouse", false, "the dashboard reacts to clicks and the wheel; hold shift to select text")
	f.StringVar(&a.lang, "lang", "", "the dashboard's `LANGUAGE`: en or de (default: the locale's, or else en)")
	a.completeFlag(root, "lang", cobra.FixedCompletions([]string{"en\tEnglish", "de\tDeutsch"}, cobra.ShellCompDirectiveNoFileComp))
	a.completeFlag(root, "context", a.completeContexts)
}

// completeFlag registers what a shell offers for a flag's value. It panics for an unknown
// flag. An SSH session has no shell, and cobra would keep its flags until the server ends.
func (a *app) completeFlag(cmd *cobra.Command, name string, complete cobra.CompletionFunc) {
	if a.remote != nil {
		return
	}
	if err := cmd.RegisterFlagCompletionFunc(name, complete); err != nil {
		panic(err)
	}
}

// addNewTenant adds the flag that allows an unknown tenant.
func (a *app) addNewTenant(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&a.newTenant, "new-tenant", false, "accept an unknown tenant")
}

// asciiOnly reports whether to print ASCII only.
func (a *app) asciiOnly() bool {
	return a.ascii || a.origins["ascii"] == "" && !localeIsUTF8(a.getenv)
}

// text returns the text in a form that is safe on this terminal.
func (a *app) text(text string) string {
	if a.asciiOnly() {
		return views.CleanASCII(text)
	}
	return views.Clean(text)
}

// clean returns the text in a form that is safe to print.
func clean(text string) string { return views.Clean(text) }

// warn prints a line on stderr.
func (a *app) warn(format string, args ...any) {
	fmt.Fprintln(a.stderr, "flagtui: "+clean(fmt.Sprintf(format, args...)))
}

func (a *app) options() data.Options {
	options := data.Options{URL: a.db, Shown: a.shownDB(), Schema: a.schema, ReadOnly: a.readOnly, Timeout: a.timeout, Live: a.live, Layout: a.layout}
	name := options.Name()
	options.Waiting = func() { a.progress.rename("Waiting for a free connection to %s", name) }
	return options
}

// shownDB returns the redacted URL of the context that the database comes from. It
// returns an empty string unless that URL joins variables with text that may be part of
// a password.
func (a *app) shownDB() string {
	for _, name := range a.file.Names() {
		if c, err := a.file.Context(name); err != nil || c.DB != a.db {
			continue
		}
		if raw := a.file.Contexts[name].DB; engine.RedactsParts(raw) {
			return engine.RedactPassword(raw)
		}
	}
	return ""
}

// open opens the database. It warns if row-level security may hide rows from this user.
func (a *app) open(ctx context.Context) (data.Store, error) {
	a.warnPassfile()
	store, err := a.connectTo(ctx, a.options())
	if err == nil && store.Info().RowsHidden() != "" {
		fmt.Fprintln(a.stderr, "flagtui: "+store.Info().RowsHidden())
	}
	return store, err
}

// withStore returns a RunE function that opens the database and calls run.
func (a *app) withStore(run func(ctx context.Context, store data.Store, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		store, err := a.open(cmd.Context())
		if err != nil {
			return err
		}
		defer store.Close()
		return run(cmd.Context(), store, args)
	}
}

// connectTo opens a database. The connection and the store's slow methods show their
// progress.
func (a *app) connectTo(ctx context.Context, options data.Options) (data.Store, error) {
	_, end := a.progress.start("", "Connecting to %s", options.Name())
	defer end()
	store, err := a.openStore(ctx, options)
	if err != nil || a.progress == nil {
		return store, a.nameContexts(err)
	}
	return progressStore{store, a.progress}, nil
}

// openStore opens a database. In an SSH session, it returns the store that the session's
// user may use.
func (a *app) openStore(ctx context.Context, options data.Options) (data.Store, error) {
	if a.remote != nil {
		return a.remote.open(ctx, a.context, options)
	}
	return data.Open(ctx, options)
}

// openWhenFree calls openStore again while the server has no free connection, until ctx
// ends. The pauses grow, because each attempt costs the server time.
func (a *app) openWhenFree(ctx context.Context, options data.Options) (data.Store, error) {
	const longest = 30 * time.Second
	for wait := time.Second; ; wait = min(2*wait, longest) {
		store, err := a.openStore(ctx, options)
		if !errors.Is(err, feature.ErrFull) {
			return store, err
		}
		if a.progress == nil && wait == time.Second {
			a.warn("waiting for a free connection to %s", options.Name())
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(wait/2 + rand.N(wait)):
		}
	}
}

// warnPassfile warns if lib/pq ignores the password file because of the file's mode.
func (a *app) warnPassfile() {
	if a.remote != nil { // the file is the server's
		return
	}
	if text := a.options().PassfileWarning(); text != "" {
		a.note("%s", text)
	}
}

// localeIsUTF8 reports whether the locale's encoding is UTF-8. The first of LC_ALL,
// LC_CTYPE and LANG that is set decides. If none is set, localeIsUTF8 returns true.
func localeIsUTF8(getenv func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := strings.ToLower(getenv(name)); locale != "" {
			return strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
		}
	}
	return true
}
