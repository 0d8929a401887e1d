package cli

import (
	"cmp"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"flagtui/internal/data/engine"
)

// settingRow is one setting as `flagtui config` prints it.
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
opened. --keys prints the dashboard's actions, by the names that the config file
has for them, with their keys.`,
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
				case "config":
					value = a.file.Path
				case "actor":
					value, _ = a.who()
				}
				rows = append(rows, settingRow{option.Name, value, cmp.Or(a.origins[option.Name], "default")})
			})
			if a.json {
				return a.printJSON(rows)
			}
			return a.table(func(line func(...any)) {
				for _, row := range rows {
					line(row.Name, cmp.Or(row.Value, "-"), row.From)
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
					line("context "+name, engine.RedactPassword(context.DB), a.file.Path+note)
				}
			})
		},
	}
	cmd.Flags().BoolVar(&keys, "keys", false, "print the keys of the dashboard")
	return cmd
}
