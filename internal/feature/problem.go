package feature

import "errors"

// The kinds of problem. Every error that reaches a user is a *Problem of one of
// these kinds. The command line maps each kind to an exit code.
var (
	// ErrUsage: the request itself is malformed (a bad flag, name or file).
	ErrUsage = errors.New("usage")
	// ErrUnknown: the flag, scope or change named does not exist.
	ErrUnknown = errors.New("unknown")
	// ErrConflict: a row has changed since the caller read it; nothing was written.
	ErrConflict = errors.New("conflict")
	// ErrRefused: writing is not allowed here (read-only, or no privilege).
	ErrRefused = errors.New("refused")
	// ErrUnavailable: the database could not be reached or did not answer in time.
	ErrUnavailable = errors.New("unavailable")
	// ErrSaved: the change is saved, but a later step failed.
	ErrSaved = errors.New("saved")
	// ErrConfirm: a write needs a confirmation that was not given.
	ErrConfirm = errors.New("confirmation")
)

// Problem is an error for an operator: what was wrong, and what to do about it.
// Text and Hint may quote text from the database or the user, and have to be
// cleaned before they are printed to a terminal.
type Problem struct {
	Kind  error  // one of the Err… kinds above; nil when none fits
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

// Hint returns the hint of err if it is a Problem, and otherwise nothing.
func Hint(err error) string {
	if problem := (*Problem)(nil); errors.As(err, &problem) {
		return problem.Hint
	}
	return ""
}
