//go:build man

package main

import (
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// The man pages are made from the commands themselves, by a build of its own:
// the generator and its Markdown library are no part of the program.
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
				return doc.GenManTree(cmd.Root(), &doc.GenManHeader{Title: "FLAGTUI", Section: "1", Source: "flagtui"}, args[0])
			},
		}
	})
}
