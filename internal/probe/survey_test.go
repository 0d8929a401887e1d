package probe

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"flagtui/internal/feature"
)

func TestSurvey(t *testing.T) {
	turns := func(n int) worker { return map[bool]worker{true: before, false: after}[n%3 == 0] }
	app := serveApp(t, release41(turns))
	tallies, answers, err := app.Survey(t.Context(), system)
	if err != nil || answers != 6 || len(tallies) != 2 {
		t.Fatalf("%v, %d answers, %v", tallies, answers, err)
	}
	for _, test := range []struct {
		name       string
		enabled    bool
		overridden bool
		want       string
	}{
		{"alpha", false, false, ""},
		{"alpha", true, true, "the app serves Disabled"},
		{"alpha", false, true, "the app serves it without an override"},
		{"beta", false, true, "the app serves Enabled in 2 of 6 answers"},
		{"beta", true, true, "the app serves Disabled in 4 of 6 answers"},
	} {
		if got := tallies[test.name].Difference(test.enabled, test.overridden); got != test.want {
			t.Errorf("%s, %v, %v: %q, want %q", test.name, test.enabled, test.overridden, got, test.want)
		}
	}
	if got := (Tally{Missing: 6}).Difference(true, true); got != "the app does not list it" {
		t.Error(got)
	}
	if got := (Tally{Enabled: 4, Missing: 2}).Difference(true, true); got != "the app does not list it in 2 of 6 answers" {
		t.Error(got)
	}
	if tallies, _, err := app.Survey(t.Context(), acme); err != nil || tallies["alpha"].Difference(true, true) != "the app serves Disabled in 2 of 6 answers" {
		t.Errorf("%v, %v", tallies, err)
	}
	app.Header = nil
	if _, _, err := app.Survey(t.Context(), system); err == nil || errors.As(err, &final{}) || !strings.Contains(err.Error(), "(401)") {
		t.Error(err)
	}
}

// What the application serves is compared with what is stored by then.
func TestConfirmAfterALaterChange(t *testing.T) {
	app := serveApp(t, release41(func(int) worker { return before }))
	app.Wait = time.Minute
	calls := 0
	answers, err := app.Confirm(t.Context(), func(context.Context) ([]Stored, error) {
		calls++
		own := feature.Off
		if calls > 1 {
			own = feature.On // somebody has put it back
		}
		return []Stored{{Scope: system, Name: "beta", Own: own}}, nil
	})
	if err != nil || answers != 6 || calls != 2 {
		t.Errorf("%d answers, %v, read %d times", answers, err, calls)
	}
	calls = 0
	answers, err = app.Confirm(t.Context(), func(context.Context) ([]Stored, error) {
		if calls++; calls > 1 {
			return nil, nil // nothing is left to confirm
		}
		return []Stored{{Scope: system, Name: "beta", Own: feature.Off}}, nil
	})
	if err != nil || answers != 0 {
		t.Errorf("%d answers, %v", answers, err)
	}
	failed := errors.New("no database")
	calls = 0
	_, err = app.Confirm(t.Context(), func(context.Context) ([]Stored, error) {
		if calls++; calls > 1 {
			return nil, failed
		}
		return []Stored{{Scope: system, Name: "beta", Own: feature.Off}}, nil
	})
	if err != failed {
		t.Error(err)
	}
}

// A wait that ends has the flag that disagreed. One that is interrupted says so.
func TestConfirmEnds(t *testing.T) {
	app := serveApp(t, release41(func(int) worker { return before }))
	_, err := app.Confirm(t.Context(), always(stored[0]))
	if about := (*Disagreement)(nil); !errors.As(err, &about) || about.Name != "beta" || about.Scope != system {
		t.Error(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	app = serveApp(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		stop()
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	app.Wait = time.Hour
	if _, err := app.Confirm(ctx, always(stored...)); err == nil || err.Error() != "the wait for the app was interrupted" {
		t.Error(err)
	}
}
