package views

import (
	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// Intent is a request that the user makes with a key. The model performs it. The types
// below are all intents.
type Intent interface{ intent() }

// The intents.
type (
	// Quit ends the program.
	Quit struct{}
	// Refresh reads everything again.
	Refresh struct{}
	// Back returns to the screen below. From browse it returns to the previous scope,
	// or to the system.
	Back struct{}
	// AskApp asks the running application what it serves at a scope.
	AskApp struct{ Scope feature.Scope }
	// OpenHelp shows the keys.
	OpenHelp struct{}
	// OpenPicker shows the scopes to switch to. If Compare is set, the chosen scope is
	// compared with the current one.
	OpenPicker struct{ Compare bool }
	// GoTo switches to a scope, and puts the cursor on the flag Name if that is not
	// empty. If Typed is set, the user typed the id, which has to be looked up first.
	GoTo struct {
		Info  feature.ScopeInfo
		Name  string
		Typed bool
	}
	// FindFlag puts browse's cursor on a flag.
	FindFlag struct{ Name string }
	// Compare compares the current scope with another.
	Compare struct{ Info feature.ScopeInfo }
	// OpenContexts shows the contexts to switch to.
	OpenContexts struct{}
	// SwitchContext opens the database of another context.
	SwitchContext struct {
		Name     string
		ReadOnly bool
	}
	// MakeReadOnly makes the session of the open database read-only.
	MakeReadOnly struct{}
	// SortByChange reads the order in which the overrides last changed.
	SortByChange struct{}
	// TogglePreview shows or hides the preview pane.
	TogglePreview struct{}
	// ReadChanges reads the last change of every flag at the current scope.
	ReadChanges struct{}
	// SwitchKind shows the scopes of the next kind.
	SwitchKind struct{}
	// Search reads the screen's data again for a new search or filter.
	Search struct{}
	// NextPage reads the next page of the screen's data.
	NextPage struct{}
	// OpenDetails shows the details of a flag at a scope.
	OpenDetails struct {
		Scope feature.ScopeInfo
		Name  string
	}
	// OpenMatrix shows flags by scopes. An empty Flags means the flags that the list
	// shows.
	OpenMatrix struct{ Flags []feature.View }
	// OpenOverview shows what is enabled for any project or section.
	OpenOverview struct{}
	// OpenDoctor shows the problems of the database's rows and tables.
	OpenDoctor struct{}
	// ProposeFixes opens the screen that removes wrong overrides.
	ProposeFixes struct{ Changes []feature.Change }
	// OpenPalette opens the palette.
	OpenPalette struct{}
	// PressKey presses a key on the screen below the palette or the help.
	PressKey struct{ Press keys.Press }
	// Propose opens the change screen of a flag at a scope. The screen proposes the
	// setting After.
	Propose struct {
		Scope feature.ScopeInfo
		View  feature.View
		After feature.Setting
	}
	// ProposeMany opens the change screen of several flags at a scope. The screen
	// proposes the setting After.
	ProposeMany struct {
		Scope feature.ScopeInfo
		Views []feature.View
		After feature.Setting
	}
	// ReviewCopy opens the screen that confirms a copy of settings between scopes.
	ReviewCopy struct{ Proposal feature.Proposal }
	// Apply makes the confirmed change.
	Apply struct {
		Proposal feature.Proposal
		Reason   string
	}
	// OpenHistory shows the history. The user can narrow it to the flag Name. If OfFlag
	// is set, the history starts with that flag.
	OpenHistory struct {
		Name   string
		OfFlag bool
	}
	// OpenChangeSet shows a change-set of which some entries are known, newest first.
	OpenChangeSet struct{ Entries []feature.Entry }
	// ReviewUndo opens the screen that undoes the change-set Change. An empty Change
	// means the user's last change-set.
	ReviewUndo struct{ Change string }
	// ReviewKill opens the screen that turns a flag off everywhere.
	ReviewKill struct{ Name string }
	// Copy copies a text to the clipboard; What describes the text.
	Copy struct{ Text, What string }
	// CopyChange copies a change-set to the clipboard, as Markdown. Change is the
	// change-set's id. Without an id, Entries holds its entries. If both are empty, the
	// user's last change-set is copied.
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
func (AskApp) intent()        {}
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
