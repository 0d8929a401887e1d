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
	// SortByChange needs the order in which the overrides changed.
	SortByChange struct{}
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
	// Say shows a notice.
	Say struct{ Text string }
)

func (Quit) intent()         {}
func (Refresh) intent()      {}
func (Back) intent()         {}
func (OpenHelp) intent()     {}
func (OpenPicker) intent()   {}
func (GoTo) intent()         {}
func (SortByChange) intent() {}
func (Search) intent()       {}
func (More) intent()         {}
func (Propose) intent()      {}
func (Apply) intent()        {}
func (Say) intent()          {}
