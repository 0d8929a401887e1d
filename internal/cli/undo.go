package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/words"
)

func (a *app) undoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "undo [CHANGE]",
		Short: "Put a change-set back: the one named, or this actor's last",
		Long: `undo puts a change-set of any age back, in one transaction: each override gets its
earlier value again, or is removed if there was none. undo is refused if one of the
overrides has changed since. An undo is a change-set, too, and can be undone.`,
		Example: `  flagtui undo
  flagtui undo 20261122-031500-k3f9qz --reason 'rolled back the release'`,
		Args:              usageArgs(cobra.MaximumNArgs(1)),
		ValidArgsFunction: a.completeChanges,
		RunE: a.withStore(func(ctx context.Context, store data.Store, args []string) error {
			actor, _ := a.who()
			entries, err := change.Entries(ctx, store, strings.Join(args, ""), actor)
			if err != nil {
				return err
			}
			defs, err := a.definitions(ctx, store)
			if err != nil {
				return err
			}
			proposal, err := change.Undo(ctx, store, entries, len(defs) > 0)
			if err != nil {
				return err
			}
			a.warn("%s, by %s at %s: %s", entries[0].Change, entries[0].Actor, entries[0].At.Format("2006-01-02 15:04:05Z"), feature.CountText(words.English, proposal.Changes, store.Info().Kinds))
			return a.writeChanges(ctx, store, proposal, defs)
		}),
	}
}

func (a *app) killCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "kill NAME",
		Short: "Kill switch: turn a flag off for everyone, as one change-set",
		Long: `kill turns a flag off for everyone, in one transaction. It sets the system's override
to off, where the app has one, and every other override that is on. Where the app knows
no off, it removes the override. It also removes targeting that has rows of its own, such
as percentages and groups. One undo puts all of it back. kill is refused for a canary
feature of OLI Torus, because its rollout decides who sees it.`,
		Example: `  flagtui kill orders.beta --dry-run
  flagtui kill orders.beta --yes --reason 'INC-4711: double invoices'`,
		Args:              usageArgs(cobra.ExactArgs(1)),
		ValidArgsFunction: a.completeNames,
		RunE: a.withStore(func(ctx context.Context, store data.Store, args []string) error {
			defs, err := a.definitions(ctx, store)
			if err != nil {
				return err
			}
			proposal, err := change.Kill(ctx, store, args[0], defs)
			if err != nil {
				return err
			}
			if !proposal.Overridden { // the name may be mistyped
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
			return a.writeChanges(ctx, store, proposal, defs)
		}),
	}
}
