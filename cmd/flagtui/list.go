package main

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/spf13/cobra"

	"flagtui/internal/flag"
)

// only says which flags a list leaves out.
type only struct{ enabled, disabled, overridden, orphaned bool }

func (a *app) listCommand() *cobra.Command {
	var keep only
	cmd := &cobra.Command{
		Use:   "list",
		Short: "Print every flag at a scope, sorted by name",
		Example: `  flagtui list
  flagtui list --tenant acme --overridden
  flagtui list --json | jq -r '.[] | select(.enabled) | .name'`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.list(cmd.Context(), keep) },
	}
	a.addScope(cmd)
	cmd.Flags().BoolVar(&keep.enabled, "enabled", false, "only flags that are on")
	cmd.Flags().BoolVar(&keep.disabled, "disabled", false, "only flags that are off")
	cmd.MarkFlagsMutuallyExclusive("enabled", "disabled")
	cmd.Flags().BoolVar(&keep.overridden, "overridden", false, "only flags with an override at this scope")
	cmd.Flags().BoolVar(&keep.orphaned, "orphaned", false, "only flags that have an override but are not registered")
	return cmd
}

// list prints the flags at the scope that was asked for.
func (a *app) list(ctx context.Context, keep only) error {
	store, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	found, err := a.resolve(ctx, store)
	if err == nil {
		err = needScope(found.scope)
	}
	if err != nil {
		return err
	}
	found.views = slices.DeleteFunc(found.views, func(v flag.View) bool { return !keep.keeps(v, found.catalogue) })
	if len(found.views) == 0 && !a.json {
		a.warn("no flags to list")
	}
	return a.printViews(found)
}

// keeps tells whether a list has the flag. As on the app's own page, a flag
// that is not registered is left out, unless it is what was asked for or no
// catalogue is known.
func (o only) keeps(view flag.View, catalogue bool) bool {
	if !view.Registered && catalogue && !o.orphaned {
		return false
	}
	return (!o.enabled || view.Is(true)) && (!o.disabled || view.Is(false)) && (!o.overridden || view.Overridden) && (!o.orphaned || !view.Registered)
}

// printJSON writes a result as one line of JSON.
func (a *app) printJSON(result any) error {
	encoder := json.NewEncoder(a.out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(result)
}
