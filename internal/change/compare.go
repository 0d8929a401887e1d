package change

import (
	"context"
	"slices"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/probe"
)

// Comparison is what the application serves at a scope beside what is stored.
type Comparison struct {
	Answers int        // the number of answers of the application
	Flags   []Compared // the flags that are stored or defined, sorted by name
	Unknown []string   // the flags that only the application knows, sorted by name
}

// Compared is a flag of a Comparison.
type Compared struct {
	feature.View
	// Difference says how the application's answers differ from the view, as in "the app
	// serves Disabled". It is empty if they agree.
	Difference string
}

// Compare asks the application what it serves at a scope, and compares it with what is
// stored by then. With names, it compares only these flags. The errors of the application
// have no kind. A flag that only the database knows differs in its value alone, because
// the application does not list it.
func Compare(ctx context.Context, store data.Store, p probe.Probe, scope feature.Scope, defs []feature.Definition, names ...string) (c Comparison, err error) {
	tallies, answers, err := p.Survey(ctx, scope)
	if err != nil {
		return c, err
	}
	snapshot := Snapshot{Scope: scope}
	if err := snapshot.Read(ctx, store, names...); err != nil {
		return c, err
	}
	c.Answers = answers
	views := snapshot.Views(defs)
	if len(names) > 0 {
		views = snapshot.ViewsOf(defs, names)
	}
	for _, view := range views {
		tally, listed := tallies[view.Name]
		if delete(tallies, view.Name); !listed && !view.Registered {
			continue // the application serves it, but lists only what its code defines
		}
		if !listed {
			tally.Missing = answers
		}
		enabled := view.Enabled
		if len(view.Depends) > 0 { // the value is not known here
			enabled = tally.Enabled > 0
		}
		c.Flags = append(c.Flags, Compared{view, tally.Difference(enabled, view.Overridden())})
	}
	if len(names) == 0 {
		for name := range tallies {
			c.Unknown = append(c.Unknown, name)
		}
		slices.Sort(c.Unknown)
	}
	return c, nil
}
