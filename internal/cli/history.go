package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// historyFlags are the flags of history.
type historyFlags struct {
	since, until, scope, by, source string
	limit                           int
	effective                       bool
}

func (a *app) historyCommand() *cobra.Command {
	var f historyFlags
	cmd := &cobra.Command{
		Use:   "history [NAME]",
		Short: "Print who changed what, when and why, newest first",
		Long: `history prints every recorded change, one line for each override, newest first:
what flagtui changed, what the app changed and has in its own audit trail, and
what neither of them did. The source says which:

  flagtui  a person changed it with flagtui
  app      a person changed it with the app
  outside  the override differs from its last record, so something else has
           changed it. Nobody is named. If the time of the change is unknown,
           the time is when flagtui noticed it, and the reason says so. If a
           later record follows, the time is that record's; the change was
           made before.

--effective, with a scope, prints the changes that have an effect there: a
tenant's own and the system's, with the flag's effective value before and after.
-o markdown prints change-sets, for a chat or a ticket.`,
		Example: `  flagtui history --since 2h
  flagtui history orders.beta --limit 10
  flagtui history --scope tenant:acme --effective
  flagtui history --since 7d --source app --by lena -o csv
  flagtui history --since 2h -o markdown`,
		Args:              usageArgs(cobra.MaximumNArgs(1)),
		ValidArgsFunction: a.completeNames,
		RunE: func(cmd *cobra.Command, args []string) error {
			query, err := f.query(args)
			if err != nil {
				return err
			}
			store, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer store.Close()
			query.Scope = store.Info().Kinds.OfTenant(query.Scope)
			h, err := a.readHistory(cmd.Context(), store, query, f.effective)
			if err != nil {
				return err
			}
			return a.printHistory(h, cmp.Or(a.contextName(), store.Info().Name()))
		},
	}
	cmd.Flags().StringVar(&f.since, "since", "", "only changes since this `TIME`: a duration (2h, 3d) or a date (2026-01-31, RFC 3339)")
	cmd.Flags().StringVar(&f.until, "until", "", "only changes until this `TIME`: a duration (2h, 3d) or a date; a date without a time includes its day")
	cmd.Flags().StringVar(&f.by, "by", "", "only changes by `WHO`: a part of the actor's name or e-mail address")
	cmd.Flags().StringVar(&f.scope, "scope", "", "only changes at this `SCOPE`: system, tenant:ID, …")
	cmd.Flags().StringVar(&f.source, "source", "", "only changes of this `SOURCE`: flagtui, app or outside")
	cmd.Flags().BoolVar(&f.effective, "effective", false, "with --scope: the system's changes too, and the effect of each at the scope")
	cmd.Flags().IntVar(&f.limit, "limit", 100, "at most `N` changes")
	a.addOutput(cmd)
	cmd.Flags().BoolVar(&a.markdown, "markdown", false, "the same as -o markdown")
	return cmd
}

// query returns the query that the flags ask for. It fails with feature.ErrUsage if a
// flag's value is wrong.
func (f historyFlags) query(args []string) (q data.HistoryQuery, err error) {
	q = data.HistoryQuery{HistoryFilter: data.HistoryFilter{By: f.by, Origin: feature.Origin(f.source)}, Limit: f.limit}
	if len(args) > 0 {
		q.Name = args[0]
	}
	now := time.Now()
	if q.Since, err = parseTime("since", f.since, now); err != nil {
		return q, err
	}
	if q.Until, err = parseTime("until", f.until, now); err != nil {
		return q, err
	}
	if _, err := time.Parse(time.DateOnly, f.until); err == nil {
		q.Until = q.Until.AddDate(0, 0, 1).Add(-time.Microsecond)
	}
	if f.scope != "" {
		if q.Scope, err = feature.ParseScope(f.scope); err != nil {
			return q, err
		}
	}
	usage := func(format string, args ...any) error {
		return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf(format, args...)}
	}
	switch {
	case f.limit < 1:
		return q, usage("--limit is %d; it must be at least 1", f.limit)
	case f.source != "" && !slices.Contains(feature.Origins(), q.Origin):
		return q, usage("--source is %q; it is one of flagtui, app and outside", f.source)
	case f.effective && f.scope == "":
		return q, usage("--effective needs a --scope, such as tenant:acme: it shows the effect at that scope")
	case !q.Until.IsZero() && q.Until.Before(q.Since):
		return q, usage("--until is before --since")
	}
	return q, nil
}

// history is a list of changes. With --effective, it includes their effects.
type history struct {
	data.HistoryPage
	kinds   feature.KindList // the kinds of scope in the database
	effects []feature.Effect // one for each entry; nil without --effective
}

// readHistory reads pages until it has as many changes as the query asks for.
func (a *app) readHistory(ctx context.Context, store data.Store, q data.HistoryQuery, effective bool) (history, error) {
	h := history{kinds: store.Info().Kinds, HistoryPage: data.HistoryPage{Entries: []feature.Entry{}, More: true}}
	limit, kept := q.Limit, func(feature.Entry) bool { return true }
	var effects *feature.Effects
	if effective {
		defs, err := a.definitions(ctx, store)
		if err != nil {
			return h, err
		}
		if effects, err = change.Effects(ctx, store, q.Scope, defs); err != nil {
			return h, err
		}
		h.effects = []feature.Effect{}
		// An effect depends on all newer changes, so filters apply after it is computed.
		q.System = store.Info().Kinds.Of(q.Scope.Kind).SeesSystem()
		kept = q.Matches
		q.Until, q.By, q.Origin, q.Limit = time.Time{}, "", "", max(limit, 500)
	}
	step, end := a.progress.start("changes", "Reading the history")
	defer end()
	for h.More && len(h.Entries) < limit {
		page, err := store.History(ctx, q)
		if err != nil {
			return h, err
		}
		q.After, h.More, h.Partial, h.Trail, h.Mixed, h.Unnamed, h.Searched = page.Next, page.More, page.Partial, page.Trail, page.Mixed, h.Unnamed+page.Unnamed, page.Searched
		step.add(len(page.Entries))
		for _, e := range page.Entries {
			var effect feature.Effect
			if effects != nil {
				effect = effects.Of(e)
			}
			if !kept(e) {
				continue
			}
			if len(h.Entries) == limit {
				h.More = true
				break
			}
			h.Entries = append(h.Entries, e)
			if effects != nil {
				h.effects = append(h.effects, effect)
			}
		}
	}
	return h, nil
}

// parseTime parses a date, or a duration before now such as 2h or 3d. An empty text is
// the zero time. It fails with feature.ErrUsage at any other text.
func parseTime(name, text string, now time.Time) (time.Time, error) {
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
	return time.Time{}, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("--%s does not understand %q", name, text),
		Hint: "for example 90m, 2h, 3d, 2026-01-31 or 2026-01-31T08:00:00Z (a date without a zone is UTC)"}
}
