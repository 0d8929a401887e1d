// Package featuretest holds the kinds of scope and the checks of errors that tests use.
package featuretest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"flagtui/internal/feature"
)

// WantProblem fails the test unless err is a *feature.Problem of the kind. Each part
// must occur in the text or the hint.
func WantProblem(t *testing.T, err error, kind error, parts ...string) {
	t.Helper()
	problem, ok := errors.AsType[*feature.Problem](err)
	if !ok || !errors.Is(problem.Kind, kind) {
		t.Errorf("got error %v, want one of the kind %v", err, kind)
		return
	}
	for _, part := range parts {
		if !strings.Contains(problem.Text+"\n"+problem.Hint, part) {
			t.Errorf("got the problem %q, hint %q, want %q in it", problem.Text, problem.Hint, part)
		}
	}
}

// WantNoSecret fails the test if an error, or any error that it wraps, contains the word
// "secret".
func WantNoSecret(t *testing.T, dsn string, err error) {
	t.Helper()
	if text := fmt.Sprintf("%+v %#v", err, err); strings.Contains(text, "secret") {
		t.Errorf("%s: the error tells the password: %s", dsn, text)
	}
	switch err := err.(type) {
	case interface{ Unwrap() error }:
		if inner := err.Unwrap(); inner != nil {
			WantNoSecret(t, dsn, inner)
		}
	case interface{ Unwrap() []error }:
		for _, inner := range err.Unwrap() {
			WantNoSecret(t, dsn, inner)
		}
	}
}
