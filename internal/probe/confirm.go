package probe

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"flagtui/internal/feature"
)

// Stored is what the database holds of a flag at a scope.
type Stored struct {
	Scope       feature.Scope
	Name        string
	Own, System feature.Setting // the overrides of the scope and of the system
}

const (
	answersNeeded = 6 // answers in a row that agree; each comes from one worker
	firstPause    = 100 * time.Millisecond
	maxPause      = 2 * time.Second
)

// Confirm asks the application until all that it serves agrees with what is stored, in
// several answers in a row for each scope, or p.Wait ends. It returns the number of
// answers that agree. It fails at once where asking again would not help.
func (p Probe) Confirm(ctx context.Context, stored []Stored) (answers int, err error) {
	ctx, stop := context.WithTimeoutCause(ctx, p.Wait, errWaited)
	defer stop()
	scopes := []feature.Scope{}
	for _, s := range stored {
		if !slices.Contains(scopes, s.Scope) {
			scopes = append(scopes, s.Scope)
		}
	}
	for _, scope := range scopes {
		n, err := p.confirmScope(ctx, scope, stored)
		if err != nil {
			return 0, err
		}
		answers += n
	}
	return answers, nil
}

var errWaited = errors.New("the wait is over")

// confirmScope is Confirm for one scope.
func (p Probe) confirmScope(ctx context.Context, scope feature.Scope, stored []Stored) (answers int, err error) {
	last := errors.New("the app did not answer in time")
	for pause := firstPause; ; {
		served, err := p.Ask(ctx, scope)
		if err == nil {
			err = disagreement(served, scope, stored)
		}
		if again := (final{}); errors.As(err, &again) {
			return 0, again.error
		}
		if ctx.Err() == nil {
			last = err
		}
		if err == nil {
			if answers++; answers == answersNeeded {
				return answers, nil
			}
			continue
		}
		answers = 0
		select {
		case <-ctx.Done():
			if context.Cause(ctx) != errWaited {
				return 0, errors.New("the wait for the app was interrupted")
			}
			if last == nil {
				last = errors.New("the app's answers did not agree often enough")
			}
			return 0, fmt.Errorf("%w after %v", last, p.Wait)
		case <-time.After(pause):
			pause = min(2*pause, maxPause)
		}
	}
}

// disagreement returns an error for the first flag that is not served as it is stored.
func disagreement(served map[string]Served, scope feature.Scope, stored []Stored) error {
	for _, s := range stored {
		if s.Scope != scope {
			continue
		}
		flag, ok := served[s.Name]
		if !ok {
			return final{fmt.Errorf("the app does not list %q, so it cannot say what it serves", s.Name)}
		}
		want := flag.DefaultEnabled
		switch {
		case s.Own != feature.Inherit:
			want = s.Own == feature.On
		case s.System != feature.Inherit:
			want = s.System == feature.On
		}
		if *flag.Enabled != want {
			return fmt.Errorf("the app still serves %s for %q at %s", map[bool]string{true: "Enabled", false: "Disabled"}[*flag.Enabled], s.Name, scope)
		}
		if overridden := s.Own != feature.Inherit; flag.Overridden != nil && *flag.Overridden != overridden {
			return fmt.Errorf("the app still serves %q at %s %s an override", s.Name, scope, map[bool]string{true: "with", false: "without"}[*flag.Overridden])
		}
	}
	return nil
}
