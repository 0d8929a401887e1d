package cli

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// scopeRow is one scope as `flagtui scopes` prints it.
type scopeRow struct {
	Kind      feature.Kind `json:"kind"`
	ID        string       `json:"id"`
	Name      string       `json:"name"`
	Overrides int          `json:"overrides"`
}

func (a *app) scopesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "scopes [KIND]",
		Short: "Print the tenants, projects and sections, with how many overrides each has",
		Example: `  flagtui scopes
  flagtui scopes tenants --json | jq '.[] | select(.overrides > 0)'`,
		ValidArgs: []string{"tenants", "projects", "sections"},
		Args:      usageArgs(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			store, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer store.Close()
			kinds, err := wantedKinds(store.Info().Kinds, args)
			if err != nil {
				return err
			}
			rows := []scopeRow{}
			for _, kind := range kinds {
				if err := eachScope(cmd.Context(), store, kind, func(info feature.ScopeInfo) {
					rows = append(rows, scopeRow{kind, info.Scope.ID, info.Name, info.Overrides})
				}); err != nil {
					return err
				}
			}
			if a.json {
				return a.printJSON(rows)
			}
			return a.table(func(line func(...any)) {
				for _, row := range rows {
					line(row.Kind, row.ID, row.Name, feature.Plural(row.Overrides, "override"))
				}
			})
		},
	}
}

// wantedKinds returns the kind that was named, or all but the system.
func wantedKinds(known feature.KindList, args []string) ([]feature.Kind, error) {
	if len(args) == 0 {
		return known.WithIDs().Kinds(), nil
	}
	for _, info := range known.WithIDs() {
		if args[0] == info.Name || args[0] == info.Plural {
			return []feature.Kind{info.Kind}, nil
		}
	}
	for _, kind := range feature.Kinds()[1:] {
		if args[0] == string(kind) || args[0] == kind.Plural() {
			return nil, &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("this database has no %s", kind.Plural())}
		}
	}
	return nil, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("unknown kind of scope %q", args[0]), Hint: "it is tenants, projects or sections"}
}

// eachScope reads every scope of a kind, page by page.
func eachScope(ctx context.Context, store data.Store, kind feature.Kind, each func(feature.ScopeInfo)) error {
	query := data.ScopeQuery{Kind: kind, Limit: 1000}
	for {
		page, err := store.Scopes(ctx, query)
		if err != nil {
			return err
		}
		for _, info := range page.Scopes {
			each(info)
		}
		if !page.More {
			return nil
		}
		query.After = page.Next
	}
}

// overrideRow is one override as `flagtui overrides` prints it.
type overrideRow struct {
	Scope     feature.Kind `json:"scope"`
	ScopeID   string       `json:"scope_id"`
	Name      string       `json:"name"`
	Enabled   bool         `json:"enabled"`
	ChangedAt *time.Time   `json:"changed_at"`
	ChangedBy *string      `json:"changed_by"`
}

func (a *app) overridesCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "overrides NAME",
		Short:             "Print every scope that overrides a flag",
		Example:           `  flagtui overrides orders.beta`,
		Args:              usageArgs(cobra.ExactArgs(1)),
		ValidArgsFunction: a.completeNames,
		RunE: func(cmd *cobra.Command, args []string) error {
			store, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer store.Close()
			page, err := store.Overrides(cmd.Context(), data.OverrideQuery{Name: args[0]})
			if err != nil {
				return err
			}
			found := page.Overrides
			if len(found) == 0 { // then the name itself may be wrong
				at, err := a.resolve(cmd.Context(), store, args[0])
				if err != nil {
					return err
				}
				if _, err := at.pick(args); err != nil {
					return err
				}
			}
			rows := make([]overrideRow, len(found))
			for i, o := range found {
				rows[i] = overrideRow{Scope: o.Scope.Kind, ScopeID: o.Scope.ID, Name: o.Name, Enabled: o.Enabled}
				if at, by := o.Changed(); !at.IsZero() {
					rows[i].ChangedAt, rows[i].ChangedBy = &at, &by
				}
			}
			if a.json {
				return a.printJSON(rows)
			}
			if len(rows) == 0 {
				a.warn("no scope overrides %q", args[0])
			}
			return a.table(func(line func(...any)) {
				for _, o := range found {
					at, by := o.Changed()
					when := ""
					if !at.IsZero() {
						when = at.Format(time.RFC3339)
					}
					if o.Outside {
						when = "changed outside flagtui and the app"
					}
					line(o.Scope, feature.SettingOf(o.Enabled), when, by)
				}
			})
		},
	}
}

// diffRow is one flag that differs between two scopes.
type diffRow struct {
	Name string       `json:"name"`
	A    feature.View `json:"a"`
	B    feature.View `json:"b"`
}

func (a *app) diffCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "diff SCOPE SCOPE",
		Short: "Print the flags whose effective value differs between two scopes; exit 1 when one does",
		Long: `diff compares the effective values at two scopes: system, tenant:ID, project:ID or
section:ID. It exits 0 when all flags are the same in both, and 1 when one differs.`,
		Example: `  flagtui diff system tenant:acme
  flagtui diff tenant:acme tenant:globex --json`,
		Args:              usageArgs(cobra.ExactArgs(2)),
		ValidArgsFunction: a.completeDiff,
		RunE: func(cmd *cobra.Command, args []string) error {
			store, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer store.Close()
			defs, err := a.definitions(cmd.Context(), store)
			if err != nil {
				return err
			}
			var sides [2]resolved
			for i, arg := range args {
				scope, err := feature.ParseScope(arg)
				if err != nil {
					return err
				}
				info, err := a.knownScope(cmd.Context(), store, scope)
				if err != nil {
					return err
				}
				if sides[i], err = resolveAt(cmd.Context(), store, info, defs); err != nil {
					return err
				}
			}
			rows := []diffRow{}
			for _, pair := range feature.Differences(sides[0].scope.Scope, sides[1].scope.Scope, sides[0].views, sides[1].views) {
				rows = append(rows, diffRow{pair.A.Name, pair.A, pair.B})
			}
			if a.json {
				err = a.printJSON(rows)
			} else {
				err = a.table(func(line func(...any)) {
					for _, row := range rows {
						line(row.Name, side(args[0], row.A), side(args[1], row.B))
					}
				})
			}
			if err == nil && len(rows) > 0 {
				return errNegative
			}
			return err
		},
	}
}

func side(scope string, view feature.View) string {
	if len(view.Depends) > 0 {
		return fmt.Sprintf("%s: %s, depends on %s", scope, view.Word(), strings.Join(view.Depends, ", "))
	}
	return fmt.Sprintf("%s: %s (%s)", scope, view.Word(), view.Source)
}

// table writes lines in columns.
func (a *app) table(fill func(line func(cells ...any))) error {
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fill(func(cells ...any) {
		texts := make([]string, len(cells))
		for i, cell := range cells {
			texts[i] = a.text(fmt.Sprint(cell))
		}
		fmt.Fprintln(w, strings.TrimRight(strings.Join(texts, "\t"), "\t"))
	})
	return w.Flush()
}
