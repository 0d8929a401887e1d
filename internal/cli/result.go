package cli

import (
	"flagtui/internal/change"
	"flagtui/internal/feature"
)

// changeResult is the result of a command that changes overrides, in the form of JSON.
type changeResult struct {
	Change  *string        `json:"change"` // null if nothing changed
	Changed int            `json:"changed"`
	Flags   []feature.View `json:"flags"`
	feature.Live

	text string // text of change.Result.Saved; empty if nothing changed
}

// add copies the result of a change into r.
func (a *app) add(r *changeResult, applied change.Result) {
	r.Changed, r.text = len(applied.Changed), applied.Saved()
	if applied.ID != "" {
		r.Change = &applied.ID
		a.done = r.text
	}
}

// notReread returns the error of a command that could not read the flags again. If a
// change was saved, the error is a feature.ErrSaved. With --json, the result is printed
// as well.
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
		Hint: "do not repeat the change; flagtui get shows the flags when the database answers again", Cause: err}
}

// dryRunNote marks the result of a dry run.
func (a *app) dryRunNote() string {
	if a.dryRun {
		return " (dry run)"
	}
	return ""
}

// saved prints the change's id and time of effect on stderr.
func (a *app) saved(result changeResult) {
	if a.out.Flush() != nil {
		return // outputFailed reports the error
	}
	if result.text != "" {
		a.warn("%s", result.text)
	}
}
