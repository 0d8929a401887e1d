package cli

import (
	"cmp"
	"errors"
	"io"
	"syscall"

	"flagtui/internal/feature"
)

// output writes results to stdout. It wraps errors as outputError, so that they differ
// from a command's errors. The first result ends the progress line.
type output struct {
	io.Writer
	progress *progress
}

// outputError is the error of a result that could not be written.
type outputError struct{ error }

// Unwrap returns the system's error.
func (e outputError) Unwrap() error { return e.error }

// Write implements io.Writer.
func (o output) Write(text []byte) (int, error) {
	o.progress.stop()
	n, err := o.Writer.Write(text)
	if err != nil {
		err = outputError{err}
	}
	return n, err
}

// outputFailed flushes the results. It returns the command's error, or else the output's
// error. It ignores a reader that closes the pipe early.
func (a *app) outputFailed(err error) error {
	failed := a.out.Flush() // Flush returns the first error of any write
	if a.pager != nil {
		failed = cmp.Or(failed, a.pager.Close())
	}
	if errors.As(err, new(outputError)) {
		err = nil
	}
	if failed == nil || errors.Is(failed, syscall.EPIPE) || err != nil && err != errNegative {
		return err
	}
	text := "the output could not be written: " + reason(failed).Error()
	if a.done != "" {
		return &feature.Problem{Kind: feature.ErrSaved, Text: a.done + "; but " + text, Hint: "do not repeat the change; flagtui list and flagtui history show it", Cause: failed}
	}
	return &feature.Problem{Text: text, Hint: "look at what stdout is redirected to", Cause: failed}
}

// reason removes the operation and the file name from a system error.
func reason(err error) error {
	var number syscall.Errno
	if errors.As(err, &number) {
		return number
	}
	return err
}
