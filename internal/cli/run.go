package cli

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	_ "flagtui" // for schema.sql
	"flagtui/internal/feature"
)

// app is one run of the program. It holds the streams and the settings.
type app struct {
	stdin    io.Reader
	stdout   io.Writer
	stderr   io.Writer
	progress *progress     // the line on stderr; nil if stderr is not a terminal
	out      *bufio.Writer // buffered stdout, for results
	pager    *pager        // the pager that out writes to; may be nil
	done     string        // description of a saved change; else empty
	// isDashboard reports whether a screen shows the database, not a command.
	isDashboard bool
	remote      *remote // the SSH session that the program runs in; nil on the user's own terminal
	settings
	outputOptions
}

// Run runs the program and returns its exit code.
func Run(args []string, stdin, stdout *os.File, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// SIGPIPE must not end the program, because a reader that stops early, as in
	// `flagtui list | head`, is no error.
	signal.Ignore(syscall.SIGPIPE)

	a := &app{stdin: stdin, stdout: stdout, stderr: stderr, out: bufio.NewWriterSize(nil, 64<<10), progress: newProgress(stderr)}
	if a.progress != nil {
		a.stderr = a.progress
	}
	a.out.Reset(output{stdout, a.progress})
	return a.run(ctx, a.rootCommand(), args)
}

// run runs a command, reports its error and returns the exit code.
func (a *app) run(ctx context.Context, root *cobra.Command, args []string) int {
	root.SetArgs(append([]string{}, args...)) // for nil, cobra takes the arguments of the process
	root.SetOut(a.out)
	root.SetErr(a.stderr)
	err := a.outputFailed(a.execute(ctx, root))
	a.progress.stop()
	switch {
	case errors.Is(err, feature.ErrSaved):
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		err = interruptedBy(err)
	case err != nil && strings.HasPrefix(err.Error(), "unknown command "):
		err = usageError(err) // cobra returns this error without a kind
	}
	return a.report(err, args)
}

// execute runs the command. It returns a panic as an error.
func (a *app) execute(ctx context.Context, root *cobra.Command) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = panicError{value, debug.Stack()}
			if a.done != "" {
				err = &feature.Problem{Kind: feature.ErrSaved, Text: a.done + "; but " + err.Error(), Hint: "do not repeat the change; flagtui list and flagtui history show it", Cause: err}
			}
		}
	}()
	return root.ExecuteContext(ctx)
}

// extraCommands are the commands that special builds add.
var extraCommands []func(*app) *cobra.Command

// rootCommand returns the command flagtui with all its subcommands.
func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "flagtui",
		Short: "Feature flags in your application's database, in the terminal",
		Long: `flagtui shows the feature flags that an application keeps in its SQL database
(PostgreSQL or SQLite), each with its status at a scope: enabled or disabled,
overridden here, or inherited and from where. From the keyboard it changes
them; with --read-only it cannot.

Without a command it opens the dashboard; where stdout is not a terminal it
prints what "flagtui list" prints.

"flagtui help" also lists pages about keys, the database's URL, exit codes and more.`,
		Example: `  flagtui demo                                    try it on a sample database
  flagtui --db postgres://app@db1/app --flags flags.yaml
  flagtui --db sqlite:////srv/app/app.db --tenant acme --read-only
  flagtui list --json --overridden`,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(cmd *cobra.Command, args []string) error {
			load := a.load
			if a.remote != nil {
				load = func(cmd *cobra.Command) error { return a.loadRemote(cmd, args) }
			}
			if err := load(cmd); err != nil {
				return err
			}
			if a.progress != nil {
				a.progress.ascii = a.asciiOnly()
			}
			return a.chooseOutput(cmd)
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return a.dashboard(cmd.Context()) },
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(flagError)
	a.addGlobals(root)
	a.addScope(root)
	root.SetHelpCommand(a.helpCommand())
	root.AddCommand(a.demoCommand(), a.listCommand(), a.getCommand(), a.testCommand(), a.setCommand(), a.clearCommand(), a.killCommand(),
		a.scopesCommand(), a.overridesCommand(), a.diffCommand(), a.historyCommand(), a.watchCommand(), a.undoCommand(), a.configCommand(), a.registerCommand(), a.generateCommand(), a.initCommand(),
		a.exportCommand(), a.applyCommand(), a.layoutCommand(), a.doctorCommand(), a.serveCommand(), a.completionCommand(), a.versionCommand())
	for _, command := range extraCommands {
		root.AddCommand(command(a))
	}
	return root
}
