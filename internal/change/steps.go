package change

import (
	"context"
	"fmt"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/hooks"
)

// Steps are the actions that follow each saved change-set. The zero value has no
// actions.
type Steps struct {
	Context string // the name of the context, for the event
	Command *hooks.Command
}

// Any reports whether there are steps.
func (s Steps) Any() bool { return s.Command != nil }

// Limit returns the longest time that Follow takes.
func (s Steps) Limit() time.Duration {
	if s.Command == nil {
		return 0
	}
	return s.Command.MaxTime()
}

// Follow runs the steps after a saved change-set. It does nothing if nothing was saved.
// It fails with feature.ErrSaved if a step fails, since the change is saved.
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
		Context: s.Context, Database: store.Info().Name(), Undoes: result.set.Undoes, Changes: []hooks.Change{}}
	for _, c := range result.Changed {
		event.Changes = append(event.Changes, hooks.Change{Scope: c.Scope.Kind, ScopeID: c.Scope.ID, Name: c.Name, Before: c.Before, After: c.After})
	}
	return event
}
