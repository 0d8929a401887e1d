package change

import (
	"context"
	"slices"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// Entries returns the change-set to undo, oldest entry first. An empty change selects
// the actor's last change-set.
func Entries(ctx context.Context, store data.Store, change, actor string) ([]feature.Entry, error) {
	if change == "" {
		return store.LastOwn(ctx, actor)
	}
	return store.ChangeSet(ctx, change)
}

// Undo proposes to put a change-set back. catalogue reports whether definitions are
// known. Without definitions, the proposal lists the flags whose value would depend on
// an unknown default.
func Undo(ctx context.Context, store data.Store, entries []feature.Entry, catalogue bool) (feature.Proposal, error) {
	p, kinds := feature.ProposeUndo(entries), store.Info().Kinds
	if catalogue || !slices.ContainsFunc(entries, func(e feature.Entry) bool {
		return kinds.Of(e.Scope.Kind).Without == feature.Inherit && e.Before == feature.Inherit
	}) {
		return p, nil
	}
	system, err := store.Stored(ctx, feature.SystemScope())
	p.Unknown = feature.UnknownAfter(kinds, p.Changes, system)
	return p, err
}

// Kill proposes to turn a flag off for everyone. It fails with feature.ErrRefused if
// turning off every override would not turn the flag off.
func Kill(ctx context.Context, store data.Store, name string, defs []feature.Definition) (p feature.Proposal, err error) {
	info := store.Info()
	if err := info.CheckKill(name); err != nil {
		return p, err
	}
	var rollouts feature.FeatureRollouts
	if len(defs) == 0 {
		if rollouts, err = store.FeatureRollouts(ctx, name); err != nil {
			return p, err
		}
	}
	if err := feature.CheckKill(name, defs, rollouts); err != nil {
		return p, err
	}
	page, err := store.Overrides(ctx, data.OverrideQuery{Name: name, Unmarked: true})
	if err != nil {
		return p, err
	}
	for _, o := range page.Overrides {
		if o.Locked != "" {
			return p, feature.LockedProblem(name, o.Locked)
		}
	}
	p = feature.ProposeKill(name, page.Overrides, info.Kinds, info.ValidateNew)
	p.Irreversible = !info.KeepsRows && slices.ContainsFunc(p.Changes, func(c feature.Change) bool { return c.Everything })
	return p, nil
}

// Apply makes all changes of the proposal, or none. set holds the actor, the reason and
// the definitions. Apply fails as the write methods of data.Store do.
func Apply(ctx context.Context, store data.Store, p feature.Proposal, set feature.ChangeSet) (result Result, err error) {
	set.Changes = p.Changes
	info := store.Info()
	switch {
	case p.Kills != "":
		result.Applied, err = store.Kill(ctx, p.Kills, set)
	case len(p.Undoes) > 0 && info.HasJournal:
		result.Applied, err = store.Undo(ctx, p.Undoes[0].Change, set)
	default:
		result.Applied, err = store.Apply(ctx, set)
	}
	result.Live = info.Kinds.LiveAt(feature.KindOf(result.Changed))
	result.RowsOnly = feature.RowsOnly(result.Changed, set.Definitions)
	result.Undoable, result.kinds = info.HasJournal, info.Kinds
	if result.set = set; len(p.Undoes) > 0 {
		result.set.Undoes = p.Undoes[0].Change
	}
	return result, err
}
