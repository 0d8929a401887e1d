package cli

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"flagtui/internal/feature"
)

// listFilter holds the flags of list that select feature flags.
type listFilter struct{ enabled, disabled, overridden, never, orphaned bool }

// countedView is a flag with the number of scopes that override it.
type countedView struct {
	*feature.View
	count feature.Count
}

// MarshalJSON returns the view's JSON with the counts.
func (v countedView) MarshalJSON() ([]byte, error) {
	text, err := v.View.MarshalJSON()
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(text[:len(text)-1], `,"counts":{"on":%d,"off":%d}}`, v.count.On, v.count.Off), nil
}

func (a *app) listCommand() *cobra.Command {
	var keep listFilter
	var counts bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "Print every flag at a scope, sorted by name",
		Long: `list prints every flag as a scope sees it. --counts adds how many tenants (or
projects and sections) override each flag, and which way; in JSON as "counts":
{"on":12,"off":3}. --never-overridden keeps the flags that neither the system nor
any other scope overrides.`,
		Example: `  flagtui list
  flagtui list --tenant acme --overridden
  flagtui list --never-overridden
  flagtui list --json | jq -r '.[] | select(.enabled) | .name'`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.list(cmd.Context(), keep, counts) },
	}
	a.addScope(cmd)
	a.addOutput(cmd)
	cmd.Flags().BoolVar(&keep.enabled, "enabled", false, "only flags that are on")
	cmd.Flags().BoolVar(&keep.disabled, "disabled", false, "only flags that are off")
	cmd.Flags().BoolVar(&keep.overridden, "overridden", false, "only flags with an override at this scope")
	cmd.Flags().BoolVar(&keep.never, "never-overridden", false, "only flags that neither the system nor any other scope overrides")
	cmd.Flags().BoolVar(&counts, "counts", false, "also how many tenants, projects and sections override each flag")
	cmd.Flags().BoolVar(&keep.orphaned, "orphaned", false, "only flags that have an override but are not registered")
	return cmd
}

// list prints the flags at the scope of the command line. With counted, it adds the
// number of scopes that override each flag.
func (a *app) list(ctx context.Context, keep listFilter, counted bool) error {
	for _, pair := range []struct {
		both bool
		text string
	}{
		{keep.enabled && keep.disabled, "--enabled and --disabled"},
		{keep.overridden && keep.never, "--overridden and --never-overridden"},
	} {
		if pair.both {
			return &feature.Problem{Kind: feature.ErrUsage, Text: pair.text + " were both given", Hint: "no flag is both: leave one out"}
		}
	}
	store, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	found, err := a.resolveScope(ctx, store)
	if err != nil {
		return err
	}
	var counts *feature.Counts
	if counted || keep.never {
		counts = feature.NewCounts(nil)
		if err := store.Counts(ctx, counts.Add); err != nil {
			return err
		}
	}
	found.views = slices.DeleteFunc(found.views, func(v feature.View) bool {
		return !keep.keeps(v, found.catalogue) || keep.never && !v.NeverOverridden(counts.Of(v.Name))
	})
	if len(found.views) == 0 && !a.json {
		a.warn("no flags to list")
	}
	if !counted {
		counts = nil
	}
	rows := make(jsonList, len(found.views))
	for i := range found.views {
		view := &found.views[i]
		rows[i] = view
		if counted {
			rows[i] = countedView{view, counts.Of(view.Name)}
		}
	}
	return a.printViews(found, rows, counts)
}

// keeps reports whether the filter selects a flag. As on the app's own page,
// unregistered flags are left out. They are kept with --orphaned, or if no catalogue is
// known.
func (f listFilter) keeps(view feature.View, catalogue bool) bool {
	if !view.Registered && catalogue && !f.orphaned {
		return false
	}
	return (!f.enabled || view.Is(true)) && (!f.disabled || view.Is(false)) && (!f.overridden || view.Overridden()) && (!f.orphaned || !view.Registered)
}
