package change

import (
	"fmt"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// Result is the result of Apply.
type Result struct {
	data.Applied
	Live     feature.Live // when the change takes effect
	RowsOnly int          // number of changed rows that do not decide who sees their flags

	Announced    string // the program of after_change that has succeeded; may be empty
	NotConfirmed string // why the app is not known to serve the change; may be empty

	Undoable bool // the database has a journal
	kinds    feature.KindList
	set      feature.ChangeSet // the change-set as requested
}

// Known returns what is known of a saved change's effect: Live, and what the steps after
// the change have found.
func (r Result) Known() feature.Live {
	live := r.Live
	switch {
	case live.Kind == feature.LiveConfirmed:
	case r.NotConfirmed != "":
		live = feature.Live{Kind: feature.LiveUnknown, Text: "not confirmed: " + r.NotConfirmed, Short: "not confirmed"}
	case r.Announced != "":
		live.Text = "announced by " + r.Announced + "; " + live.Text
	}
	return live
}

// Saved describes a saved change: its id in the history, and what is known of its effect.
// It returns an empty string if nothing was changed.
func (r Result) Saved() string {
	live := "takes effect " + r.Live.Text
	switch {
	case r.RowsOnly == len(r.Changed):
		live = "it does not change who sees the feature"
	case r.Live.Kind == feature.LiveConfirmed:
		live = r.Live.Text
	case r.NotConfirmed != "":
		live = "not confirmed"
	case r.Announced != "":
		live = "announced by " + r.Announced + "; " + live
	}
	switch {
	case r.ID == "":
		return ""
	case r.Recorded && !r.Undoable:
		return fmt.Sprintf("saved as %s; %s (`flagtui init` makes undo possible from then on)", r.ID, live)
	case r.Recorded:
		return fmt.Sprintf("saved as %s; %s", r.ID, live)
	}
	return fmt.Sprintf("saved, but not recorded: flagtui keeps no history here (`flagtui init` makes it); %s", live)
}

// Done describes a proposal that was carried out. The text leaves out the scope shown.
// rowOnly is View.RowOnly of the flag if the proposal changes one flag.
func (r Result) Done(l words.Language, p feature.Proposal, shown feature.Scope, rowOnly string) string {
	if p.What != "" {
		return l.Say(words.TaskDone, p.Task(l, shown))
	}
	c := p.Changes[0]
	if len(r.Changed) == 0 {
		return l.Say(words.ChangeNoop, c.Flag(l, shown), l.Known(c.After.String()))
	}
	return c.Done(l, r.kinds.Of(c.Scope.Kind), shown, rowOnly)
}

// Notice returns the text of Done with the state of the saved change, for the status line.
// An empty state selects the time of effect.
func (r Result) Notice(l words.Language, p feature.Proposal, shown feature.Scope, rowOnly, state string) string {
	text := r.Done(l, p, shown, rowOnly)
	if state == "" {
		state = l.Say(words.SavedTakes, r.Live.In(l).Short)
	}
	switch {
	case p.What == "" && len(r.Changed) == 0:
		return text
	case p.What == "":
		return text + " · " + state
	}
	text += " · " + feature.CountText(l, r.Changed, r.kinds) + " " + state
	if r.RowsOnly > 0 {
		return l.Say(words.ExceptRows, text, RowsOnlyText(l, r.RowsOnly))
	}
	return text
}

// RowsOnlyText says that changed rows of canary features do not change who sees the
// features.
func RowsOnlyText(l words.Language, n int) string {
	return l.Say(words.CanaryRows, l.Count(n, words.CanaryRow))
}
