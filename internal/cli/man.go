//go:build man

package cli

import (
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"flagtui/internal/manpage"
)

// A build with the tag man writes the man pages. The normal program does not include
// them.
func init() {
	extraCommands = append(extraCommands, func(*app) *cobra.Command {
		return &cobra.Command{
			Use:         "man DIR",
			Annotations: standalone,
			Short:       "Write the man pages into a folder",
			Hidden:      true,
			Args:        cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error {
				at := time.Now()
				if seconds, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64); err == nil {
					at = time.Unix(seconds, 0)
				}
				if err := os.MkdirAll(args[0], 0o755); err != nil {
					return err
				}
				return writePages(cmd.Root(), at, args[0])
			},
		}
	})
}

// writePages writes the pages of a command and of those below it.
func writePages(cmd *cobra.Command, at time.Time, folder string) error {
	cmd.InitDefaultHelpFlag()
	if err := writeWhole(filepath.Join(folder, manpage.Name(cmd)+".1"), []byte(manpage.Page(cmd, at))); err != nil {
		return err
	}
	for _, command := range cmd.Commands() {
		if !command.IsAvailableCommand() {
			continue
		}
		if err := writePages(command, at, folder); err != nil {
			return err
		}
	}
	return nil
}
