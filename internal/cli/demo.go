package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"flagtui/internal/cli/demo"
	"flagtui/internal/config"
	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

func (a *app) demoCommand() *cobra.Command {
	name := ""
	cmd := &cobra.Command{
		Use:         "demo",
		Annotations: standalone,
		Short:       "Open the dashboard on a sample database",
		Long: `demo makes a SQLite database with about sixty flags and twenty-five tenants of
an invented product, and opens the dashboard on it. The database is removed
again at the end, unless --db names a file to keep it in. --layout puts the same
flags into the tables of another system, with some hundred scopes.`,
		Example: `  flagtui demo
  flagtui demo --layout flipper
  flagtui demo --db demo.db`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.readLanguage(); err != nil { // a standalone command reads no settings
				return err
			}
			layout, err := demo.Layout(name)
			if err != nil {
				return err
			}
			// A database named by a variable belongs to somebody. Only a file named by
			// --db may be made.
			path := ""
			if f := cmd.Flags().Lookup("db"); f.Changed {
				var ok bool
				if path, ok = engine.SQLitePath(config.ExpandHome(f.Value.String())); !ok {
					return &feature.Problem{Kind: feature.ErrUsage, Text: "--db names no file to keep the sample in", Hint: "for example flagtui demo --db demo.db"}
				}
			} else {
				dir, err := os.MkdirTemp("", "flagtui-demo-")
				if err != nil {
					return err
				}
				defer os.RemoveAll(dir)
				path = filepath.Join(dir, "demo.db")
			}
			err = demo.Create(cmd.Context(), path, name)
			if errors.Is(err, fs.ErrExist) {
				word, _ := feature.ShellWord(path)
				return &feature.Problem{Kind: feature.ErrUsage, Text: err.Error(), Cause: err,
					Hint: fmt.Sprintf("open it with flagtui --db %s, or name a new file", cmp.Or(word, "FILE"))}
			}
			if err != nil {
				return err
			}
			a.db, a.schema, a.flags, a.layout = path, "", "", layout
			a.forgetScope()
			return a.dashboard(cmd.Context())
		},
	}
	cmd.Flags().StringVar(&name, "layout", "", "the tables: `SYSTEM` is one of "+strings.Join(demo.Layouts(), ", ")+" (default: simple_module's)")
	a.completeFlag(cmd, "layout", cobra.FixedCompletions(demo.Layouts(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}
