package cli

import (
	"cmp"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"flagtui/internal/data/engine"
	"flagtui/internal/views"
)

// settingRow is a setting in the output of `flagtui config`.
type settingRow struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	From  string `json:"from"`
}

func (a *app) configCommand() *cobra.Command {
	var keys bool
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Print every setting and where it comes from",
		Long: `config prints each global setting, its value, and whether it comes from a flag, the
environment, the context or the default. Passwords are masked. No database is
opened. --keys prints the dashboard's actions, under their names in the config
file, with their keys.`,
		Example: `  flagtui config
  flagtui config --context prod --json
  flagtui config --keys`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if keys {
				return a.printKeys()
			}
			rows := []settingRow{}
			cmd.Root().PersistentFlags().VisitAll(func(option *pflag.Flag) {
				value := option.Value.String()
				switch option.Name {
				case "db":
					value = cmp.Or(a.shownDB(), engine.RedactPassword(value))
				case "flags":
					value = a.shownFlags()
				case "config":
					value = a.file.Path
				case "actor":
					value, _ = a.who()
				}
				rows = append(rows, settingRow{option.Name, value, cmp.Or(a.origins[option.Name], "default")})
			})
			return a.printSettings(rows)
		},
	}
	a.addOutput(cmd)
	cmd.Flags().BoolVar(&keys, "keys", false, "print the keys of the dashboard")
	return cmd
}

// printSettings prints the settings and the contexts. JSON and CSV leave out the
// contexts.
func (a *app) printSettings(rows []settingRow) error {
	var lines [][3]string
	for _, row := range rows {
		lines = append(lines, [3]string{row.Name, cmp.Or(row.Value, "-"), row.From})
	}
	for _, name := range a.file.Names() {
		context := a.file.Contexts[name]
		note := ""
		if context.Protected {
			note += " protected"
		}
		if context.ReadOnly {
			note += " read-only"
		}
		lines = append(lines, [3]string{"context " + name, engine.RedactPassword(context.DB), a.file.Path + note})
	}
	return a.printListing(listing{
		json: rows,
		records: func() [][]string {
			records := [][]string{{"name", "value", "from"}}
			for _, row := range rows {
				records = append(records, []string{row.Name, row.Value, row.From})
			}
			return records
		},
		table: func() views.Table {
			table := views.Table{Columns: []views.Column{{Title: "SETTING"}, {Title: "VALUE", Cut: 1, Min: 20, Literal: true}, {Title: "FROM", Cut: 2, Min: 12}}}
			for _, line := range lines {
				role := "override"
				if line[2] == "default" {
					role = "faint"
				}
				table.Rows = append(table.Rows, []views.Cell{cell(line[0], ""), cell(line[1], ""), cell(line[2], role)})
			}
			return table
		},
		plain: func() error {
			return a.table(func(line func(...any)) {
				for _, cells := range lines {
					line(cells[0], cells[1], cells[2])
				}
			})
		},
	})
}
