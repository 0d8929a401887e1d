package cli

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"flagtui/internal/change"
	"flagtui/internal/config"
	"flagtui/internal/data"
	"flagtui/internal/feature"
)

func (a *app) completionCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:         "completion SHELL",
		Annotations: standalone,
		Short:       "Print a completion script for bash, zsh, fish or powershell",
		Long: `completion prints a script for your shell. The script completes commands and options,
names of contexts, and the flags and scopes of the database. If the database does not
answer within a second, it offers none. It never offers a name that the shell might
not take as one plain word.`,
		Example: `  source <(flagtui completion bash)
  flagtui completion zsh > "${fpath[1]}/_flagtui"
  flagtui completion fish > ~/.config/fish/completions/flagtui.fish`,
		ValidArgs: []string{"bash", "zsh", "fish", "powershell"},
		Args:      usageArgs(cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs)),
		// Nothing is loaded, so that a wrong setting cannot break a shell.
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(a.out, true)
			case "zsh":
				return root.GenZshCompletion(a.out)
			case "fish":
				return root.GenFishCompletion(a.out, true)
			default:
				return root.GenPowerShellCompletionWithDesc(a.out)
			}
		},
	}
	return cmd
}

// completionTime limits a completion.
const completionTime = time.Second

// complete opens the database for a completion. It returns the safe offers, or none
// after an error.
func (a *app) complete(cmd *cobra.Command, offer func(context.Context, data.Store) []string) ([]string, cobra.ShellCompDirective) {
	ctx, cancel := context.WithTimeout(cmd.Context(), completionTime)
	defer cancel()
	a.stderr = io.Discard // a shell would show the text
	if a.load(cmd) != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	a.readOnly, a.timeout = true, completionTime
	store, err := data.Open(ctx, a.options())
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	defer store.Close()
	return safeOffers(offer(ctx, store)), cobra.ShellCompDirectiveNoFileComp
}

// completeNames offers the names of flags.
func (a *app) completeNames(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	return a.complete(cmd, a.flagNames)
}

// completeSettings offers NAME=on and NAME=off.
func (a *app) completeSettings(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	return a.complete(cmd, func(ctx context.Context, store data.Store) []string {
		var offers []string
		hasOff := true
		if scope, given, err := a.givenScope(store.Info().Kinds); err == nil && given {
			hasOff = store.Info().Kinds.Of(scope.Kind).Has(feature.Off)
		}
		for _, name := range a.flagNames(ctx, store) {
			if offers = append(offers, name+"=on"); hasOff {
				offers = append(offers, name+"=off")
			}
		}
		return offers
	})
}

func (a *app) flagNames(ctx context.Context, store data.Store) []string {
	defs, err := a.definitions(ctx, store)
	if err != nil {
		return nil
	}
	stored := change.Snapshot{Scope: feature.SystemScope()}
	if err := stored.Read(ctx, store); err != nil {
		return nil
	}
	var names []string
	for _, view := range stored.Views(defs) {
		names = append(names, view.Name)
	}
	return names
}

// completeScope offers the ids of a kind of scope that match the typed text.
func (a *app) completeScope(kind feature.Kind) cobra.CompletionFunc {
	return func(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		return a.complete(cmd, func(ctx context.Context, store data.Store) []string {
			kinds := store.Info().Kinds
			at := kinds.OfTenant(feature.Scope{Kind: kind, ID: "-"}).Kind // where tenants are scopes of another kind
			page, err := store.Scopes(ctx, data.ScopeQuery{Kind: at, Text: typed, Limit: 200})
			if err != nil {
				return nil
			}
			var offers []string
			for _, info := range page.Scopes {
				offer := info.Scope.ID
				if at != kind {
					id, ok := kinds.TenantOf(info.Scope)
					if !ok {
						continue
					}
					offer = id
				}
				if info.Name != "" {
					offer += "\t" + info.Name
				}
				offers = append(offers, offer)
			}
			return offers
		})
	}
}

// completeKinds offers the kinds of scope that have ids.
func (a *app) completeKinds(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	return a.complete(cmd, func(_ context.Context, store data.Store) []string {
		return slices.DeleteFunc(store.Info().Kinds.WithIDs().Plurals(), func(kind string) bool { return !strings.HasPrefix(kind, typed) })
	})
}

// completeContexts offers the contexts of the config file.
func (a *app) completeContexts(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	file, _ := config.Read(a.config)
	return safeOffers(file.Names()), cobra.ShellCompDirectiveNoFileComp
}

// completeDiff offers scopes for the two arguments of diff.
func (a *app) completeDiff(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) >= 2 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return a.completeScopes(cmd, args, typed)
}

// completeScopes offers the scopes that match the typed text.
func (a *app) completeScopes(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	return a.complete(cmd, func(ctx context.Context, store data.Store) []string {
		var offers []string
		if !store.Info().Kinds.WithoutSystem() {
			offers = append(offers, "system")
		}
		for _, kind := range store.Info().Kinds.WithIDs().Kinds() {
			text, _ := strings.CutPrefix(typed, string(kind)+":")
			page, err := store.Scopes(ctx, data.ScopeQuery{Kind: kind, Text: text, Limit: 200})
			if err != nil {
				return nil
			}
			for _, info := range page.Scopes {
				offers = append(offers, info.Scope.String())
			}
		}
		return offers
	})
}

// completeChanges offers the newest change-sets, each with its actor and first flag.
func (a *app) completeChanges(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	return a.complete(cmd, func(ctx context.Context, store data.Store) []string {
		page, err := store.History(ctx, data.HistoryQuery{Limit: 50})
		if err != nil {
			return nil
		}
		var offers []string
		for i, e := range page.Entries {
			if i == 0 || page.Entries[i-1].Change != e.Change {
				offers = append(offers, e.Change+"\t"+e.Actor+": "+e.Name)
			}
		}
		return offers
	})
}
