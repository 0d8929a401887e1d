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
	// answersNeeded is the number of answers in a row that agree. Each comes from one worker.
	answersNeeded = 6
	// answersAfterStale is answersNeeded after an answer that disagreed. The workers then
	// read again one after the other, and the last may still serve the old value.
	answersAfterStale = 18

	firstPause = 100 * time.Millisecond
	maxPause   = 2 * time.Second
)

// Disagreement is the error if the application serves a flag with another value than is
// stored.
type Disagreement struct {
	Scope feature.Scope
	Name  string
	text  string
}

// Error implements error.
func (d *Disagreement) Error() string { return d.text }

// Confirm asks the application until several answers in a row, for each scope, agree
// with what is stored. It returns the number of these answers. It fails at once if
// asking again would not help. It fails with a Disagreement if the application still
// serves another value when p.Wait ends.
//
// Confirm calls stored at first, and again after each answer that disagrees, because
// somebody may change the flags meanwhile. A scope without flags is not asked for. An
// error of stored ends Confirm.
func (p Probe) Confirm(ctx context.Context, stored func(context.Context) ([]Stored, error)) (answers int, err error) {
	waiting, stop := context.WithTimeout(ctx, p.Wait)
	defer stop()
	flags, err := stored(ctx)
	switch {
	case ctx.Err() != nil:
		return 0, errInterrupted
	case err != nil:
		return 0, err
	}
	scopes := []feature.Scope{}
	for _, s := range flags {
		if !slices.Contains(scopes, s.Scope) {
			scopes = append(scopes, s.Scope)
		}
	}
	for _, scope := range scopes {
		var n int
		if n, flags, err = p.confirmScope(ctx, waiting.Done(), scope, flags, stored); err != nil {
			return 0, err
		}
		answers += n
	}
	return answers, nil
}

var errInterrupted = errors.New("the wait for the app was interrupted")

// confirmScope is Confirm for one scope. It returns the flags as they were stored last. It
// asks at least once, and does not end a request because waited is closed.
func (p Probe) confirmScope(ctx context.Context, waited <-chan struct{}, scope feature.Scope, flags []Stored, stored func(context.Context) ([]Stored, error)) (answers int, _ []Stored, err error) {
	needed := answersNeeded
	for pause := firstPause; slices.ContainsFunc(flags, func(s Stored) bool { return s.Scope == scope }); {
		served, err := p.Ask(ctx, scope)
		if err == nil {
			err = disagreement(served, scope, flags)
		}
		switch again := (final{}); {
		case ctx.Err() != nil:
			return 0, flags, errInterrupted
		case errors.As(err, &again):
			return 0, flags, again.error
		case err == nil:
			if answers++; answers == needed {
				return answers, flags, nil
			}
			continue
		}
		answers = 0
		if errors.As(err, new(*Disagreement)) {
			needed = answersAfterStale
			now, failed := stored(ctx)
			switch {
			case ctx.Err() != nil:
				return 0, flags, errInterrupted
			case failed != nil:
				return 0, flags, failed
			case !slices.Equal(now, flags):
				flags, needed = now, answersNeeded
				continue
			}
		}
		select {
		case <-waited:
			if ctx.Err() != nil {
				return 0, flags, errInterrupted
			}
			return 0, flags, fmt.Errorf("%w after %v", err, p.Wait)
		case <-time.After(pause):
			pause = min(2*pause, maxPause)
		}
	}
	return 0, flags, nil
}

// disagreement returns a Disagreement, or another error, for the first flag that is not
// served as it is stored.
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
			return &Disagreement{scope, s.Name, fmt.Sprintf("the app still serves %s for %q at %s", map[bool]string{true: "Enabled", false: "Disabled"}[*flag.Enabled], s.Name, scope)}
		}
		if overridden := s.Own != feature.Inherit; flag.Overridden != nil && *flag.Overridden != overridden {
			return &Disagreement{scope, s.Name, fmt.Sprintf("the app still serves %q at %s %s an override", s.Name, scope, map[bool]string{true: "with", false: "without"}[*flag.Overridden])}
		}
	}
	return nil
}
