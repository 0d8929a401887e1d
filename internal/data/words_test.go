package data

import (
	"strings"
	"testing"

	"flagtui/internal/data/pgtest"
	"flagtui/internal/feature"
)

// The error for several hosts is one line that names each host.
func TestNoHostAnswers(t *testing.T) {
	pgtest.Unset(t)
	_, err := Open(t.Context(), Options{URL: "host=127.0.0.1,localhost port=1,2 user=u dbname=d sslmode=disable"})
	wantProblem(t, err, feature.ErrUnavailable, "hosts: ", "; ", "127.0.0.1", "localhost")
	if strings.ContainsAny(err.Error(), "\n") || strings.Contains(err.Error(), "pq:") {
		t.Errorf("%q", err.Error())
	}
}

// Removing require_auth=none is safe, because flagtui may then authenticate.
func TestNoAuthenticationAskedFor(t *testing.T) {
	pgtest.Unset(t)
	_, err := Open(t.Context(), Options{URL: "postgres://u@h/db?require_auth=none"})
	wantProblem(t, err, feature.ErrUsage, "require_auth=none", "authenticates if the server asks")
	if strings.Contains(feature.Hint(err), "less secure") {
		t.Error(feature.Hint(err))
	}
}

// A shell can run the hint with any schema's name.
func TestShellWordOfASchema(t *testing.T) {
	for name, want := range map[string]string{"feature_flags": "feature_flags", `we?ird "q"'s`: `'we?ird "q"'\''s'`, "$(x)": "'$(x)'", "ends so\n": "NAME"} {
		if got := schemaOption(name); got != "--schema "+want {
			t.Errorf("%q is %s, want %s", name, got, want)
		}
	}
}
