package main

import (
	"fmt"

	"flagtui/internal/data"
	"flagtui/internal/flag"
)

// changeResult is what a command that changes overrides prints.
type changeResult struct {
	Change  *string     `json:"change"` // null: nothing changed
	Changed int         `json:"changed"`
	Flags   []flag.View `json:"flags"`
	flag.Live

	recorded bool // history has it
}

// add notes what was done.
func (r *changeResult) add(applied data.Applied, facts data.Facts) {
	r.recorded = facts.HasJournal
	if r.Changed = len(applied.Changed); applied.ID != "" {
		r.Change = &applied.ID
	}
}

// kindOf is the kind of scope that a set changes.
func kindOf(set flag.ChangeSet) flag.Kind {
	if len(set.Changes) == 0 {
		return flag.System
	}
	return set.Changes[0].Scope.Kind
}

// dryRunNote marks what was only tried.
func (a *app) dryRunNote() string {
	if a.dryRun {
		return " (dry run)"
	}
	return ""
}

// saved tells, beside the result, what a change can be undone by, and when it
// takes effect.
func (a *app) saved(result changeResult) {
	switch {
	case result.Change == nil:
	case result.recorded:
		a.warn("saved as %s; live %s", *result.Change, result.Live.Text)
	default:
		a.warn("saved, but not recorded: flagtui keeps no history here (`flagtui init` makes it); live %s", result.Live.Text)
	}
}

// counted is "1 override", "2 overrides".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
