package cli

import (
	"flagtui/internal/change"
	"flagtui/internal/feature"
)

// changeResult is the result of a command that changes overrides, in JSON.
type changeResult struct {
	Change  *string        `json:"change"` // null: nothing changed
	Changed int            `json:"changed"`
	Flags   []feature.View `json:"flags"`
	feature.Live

	text string // says that the change is saved; empty: nothing changed
}

// add records the result of a change.
func (a *app) add(r *changeResult, applied change.Result) {
	r.Changed, r.text = len(applied.Changed), applied.Saved()
	if applied.ID != "" {
		r.Change = &applied.ID
		a.done = r.text
	}
}

// notReread returns the error of a command that could not read the flags again. If it has saved
// a change, the error is a feature.ErrSaved, and with --json the result is printed too.
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

// dryRunNote marks the result of a dry run.
func (a *app) dryRunNote() string {
	if a.dryRun {
		return " (dry run)"
	}
	return ""
}

// saved says on stderr how to undo a change and when it takes effect.
func (a *app) saved(result changeResult) {
	if a.out.Flush() != nil {
		return // outputFailed reports the error
	}
	if result.text != "" {
		a.warn("%s", result.text)
	}
}
