package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"flagtui/internal/feature"
	"flagtui/internal/feature/gogen"
)

func (a *app) generateCommand() *cobra.Command {
	var options gogen.Options
	var scopes, identifiers []string
	var output string
	golang := &cobra.Command{
		Use:   "go FILE",
		Short: "Write a Go package with a variable for each flag of a catalogue",
		Long: `go writes Go source with a variable for each flag of a catalogue file:

  flags.CanvasV2.Enabled(client, flagtui.Project(12))

Code that names a flag which the catalogue lacks does not compile. Neither does code
that asks for a flag at a scope which its definition does not allow. The package has
functions for kinds of scope that package flagtui lacks, such as flags.Workspace("7").
No database is opened.`,
		Example: `  flagtui generate go flags.yaml --output internal/flags/flags.go
  //go:generate flagtui generate go ../../flags.yaml --output flags.go`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			defs, err := readCatalogueFile(args[0])
			if err != nil {
				return err
			}
			for _, scope := range scopes {
				options.Scopes = append(options.Scopes, feature.Kind(scope))
			}
			if options.Identifiers, err = readIdentifiers(identifiers); err != nil {
				return err
			}
			text, err := gogen.Write(options, defs)
			if err != nil {
				return err
			}
			if output == "" {
				_, err := a.out.Write(text)
				return err
			}
			return writeWhole(output, text)
		},
	}
	golang.Flags().StringVar(&options.Package, "package", "flags", "the `NAME` of the package")
	golang.Flags().StringVarP(&output, "output", "o", "", "the `FILE` to write (default: stdout)")
	golang.Flags().StringSliceVar(&scopes, "scopes", []string{"system", "tenant"}, "the `KINDS` of scope for flags whose definitions name no scopes")
	golang.Flags().StringArrayVar(&identifiers, "as", nil, "`FLAG=NAME`: the name of a flag's variable; may be repeated")
	cmd := &cobra.Command{
		Use:         "generate",
		Annotations: standalone,
		Short:       "Write code from a catalogue",
		Example:     `  flagtui generate go flags.yaml`,
		Args:        usageArgs(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			return &feature.Problem{Kind: feature.ErrUsage, Text: "generate what?", Hint: "flagtui generate go FILE"}
		},
	}
	cmd.AddCommand(golang)
	return cmd
}

// readIdentifiers reads values of --as. A flag's name may have a "=", but a variable's
// name has none.
func readIdentifiers(values []string) (map[string]string, error) {
	identifiers := map[string]string{}
	for _, value := range values {
		i := strings.LastIndex(value, "=")
		if i < 0 {
			return nil, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("--as %s has no =", feature.Shorten(value)), Hint: "write --as FLAG=NAME, such as --as a.b=AB"}
		}
		if other, twice := identifiers[value[:i]]; twice {
			return nil, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("--as names the variable of %q twice: %s and %s", feature.Shorten(value[:i]), other, value[i+1:])}
		}
		identifiers[value[:i]] = value[i+1:]
	}
	return identifiers, nil
}
