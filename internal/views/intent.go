package views

import "flagtui/internal/flag"

// Intent is what a key means for the program: the model performs it. The set
// is closed.
type Intent interface{ intent() }

// The intents.
type (
	// Quit ends the program.
	Quit struct{}
	// Refresh reads everything again.
	Refresh struct{}
	// Back leaves the screen, or the scope.
	Back struct{}
	// OpenHelp shows the keys.
	OpenHelp struct{}
	// OpenPicker shows the scopes to switch to.
	OpenPicker struct{}
	// GoTo switches to a scope. Typed: its id was typed and is to be looked up
	// first.
	GoTo struct {
		Info  flag.ScopeInfo
		Typed bool
	}
	// OpenContexts shows the contexts to switch to.
	OpenContexts struct{}
	// SwitchContext opens the database of another context.
	SwitchContext struct{ Name string }
	// SortByChange needs the order in which the overrides changed.
	SortByChange struct{}
	// SwitchKind shows the scopes of the next kind.
	SwitchKind struct{}
	// Search asks for the first page of scopes that match Text.
	Search struct{ Text string }
	// More asks for the next page of the picker's list.
	More struct{}
	// Propose opens the change screen for a flag, with a setting chosen.
	Propose struct {
		View  flag.View
		After flag.Setting
	}
	// Apply makes the proposed change.
	Apply struct {
		Change flag.Change
		Reason string
	}
	// OpenHistory shows the history; Name is the flag it can be narrowed to.
	OpenHistory struct{ Name string }
	// SearchHistory asks for the first page of what the history is of.
	SearchHistory struct{}
	// MoreHistory asks for the history's next page.
	MoreHistory struct{}
	// ReviewUndo opens the screen that undoes a change-set; empty: the user's
	// last.
	ReviewUndo struct{ Change string }
	// ReviewKill opens the screen that turns a flag off everywhere.
	ReviewKill struct{ Name string }
	// ApplyUndo puts a change-set back.
	ApplyUndo struct {
		Entries []flag.Entry
		Reason  string
	}
	// ApplyKill turns a flag off everywhere.
	ApplyKill struct{ Name, Reason string }
	// Say shows a notice.
	Say struct{ Text string }
)

func (Quit) intent()          {}
func (Refresh) intent()       {}
func (Back) intent()          {}
func (OpenHelp) intent()      {}
func (OpenPicker) intent()    {}
func (GoTo) intent()          {}
func (OpenContexts) intent()  {}
func (SwitchContext) intent() {}
func (SortByChange) intent()  {}
func (SwitchKind) intent()    {}
func (Search) intent()        {}
func (More) intent()          {}
func (Propose) intent()       {}
func (Apply) intent()         {}
func (Say) intent()           {}
func (OpenHistory) intent()   {}
func (SearchHistory) intent() {}
func (MoreHistory) intent()   {}
func (ReviewUndo) intent()    {}
func (ReviewKill) intent()    {}
func (ApplyUndo) intent()     {}
func (ApplyKill) intent()     {}
