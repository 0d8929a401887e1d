package views

import (
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// Browse is the main screen, which lists every flag as seen from one scope.
type Browse struct {
	Theme             Theme
	Map               keys.Map
	Kinds             feature.KindList
	HasCatalogueTable bool // whether the database has the table flagtui_definition

	scope         feature.ScopeInfo
	views         []feature.View // sorted by name, or nil until flags are loaded
	catalogue     bool           // whether definitions are known
	firstPageOnly bool           // whether views holds only the first page of flags
	counts        *feature.Counts

	state       stateFilter
	stateCounts [stateCount]int // the number of flags of each filter
	order       sortOrder
	changeOrder []string // flags by last change, or nil in any other order
	filter      textField
	typing      bool // whether keys go into the filter

	// If fromList is set, the key back returns to the list that this scope was chosen
	// from. If the user has changed the filter since then, back first clears the
	// filter.
	fromList      bool
	filterOnEntry string

	marks           map[string]bool   // by name
	changedByOthers map[string]string // by name: what others have just changed
	live            LiveStates        // what is known of the running application
	reading         string            // the name of the flag being read again after its change, or ""

	// byState holds the indexes, in views, of the flags that the state filter shows.
	// shown holds the part of byState that query finds.
	byState []int
	query   query
	shown   []int
	applied bool // whether shown is up to date
	similar bool // whether shown holds similar names because no flag has the words
	// lines holds, for each row, the index of its flag in views. A heading of module i
	// is -1-i.
	lines []int
	rows  rows
	tree  tree

	// queryProblem says why a term of the filter has no effect. It is empty if all
	// terms are valid.
	queryProblem string
	// changes holds the last changes at this scope, as read at changesAt. It is nil
	// until read. wantsChanges reports whether the filter needs the changes, and
	// changesAsked whether an intent has asked for them.
	changes      map[string]feature.Entry
	changesAt    time.Time
	wantsChanges bool
	changesAsked bool

	// nameSystemAlways makes a tenant's rows name the system's value even if the
	// tenant's value is the same.
	nameSystemAlways bool

	registeredWidths, unregisteredWidths naturalWidths
	widths                               columnWidths
	intro                                []string // the lines above the list
	// width is the width of the list; terminalWidth includes the preview.
	width, terminalWidth int
	preview              previewPane
	// lastChanges holds the column CHANGED by flag, for the rows read so far.
	lastChanges map[string]feature.Entry
	agesAt      time.Time // the time to which ages are counted
	low         bool      // whether the terminal has no room for the tabs and the introduction
}

// NewBrowse returns a screen without flags.
func NewBrowse(t Theme, m keys.Map) *Browse {
	return &Browse{Theme: t, Map: m, filter: newTextField(feature.MaxName), marks: map[string]bool{}, scope: feature.ScopeInfo{Scope: feature.SystemScope()}}
}

// Show sets the scope and its flags; catalogue reports whether definitions are known.
// The cursor stays on its flag.
func (b *Browse) Show(scope feature.ScopeInfo, views []feature.View, catalogue bool) {
	if b.scope.Scope != scope.Scope {
		b.changeOrder, b.changedByOthers, b.lastChanges = nil, nil, nil
		b.changes, b.changesAsked = nil, false
		if b.order.by == sortByChange {
			b.order = sortOrder{}
		}
	}
	name := b.selectedName()
	b.scope, b.views, b.catalogue, b.firstPageOnly = scope, views, catalogue, false
	b.measureColumns()
	b.countStates()
	b.rebuild(name)
}

// SetReading sets the name of the flag that is being read again after its change. An
// empty name means none.
func (b *Browse) SetReading(name string) { b.reading = name }

// Reading reports whether a flag is being read again after its change.
func (b *Browse) Reading() bool { return b.reading != "" }

// UpdateView replaces the view of one flag.
func (b *Browse) UpdateView(view feature.View) {
	if at := feature.Index(b.views, view.Name); at >= 0 {
		name := b.selectedName()
		b.views[at] = view
		b.measureColumns()
		b.countStates()
		b.rebuild(name)
	}
}

// ShowFirstPage shows the first flags of a scope while the others are being read.
func (b *Browse) ShowFirstPage(scope feature.ScopeInfo, views []feature.View) {
	b.Show(scope, views, true)
	b.firstPageOnly = true
}

// NoCatalogue reports whether all flags are loaded and no catalogue is known.
func (b *Browse) NoCatalogue() bool { return b.views != nil && !b.firstPageOnly && !b.catalogue }

// Scope returns the scope whose flags are shown.
func (b *Browse) Scope() feature.ScopeInfo { return b.scope }

// EnterScope records that the user has entered a scope. If inner is true, back returns
// to the list that the scope was chosen from.
func (b *Browse) EnterScope(inner bool) { b.fromList, b.filterOnEntry = inner, b.filter.value() }

// selected returns the flag under the cursor. It returns false if the cursor is not on
// a flag.
func (b *Browse) selected() (feature.View, bool) {
	if b.rows.cursor >= len(b.lines) || b.lines[b.rows.cursor] < 0 {
		return feature.View{}, false
	}
	return b.views[b.lines[b.rows.cursor]], true
}

func (b *Browse) selectedName() string {
	if view, ok := b.selected(); ok {
		return view.Name
	}
	return ""
}

// goToSystem opens the system's flags.
var goToSystem = GoTo{Info: feature.ScopeInfo{Scope: feature.SystemScope()}}

// Press takes a key.
func (b *Browse) Press(p keys.Press) Intent {
	if b.typing {
		return b.typeFilter(p)
	}
	if b.rows.press(p, b.Map) {
		return nil
	}
	if intent, taken := b.pressTree(p); taken {
		return intent
	}
	if intent, taken := b.pressFlag(p); taken {
		return intent
	}
	switch {
	case p.Matches(b.Map.Filter):
		b.typing = true
	case b.pressTab(p):
	case p.Matches(b.Map.ShowNotLive):
		return b.showNotLive()
	case p.Matches(b.Map.AskApp):
		return AskApp{Scope: b.scope.Scope}
	case p.Matches(b.Map.Sort):
		return b.nextOrder()
	case p.Matches(b.Map.Tenants):
		return OpenPicker{}
	case p.Matches(b.Map.Diff):
		return OpenPicker{Compare: true}
	case p.Matches(b.Map.Overview):
		return OpenOverview{}
	case p.Matches(b.Map.Doctor):
		return OpenDoctor{}
	case p.Matches(b.Map.CopyChange):
		return CopyChange{}
	case p.MatchesAlone(b.Map.Undo):
		return ReviewUndo{}
	case p.Matches(b.Map.Preview):
		return b.previewPress()
	case p.Matches(b.Map.OpenReadOnly):
		return MakeReadOnly{}
	case p.Matches(b.Map.Contexts):
		return OpenContexts{}
	case p.Matches(b.Map.System):
		return goToSystem
	case p.Matches(b.Map.Refresh):
		return Refresh{}
	case p.Matches(b.Map.Help):
		return OpenHelp{}
	case p.Matches(b.Map.Quit):
		return Quit{}
	case p.Matches(b.Map.Back):
		return b.back()
	}
	return nil
}

// back takes one step back. It clears the filter, then the state filter, then the
// marks, and then leaves the scope.
func (b *Browse) back() Intent {
	switch {
	case b.fromList && b.filter.value() == b.filterOnEntry:
		return Back{} // the list of scopes is shown, and the filter stays
	case b.filter.value() != "":
		b.clearFilter()
	case b.state != showAll:
		b.setState(showAll)
	case len(b.marks) > 0:
		b.Unmark()
	default:
		return Back{}
	}
	return nil
}

// Keys implements Screen.
func (b *Browse) Keys() keys.Group {
	if b.typing {
		return b.Map.FieldKeys("keep", "clear")
	}
	if b.terminalWidth >= PreviewMinWidth {
		return b.Map.BrowseKeys().WithHint(b.Map.Preview)
	}
	return b.Map.BrowseKeys()
}
