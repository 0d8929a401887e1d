package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/model"
	"flagtui/internal/terminal"
	"flagtui/internal/views"
)

// gcPercent is the dashboard's GOGC. Half of Go's default keeps the memory of a large
// catalogue down, and costs little time, since a dashboard mostly waits.
const gcPercent = 50

// dashboard opens the screens; where there is no terminal to show them on,
// it prints the list instead.
func (a *app) dashboard(ctx context.Context) error {
	if !term.IsTerminal(a.stdout.Fd()) || os.Getenv("TERM") == "dumb" {
		return a.list(ctx, only{}, false)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	options, err := a.dashboardOptions(ctx)
	if err != nil {
		return err
	}
	return a.show(ctx, options)
}

// dashboardOptions opens the database and reads what the screens need besides.
func (a *app) dashboardOptions(ctx context.Context) (model.Options, error) {
	a.warnPassfile()
	options := model.Options{Theme: a.theme(), Keys: &a.file.Keys, Contexts: a.file.Names(), Connect: a.connect,
		Notice: strings.Join(a.notices, "; "), Timeout: a.timeout}
	var err error
	if options.Definitions, err = a.readCatalogue(); err != nil {
		return options, err
	}
	if a.flags != "" {
		options.ReadDefinitions = a.readCatalogue
	}
	if options.Store, err = data.Open(ctx, a.options()); err != nil {
		return options, err
	}
	if options.Scope, err = a.scope(ctx, options.Store); err != nil {
		options.Store.Close()
		return options, err
	}
	facts := options.Store.Info()
	actor, client := a.who()
	options.Session = views.Session{
		Context:    cmp.Or(a.guard, a.contextName()),
		Protected:  a.guard != "",
		Database:   facts.Name(),
		ReadOnly:   facts.ReadOnly,
		RowsHidden: facts.RowsHidden(),
		Actor:      actor,
		Client:     client,
		Author:     a.author,
		Live:       facts.LiveAt(feature.System),

		LiveScoped: facts.LiveAt(feature.Project),
		ScopedOnly: facts.ScopedOnly(),
		Kinds:      facts.Kinds,
	}
	if a.readOnly {
		options.Session.ReadOnly = "asked for by " + a.origins["read-only"]
	}
	return options, nil
}

// connect opens another context's database, at its system scope. What was
// given by a flag or the environment goes on to hold, but for the database
// itself.
func (a *app) connect(ctx context.Context, name string) (model.Options, error) {
	p, err := a.file.Context(name)
	if err != nil {
		return model.Options{}, err
	}
	b := *a
	b.context, b.db, b.live, b.notices = name, p.DB, p.Live, nil
	b.stderr = io.Discard // the screen is there: what is to be said is a notice
	b.origins = map[string]string{"db": "context " + name, "read-only": "context " + name}
	b.guard = b.guardOf(p)
	if _, isFile := data.SQLitePath(b.db); isFile {
		b.schema = p.Schema // a file has no schemas
	} else {
		b.keep(a, "schema", &b.schema, p.Schema)
	}
	b.keep(a, "flags", &b.flags, p.Flags)
	b.tenant, b.project, b.section = "", "", ""
	b.readOnly = p.ReadOnly
	if a.asked("read-only") {
		b.readOnly, b.origins["read-only"] = p.ReadOnly || a.readOnly, a.origins["read-only"]
	}
	if !a.asked("actor") {
		b.actor = p.Actor
	}
	if !a.asked("timeout") {
		b.timeout = data.DefaultTimeout
		if p.Timeout != "" {
			if b.timeout, err = time.ParseDuration(p.Timeout); err != nil {
				return model.Options{}, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the context %s has the timeout %q", name, p.Timeout), Hint: "for example 5s"}
			}
		}
	}
	options, err := b.dashboardOptions(ctx)
	options.Connect = a.connect // which knows what was given besides a context
	return options, err
}

// keep leaves a setting as it was given for the first database, and says so: it
// may be wrong for this one. Where none was given it is the context's.
func (a *app) keep(first *app, option string, value *string, context string) {
	if !first.asked(option) {
		*value = context
		return
	}
	a.origins[option] = first.origins[option]
	a.notices = append(a.notices, fmt.Sprintf("the %s is still %s, by %s", map[string]string{"flags": "catalogue", "schema": "schema"}[option], *value, first.origins[option]))
}

// asked tells whether a setting was given by a flag or the environment.
func (a *app) asked(name string) bool {
	origin := a.origins[name]
	return origin != "" && !strings.HasPrefix(origin, "context ")
}

// show runs the screens until the user leaves, and then waits for a write
// that is still under way.
func (a *app) show(ctx context.Context, options model.Options) error {
	// ctx ends with SIGINT and SIGTERM. A dropped SSH line must not leave a
	// session behind, and a second SIGHUP not cut off a write.
	sigCtx, stopSignals := signal.NotifyContext(ctx, syscall.SIGHUP)
	defer stopSignals()
	reading, stop := context.WithCancel(sigCtx)
	defer stop()
	writes := &model.Writes{}
	keyboard, err := a.keyboard()
	if err != nil {
		options.Store.Close()
		return err
	}
	host := terminal.New(keyboard, a.stdout)
	host.Mouse = a.mouse
	options.Clipboard = func(text string) error {
		host.Send(clipboardSequence(text))
		return nil
	}
	dashboard := model.New(reading, options, writes)
	defer func() { dashboard.Close() }()
	// What a library prints on stderr, as lib/pq does with PQGO_DEBUG, must not be
	// written into the screen.
	if nothing, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0); err == nil {
		stderr := os.Stderr
		os.Stderr = nothing
		defer func() { os.Stderr = stderr }()
	}
	err = host.Run(reading, dashboard)
	stop()
	// The store gives up a little after the timeout; its own word is worth that.
	outcome, ended := writes.Wait(dashboard.Timeout() + time.Second)
	if outcome != "" {
		fmt.Fprintln(a.stderr, "flagtui: "+outcome)
	}
	if !ended {
		fmt.Fprintln(a.stderr, "flagtui: the database has not answered the last change; look again whether it was saved")
	}
	if bug := (*terminal.Panic)(nil); errors.As(err, &bug) {
		return panicError{bug.Value, bug.Stack}
	}
	if ctx.Err() != nil {
		return errInterrupted
	}
	return err
}

// keyboard is where keys come from: the terminal, even where stdin is
// something else.
func (a *app) keyboard() (*os.File, error) {
	if term.IsTerminal(a.stdin.Fd()) {
		return a.stdin, nil
	}
	tty, err := os.Open("/dev/tty")
	if err != nil {
		return nil, &feature.Problem{Kind: feature.ErrUsage, Text: "there is no terminal to read keys from", Hint: "flagtui list prints the flags", Cause: err}
	}
	return tty, nil
}
