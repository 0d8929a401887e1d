package feature

import "errors"

// The kinds of problem flagtui tells apart. Every error that reaches a user
// is a *Problem of one of these kinds; the command line maps each kind to one
// exit code, the screens to one wording.
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
	// ErrSaved: the change is saved, but what had to follow failed.
	ErrSaved = errors.New("saved")
	// ErrConfirm: a write needs a confirmation that was not given.
	ErrConfirm = errors.New("confirmation")
)

// Problem is an error in words for an operator: what was wrong, and what to
// do about it. Text and Hint may quote text from the database or the user;
// whoever prints them to a terminal cleans them first.
type Problem struct {
	Kind  error  // one of the Err… kinds above; nil when none fits
	Text  string // what was wrong, as a sentence without a final stop
	Hint  string // what to do; may be empty
	Cause error  // the underlying error; may be nil
}

// Error returns Text; the hint and the cause are told apart by the printers.
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

// Hint returns what to do about err, if it is a Problem that says so.
func Hint(err error) string {
	if problem := (*Problem)(nil); errors.As(err, &problem) {
		return problem.Hint
	}
	return ""
}
