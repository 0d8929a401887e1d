package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"flagtui/internal/change"
	"flagtui/internal/feature"
	"flagtui/internal/model"
	"flagtui/internal/terminal"
	"flagtui/internal/views"
)

// gcPercent is the dashboard's GOGC, half of Go's default. It limits the memory for a
// large catalogue. The cost in time is small, because a dashboard mostly waits.
const gcPercent = 50

// dashboard runs the dashboard. If stdout is not a terminal, it prints the list of flags
// instead.
func (a *app) dashboard(ctx context.Context) error {
	if _, _, ok := a.screen(); !ok {
		return a.list(ctx, listFilter{}, false)
	}
	if a.db == "" && !a.json {
		return a.firstStart()
	}
	if a.remote == nil && os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if a.progress != nil {
		a.progress.delay = dashboardDelay
	}
	options, err := a.dashboardOptions(ctx)
	if err != nil {
		return err
	}
	return a.show(ctx, options)
}

// errFirstStart is returned after firstStart has printed its page.
var errFirstStart = errors.New("no database was named")

// firstStart prints a page for a user who has named no database.
func (a *app) firstStart() error {
	width, _, _ := a.screen()
	for _, line := range views.FirstStart(a.screenTheme(""), a.contextInfos(), a.file.Path, width) {
		fmt.Fprintln(a.out, line)
	}
	return errFirstStart
}

// dashboardOptions opens the database, and reads the catalogue and the scope.
func (a *app) dashboardOptions(ctx context.Context) (model.Options, error) {
	a.isDashboard = true
	a.warnPassfile()
	options := model.Options{Theme: a.screenTheme(a.shownContext()), Keys: &a.file.Keys, Contexts: a.contextInfos(), Connect: a.connect, ConnectReadOnly: a.connectReadOnly,
		ReachContext: a.reachContext, ReopenReadOnly: a.reopenReadOnly, Preview: a.file.Preview,
		Notice: strings.Join(a.notices, "; "), Timeout: a.timeout, Steps: a.steps}
	var err error
	if a.stepsErr != nil {
		if !a.readOnly {
			return options, a.stepsErr
		}
		options.Steps, options.StepsErr = change.Steps{}, a.stepsErr
	}
	if options.Definitions, err = a.readCatalogue(ctx); err != nil {
		return options, err
	}
	if a.flags != "" {
		options.ReadDefinitions = a.readCatalogue
	}
	if options.Remote = a.remote != nil; !options.Remote { // the doctor opens a connection of its own
		options.ReadFindings = a.readFindings
	}
	_, end := a.progress.start("", "Connecting to %s", a.options().Name())
	options.Store, err = a.openWhenFree(ctx, a.options())
	err = a.nameContexts(err)
	end()
	if err != nil {
		return options, err
	}
	if options.Scope, err = a.scope(ctx, options.Store); err != nil {
		options.Store.Close()
		return options, err
	}
	if context := a.shownContext(); context != "" && a.remote == nil {
		a.file.RecordOpened(context, time.Now())
	}
	info := options.Store.Info()
	actor, client := a.who()
	options.Session = views.Session{
		Context:    a.shownContext(),
		Protected:  a.guard != "",
		Database:   info.Name(),
		ReadOnly:   info.ReadOnly,
		RowsHidden: info.RowsHidden(),
		Actor:      actor,
		Client:     client,
		Author:     a.author,
	}
	if a.readOnly {
		options.Session.ReadOnly = a.origins["read-only"]
	}
	return options, nil
}

// show runs the dashboard until the user leaves, and then waits for pending writes.
func (a *app) show(ctx context.Context, options model.Options) error {
	host, reading, release, err := a.host(ctx)
	if err != nil {
		options.Store.Close()
		return err
	}
	defer release()
	reading, stop := context.WithCancel(reading)
	defer stop()
	writes := &model.Writes{}
	host.Mouse = a.mouse
	options.Clipboard = func(text string) error {
		host.Send(a.clipboardSequence(text))
		return nil
	}
	dashboard := model.New(reading, options, writes)
	defer func() { dashboard.Close() }()
	a.progress.stop()
	err = host.Run(reading, dashboard)
	stop()
	// A store operation may end a little after the timeout. Wait for its error, and for
	// the steps after it.
	outcome, ended := writes.Wait(dashboard.Timeout() + dashboard.StepsLimit() + time.Second)
	if outcome != "" {
		fmt.Fprintln(a.stderr, "flagtui: "+outcome)
	}
	if !ended {
		fmt.Fprintln(a.stderr, "flagtui: the database has not answered the last change; check whether it was saved")
	}
	if bug := (*terminal.Panic)(nil); errors.As(err, &bug) {
		return panicError{bug.Value, bug.Stack}
	}
	if ctx.Err() != nil {
		return errInterrupted
	}
	return err
}

// host returns the host of the dashboard, on this process's terminal or on that of the
// SSH session. reading ends when the dashboard must end. The caller must call release.
func (a *app) host(ctx context.Context) (host *terminal.Host, reading context.Context, release func(), err error) {
	if a.remote != nil {
		return a.remote.host(), ctx, func() {}, nil
	}
	keyboard, err := a.keyboard()
	if err != nil {
		return nil, nil, nil, err
	}
	screen, _ := terminalFile(a.stdout)
	// SIGINT and SIGTERM end ctx. SIGHUP, from a broken SSH connection, must end the
	// program too. A second SIGHUP must not abort a write.
	reading, release = signal.NotifyContext(ctx, syscall.SIGHUP)
	// Libraries must not print on the screen. lib/pq would with PQGO_DEBUG.
	if nothing, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0); err == nil {
		stderr, stopSignals := os.Stderr, release
		os.Stderr = nothing
		release = func() {
			os.Stderr = stderr
			stopSignals()
		}
	}
	return terminal.New(keyboard, screen), reading, release, nil
}

// keyboard returns the terminal to read keys from: stdin if it is a terminal, else
// /dev/tty.
func (a *app) keyboard() (*os.File, error) {
	if file, ok := terminalFile(a.stdin); ok {
		return file, nil
	}
	tty, err := os.Open("/dev/tty")
	if err != nil {
		return nil, &feature.Problem{Kind: feature.ErrUsage, Text: "there is no terminal to read keys from", Hint: "flagtui list prints the flags", Cause: err}
	}
	return tty, nil
}
