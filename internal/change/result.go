package change

import (
	"fmt"

	"flagtui/internal/data"
	"flagtui/internal/feature"
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
func (r Result) Done(p feature.Proposal, shown feature.Scope, rowOnly string) string {
	if p.What != "" {
		return "done: " + p.What
	}
	if c := p.Changes[0]; len(r.Changed) == 0 {
		return fmt.Sprintf("%s was %s already", c.Flag(shown), c.After)
	}
	return p.Changes[0].Done(r.kinds.Of(p.Changes[0].Scope.Kind), shown, rowOnly)
}

// Notice returns the text of Done with the state of the saved change, for the status line.
// An empty state selects the time of effect.
func (r Result) Notice(p feature.Proposal, shown feature.Scope, rowOnly, state string) string {
	text := r.Done(p, shown, rowOnly)
	if state == "" {
		state = "saved, takes effect " + r.Live.Short
	}
	switch {
	case p.What == "" && len(r.Changed) == 0:
		return text
	case p.What == "":
		return text + " · " + state
	}
	text += fmt.Sprintf(" · %s %s", feature.CountText(r.Changed, r.kinds), state)
	if r.RowsOnly > 0 {
		text += ", except for " + RowsOnlyText(r.RowsOnly)
	}
	return text
}

// RowsOnlyText says that changed rows of canary features do not change who sees the
// features.
func RowsOnlyText(n int) string {
	return feature.Plural(n, "row") + " of canary features: rollouts decide who sees these features, and the rows do not"
}
