package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"flagtui/internal/data"
)

func (a *app) initCommand() *cobra.Command {
	var triggers bool
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Make flagtui's own tables beside an app's, or all of them in an empty database",
		Long: `init makes the tables flagtui_definition (the catalogue) and flagtui_change (who
changed what) in the schema of the app's override table. In an empty database,
or a SQLite file that does not exist, it makes the override table and its
companions too. An app's table that exists is never touched; to a table of
flagtui's own that an earlier release made, init adds what it lacks.

With --triggers it also makes, on PostgreSQL, a function flagtui_notify and a
trigger of that name on each of the tables, so that every write to them is
notified, the app's own as well. A dashboard then shows each write at once, without
polling. This needs the privilege TRIGGER on the app's table; --dry-run prints the
SQL. DROP FUNCTION flagtui_notify CASCADE removes the function and the triggers.`,
		Example: `  flagtui init --db postgres://owner@db1/app --dry-run
  flagtui init --db postgres://owner@db1/app --triggers
  flagtui init --db flags.db --yes`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			plan, err := data.PlanInit(cmd.Context(), a.options())
			if err != nil {
				return err
			}
			if triggers {
				if err := plan.AddTriggers(); err != nil {
					return err
				}
			}
			made := plan.Names()
			if len(made) > 0 {
				where := plan.Database
				if plan.Schema != "" {
					where += ", schema " + plan.Schema
				}
				ok, err := a.confirmWrite(cmd.Context(), fmt.Sprintf("make %s in %s", strings.Join(made, ", "), where))
				if err != nil {
					return err
				}
				if !ok {
					made = nil
					a.printSQL(slices.Concat(plan.Columns, plan.Triggers))
				} else if err := plan.Run(cmd.Context()); err != nil {
					return err
				} else {
					a.done = "made " + strings.Join(made, ", ") + " in " + where
				}
			} else {
				fmt.Fprintln(a.stderr, "flagtui: everything is there already")
			}
			if a.json {
				return a.printJSON(map[string]any{"made": append([]string{}, made...)})
			}
			for _, one := range made {
				fmt.Fprintln(a.out, one)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&triggers, "triggers", false, "have PostgreSQL notify of every write to the tables")
	return cmd
}

// printSQL prints the statements that a dry run did not execute.
func (a *app) printSQL(statements []string) {
	if a.json {
		return
	}
	for _, statement := range statements {
		fmt.Fprintln(a.out, clean(statement)+";")
	}
}
