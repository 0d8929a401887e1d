package flagtui

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// Set makes all changes in one transaction, or none. A flag that already has the setting
// is left alone. Set writes as the application itself would, and records the changes in
// the history and in the application's audit trail.
//
// Set fails with ErrUnknown for a flag that the catalogue does not define and for a scope
// that does not exist, with ErrUsage for a flag that is not allowed at the scope, with
// ErrRefused where the flag may not be written, with ErrConflict (see IfUnchanged), and
// with ErrUnavailable if the database is away. Such an error says whether something was
// written if that is not certain.
func (c *Client) Set(ctx context.Context, changes []Change, by ...WriteOption) (ChangeSet, error) {
	w, err := newWriter(by)
	switch {
	case err != nil:
		return ChangeSet{}, err
	case c.fake != nil:
		return c.fake.set(changes, w.writeOptions)
	}
	return c.write(ctx, w, func() (feature.Proposal, error) { return w.propose(ctx, changes) })
}

// SetAtomically turns flags on and off at one scope, all or none, as Set does.
func (c *Client) SetAtomically(ctx context.Context, scope AnyScope, enabled map[string]bool, by ...WriteOption) (ChangeSet, error) {
	var changes []Change
	for _, name := range slices.Sorted(maps.Keys(enabled)) {
		changes = append(changes, Change{Scope: scope, Name: name, After: Setting(feature.SettingOf(enabled[name]))})
	}
	return c.Set(ctx, changes, by...)
}

// Enable turns a flag on at a scope, as Set does.
func (c *Client) Enable(ctx context.Context, name string, scope AnyScope, by ...WriteOption) (ChangeSet, error) {
	return c.Set(ctx, []Change{{Scope: scope, Name: name, After: On}}, by...)
}

// Disable turns a flag off at a scope, as Set does.
func (c *Client) Disable(ctx context.Context, name string, scope AnyScope, by ...WriteOption) (ChangeSet, error) {
	return c.Set(ctx, []Change{{Scope: scope, Name: name, After: Off}}, by...)
}

// Clear removes the override of a flag at a scope, as Set does. The flag may be undefined.
func (c *Client) Clear(ctx context.Context, name string, scope AnyScope, by ...WriteOption) (ChangeSet, error) {
	return c.Set(ctx, []Change{{Scope: scope, Name: name, After: Inherit}}, by...)
}

// Kill turns a flag off for everyone: at the system, and at every scope where it is on. It
// fails with ErrRefused if the flag might still be on for someone.
func (c *Client) Kill(ctx context.Context, name string, by ...WriteOption) (ChangeSet, error) {
	w, err := newWriter(by)
	switch {
	case err != nil:
		return ChangeSet{}, err
	case c.fake != nil:
		return c.fake.kill(name, w.writeOptions)
	}
	return c.write(ctx, w, func() (feature.Proposal, error) {
		p, err := change.Kill(ctx, w.store, name, w.defs)
		if err == nil && !p.Overridden {
			err = w.checkDefined(name, w.store.Info().Kinds...)
		}
		return p, err
	})
}

// Undo puts a change-set back, by its ID. It fails with ErrUnknown if the history has no
// such change-set, and with ErrConflict if one of its overrides was changed since.
func (c *Client) Undo(ctx context.Context, id string, by ...WriteOption) (ChangeSet, error) {
	w, err := newWriter(by)
	switch {
	case err != nil:
		return ChangeSet{}, err
	case id == "":
		return ChangeSet{}, &Error{Kind: ErrUsage, Text: "no change-set was named", Hint: "give the ID of a ChangeSet"}
	case c.fake != nil:
		return c.fake.undo(id, w.writeOptions)
	}
	w.ifUnchanged = true
	return c.write(ctx, w, func() (feature.Proposal, error) {
		entries, err := change.Entries(ctx, w.store, id, "")
		if err != nil {
			return feature.Proposal{}, err
		}
		return change.Undo(ctx, w.store, entries, len(w.defs) > 0)
	})
}

// attempts is how often a write tries again after somebody else has changed its rows.
const attempts = 5

// write makes the changes that propose returns, and waits until the client knows them.
func (c *Client) write(ctx context.Context, w *writer, propose func() (feature.Proposal, error)) (ChangeSet, error) {
	c.reader.storeMu.RLock()
	defer c.reader.storeMu.RUnlock()
	w.store = c.reader.store
	switch {
	case c.life.Err() != nil:
		return ChangeSet{}, errClosed
	case w.store == nil:
		return ChangeSet{}, exported(errBlind)
	}
	for attempt := 1; ; attempt++ {
		set, err := w.try(ctx, c.options, propose)
		if errors.Is(err, feature.ErrConflict) && !w.ifUnchanged && attempt < attempts {
			continue
		}
		if err == nil && set.ID != "" {
			_ = c.Refresh(ctx) // the change is saved, and the watch will notice it, too
		}
		return set, exported(err)
	}
}

// writer makes one write.
type writer struct {
	writeOptions
	store data.Store
	defs  []feature.Definition
}

// newWriter returns the writer of a write with these options.
func newWriter(by []WriteOption) (*writer, error) {
	w := &writer{}
	for _, option := range by {
		option(&w.writeOptions)
	}
	if w.actor == "" {
		return nil, &Error{Kind: ErrUsage, Text: "a change needs somebody who makes it", Hint: `give flagtui.By("alice@ops1")`}
	}
	return w, nil
}

// try makes the changes that propose returns. It fails with feature.ErrConflict if
// somebody else has changed the rows meanwhile.
func (w *writer) try(ctx context.Context, o options, propose func() (feature.Proposal, error)) (ChangeSet, error) {
	var err error
	if w.defs = o.catalogue; w.defs == nil {
		if w.defs, err = w.store.Definitions(ctx); err != nil {
			return ChangeSet{}, err
		}
	}
	p, err := propose()
	if err != nil || len(p.Changes) == 0 {
		return ChangeSet{}, err
	}
	result, err := change.Apply(ctx, w.store, p, feature.ChangeSet{Actor: w.actor, Author: w.author, Reason: w.reason, Definitions: w.defs})
	if err != nil {
		return ChangeSet{}, err
	}
	set := ChangeSet{ID: result.ID, Recorded: result.Recorded}
	for _, c := range result.Changed {
		set.Changes = append(set.Changes, Change{Scope: scopeFrom(c.Scope), Name: c.Name, Before: Setting(c.Before), After: Setting(c.After)})
	}
	return set, nil
}

// propose returns the changes that give the flags their settings.
func (w *writer) propose(ctx context.Context, changes []Change) (p feature.Proposal, err error) {
	scopes := map[AnyScope]feature.Scope{}
	named := map[feature.Scope][]string{} // the flags to change at each scope
	var names []string
	for _, c := range changes {
		scope, known := scopes[c.Scope]
		if !known {
			if scope, err = w.scope(ctx, c.Scope); err != nil {
				return p, err
			}
			scopes[c.Scope] = scope
		}
		names, named[scope] = append(names, c.Name), append(named[scope], c.Name)
	}
	snapshots, err := change.ReadScopes(ctx, w.store, slices.Collect(maps.Keys(named)), names...)
	if err != nil {
		return p, err
	}
	views := map[feature.Scope][]feature.View{} // in the order of named
	for scope, names := range named {
		views[scope] = snapshots[scope].ViewsOf(w.defs, names)
	}
	for _, c := range changes {
		scope := scopes[c.Scope]
		info, view := snapshots[scope].Kind, views[scope][0]
		views[scope] = views[scope][1:]
		if c.After != Inherit {
			if err := w.checkDefined(c.Name, info); err != nil {
				return p, err
			}
		}
		proposed, needed := view.ChangeTo(info, scope, feature.Setting(c.After))
		if !needed {
			continue
		}
		if view.Locked != "" {
			return p, feature.LockedProblem(c.Name, view.Locked)
		}
		if w.ifUnchanged {
			proposed.Before = feature.Setting(c.Before)
		}
		p.Changes = append(p.Changes, proposed)
	}
	p.What = "change " + feature.Plural(len(p.Changes), "override")
	return p, nil
}

// scope returns a scope that the database has, as the database spells it.
func (w *writer) scope(ctx context.Context, scope AnyScope) (feature.Scope, error) {
	if scope == nil {
		scope = System
	}
	var key scopeKey
	if !key.set([]AnyScope{scope}) {
		return feature.Scope{}, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("%q is not a scope", scope), Hint: "a scope other than the system needs an id"}
	}
	scopes, err := scopesOf(ctx, w.store, []scopeKey{key})
	found := scopes[key]
	if err == nil && found.invalid {
		kinds := w.store.Info().Kinds
		err = &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("this database has no scope %s", scope), Hint: "its scopes are " + kinds.Sentence()}
	}
	if err != nil || found.scope.IsSystem() {
		return found.scope, err
	}
	info, err := w.store.Scope(ctx, found.scope)
	if errors.Is(err, feature.ErrUnknown) && !w.store.Info().Kinds.Of(found.scope.Kind).Fixed {
		page, failed := w.store.Scopes(ctx, data.ScopeQuery{Kind: found.scope.Kind, Limit: 1})
		if failed == nil && (len(page.Scopes) == 0 || page.Scopes[0].AnyID) { // no table lists the scopes
			return found.scope, nil
		}
	}
	return info.Scope, err
}

// checkDefined fails unless the catalogue allows a flag at one of these kinds of scope.
// Without a catalogue, any flag is allowed.
func (w *writer) checkDefined(name string, kinds ...feature.KindInfo) error {
	i := slices.IndexFunc(w.defs, func(d feature.Definition) bool { return d.Name == name })
	switch {
	case len(w.defs) == 0:
		return nil
	case i < 0:
		return &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("the flag %q is not defined", name)}
	case !slices.ContainsFunc(kinds, w.defs[i].Allows):
		return &feature.Problem{Kind: feature.ErrUsage, Text: feature.WrongScope(name, kinds[0])}
	}
	return nil
}
