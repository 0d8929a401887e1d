package probe

import (
	"context"
	"errors"
	"fmt"

	"flagtui/internal/feature"
)

// Tally counts the answers of the application for one flag.
type Tally struct {
	Enabled, Disabled         int
	Overridden, NotOverridden int
	Missing                   int // answers that do not list the flag
}

// Survey asks the application several times for its flags at a scope, because each answer
// comes from one worker, and other workers may serve other values. It returns the number
// of answers, and their tally for each flag.
func (p Probe) Survey(ctx context.Context, scope feature.Scope) (tallies map[string]Tally, answers int, err error) {
	tallies = map[string]Tally{}
	for ; answers < answersNeeded; answers++ {
		served, err := p.Ask(ctx, scope)
		if err != nil {
			if again := (final{}); errors.As(err, &again) {
				err = again.error
			}
			return nil, 0, err
		}
		for name, flag := range served {
			tallies[name] = tallies[name].with(flag)
		}
	}
	for name, tally := range tallies {
		tally.Missing = answers - tally.Enabled - tally.Disabled
		tallies[name] = tally
	}
	return tallies, answers, nil
}

// with returns the tally with one more answer.
func (t Tally) with(flag Served) Tally {
	if *flag.Enabled {
		t.Enabled++
	} else {
		t.Disabled++
	}
	switch {
	case flag.Overridden == nil:
	case *flag.Overridden:
		t.Overridden++
	default:
		t.NotOverridden++
	}
	return t
}

// Difference says how the application's answers differ from a flag's value, and from
// whether its scope has an override. It returns an empty string if no answer differs.
func (t Tally) Difference(enabled, overridden bool) string {
	answers, others, value := t.Enabled+t.Disabled+t.Missing, t.Disabled, "Disabled"
	if !enabled {
		others, value = t.Enabled, "Enabled"
	}
	override, which := t.NotOverridden, "without"
	if !overridden {
		override, which = t.Overridden, "with"
	}
	share := func(n int) string {
		if n == answers {
			return ""
		}
		return fmt.Sprintf(" in %d of %d answers", n, answers)
	}
	switch {
	case others > 0:
		return "the app serves " + value + share(others)
	case t.Missing == answers:
		return "the app does not list it"
	case t.Missing > 0:
		return "the app does not list it" + share(t.Missing)
	case override > 0:
		return "the app serves it " + which + " an override" + share(override)
	}
	return ""
}
