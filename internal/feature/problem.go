package feature

import (
	"errors"
	"fmt"
)

// The kinds of problem. Every error that reaches a user is a *Problem of one of these
// kinds. The command line maps each kind to an exit code.
var (
	// ErrUsage means that the request is malformed, such as a wrong flag, name or file.
	ErrUsage = errors.New("usage")
	// ErrUnknown means that the named flag, scope or change does not exist.
	ErrUnknown = errors.New("unknown")
	// ErrConflict means that a row has changed since the caller read it. Nothing was
	// written.
	ErrConflict = errors.New("conflict")
	// ErrRefused means that the write is not allowed here, such as on a read-only
	// database.
	ErrRefused = errors.New("refused")
	// ErrUnavailable means that the database could not be reached or did not answer in
	// time.
	ErrUnavailable = errors.New("unavailable")
	// ErrFull is an ErrUnavailable. It means that the database has no free connection now,
	// and that nothing was asked of it.
	ErrFull = fmt.Errorf("%w: no free connection", ErrUnavailable)
	// ErrSaved means that the change is saved, but a later step failed.
	ErrSaved = errors.New("saved")
	// ErrConfirm means that a write needs a confirmation that was not given.
	ErrConfirm = errors.New("confirmation")
)

// Problem is an error for an operator. It says what was wrong and what to do. Text and
// Hint may quote the database or the user, so they must be cleaned before they are
// printed on a terminal.
type Problem struct {
	Kind  error  // one of the kinds above; may be nil
	Text  string // what was wrong, as a sentence without a final stop
	Hint  string // what to do; may be empty
	Cause error  // the underlying error; may be nil
}

// Error returns Text, without the hint and the cause.
func (p *Problem) Error() string { return p.Text }

// Unwrap makes errors.Is work for the kind and for the cause.
func (p *Problem) Unwrap() []error {
	var errs []error
	for _, err := range []error{p.Kind, p.Cause} {
		if err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}

// Hint returns the hint of err if err is a Problem, and otherwise an empty string.
func Hint(err error) string {
	if problem := (*Problem)(nil); errors.As(err, &problem) {
		return problem.Hint
	}
	return ""
}
