package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/feature/transfer"
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

func (a *app) registerCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "register FILE",
		Short: "Keep a catalogue of flags in the database",
		Long: `register loads a catalogue file (YAML or JSON, see the README) into the table
flagtui_definition. It replaces the whole table in one transaction.`,
		Example: `  flagtui register flags.yaml --dry-run
  curl -s https://app.example/api/feature_flags/ > flags.json && flagtui register flags.json`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			defs, err := readCatalogueFile(args[0])
			if err != nil {
				return err
			}
			store, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer store.Close()
			if err := checkKinds(defs, store.Info().Kinds); err != nil {
				return err
			}
			before, err := store.Definitions(cmd.Context())
			if err != nil {
				return err
			}
			diff := compare(before, defs)
			if info := store.Info(); info.HasDefinitions && diff != (transfer.Tally{}) {
				ok, err := a.confirmWrite(cmd.Context(), fmt.Sprintf("register %d flags in %s (%s)", len(defs), info.Name(), diff))
				if err != nil {
					return err
				}
				if !ok {
					return nil
				}
			}
			if diff != (transfer.Tally{}) || !store.Info().HasDefinitions {
				if err := store.Register(cmd.Context(), defs); err != nil {
					return err
				}
				a.done = fmt.Sprintf("registered %d flags", len(defs))
			}
			if a.json {
				return a.printJSON(diff)
			}
			_, err = fmt.Fprintf(a.out, "%d flags registered: %s\n", len(defs), diff)
			return err
		},
	}
}

// compare counts the changes that registering a catalogue makes.
func compare(before, after []feature.Definition) (d transfer.Tally) {
	old := map[string]feature.Definition{}
	for _, def := range before {
		old[def.Name] = def
	}
	for _, def := range after {
		was, ok := old[def.Name]
		switch {
		case !ok:
			d.Added++
		case !was.Same(def):
			d.Changed++
		}
		delete(old, def.Name)
	}
	d.Removed = len(old)
	return d
}
