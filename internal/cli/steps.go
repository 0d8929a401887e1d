package cli

import (
	"cmp"
	"context"
	"strings"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// readSteps sets the steps of the context in use.
func (a *app) readSteps() {
	hooks, err := a.file.Hooks(a.context)
	a.steps, a.stepsErr = change.Steps{Context: a.context, Command: hooks.AfterChange, Webhook: hooks.Notify, Probe: hooks.Probe}, err
}

// runSteps runs the program that follows a saved change-set, and then asks the application
// until it serves the change-set. It adds to the result what is known of the effect then.
func (a *app) runSteps(ctx context.Context, store data.Store, applied change.Result, result *changeResult) error {
	if applied.ID == "" {
		return nil
	}
	err := a.follow(ctx, store, &applied)
	if err == nil {
		err = a.confirmLive(ctx, store, &applied)
	}
	result.Live, result.text = applied.Known(), applied.Saved()
	return err
}

// follow runs the program of after_change, and shows that it runs.
func (a *app) follow(ctx context.Context, store data.Store, applied *change.Result) error {
	if a.steps.Command == nil {
		return nil
	}
	_, end := a.progress.start("", "Saved; running %s", a.steps.Command.Name())
	defer end()
	err := a.steps.Follow(ctx, store, *applied)
	if err == nil {
		applied.Announced = a.steps.Command.Name()
	}
	return err
}

// confirmLive asks the application until it serves a saved change-set.
func (a *app) confirmLive(ctx context.Context, store data.Store, applied *change.Result) (err error) {
	if a.steps.Probe == nil {
		return nil
	}
	_, end := a.progress.start("", "Saved; asking the app")
	defer end()
	if applied.Live, err = a.steps.Confirm(ctx, store, *applied); err != nil {
		applied.NotConfirmed = strings.TrimPrefix(err.Error(), "saved as "+applied.ID+", but ")
	}
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
