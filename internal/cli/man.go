//go:build man

package cli

import (
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// A build with the tag man writes the man pages. The normal program does not include the
// generator and its Markdown library.
func init() {
	extraCommands = append(extraCommands, func(*app) *cobra.Command {
		return &cobra.Command{
			Use:         "man DIR",
			Annotations: standalone,
			Short:       "Write the man pages into a folder",
			Hidden:      true,
			Args:        cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error {
				if err := os.MkdirAll(args[0], 0o755); err != nil {
					return err
				}
				cmd.Root().DisableAutoGenTag = true
				// Pages are built in a temporary directory, so that a failure leaves no
				// partial page.
				temp, err := os.MkdirTemp("", "flagtui-man-")
				if err != nil {
					return err
				}
				defer os.RemoveAll(temp)
				if err := doc.GenManTree(cmd.Root(), &doc.GenManHeader{Title: "FLAGTUI", Section: "1", Source: "flagtui"}, temp); err != nil {
					return err
				}
				pages, err := os.ReadDir(temp)
				for _, page := range pages {
					var text []byte
					if text, err = os.ReadFile(filepath.Join(temp, page.Name())); err == nil {
						err = writeWhole(filepath.Join(args[0], page.Name()), text)
					}
					if err != nil {
						return err
					}
				}
				return err
			},
		}
	})
}
