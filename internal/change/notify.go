package change

import (
	"context"
	"fmt"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// Notify sends a saved change-set to the webhook. It does nothing if nothing was saved.
// A failure has no kind, because it does not affect the change.
func (s Steps) Notify(ctx context.Context, store data.Store, result Result) error {
	if result.ID == "" || s.Webhook == nil {
		return nil
	}
	event := s.event(store, result)
	for i, effect := range effectTexts(ctx, store, result) {
		event.Changes[i].Effect = effect
	}
	if err := s.Webhook.Send(ctx, event); err != nil {
		return &feature.Problem{Text: fmt.Sprintf("saved as %s, but nobody was notified of it: %v", result.ID, err), Hint: "check the url of notify in the config file", Cause: err}
	}
	return nil
}

// maxEffects is the largest number of changes of a message that have an effect.
const maxEffects = 20

// effectTexts describes the effects of the first changes, each at its scope. An effect
// that cannot be read is empty.
func effectTexts(ctx context.Context, store data.Store, result Result) []string {
	changes := result.Changed[:min(len(result.Changed), maxEffects)]
	texts := make([]string, len(changes))
	for i, c := range changes {
		effects, err := Effects(ctx, store, c.Scope, result.set.Definitions)
		if err != nil {
			return texts
		}
		effect := effects.Of(feature.Entry{Scope: c.Scope, Name: c.Name, Before: c.Before, After: c.After})
		texts[i] = "stays " + effect.After.Effective()
		if effect.Before != effect.After {
			texts[i] = effect.Before.Effective() + " → " + effect.After.Effective()
		}
		if !c.Scope.IsSystem() {
			continue
		}
		if impact, err := store.Impact(ctx, c.Name); err == nil && impact.Inheriting > 0 {
			texts[i] += ", for " + feature.Plural(impact.Inheriting, "tenant") + " that inherit it"
		}
	}
	return texts
}
