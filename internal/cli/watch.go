package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
	"flagtui/internal/words"
)

func (a *app) watchCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "watch [NAME …]",
		Short: "Print each change as it happens, until interrupted",
		Long: `watch prints each change of an override as it happens, whoever makes it, one on
each line: of all flags, or of those named. With --json each line is an object, as
history prints them in an array. Where the database is lost, watch tries again, and
says on stderr from when until when it had no answer. It ends on ctrl-c, with 130.`,
		Example: `  flagtui watch
  flagtui watch orders.beta --json | jq .actor`,
		ValidArgsFunction: a.completeNames,
		RunE: a.withStore(func(ctx context.Context, store data.Store, names []string) error {
			return a.watch(ctx, store, names)
		}),
	}
}

// watchRetry is the pause after a failed read.
const watchRetry = 2 * time.Second

// watch prints changes until ctx ends.
func (a *app) watch(ctx context.Context, store data.Store, names []string) error {
	feed, err := change.NewFeed(ctx, store, names...)
	if err != nil {
		return err
	}
	if store.Info().ReadOnly == "" && !store.Info().HasJournal {
		a.warn("flagtui keeps no history in this database: nothing says who made a change that the app does not record")
	}
	var lost time.Time // when the database stopped to answer; zero while it answers
	lose := func(why string) {
		if lost.IsZero() {
			lost = time.Now()
			a.warn("disconnected at %s, retrying%s", lost.UTC().Format("15:04:05"), why)
		}
	}
	signals := store.Watch(ctx)
	var retry <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-retry:
		case signal, ok := <-signals:
			switch {
			case !ok && ctx.Err() != nil:
				return ctx.Err()
			case !ok:
				return &feature.Problem{Kind: feature.ErrUnavailable, Text: "the watch of the database has ended"}
			case signal.Crash != nil:
				return panicError{signal.Crash.Value, signal.Crash.Stack}
			case signal.Full:
				lose(": the database has no free connection")
				continue
			case signal.By == engine.Blind:
				lose("")
				continue
			}
		}
		retry = nil
		changes, err := feed.Next(ctx)
		for _, e := range changes {
			if err := a.printChange(store.Info().Kinds, e); err != nil {
				return err
			}
		}
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			lose(": " + err.Error())
			retry = time.After(watchRetry)
		case !lost.IsZero():
			a.warn("connected again: there was no answer from %s to %s; a change from outside in that time that was changed back is missing", lost.UTC().Format("15:04:05"), time.Now().UTC().Format("15:04:05"))
			lost = time.Time{}
		}
	}
}

// printChange prints one change on a line. kinds are the kinds of scope in the database.
func (a *app) printChange(kinds feature.KindList, e feature.Entry) error {
	if a.json {
		text, err := marshalJSON(newEntryRow(e))
		if err == nil {
			_, err = a.out.Write(text)
		}
		if err != nil {
			return err
		}
		return a.out.Flush()
	}
	reason := e.Reason
	if e.Origin == feature.FromOutside {
		reason = e.OutsideText(words.English)
	}
	cells := []string{e.At.Format(time.RFC3339), fmt.Sprint(orDash(e.Change)), string(e.Origin), fmt.Sprint(orDash(e.Actor)), e.Scope.String(), e.Name, e.Text(words.English, kinds, " -> "), reason}
	if _, err := fmt.Fprintln(a.out, strings.TrimRight(a.text(strings.Join(cells, "  ")), " ")); err != nil {
		return err
	}
	return a.out.Flush()
}
