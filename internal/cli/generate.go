package cli

import (
	"github.com/spf13/cobra"

	"flagtui/internal/feature"
	"flagtui/internal/feature/gogen"
)

func (a *app) generateCommand() *cobra.Command {
	var pkg, output string
	golang := &cobra.Command{
		Use:   "go FILE",
		Short: "Write a Go package with a constant for each flag of a catalogue",
		Long: `go writes Go source with a constant for each flag of a catalogue file. Code that
names a flag by its constant does not compile once the flag is gone. No database
is opened.`,
		Example: `  flagtui generate go flags.yaml --output internal/flags/flags.go
  //go:generate flagtui generate go ../../flags.yaml --output flags.go`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			defs, err := readCatalogueFile(args[0])
			if err != nil {
				return err
			}
			text, err := gogen.Write(pkg, defs)
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
	golang.Flags().StringVar(&pkg, "package", "flags", "the `NAME` of the package")
	golang.Flags().StringVarP(&output, "output", "o", "", "the `FILE` to write (default: stdout)")
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
