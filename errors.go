package flagtui

import (
	"context"
	"errors"

	"flagtui/internal/feature"
)

// The kinds of error. errors.Is finds the kind of every error that this package returns.
var (
	// ErrUsage means that the request is malformed, such as a wrong name or DSN.
	ErrUsage = feature.ErrUsage
	// ErrUnknown means that the flag, the scope or the change-set does not exist.
	ErrUnknown = feature.ErrUnknown
	// ErrConflict means that an override is not as the caller expected. Nothing was
	// written.
	ErrConflict = feature.ErrConflict
	// ErrRefused means that the write is not allowed here, such as on a read-only
	// database.
	ErrRefused = feature.ErrRefused
	// ErrUnavailable means that the database did not answer.
	ErrUnavailable = feature.ErrUnavailable
	// ErrDepends means that the value of a flag depends on something that the database
	// alone does not tell, such as a percentage of users.
	ErrDepends = errors.New("depends")
	// ErrClosed means that the client is closed.
	ErrClosed = errors.New("closed")
)

// Error is an error of this package. It says what was wrong, and what to do. It never
// holds a password.
type Error struct {
	Kind error  // one of the kinds of error
	Text string // what was wrong
	Hint string // what to do; may be empty

	cause error
}

// Error returns the text and the hint.
func (e *Error) Error() string {
	text := "flagtui: " + e.Text
	if e.Hint != "" {
		text += " (" + e.Hint + ")"
	}
	return text
}

// Unwrap makes errors.Is work for the kind and for the cause.
func (e *Error) Unwrap() []error {
	var errs []error
	for _, err := range []error{e.Kind, e.cause} {
		if err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}

// exported returns an error of the internal packages as one of this package. The errors
// of a context stay as they are.
func exported(err error) error {
	problem := (*feature.Problem)(nil)
	switch {
	case err == nil, errors.As(err, new(*Error)):
		return err
	case errors.As(err, &problem):
		return &Error{Kind: problem.Kind, Text: problem.Text, Hint: problem.Hint, cause: err}
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	return &Error{Text: err.Error(), cause: err}
}
