package cli

import (
	"cmp"
	"context"
	"errors"
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
	var withApp bool
	cmd := &cobra.Command{
		Use:   "diff SCOPE SCOPE | diff --app",
		Short: "Print the flags whose value differs between two scopes, or between what is stored and what the app serves; exit 1 when one does",
		Long: `diff compares the effective values at two scopes: system, tenant:ID, project:ID or
section:ID. It exits 0 when all flags are the same in both, and 1 when one differs.

diff --app asks the running application, as the probe of the context says (live: in
the config file), for all its flags at the scope of --tenant or the system, and
compares them with what is stored. Since each answer is one worker's, it asks six
times; a flag differs when one answer does: by its value, by having an override or
none, or because the catalogue has another default, or only one of the two has the
flag. When the app cannot be asked, the exit code is 6 (no answer, or no TLS), 5
(the login is refused), 3 (404, or it does not know the tenant) or 2 (a redirect, a
page of HTML, or another answer that is not a list of flags).`,
		Example: `  flagtui diff system tenant:acme
  flagtui diff tenant:acme tenant:globex --json
  flagtui diff --app --tenant acme`,
		Args: usageArgs(func(cmd *cobra.Command, args []string) error {
			if withApp && len(args) > 0 {
				return errors.New("diff --app takes no scopes as arguments\nuse --tenant ID")
			}
			if withApp {
				return nil
			}
			return cobra.ExactArgs(2)(cmd, args)
		}),
		ValidArgsFunction: a.completeDiff,
		RunE: a.withStore(func(ctx context.Context, store data.Store, args []string) error {
			if withApp {
				return a.diffApp(ctx, store)
			}
			if _, given, err := a.givenScope(store.Info().Kinds); given || err != nil {
				return cmp.Or(err, error(&feature.Problem{Kind: feature.ErrUsage, Text: "diff takes its two scopes as arguments", Hint: "for example flagtui diff system tenant:acme"}))
			}
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
	a.addScope(cmd)
	a.addOutput(cmd)
	cmd.Flags().BoolVar(&withApp, "app", false, "compare what the running application serves with what is stored")
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
