package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/feature/nearest"
	"flagtui/internal/feature/transfer"
	"flagtui/internal/words"
)

// exportFormats are the values of --format.
var exportFormats = []string{"yaml", "flagd"}

func (a *app) exportCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Print definitions and overrides, as YAML or for flagd",
		Long: `export prints the definitions of flags (those of --flags, else of the database)
and every override, for "flagtui apply" to read: as a backup, to carry flags to
another database, or to keep in version control. The same flags give the same text,
whatever the database. --json prints the same as JSON.

--format flagd prints a flag definition file for flagd: the system value of
every flag as its default, and the scopes that override it as targeting rules on
their id in the evaluation context: tenant_id, workspace_id, actor_id, … Flags that
also depend on percentages or groups are left out. Without a catalogue, flags that only
tenants override are left out, too, since their default is unknown.`,
		Example: `  flagtui export > flags-backup.yaml
  flagtui export --db staging.db | flagtui apply - --db "$PROD_DB" --yes
  flagtui export --json | jq -r '.overrides[] | select(.scope_id == "acme") | .name'
  flagtui export --format flagd > flags.flagd.json`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.export(cmd.Context(), format) },
	}
	cmd.Flags().StringVar(&format, "format", exportFormats[0], "the `FORMAT`: yaml, or flagd")
	a.completeFlag(cmd, "format", cobra.FixedCompletions(exportFormats, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// export prints the definitions and the overrides.
func (a *app) export(ctx context.Context, format string) error {
	if format != "yaml" && format != "flagd" {
		hint := nearest.Hint(format, exportFormats)
		return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("unknown format %q: it is yaml or flagd", format), Hint: hint}
	}
	defs, err := a.readCatalogue(ctx)
	if err != nil {
		return err
	}
	store, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	if defs == nil {
		if defs, err = store.Definitions(ctx); err != nil {
			return err
		}
	}
	overrides, err := store.All(ctx)
	if err != nil {
		return err
	}
	if format == "flagd" {
		return a.exportFlagd(ctx, store, defs, overrides)
	}
	doc, left := transfer.NewDocument(defs, overrides, store.Info().ValidateStored)
	if left > 0 {
		a.warn("left out %s that a file cannot hold; `flagtui doctor` names them", feature.Plural(left, "row"))
	}
	if a.json {
		return a.printJSON(doc)
	}
	return doc.WriteYAML(a.out)
}

// exportFlagd prints a flag definition file for flagd. The system's values include those
// of misplaced rows, which the app reads, too.
func (a *app) exportFlagd(ctx context.Context, store data.Store, defs []feature.Definition, overrides []feature.Override) error {
	system, err := store.Stored(ctx, feature.SystemScope())
	if err != nil {
		return err
	}
	var plain strings.Builder
	skipped, err := transfer.WriteFlagd(&plain, store.Info().Kinds, defs, system, overrides)
	if err != nil {
		return err
	}
	if skipped.Names > 0 {
		a.warn("left out %s whose name flagd does not take: it is empty, is not text, or has line breaks", feature.Plural(skipped.Names, "flag"))
	}
	if skipped.Unknown > 0 {
		a.warn("left out %s that only tenants override: their default is unknown without a catalogue; %s",
			feature.Plural(skipped.Unknown, "flag"), feature.CatalogueHint(words.English, store.Info().HasDefinitions))
	}
	if skipped.Depends > 0 {
		a.warn("left out %s that depend on more than settings, such as percentages, which flagtui cannot write for flagd", feature.Plural(skipped.Depends, "flag"))
	}
	_, err = a.out.Write(escapeJSON([]byte(plain.String())))
	return err
}
