package probe

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"flagtui/internal/feature"
)

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
