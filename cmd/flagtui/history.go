package main

import (
	"cmp"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"flagtui/internal/data"
	"flagtui/internal/flag"
	"flagtui/internal/views"
)

// entryRow is one change as `flagtui history` prints it.
type entryRow struct {
	Change  string       `json:"change"`
	At      time.Time    `json:"at"`
	Actor   string       `json:"actor"`
	Reason  string       `json:"reason"`
	Scope   flag.Kind    `json:"scope"`
	ScopeID string       `json:"scope_id"`
	Name    string       `json:"name"`
	Before  flag.Setting `json:"before"`
	After   flag.Setting `json:"after"`
}

func (a *app) historyCommand() *cobra.Command {
	var since, scope string
	var limit int
	var markdown bool
	cmd := &cobra.Command{
		Use:   "history [NAME]",
		Short: "Print who changed what, when and why, newest first",
		Long: `history prints what was changed through flagtui, one line for each override,
newest first. Without the table flagtui_change, which "flagtui init" makes, it
prints what the app's own audit trail tells. --markdown prints change-sets, for a
chat or a ticket.`,
		Example: `  flagtui history --since 2h
  flagtui history orders.beta --limit 10
  flagtui history --scope tenant:acme --json
  flagtui history --since 2h --markdown`,
		Args:              usageArgs(cobra.MaximumNArgs(1)),
		ValidArgsFunction: a.completeNames,
		RunE: func(cmd *cobra.Command, args []string) error {
			query := data.HistoryQuery{Limit: limit}
			if len(args) > 0 {
				query.Name = args[0]
			}
			var err error
			if query.Since, err = parseSince(since, time.Now()); err != nil {
				return err
			}
			if scope != "" {
				if query.Scope, err = flag.ParseScope(scope); err != nil {
					return err
				}
			}
			if limit < 1 {
				return &flag.Problem{Kind: flag.ErrUsage, Text: fmt.Sprintf("--limit is %d; it must be at least 1", limit)}
			}
			if markdown && a.json {
				return &flag.Problem{Kind: flag.ErrUsage, Text: "--markdown and --json were both given", Hint: "a history is printed in one form"}
			}
			store, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer store.Close()
			page, err := store.History(cmd.Context(), query)
			if err != nil {
				return err
			}
			if markdown {
				return a.printMarkdown(page, cmp.Or(a.contextName(), store.Facts().Name()))
			}
			return a.printHistory(page)
		},
	}
	cmd.Flags().StringVar(&since, "since", "", "only changes since this `TIME`: a duration (2h, 3d) or a date (2026-01-31, RFC 3339)")
	cmd.Flags().StringVar(&scope, "scope", "", "only changes at this `SCOPE`: system, tenant:ID, …")
	cmd.Flags().IntVar(&limit, "limit", 100, "at most this many `N`")
	cmd.Flags().BoolVar(&markdown, "markdown", false, "print Markdown, with how to undo each change-set")
	return cmd
}

// printMarkdown prints change-sets. Those of the app's own audit trail cannot be
// undone, so they are printed without their ids.
func (a *app) printMarkdown(page data.HistoryPage, place string) error {
	a.warnHistory(page)
	if page.Partial {
		for i := range page.Entries {
			page.Entries[i].Change = ""
		}
	}
	if page.More {
		a.warn("--limit ends this after %s, and the last change-set may be told in part", counted(len(page.Entries), "change"))
	}
	_, err := a.out.WriteString(views.Markdown(page.Entries, place))
	return err
}

// warnHistory tells what a history does not.
func (a *app) warnHistory(page data.HistoryPage) {
	if page.Partial {
		a.warn("flagtui keeps no history in this database: `flagtui init` would record more")
	}
	if len(page.Entries) == 0 && !a.json {
		a.warn("no changes are recorded")
	}
}

func (a *app) printHistory(page data.HistoryPage) error {
	a.warnHistory(page)
	rows := []entryRow{}
	for _, e := range page.Entries {
		rows = append(rows, entryRow{e.Change, e.At, e.Actor, e.Reason, e.Scope.Kind, e.Scope.ID, e.Name, e.Before, e.After})
	}
	if a.json {
		return a.printJSON(rows)
	}
	return a.table(func(line func(...any)) {
		for _, e := range page.Entries {
			line(e.At.Format(time.RFC3339), e.Change, e.Actor, e.Scope, e.Name, fmt.Sprintf("%s -> %s", e.Before, e.After), e.Reason)
		}
	})
}

// parseSince reads a point in time: a duration before now, in days too, or a
// date. Nothing means since ever.
func parseSince(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	var days float64
	if n, err := fmt.Sscanf(text+"$", "%fd$", &days); err == nil && n == 1 && days >= 0 {
		return now.Add(-time.Duration(days * 24 * float64(time.Hour))), nil
	}
	if d, err := time.ParseDuration(text); err == nil && d >= 0 {
		return now.Add(-d), nil
	}
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly} {
		if at, err := time.Parse(form, text); err == nil {
			return at, nil
		}
	}
	return time.Time{}, &flag.Problem{Kind: flag.ErrUsage, Text: fmt.Sprintf("--since does not understand %q", text),
		Hint: "for example 90m, 2h, 3d, 2026-01-31 or 2026-01-31T08:00:00Z (a date without a zone is UTC)"}
}
