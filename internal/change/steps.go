package change

import (
	"context"
	"fmt"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/hooks"
	"flagtui/internal/probe"
)

// Steps are the actions that follow each saved change-set. The zero value has no
// actions.
type Steps struct {
	Context string // the name of the context, for the event
	Command *hooks.Command
	Webhook *hooks.Webhook
	Probe   *probe.Probe
}

// Step is one step after a saved change-set.
type Step struct {
	Announces bool // whether the step tells the application of the change
	Run       func(ctx context.Context) error
}

// After returns the steps after a saved change-set, which may run at the same time. It
// returns none if nothing was saved.
func (s Steps) After(store data.Store, result Result) (steps []Step) {
	if result.ID == "" {
		return nil
	}
	if s.Command != nil {
		steps = append(steps, Step{true, func(ctx context.Context) error { return s.Follow(ctx, store, result) }})
	}
	if s.Webhook != nil {
		steps = append(steps, Step{false, func(ctx context.Context) error { return s.Notify(ctx, store, result) }})
	}
	return steps
}

// Limit returns the longest time that the steps take.
func (s Steps) Limit() (limit time.Duration) {
	if s.Command != nil {
		limit = s.Command.MaxTime()
	}
	if s.Webhook != nil {
		limit = max(limit, s.Webhook.MaxTime())
	}
	return limit
}

// Follow runs the program that follows a saved change-set. It runs none if nothing was
// saved. A failure is a feature.ErrSaved, which says that the change is saved.
func (s Steps) Follow(ctx context.Context, store data.Store, result Result) error {
	if result.ID == "" || s.Command == nil {
		return nil
	}
	if err := s.Command.Run(ctx, s.event(store, result)); err != nil {
		hint := "do not repeat the change; the application may not know of it yet"
		if result.Recorded && result.Undoable {
			hint += "; `flagtui undo " + result.ID + "` puts it back"
		}
		return &feature.Problem{Kind: feature.ErrSaved, Text: fmt.Sprintf("saved as %s, but after_change failed: %v", result.ID, err), Hint: hint, Cause: err}
	}
	return nil
}

// event describes a saved change-set for the steps.
func (s Steps) event(store data.Store, result Result) hooks.Event {
	event := hooks.Event{Change: result.ID, Actor: result.set.Actor, Author: result.set.Author, Reason: result.set.Reason,
		Context: s.Context, Database: store.Info().Name(), Undoes: result.set.Undoes, Live: result.Live.Text, Changes: []hooks.Change{}}
	if result.Recorded && result.Undoable {
		event.Undo = "flagtui undo " + result.ID
	}
	for _, c := range result.Changed {
		event.Changes = append(event.Changes, hooks.Change{Scope: c.Scope.Kind, ScopeID: c.Scope.ID, Name: c.Name, Before: c.Before, After: c.After, Targeting: c.Targeting()})
	}
	return event
}
