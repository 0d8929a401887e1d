package cli

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

func (a *app) undoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "undo [CHANGE]",
		Short: "Put a change-set back: the one named, or this actor's last",
		Long: `undo puts a change-set of any age back, in one transaction: each override has
the value again that it had before, or is gone again. It is refused where one
of them has changed since. Undoing is a change-set too, and can be undone.`,
		Example: `  flagtui undo
  flagtui undo 20261122-031500-k3f9qz --reason 'rolled back the release'`,
		Args:              usageArgs(cobra.MaximumNArgs(1)),
		ValidArgsFunction: a.completeChanges,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			store, err := a.open(ctx)
			if err != nil {
				return err
			}
			defer store.Close()
			entries, err := a.toUndo(ctx, store, args)
			if err != nil {
				return err
			}
			defs, err := a.definitions(ctx, store)
			if err != nil {
				return err
			}
			set := a.newChangeSet(defs)
			for _, e := range entries {
				set.Changes = append(set.Changes, e.Inverse())
			}
			a.warn("%s, by %s at %s: %s", entries[0].Change, entries[0].Actor, entries[0].At.Format("2006-01-02 15:04:05Z"), feature.Plural(len(entries), "override"))
			return a.writeSet(ctx, store, set, fmt.Sprintf("undo %s (%s)", entries[0].Change, feature.Plural(len(entries), "override")),
				func() (data.Applied, error) { return store.Undo(ctx, entries[0].Change, set) })
		},
	}
}

// toUndo returns the entries of the change-set that was named, or of this
// actor's last one.
func (a *app) toUndo(ctx context.Context, store data.Store, args []string) ([]feature.Entry, error) {
	if len(args) == 0 {
		actor, _ := a.who()
		return store.LastOwn(ctx, actor)
	}
	return store.ChangeSet(ctx, args[0])
}

func (a *app) killCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "kill NAME",
		Short: "Kill switch: turn a flag off for everyone, as one change-set",
		Long: `kill sets the system's override of a flag to off, where there is a system, and
every other override that is on to off (a tenant's, a project's or a section's),
in one transaction. One undo puts all of it back. It is refused for a canary
feature of OLI Torus, whose rollout decides who sees it.`,
		Example: `  flagtui kill orders.beta --dry-run
  flagtui kill orders.beta --yes --reason 'INC-4711: double invoices'`,
		Args:              usageArgs(cobra.ExactArgs(1)),
		ValidArgsFunction: a.completeNames,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			store, err := a.open(ctx)
			if err != nil {
				return err
			}
			defer store.Close()
			if err := store.Info().CheckKill(args[0]); err != nil {
				return err
			}
			page, err := store.Overrides(ctx, data.OverrideQuery{Name: args[0]})
			if err != nil {
				return err
			}
			defs, err := a.definitions(ctx, store)
			if err != nil {
				return err
			}
			var rollouts feature.FeatureRollouts
			if len(defs) == 0 {
				if rollouts, err = store.FeatureRollouts(ctx, args[0]); err != nil {
					return err
				}
			}
			if err := feature.CheckKill(args[0], defs, rollouts); err != nil {
				return err
			}
			if len(page.Overrides) == 0 { // then the name itself may be wrong
				info, err := a.scope(ctx, store)
				if err != nil {
					return err
				}
				found, err := resolveAt(ctx, store, info, defs, args[0])
				if err != nil {
					return err
				}
				if _, err := found.pick(args); err != nil {
					return err
				}
			}
			set := a.newChangeSet(defs)
			set.Changes = feature.Kill(args[0], page.Overrides, store.Info().Has(feature.System))
			return a.writeSet(ctx, store, set, fmt.Sprintf("turn %s off for everyone (%s)", args[0], feature.Plural(len(set.Changes), "override")),
				func() (data.Applied, error) { return store.Kill(ctx, args[0], set) })
		},
	}
}

// newChangeSet is a change-set of this actor, who goes by a catalogue.
func (a *app) newChangeSet(known []feature.Definition) feature.ChangeSet {
	actor, client := a.who()
	return feature.ChangeSet{Actor: actor, Client: client, Author: a.author, Reason: a.reason, Definitions: known}
}

// writeSet shows the changes of a set, confirms, writes by apply, and prints
// the flags concerned as systemViews has them then.
func (a *app) writeSet(ctx context.Context, store data.Store, set feature.ChangeSet, what string, apply func() (data.Applied, error)) error {
	info := store.Info()
	if err := info.Writable(); err != nil {
		return err
	}
	if !a.yes || a.dryRun {
		for i, c := range set.Changes {
			if i == most {
				a.warn("… and %d more", len(set.Changes)-most)
				break
			}
			a.warn("%s at %s: %s -> %s", c.Name, c.Scope, c.Scope.Kind.Word(c.Before), c.Scope.Kind.Word(c.After))
		}
	}
	if rows := feature.RowsOnly(set.Changes, set.Definitions); rows > 0 {
		a.warn("%s of canary features: they do not change who sees these, which rollouts decide", feature.Plural(rows, "row"))
	}
	result := changeResult{Live: info.Kinds.LiveAt(kindOf(set)), Flags: []feature.View{}, Changed: len(set.Changes)}
	if len(set.Changes) > 0 {
		ok, err := a.confirmWrite(ctx, what)
		if err != nil {
			return err
		}
		if ok {
			applied, err := apply()
			if err != nil {
				return err
			}
			a.add(&result, applied, store.Info(), set.Definitions)
			set.Changes = applied.Changed
		}
	}
	views, err := systemViews(ctx, store, set)
	if err != nil {
		return a.notReread(result, err)
	}
	result.Flags = views
	if a.json {
		return a.printJSON(result)
	}
	if len(set.Changes) == 0 {
		a.warn("nothing to change")
	}
	for _, c := range set.Changes {
		if _, err := fmt.Fprintf(a.out, "%s at %s: %s%s\n", a.text(c.Name), a.text(c.Scope.String()), c.Scope.Kind.Word(c.After), a.dryRunNote()); err != nil {
			return err
		}
	}
	a.saved(result)
	return nil
}

// systemViews returns the flags that a set is about, as the system sees them; of
// projects and sections as the one that was changed does, and none where several
// were.
func systemViews(ctx context.Context, store data.Store, set feature.ChangeSet) ([]feature.View, error) {
	var names []string
	for _, c := range set.Changes {
		names = append(names, c.Name)
	}
	names = unique(names)
	if len(names) == 0 {
		return []feature.View{}, nil
	}
	scope := feature.SystemScope()
	if first := set.Changes[0].Scope; !first.Kind.Inherits() { // of which the system sees nothing
		if slices.ContainsFunc(set.Changes, func(c feature.Change) bool { return c.Scope != first }) {
			return []feature.View{}, nil
		}
		scope = first
	}
	at, err := resolveAt(ctx, store, feature.ScopeInfo{Scope: scope}, set.Definitions, names...)
	if err != nil {
		return nil, err
	}
	return at.named(names), nil
}
