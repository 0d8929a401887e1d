package cli

import (
	"flagtui/internal/change"
	"flagtui/internal/feature"
)

// changeResult is what a command that changes overrides prints.
type changeResult struct {
	Change  *string        `json:"change"` // null: nothing changed
	Changed int            `json:"changed"`
	Flags   []feature.View `json:"flags"`
	feature.Live

	text string // says that it is saved; empty: nothing changed
}

// add notes what was done.
func (a *app) add(r *changeResult, applied change.Result) {
	r.Changed, r.text = len(applied.Changed), applied.Saved()
	if applied.ID != "" {
		r.Change = &applied.ID
		a.done = r.text
	}
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
	return &feature.Problem{Kind: feature.ErrSaved, Text: result.text + "; but the flags could not be read again: " + err.Error(),
		Hint: "do not do it again; flagtui get shows them when the database answers", Cause: err}
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
	if result.text != "" {
		a.warn("%s", result.text)
	}
}
