package cli

import (
	"cmp"
	"context"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// readSteps sets the steps of the context in use.
func (a *app) readSteps() {
	hooks, err := a.file.Hooks(a.context)
	a.steps, a.stepsErr = change.Steps{Context: a.context, Command: hooks.AfterChange, Webhook: hooks.Notify, Probe: hooks.Probe}, err
}

// follow runs the steps after a saved change-set, and shows the running step.
func (a *app) follow(ctx context.Context, store data.Store, applied change.Result) error {
	if a.steps.Command != nil && applied.ID != "" {
		_, end := a.progress.start("", "Saved; running %s", a.steps.Command.Name())
		defer end()
	}
	return a.steps.Follow(ctx, store, applied)
}

// confirmLive asks the application until it serves a saved change-set, and adds the
// answer to the result.
func (a *app) confirmLive(ctx context.Context, store data.Store, applied change.Result, result *changeResult) (err error) {
	if a.steps.Probe != nil {
		_, end := a.progress.start("", "Saved; asking the app")
		defer end()
	}
	applied.Live, err = a.steps.Confirm(ctx, store, applied)
	result.Live, result.text = applied.Live, applied.Saved()
	return err
}

// notify starts to send a saved change-set to the webhook. wait waits for the end, and
// warns if the webhook did not get it.
func (a *app) notify(ctx context.Context, store data.Store, applied change.Result) (wait func()) {
	if a.steps.Webhook == nil || applied.ID == "" {
		return func() {}
	}
	ended := make(chan error, 1)
	goGuarded(func() { ended <- a.steps.Notify(ctx, store, applied) }, ended)
	return func() {
		_ = a.out.Flush() // outputFailed reports the error
		_, end := a.progress.start("", "Saved; notifying")
		err := <-ended
		if end(); err != nil {
			a.warn("%v", err)
		}
	}
}

// bothFailed joins the error of the steps with a later error of the command. Either may
// be nil.
func bothFailed(followed, err error) error {
	if followed == nil || err == nil {
		return cmp.Or(followed, err)
	}
	return &feature.Problem{Kind: feature.ErrSaved, Text: followed.Error() + "; and " + err.Error(), Hint: feature.Hint(followed), Cause: followed}
}
