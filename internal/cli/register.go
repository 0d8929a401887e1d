package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/spf13/cobra"

	"flagtui/internal/config"
	"flagtui/internal/feature"
	"flagtui/internal/feature/transfer"
	"flagtui/internal/probe"
)

func (a *app) registerCommand() *cobra.Command {
	var from string
	var headers []string
	cmd := &cobra.Command{
		Use:   "register FILE | register --from URL",
		Short: "Keep a catalogue of flags in the database",
		Long: `register loads a catalogue (YAML or JSON, see flagtui help catalogue) from a file, or
from the running app, into the table flagtui_definition. It replaces the whole table in
one transaction. --dry-run and the question before it name the changes.

--from URL asks the app: the address may be that of simple_module's flags, as in the
example, or any that answers with a catalogue. --header is sent with the request, with
each ${VARIABLE} in it replaced; quote it, so that the shell leaves it alone. Without
it, the header of the context's probe (live: in the config file) is sent, if that has
the same scheme, host and port. Redirects are not followed, and an answer without flags
is refused.`,
		Example: `  flagtui register flags.yaml --dry-run
  flagtui register --from https://app.example/api/feature_flags/ --header 'Authorization: Bearer ${APP_TOKEN}'`,
		Args: usageArgs(func(_ *cobra.Command, args []string) error {
			switch {
			case from == "" && len(args) != 1:
				return errors.New("register takes one FILE, or --from URL")
			case from != "" && len(args) > 0:
				return errors.New("a FILE and --from were both given\nthe definitions come from one of the two")
			case from == "" && len(headers) > 0:
				return errors.New("--header was given without --from\na file needs no header")
			}
			return nil
		}),
		RunE: func(cmd *cobra.Command, args []string) error {
			defs, err := a.definitionsToRegister(cmd.Context(), args, from, headers)
			if err != nil {
				return err
			}
			store, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer store.Close()
			if err := checkKinds(defs, store.Info().Kinds); err != nil {
				return err
			}
			before, err := store.Definitions(cmd.Context())
			if err != nil {
				return err
			}
			plan := transfer.Plan{Definitions: transfer.ReplaceCatalogue(before, defs)}
			diff := plan.TallyDefinitions()
			if !a.yes || a.dryRun {
				a.showPlanned(plan)
			}
			if info := store.Info(); info.HasDefinitions && diff != (transfer.Tally{}) {
				ok, err := a.confirmWrite(cmd.Context(), fmt.Sprintf("register %d flags in %s (%s)", len(defs), info.Name(), diff))
				if err != nil {
					return err
				}
				if !ok {
					return nil
				}
			}
			if diff != (transfer.Tally{}) || !store.Info().HasDefinitions {
				if err := store.Register(cmd.Context(), defs); err != nil {
					return err
				}
				a.done = fmt.Sprintf("registered %d flags", len(defs))
			}
			if a.json {
				return a.printJSON(diff)
			}
			_, err = fmt.Fprintf(a.out, "%d flags registered: %s\n", len(defs), diff)
			return err
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "ask the running app at this `URL` for the definitions")
	cmd.Flags().StringArrayVar(&headers, "header", nil, "with --from: a header of the form `'Name: ${VARIABLE}'`; may be repeated")
	return cmd
}

// definitionsToRegister reads the definitions of a file, or asks the application at the
// URL from, with these headers.
func (a *app) definitionsToRegister(ctx context.Context, args []string, from string, headers []string) ([]feature.Definition, error) {
	if from == "" {
		return readCatalogueFile(args[0])
	}
	var all http.Header
	for _, text := range headers {
		value, err := config.ReplaceVariables(text)
		if err != nil {
			return nil, &feature.Problem{Kind: feature.ErrUsage, Text: "--header: " + err.Error(), Hint: "set the variable"}
		}
		header, ok := probe.ParseHeader(value)
		if !ok {
			return nil, &feature.Problem{Kind: feature.ErrUsage, Text: "--header is not of the form Name: value", Hint: "for example --header 'Authorization: Bearer ${APP_TOKEN}'"}
		}
		if all == nil {
			all = http.Header{}
		}
		for name, values := range header {
			all[name] = append(all[name], values...)
		}
	}
	shown := probe.Redact(from)
	defs, err := a.readCatalogueURL(ctx, from, shown, all)
	if err == nil && len(defs) == 0 {
		err = &feature.Problem{Kind: feature.ErrRefused, Text: "the app lists no flags at " + shown, Hint: "to register an empty catalogue, register a file that holds []"}
	}
	return defs, err
}
