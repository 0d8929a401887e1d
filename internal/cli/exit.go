package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"flagtui/internal/feature"
	"flagtui/internal/feature/nearest"
	"flagtui/internal/views"
)

// The exit codes are a contract with scripts.
const (
	exitDone        = 0
	exitNegative    = 1 // a negative answer, not an error: off, differs, or findings
	exitUsage       = 2
	exitUnknown     = 3
	exitConflict    = 4
	exitRefused     = 5
	exitUnavailable = 6
	exitConfirm     = 7
	exitSaved       = 8 // the change is saved, but a later step failed
	exitOther       = 9
	exitInterrupted = 130
)

// errInterrupted reports that the user or the system ended the program.
var errInterrupted = errors.New("interrupted")

// interruptedBy returns errInterrupted for an error of a canceled command. A write's error
// says what became of the write.
func interruptedBy(err error) error {
	if problem, ok := errors.AsType[*feature.Problem](err); ok {
		return fmt.Errorf("%w: %w", errInterrupted, problem)
	}
	return errInterrupted
}

// exits lists the kinds of problems with their exit codes and their codes in JSON. The
// first match counts.
var exits = []struct {
	kind error
	exit int
	code string
}{
	{feature.ErrSaved, exitSaved, "saved"}, // first, because it wraps an error that has a kind, too
	{errInterrupted, exitInterrupted, "interrupted"},
	{feature.ErrUsage, exitUsage, "usage"},
	{feature.ErrUnknown, exitUnknown, "unknown"},
	{feature.ErrConflict, exitConflict, "conflict"},
	{feature.ErrRefused, exitRefused, "refused"},
	{feature.ErrUnavailable, exitUnavailable, "unavailable"},
	{feature.ErrConfirm, exitConfirm, "confirmation"},
}

// report writes an error to stderr and returns the exit code.
func (a *app) report(err error, args []string) int {
	if err == nil {
		return exitDone
	}
	if err == errNegative {
		return exitNegative
	}
	if err == errFirstStart {
		return exitUsage
	}
	exit, code := exitOther, "error"
	for _, e := range exits {
		if errors.Is(err, e.kind) {
			exit, code = e.exit, e.code
			break
		}
	}
	hint := feature.Hint(err)
	var bug panicError
	if errors.As(err, &bug) {
		hint = strings.TrimPrefix(hint+"; please report this bug, with its stack", "; ")
	}
	// A command line with errors may still ask for JSON.
	if a.json || asksForJSON(args) {
		type problem struct {
			Code    string `json:"code"`
			Message string `json:"message"`
			Hint    string `json:"hint"`
		}
		if bug.stack != nil {
			hint += ": " + string(bug.stack)
		}
		text, _ := marshalJSON(map[string]problem{"error": {code, err.Error(), hint}})
		_, _ = a.stderr.Write(text)
		return exit
	}
	fmt.Fprintf(a.stderr, "flagtui: %s\n", views.Clean(err.Error()))
	if hint != "" {
		fmt.Fprintf(a.stderr, "  %s\n", views.Clean(hint))
	}
	if bug.stack != nil {
		fmt.Fprintf(a.stderr, "\n%s", bug.stack)
	}
	return exit
}

// usageError turns an error of cobra into a usage problem.
func usageError(err error) error {
	text, hint, _ := strings.Cut(err.Error(), "\n")
	hint = strings.Join(strings.Fields(hint), " ")
	if hint == "" {
		hint = "see flagtui --help"
	}
	return &feature.Problem{Kind: feature.ErrUsage, Text: text, Hint: hint}
}

// flagError is usageError for a wrong flag. The hint names the most similar flag.
func flagError(cmd *cobra.Command, err error) error {
	problem := usageError(err).(*feature.Problem)
	if name, ok := strings.CutPrefix(err.Error(), "unknown flag: --"); ok {
		var known []string
		cmd.Flags().VisitAll(func(option *pflag.Flag) { known = append(known, option.Name) })
		for i := range known {
			known[i] = "--" + known[i]
		}
		if hint := nearest.Hint("--"+name, known); hint != "" {
			problem.Hint = hint
		}
	}
	return problem
}

// usageArgs wraps check so that its errors are usage problems.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usageError(err)
		}
		return nil
	}
}
