package cli

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"flagtui/internal/data"
	"flagtui/internal/data/engine"
	"flagtui/internal/data/recognise"
	"flagtui/internal/feature"
)

// layoutRow is a table that holds, or may hold, flags, in the form of JSON.
type layoutRow struct {
	Table    string             `json:"table"`
	System   string             `json:"system"`
	Standing recognise.Standing `json:"standing"`
	Why      string             `json:"why"`
	Better   string             `json:"better"`
	Layout   string             `json:"layout"`
}

func (a *app) layoutCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "layout",
		Short: "Print which tables may hold flags, and the layout for the config file",
		Long: `layout looks at the columns of every table of the database. It prints the tables that
hold feature flags, the system that each belongs to, and what flagtui does with it.
For a table that flagtui opens only with a layout, it prints a context for the config
file; its comments name what you have to check or fill in. layout changes nothing.`,
		Example: `  flagtui layout --db postgres://reader@db1/app
  flagtui layout --db app.db > ~/.config/flagtui/config.yaml   # where there is no config file yet`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			findings, database, err := a.recognise(cmd.Context())
			switch {
			case err != nil:
				return err
			case a.json:
				rows := []layoutRow{}
				for _, f := range findings {
					rows = append(rows, layoutRow{f.Table, f.System, f.Standing, f.Why, f.Better, strings.Join(f.Layout, "\n")})
				}
				return a.printJSON(rows)
			case len(findings) == 0:
				return &feature.Problem{Kind: feature.ErrUnknown, Text: "no table of " + database + " seems to hold feature flags",
					Hint: "a layout in the config file describes any table"}
			}
			_, err = a.out.WriteString(a.layoutText(findings, database))
			return err
		},
	}
}

// recognise returns the tables of the database that hold, or may hold, flags.
func (a *app) recognise(ctx context.Context) ([]recognise.Finding, string, error) {
	options := a.options()
	_, end := a.progress.start("", "Connecting to %s", options.Name())
	defer end()
	return data.Recognise(ctx, options)
}

// layoutText returns the findings as valid YAML: contexts for the config file, with
// comments.
func (a *app) layoutText(findings []recognise.Finding, database string) string {
	var text, contexts strings.Builder
	names := a.file.Names() // those that are taken
	taken := len(names)
	fmt.Fprintf(&text, "# %s\n", database)
	for _, f := range findings {
		switch system := cmp.Or(f.System, "a table of an unknown system"); f.Standing {
		case recognise.Supported:
			fmt.Fprintf(&text, "# %s: %s. It needs no layout.\n", f.Table, system)
		case recognise.Refused:
			fmt.Fprintf(&text, "# %s: %s. flagtui does not open it: %s.\n#   Better: %s.\n", f.Table, system, f.Why, f.Better)
		case recognise.Described:
			fmt.Fprintf(&text, "# %s: %s. It may hold flags, and needs a layout:\n", f.Table, system)
			names = append(names, contextName(f.Table, names))
			fmt.Fprintf(&contexts, "  %s:   # a name of your choice\n    db: %q\n    layout:\n", names[len(names)-1], a.configDB())
			for _, line := range f.Layout {
				fmt.Fprintf(&contexts, "      %s\n", line)
			}
		}
	}
	switch {
	case contexts.Len() == 0:
	case taken == 0:
		fmt.Fprintf(&text, "# This is a whole config file, %s\ndefault_context: %s\ncontexts:\n%s", a.file.Path, names[0], contexts.String())
	default:
		fmt.Fprintf(&text, "# Add this to the contexts in %s, and open it with --context %s\ncontexts:\n%s", a.file.Path, names[taken], contexts.String())
	}
	return text.String()
}

// unusualRE matches what no name of a context has.
var unusualRE = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[^a-z0-9_-]+`) })

// contextName returns a name for the context of a table, other than the names taken.
func contextName(table string, taken []string) string {
	base := strings.Trim(unusualRE().ReplaceAllString(strings.ToLower(table[strings.LastIndex(table, ".")+1:]), "_"), "_")
	name := cmp.Or(base, "flags")
	for n := 2; slices.Contains(taken, name); n++ {
		name = fmt.Sprintf("%s_%d", cmp.Or(base, "flags"), n)
	}
	return name
}

// configDB returns the value of db for the config file. A file has its whole path. A URL
// with a password becomes a variable.
func (a *app) configDB() string {
	path, isFile := engine.SQLitePath(a.db)
	absolute, err := filepath.Abs(path)
	switch {
	case isFile && err == nil:
		return absolute
	case engine.RedactPassword(a.db) != a.db:
		return "${DATABASE_URL}"
	}
	return a.db
}
