package cli

import (
	"fmt"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// changeResult is what a command that changes overrides prints.
type changeResult struct {
	Change  *string        `json:"change"` // null: nothing changed
	Changed int            `json:"changed"`
	Flags   []feature.View `json:"flags"`
	feature.Live

	recorded bool // history has it
	undoable bool // so has flagtui_change
	rowsOnly bool // all are rows of canary features, which do not decide
}

// add notes what was done, by who goes by a catalogue.
func (a *app) add(r *changeResult, applied data.Applied, info data.Info, known []feature.Definition) {
	r.rowsOnly = feature.RowsOnly(applied.Changed, known) == len(applied.Changed)
	r.recorded, r.undoable = applied.Recorded, info.HasJournal
	if r.Changed = len(applied.Changed); applied.ID != "" {
		r.Change = &applied.ID
		a.done = r.saved()
	}
}

// saved tells the id that history has a change by, and when it takes effect; empty
// where nothing was changed.
func (r changeResult) saved() string {
	live := "takes effect " + r.Live.Text
	if r.rowsOnly {
		live = "who sees it does not change"
	}
	switch {
	case r.Change == nil:
		return ""
	case r.recorded && !r.undoable:
		return fmt.Sprintf("saved as %s; %s (`flagtui init` makes undo possible from then on)", *r.Change, live)
	case r.recorded:
		return fmt.Sprintf("saved as %s; %s", *r.Change, live)
	}
	return fmt.Sprintf("saved, but not recorded: flagtui keeps no history here (`flagtui init` makes it); %s", live)
}

// notReread is the error of a command whose change, if it made any, is saved,
// but could not be read again. What is known of it is printed all the same.
func (a *app) notReread(result changeResult, err error) error {
	if result.Change == nil {
		return err
	}
	if a.json {
		result.Flags = []feature.View{}
		if err := a.printJSON(result); err != nil {
			return err
		}
	}
	return &feature.Problem{Kind: feature.ErrSaved, Text: result.saved() + "; but the flags could not be read again: " + err.Error(),
		Hint: "do not do it again; flagtui get shows them when the database answers", Cause: err}
}

// kindOf is the kind of scope that a set changes.
func kindOf(set feature.ChangeSet) feature.Kind {
	if len(set.Changes) == 0 {
		return feature.System
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
	if a.out.Flush() != nil {
		return // the error of the output says it
	}
	if text := result.saved(); text != "" {
		a.warn("%s", text)
	}
}
