package views

import (
	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// Intent is what the user wants by a key. The model performs it. The types below
// are all there are.
type Intent interface{ intent() }

// The intents.
type (
	// Quit ends the program.
	Quit struct{}
	// Refresh reads everything again.
	Refresh struct{}
	// Back goes back to the screen below; from browse, to where the user came
	// from, or to the whole system.
	Back struct{}
	// OpenHelp shows the keys.
	OpenHelp struct{}
	// OpenPicker shows the scopes to switch to. Compare: the one chosen is
	// compared with the scope that is shown.
	OpenPicker struct{ Compare bool }
	// GoTo switches to a scope. Typed: its id was typed and is to be looked up
	// first. Name is the flag to put the cursor on; empty: it stays.
	GoTo struct {
		Info  feature.ScopeInfo
		Name  string
		Typed bool
	}
	// FindFlag puts browse's cursor on a flag.
	FindFlag struct{ Name string }
	// Compare compares the scope that is shown with another.
	Compare struct{ Info feature.ScopeInfo }
	// OpenContexts shows the contexts to switch to.
	OpenContexts struct{}
	// SwitchContext opens the database of another context, maybe for reading only.
	SwitchContext struct {
		Name     string
		ReadOnly bool
	}
	// MakeReadOnly makes the session of the open database read-only.
	MakeReadOnly struct{}
	// SortByChange reads the order in which the overrides changed.
	SortByChange struct{}
	// TogglePreview shows the preview pane, or hides it.
	TogglePreview struct{}
	// ReadChanges reads the last change of every flag at the scope shown.
	ReadChanges struct{}
	// SwitchKind shows the scopes of the next kind.
	SwitchKind struct{}
	// Search reads the screen's data again, for another search or filter.
	Search struct{}
	// NextPage reads the next page of the screen's data.
	NextPage struct{}
	// OpenDetails shows the details of a flag at a scope.
	OpenDetails struct {
		Scope feature.ScopeInfo
		Name  string
	}
	// OpenMatrix shows flags by scopes; without Flags those that the list shows.
	OpenMatrix struct{ Flags []feature.View }
	// OpenOverview shows what is enabled for any project or section.
	OpenOverview struct{}
	// OpenDoctor shows what is wrong with the rows and the tables of the database.
	OpenDoctor struct{}
	// ProposeFixes opens the screen that removes overrides which are wrong.
	ProposeFixes struct{ Changes []feature.Change }
	// OpenPalette shows the field that takes the name of a view, an action, a flag
	// or a scope.
	OpenPalette struct{}
	// PressKey presses a key on the screen below the palette or the help.
	PressKey struct{ Press keys.Press }
	// Propose opens the change screen for a flag at a scope, with a setting
	// chosen.
	Propose struct {
		Scope feature.ScopeInfo
		View  feature.View
		After feature.Setting
	}
	// ProposeMany opens the screen that changes several flags at a scope, with
	// a setting chosen.
	ProposeMany struct {
		Scope feature.ScopeInfo
		Views []feature.View
		After feature.Setting
	}
	// ReviewCopy opens the screen before flags are copied to a scope.
	ReviewCopy struct{ Proposal feature.Proposal }
	// Apply makes the change that was confirmed.
	Apply struct {
		Proposal feature.Proposal
		Reason   string
	}
	// OpenHistory shows the history; Name is the flag it can be narrowed to. OfFlag:
	// it starts so.
	OpenHistory struct {
		Name   string
		OfFlag bool
	}
	// OpenChangeSet shows the change-set of these entries, newest first. They may be
	// a part of it.
	OpenChangeSet struct{ Entries []feature.Entry }
	// ReviewUndo opens the screen that undoes the change-set Change. If Change is empty,
	// that is the user's last change-set.
	ReviewUndo struct{ Change string }
	// ReviewKill opens the screen that turns a flag off everywhere.
	ReviewKill struct{ Name string }
	// Copy takes a text to the clipboard; What says what it is.
	Copy struct{ Text, What string }
	// CopyChange takes a change-set to the clipboard, as Markdown: the one of that
	// id, or these entries of one that flagtui did not record; if both are empty, the
	// user's last.
	CopyChange struct {
		Change  string
		Entries []feature.Entry
	}
	// ExportHistory writes the changes that the history shows to a file.
	ExportHistory struct{}
	// ShowNotice shows a notice.
	ShowNotice struct{ Text string }
)

func (Quit) intent()          {}
func (Refresh) intent()       {}
func (Back) intent()          {}
func (OpenHelp) intent()      {}
func (OpenPicker) intent()    {}
func (GoTo) intent()          {}
func (FindFlag) intent()      {}
func (Compare) intent()       {}
func (OpenContexts) intent()  {}
func (SwitchContext) intent() {}
func (MakeReadOnly) intent()  {}
func (SortByChange) intent()  {}
func (TogglePreview) intent() {}
func (ReadChanges) intent()   {}
func (SwitchKind) intent()    {}
func (Search) intent()        {}
func (NextPage) intent()      {}
func (OpenDetails) intent()   {}
func (OpenMatrix) intent()    {}
func (OpenOverview) intent()  {}
func (OpenDoctor) intent()    {}
func (ProposeFixes) intent()  {}
func (OpenPalette) intent()   {}
func (PressKey) intent()      {}
func (Propose) intent()       {}
func (ProposeMany) intent()   {}
func (ReviewCopy) intent()    {}
func (Apply) intent()         {}
func (OpenHistory) intent()   {}
func (OpenChangeSet) intent() {}
func (ReviewUndo) intent()    {}
func (ReviewKill) intent()    {}
func (Copy) intent()          {}
func (CopyChange) intent()    {}
func (ExportHistory) intent() {}
func (ShowNotice) intent()    {}
