package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// diffRow is a flag that differs between two scopes, in the form of JSON.
type diffRow struct {
	Name string       `json:"name"`
	A    feature.View `json:"a"`
	B    feature.View `json:"b"`
}

func (a *app) diffCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "diff SCOPE SCOPE",
		Short: "Print the flags whose effective value differs between two scopes; exit 1 when one does",
		Long: `diff compares the effective values at two scopes: system, tenant:ID, project:ID or
section:ID. It exits 0 when all flags are the same in both, and 1 when one differs.`,
		Example: `  flagtui diff system tenant:acme
  flagtui diff tenant:acme tenant:globex --json`,
		Args:              usageArgs(cobra.ExactArgs(2)),
		ValidArgsFunction: a.completeDiff,
		RunE: a.withStore(func(ctx context.Context, store data.Store, args []string) error {
			defs, err := a.definitions(ctx, store)
			if err != nil {
				return err
			}
			var sides [2]resolved
			for i, arg := range args {
				scope, err := parseScope(store.Info().Kinds, arg)
				if err != nil {
					return err
				}
				info, err := a.knownScope(ctx, store, scope)
				if err != nil {
					return err
				}
				if sides[i], err = resolveAt(ctx, store, info, defs); err != nil {
					return err
				}
			}
			rows := []diffRow{}
			for _, pair := range feature.Differences(sides[0].kind, sides[1].kind, sides[0].views, sides[1].views) {
				rows = append(rows, diffRow{pair.A.Name, pair.A, pair.B})
			}
			err = a.printDifferences(args, rows)
			if err == nil && len(rows) > 0 {
				return errNegative
			}
			return err
		}),
	}
	a.addOutput(cmd)
	return cmd
}

// printDifferences prints the flags that differ between two scopes.
func (a *app) printDifferences(scopes []string, rows []diffRow) error {
	return a.printListing(listing{
		json: rows,
		records: func() [][]string {
			records := [][]string{{"name", "a_scope", "a_value", "a_source", "b_scope", "b_value", "b_source"}}
			for _, row := range rows {
				records = append(records, []string{row.Name, scopes[0], row.A.Word(), string(row.A.Source), scopes[1], row.B.Word(), string(row.B.Source)})
			}
			return records
		},
		table: func() views.Table {
			table := views.Table{Columns: []views.Column{{Title: "FLAG", Literal: true}, {Title: scopes[0], Cut: 1, Min: 12}, {Title: scopes[1], Cut: 1, Min: 12}}}
			for _, row := range rows {
				table.Rows = append(table.Rows, []views.Cell{cell(row.Name, ""), sideCell(row.A), sideCell(row.B)})
			}
			return table
		},
		plain: func() error {
			return a.table(func(line func(...any)) {
				for _, row := range rows {
					line(row.Name, scopes[0]+": "+side(row.A), scopes[1]+": "+side(row.B))
				}
			})
		},
	})
}

// side describes a flag's value at one scope, with the value's source.
func side(view feature.View) string {
	if len(view.Depends) > 0 {
		return "depends on " + strings.Join(view.Depends, ", ")
	}
	return fmt.Sprintf("%s (%s)", view.Word(), view.Source)
}

func sideCell(view feature.View) views.Cell {
	if len(view.Depends) > 0 {
		return cell(side(view), "warning")
	}
	return cell(side(view), valueRole(feature.SettingOf(view.Enabled)))
}
