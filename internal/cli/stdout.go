package cli

import (
	"cmp"
	"errors"
	"io"
	"syscall"

	"flagtui/internal/feature"
)

// output is stdout. Its errors are outputErrors, unlike those of a command. The first result
// ends the progress line.
type output struct {
	io.Writer
	progress *progress
}

// outputError says that a result could not be written.
type outputError struct{ error }

// Unwrap returns the error of the system.
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

// outputFailed writes the rest of the results. It returns the error of the command, or else
// that of its output. A reader that closes the pipe early is no error.
func (a *app) outputFailed(err error) error {
	failed := a.out.Flush() // returns the first error of any write
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
		return &feature.Problem{Kind: feature.ErrSaved, Text: a.done + "; but " + text, Hint: "do not do it again; flagtui list and flagtui history show it", Cause: failed}
	}
	return &feature.Problem{Text: text, Hint: "look at what stdout is redirected to", Cause: failed}
}

// reason returns an error of the system without the operation and the file name.
func reason(err error) error {
	var number syscall.Errno
	if errors.As(err, &number) {
		return number
	}
	return err
}
