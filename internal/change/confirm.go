package change

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/probe"
	"flagtui/internal/words"
)

// changedAgain is a saved change that somebody has changed again since.
type changedAgain struct {
	feature.Change
	last feature.Entry // the change that did so
}

// Asks reports whether the application can be asked for each change of a saved
// change-set.
func (s Steps) Asks(result Result) bool {
	return result.ID != "" && s.Probe != nil && !slices.ContainsFunc(result.Changed, func(c feature.Change) bool { return !s.Probe.Asks(c.Scope) })
}

// Confirm asks the application until it serves a saved change-set. It returns when the
// change takes effect: confirmed, or result.Live if the application is not asked. A
// failure is a feature.ErrSaved.
func (s Steps) Confirm(ctx context.Context, store data.Store, result Result) (live feature.Live, err error) {
	answers, again, err := s.confirmRest(ctx, store, result)
	switch {
	case err != nil:
		return result.Live, err
	case len(again) > 0:
		c := again[0]
		return result.Live, &feature.Problem{Kind: feature.ErrSaved, Text: fmt.Sprintf("saved as %s, but %q at %s has been %s since", result.ID, c.Name, c.Scope, c.last.HowText(words.English, false)),
			Hint: "the app was not asked for what is no longer stored; flagtui history shows who changed it"}
	case answers == 0:
		return result.Live, nil
	}
	return Confirmed(words.English, answers, result.Changed), nil
}

// maxAsked is the largest number of scopes that the application is asked for after a
// change-set. A kill may change thousands, and each scope takes several answers.
const maxAsked = 10

// askedScopes returns the scopes of a change-set. The value of a scope reports whether the
// application is asked for it.
func askedScopes(changes []feature.Change) map[feature.Scope]bool {
	scopes := map[feature.Scope]bool{}
	for _, c := range changes {
		if _, ok := scopes[c.Scope]; !ok {
			scopes[c.Scope] = len(scopes) < maxAsked
		}
	}
	return scopes
}

// Confirmed returns the Live of changes that the application serves, as so many of its
// answers say. It says so if the application was not asked for all scopes.
func Confirmed(l words.Language, answers int, changes []feature.Change) feature.Live {
	live := feature.LiveConfirmedBy(l, answers)
	if scopes := len(askedScopes(changes)); scopes > maxAsked {
		live.Text = l.Say(words.LiveAtSome, live.Text, maxAsked, l.Dative(l.Amount(scopes, words.Scope)))
		live.Short = live.Text
	}
	return live
}

// confirmRest confirms the changes, at maxAsked scopes at most, that nobody has changed again meanwhile. It returns the
// other changes as again. answers is 0 if no change is left.
func (s Steps) confirmRest(ctx context.Context, store data.Store, result Result) (answers int, again []changedAgain, err error) {
	if !s.Asks(result) {
		return 0, nil, nil
	}
	asked := askedScopes(result.Changed)
	rest := slices.DeleteFunc(slices.Clone(result.Changed), func(c feature.Change) bool { return !asked[c.Scope] })
	answers, err = s.Probe.Confirm(ctx, func(ctx context.Context) ([]probe.Stored, error) {
		stored, err := storedNow(ctx, store, rest)
		if err != nil {
			return nil, err
		}
		for i := len(rest) - 1; i >= 0; i-- {
			c := rest[i]
			if stored[i].Own == c.After {
				continue
			}
			last, err := store.LastChanges(ctx, c.Scope, c.Name)
			if err != nil {
				return nil, err
			}
			again = append(again, changedAgain{c, last[c.Name]})
			rest, stored = slices.Delete(rest, i, i+1), slices.Delete(stored, i, i+1)
		}
		return stored, nil
	})
	if err != nil {
		hint := cmp.Or(feature.Hint(err), "if the app reads its flags only when it starts, restart it")
		return 0, again, &feature.Problem{Kind: feature.ErrSaved, Text: fmt.Sprintf("saved as %s, but %v", result.ID, err),
			Hint: "do not repeat the change; " + hint, Cause: err}
	}
	return answers, again, nil
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
