package change

import (
	"context"
	"fmt"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/probe"
)

// Confirm asks the application until it serves a saved change-set. live says that it does;
// it is result.Live where the application is not asked. A failure is a feature.ErrSaved.
func (s Steps) Confirm(ctx context.Context, store data.Store, result Result) (live feature.Live, err error) {
	if result.ID == "" || s.Probe == nil {
		return result.Live, nil
	}
	for _, c := range result.Changed {
		if !s.Probe.Asks(c.Scope) {
			return result.Live, nil
		}
	}
	stored, err := storedNow(ctx, store, result.Changed)
	var answers int
	if err == nil {
		answers, err = s.Probe.Confirm(ctx, stored)
	}
	if err != nil {
		return result.Live, &feature.Problem{Kind: feature.ErrSaved, Text: fmt.Sprintf("saved as %s, but %v", result.ID, err),
			Hint: "do not repeat the change; where the app reads its flags only when it starts, restart it", Cause: err}
	}
	return feature.LiveConfirmedBy(answers), nil
}

// storedNow reads what is stored of the changed flags, each at the scope of its change.
func storedNow(ctx context.Context, store data.Store, changes []feature.Change) (stored []probe.Stored, err error) {
	var names []string
	var scopes []feature.Scope
	for _, c := range changes {
		names, scopes = append(names, c.Name), append(scopes, c.Scope)
	}
	rows, err := store.StoredAt(ctx, append([]feature.Scope{feature.SystemScope()}, scopes...), names...)
	setting := func(scope feature.Scope, name string) feature.Setting {
		if row, ok := rows[scope][name]; ok && !row.Unset {
			return feature.SettingOf(row.Enabled)
		}
		return feature.Inherit
	}
	for _, c := range changes {
		stored = append(stored, probe.Stored{Scope: c.Scope, Name: c.Name, Own: setting(c.Scope, c.Name), System: setting(feature.SystemScope(), c.Name)})
	}
	return stored, err
}
