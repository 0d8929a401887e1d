package views

import (
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// Browse is the main screen: every flag, as one scope sees it.
type Browse struct {
	Theme             Theme
	Map               keys.Map
	Kinds             feature.KindList
	HasCatalogueTable bool // the database has a table that keeps a catalogue

	scope         feature.ScopeInfo
	views         []feature.View // sorted by name; nil: not loaded yet
	catalogue     bool           // whether a catalogue is known
	firstPageOnly bool           // the other flags are still being read
	counts        *feature.Counts

	state       stateFilter
	stateCounts [stateCount]int // how many flags each filter shows
	order       sortOrder
	changeOrder []string // the flags by last change; nil: not sorted by it
	filter      textField
	typing      bool // keys go to the filter

	// fromList: back leads to the list that this scope was entered from, as long as
	// the filter is still filterOnEntry.
	fromList      bool
	filterOnEntry string

	marks           map[string]bool   // the flags that are marked, by name
	changedByOthers map[string]string // what others have just changed, by flag
	reading         string            // the flag that is being read again after its change; empty: none

	byState []int // indexes of the views that the state filter shows, in order
	query   query // what is searched for among them
	shown   []int // those of byState that the query finds
	applied bool  // shown belongs to byState and query
	similar bool  // no flag has the words of the query: shown are those with similar names
	lines   []int // of each row, the index of its view; in the tree also modules
	rows    rows
	tree    tree

	queryProblem string // why a term of what is typed is not searched for; empty: all are
	// changes are the last changes of the flags at the scope shown, as they were at
	// changesAt; nil: not read. wantsChanges: what is typed asks for them.
	changes      map[string]feature.Entry
	changesAt    time.Time
	wantsChanges bool
	changesAsked bool

	nameSystemAlways bool // a tenant's flag names the system's value where it is the same, too

	registeredWidths, unregisteredWidths naturalWidths
	widths                               columnWidths
	intro                                []string // the lines above the list
	width, terminalWidth                 int      // of the list; and with the preview beside it
	preview                              previewPane
	lastChanges                          map[string]lastChange // by flag, at the scope shown; of the flags that have been read
	low                                  bool                  // the terminal has no lines for the tabs, and shows only the list
}

// NewBrowse makes an empty screen.
func NewBrowse(t Theme, m keys.Map) *Browse {
	return &Browse{Theme: t, Map: m, filter: newTextField(feature.MaxFeature), marks: map[string]bool{}, scope: feature.ScopeInfo{Scope: feature.SystemScope()}}
}

// Show gives the screen the flags of a scope. The cursor stays on its flag.
// catalogue reports whether definitions are known.
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

// SetReading tells the screen which flag is being read again after its change;
// empty: none.
func (b *Browse) SetReading(name string) { b.reading = name }

// Reading reports whether a flag is being read again.
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

// ShowFirstPage is Show for the first flags, while the others are being read.
func (b *Browse) ShowFirstPage(scope feature.ScopeInfo, views []feature.View) {
	b.Show(scope, views, true)
	b.firstPageOnly = true
}

// NoCatalogue reports whether the flags are loaded, and no catalogue is known.
func (b *Browse) NoCatalogue() bool { return b.views != nil && !b.firstPageOnly && !b.catalogue }

// Scope returns the scope that is shown.
func (b *Browse) Scope() feature.ScopeInfo { return b.scope }

// EnterScope tells the screen that another scope is shown. inner: back leads to
// the list that it was chosen from.
func (b *Browse) EnterScope(inner bool) { b.fromList, b.filterOnEntry = inner, b.filter.value() }

// selected returns the flag under the cursor.
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

// goToSystem leaves the scope for the whole system.
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

// back removes the filter, then the state filter, then the marks, and then leaves
// the scope.
func (b *Browse) back() Intent {
	switch {
	case b.fromList && b.filter.value() == b.filterOnEntry:
		return Back{} // to where the filter stays what it was
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
