package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// scopeRow is a scope in the form of JSON.
type scopeRow struct {
	Kind      feature.Kind `json:"kind"`
	ID        string       `json:"id"`
	Name      string       `json:"name"`
	Overrides int          `json:"overrides"`
}

func (a *app) scopesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "scopes [KIND]",
		Short: "Print the scopes below the system, with how many overrides each has",
		Example: `  flagtui scopes
  flagtui scopes tenants --json | jq '.[] | select(.overrides > 0)'`,
		ValidArgsFunction: a.completeKinds,
		Args:              usageArgs(cobra.MaximumNArgs(1)),
		RunE: a.withStore(func(ctx context.Context, store data.Store, args []string) error {
			known := store.Info().Kinds
			kinds, tenants, err := wantedKinds(known, args)
			if err != nil {
				return err
			}
			rows := []scopeRow{}
			for _, kind := range kinds {
				step, end := a.progress.start(kind.Plural, "Reading the %s", kind.Plural)
				err := eachScope(ctx, store, kind.Kind, func(info feature.ScopeInfo) {
					step.add(1)
					row := scopeRow{kind.Kind, info.Scope.ID, info.Name, info.Overrides}
					if tenants {
						id, ok := known.TenantOf(info.Scope)
						if !ok {
							return
						}
						row.Kind, row.ID = feature.Tenant, id
					}
					rows = append(rows, row)
				})
				end()
				if err != nil {
					return err
				}
			}
			return a.printScopes(rows)
		}),
	}
	a.addOutput(cmd)
	return cmd
}

func (a *app) printScopes(rows []scopeRow) error {
	return a.printListing(listing{
		json: rows,
		records: func() [][]string {
			records := [][]string{{"kind", "id", "name", "overrides"}}
			for _, row := range rows {
				records = append(records, []string{string(row.Kind), row.ID, row.Name, strconv.Itoa(row.Overrides)})
			}
			return records
		},
		table: func() views.Table {
			table := views.Table{Columns: []views.Column{{Title: "KIND", Cut: 2}, {Title: "ID", Literal: true}, {Title: "NAME", Cut: 3, Min: 12, Literal: true}, {Title: "OVERRIDES", Cut: 1}}}
			for _, row := range rows {
				count := "override"
				if row.Overrides == 0 {
					count = "faint"
				}
				table.Rows = append(table.Rows, []views.Cell{cell(row.Kind, "faint"), cell(row.ID, ""), cell(row.Name, ""), cell(row.Overrides, count)})
			}
			return table
		},
		plain: func() error {
			return a.table(func(line func(...any)) {
				for _, row := range rows {
					line(row.Kind, row.ID, row.Name, feature.Plural(row.Overrides, "override"))
				}
			})
		},
	})
}

// wantedKinds returns the kind that the argument names. Without an argument, it returns
// all kinds but the system. tenants reports whether only the tenants' scopes of a kind
// are wanted. wantedKinds fails for a kind that the database lacks.
func wantedKinds(known feature.KindList, args []string) (kinds feature.KindList, tenants bool, err error) {
	if len(args) == 0 {
		return known.WithIDs(), false, nil
	}
	for _, info := range known.WithIDs() {
		if args[0] == string(info.Kind) || args[0] == info.Name || args[0] == info.Plural {
			return feature.KindList{info}, false, nil
		}
	}
	tenant := known.Of(feature.Tenant)
	if at := known.OfTenant(feature.TenantScope("-")).Kind; at != feature.Tenant && (args[0] == tenant.Name || args[0] == tenant.Plural) {
		return feature.KindList{known.Of(at)}, true, nil
	}
	for _, kind := range scopeOptions {
		if info := known.Of(kind); args[0] == info.Name || args[0] == info.Plural {
			return nil, false, &feature.Problem{Kind: feature.ErrUnknown, Text: "this database has no " + info.Plural, Hint: "it has " + known.Sentence()}
		}
	}
	return nil, false, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("unknown kind of scope %q", args[0]), Hint: "it is one of " + strings.Join(known.WithIDs().Plurals(), ", ")}
}

// eachScope calls each for every scope of a kind. It reads the scopes page by page.
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

// overrideRow is an override in the form of JSON.
type overrideRow struct {
	Scope     feature.Kind    `json:"scope"`
	ScopeID   string          `json:"scope_id"`
	Name      string          `json:"name"`
	Enabled   feature.Setting `json:"enabled"` // null if the override has no setting
	Depends   string          `json:"depends,omitempty"`
	ChangedAt *time.Time      `json:"changed_at"`
	ChangedBy *string         `json:"changed_by"`
}

func (a *app) overridesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:               "overrides NAME",
		Short:             "Print every scope that overrides a flag",
		Example:           `  flagtui overrides orders.beta`,
		Args:              usageArgs(cobra.ExactArgs(1)),
		ValidArgsFunction: a.completeNames,
		RunE: a.withStore(func(ctx context.Context, store data.Store, args []string) error {
			page, err := store.Overrides(ctx, data.OverrideQuery{Name: args[0]})
			if err != nil {
				return err
			}
			found := page.Overrides
			if len(found) == 0 { // the name may be mistyped
				at, err := a.resolve(ctx, store, args[0])
				if err != nil {
					return err
				}
				if _, err := at.pick(args); err != nil {
					return err
				}
			}
			rows := make([]overrideRow, len(found))
			for i, o := range found {
				rows[i] = overrideRow{Scope: o.Scope.Kind, ScopeID: o.Scope.ID, Name: o.Name, Enabled: o.Setting(), Depends: o.Depends}
				if at, by := o.Changed(); !at.IsZero() {
					rows[i].ChangedAt, rows[i].ChangedBy = &at, &by
				}
			}
			if len(rows) == 0 && !a.json {
				a.warn("no scope overrides %q", args[0])
			}
			return a.printOverrides(found, rows)
		}),
	}
	a.addOutput(cmd)
	return cmd
}

// overrideText returns an override's setting, and what else its value depends on.
func overrideText(o feature.Override) string {
	switch {
	case o.Depends == "":
		return o.Setting().String()
	case o.Unset:
		return o.Depends
	}
	return o.Setting().String() + ", " + o.Depends
}

// printOverrides prints a flag's overrides. rows are the same overrides in the form of
// JSON.
func (a *app) printOverrides(found []feature.Override, rows []overrideRow) error {
	changed := func(o feature.Override) (when, by string) {
		at, by := o.Changed()
		switch {
		case o.Outside:
			when = "changed outside flagtui and the app"
		case !at.IsZero():
			when = at.Format(time.RFC3339)
		}
		return when, by
	}
	return a.printListing(listing{
		json: rows,
		records: func() [][]string {
			records := [][]string{{"scope", "scope_id", "name", "enabled", "changed_at", "changed_by", "depends"}}
			for _, row := range rows {
				record := []string{string(row.Scope), row.ScopeID, row.Name, "", "", "", row.Depends}
				if on := row.Enabled.Bool(); on != nil {
					record[3] = strconv.FormatBool(*on)
				}
				if row.ChangedAt != nil {
					record[4], record[5] = row.ChangedAt.Format(time.RFC3339Nano), *row.ChangedBy
				}
				records = append(records, record)
			}
			return records
		},
		table: func() views.Table {
			table := views.Table{Columns: []views.Column{{Title: "SCOPE", Literal: true}, {Title: "OVERRIDE", Cut: 1}, {Title: "CHANGED", Cut: 2}, {Title: "BY", Cut: 3, Min: 12, Literal: true}}}
			for _, o := range found {
				when, by := changed(o)
				table.Rows = append(table.Rows, []views.Cell{cell(o.Scope, ""), cell(overrideText(o), valueRole(o.Setting())), cell(when, "faint"), cell(by, "")})
			}
			return table
		},
		plain: func() error {
			return a.table(func(line func(...any)) {
				for _, o := range found {
					when, by := changed(o)
					line(o.Scope, overrideText(o), when, by)
				}
			})
		},
	})
}
