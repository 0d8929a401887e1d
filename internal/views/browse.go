package views

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// Browse is the main screen: every flag, as one scope sees it.
type Browse struct {
	Theme             Theme
	Map               keys.Map
	Live              feature.Live // when a change at a project or a section takes effect
	HasCatalogueTable bool         // the database has a table that keeps a catalogue

	scope             feature.ScopeInfo
	views             []feature.View // as loaded, by name; nil: nothing was loaded yet
	catalogue         bool           // whether any catalogue is known
	unregisteredCount int            // how many of the views are not registered
	firstPageOnly     bool           // there are more of them to come
	counts            *feature.Counts

	state       stateFilter
	changeOrder []string // the flags by last change, when sorted so; else nil
	filter      textField
	typing      bool // keys go to the filter

	// inner: this scope was entered from a list, where back leads; entered is
	// what the filter was then.
	fromList      bool
	filterOnEntry string

	marks           map[string]bool   // the flags that are marked, by name
	changedByOthers map[string]string // what others have just done, by flag
	reading         string            // the flag that is being read again; empty: none

	byState  []int  // the views of that state, in the order shown
	shown    []int  // those of them that the filter finds
	shownFor string // the filter that has found them, in lower case
	rows     rows

	registeredWidths, unregisteredWidths naturalWidths
	widths                               columnWidths
	intro                                []string // what stands over the list
	width                                int
}

// NewBrowse makes an empty screen.
func NewBrowse(t Theme, m keys.Map) *Browse {
	return &Browse{Theme: t, Map: m, filter: newTextField(feature.MaxFeature), marks: map[string]bool{}, scope: feature.ScopeInfo{Scope: feature.SystemScope()}}
}

// Show gives the screen what a scope holds. The cursor stays on its flag.
// catalogue is false where no definitions are known at all.
func (b *Browse) Show(scope feature.ScopeInfo, views []feature.View, catalogue bool) {
	if b.scope.Scope != scope.Scope {
		b.changeOrder, b.changedByOthers = nil, nil
	}
	name := b.selectedName()
	b.scope, b.views, b.catalogue, b.unregisteredCount, b.firstPageOnly = scope, views, catalogue, 0, false
	for i := range views {
		if !views[i].Registered {
			b.unregisteredCount++
		}
	}
	b.measureColumns()
	b.rebuild(name)
}

// SetReading tells the screen that a flag is being read again, since it has just been
// changed: what was known of it holds no more. Without a name, no longer.
func (b *Browse) SetReading(name string) { b.reading = name }

// Reading tells whether a flag is being read again.
func (b *Browse) Reading() bool { return b.reading != "" }

// UpdateView gives the screen one of its flags again, as the scope now has it.
func (b *Browse) UpdateView(view feature.View) {
	if at := feature.Index(b.views, view.Name); at >= 0 {
		name := b.selectedName()
		b.views[at] = view
		b.measureColumns()
		b.rebuild(name)
	}
}

// ShowFirstPage is Show with the first flags only, while the others are being
// read.
func (b *Browse) ShowFirstPage(scope feature.ScopeInfo, views []feature.View) {
	b.Show(scope, views, true)
	b.firstPageOnly = true
}

// Scope returns the scope that is shown.
func (b *Browse) Scope() feature.ScopeInfo { return b.scope }

// SortByChange orders the flags by these names: the last changed first, the
// others, never changed, behind them. nil sorts by name.
func (b *Browse) SortByChange(names []string) {
	name := b.selectedName()
	b.changeOrder = names
	b.rebuild(name)
}

// EnterScope tells the screen that another scope is gone to; inner: from a list that
// back leads to.
func (b *Browse) EnterScope(inner bool) { b.fromList, b.filterOnEntry = inner, b.filter.value() }

// SortedByChange tells whether the flags are sorted by last change.
func (b *Browse) SortedByChange() bool { return b.changeOrder != nil }

// selected returns the flag under the cursor.
func (b *Browse) selected() (feature.View, bool) {
	if b.rows.cursor >= len(b.shown) {
		return feature.View{}, false
	}
	return b.views[b.shown[b.rows.cursor]], true
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
	if intent, taken := b.pressFlag(p); taken {
		return intent
	}
	switch {
	case p.Matches(b.Map.Filter):
		b.typing = true
	case p.Matches(b.Map.State):
		name := b.selectedName()
		b.state = (b.state + 1) % stateFilter(len(stateNames))
		b.rebuild(name)
	case p.Matches(b.Map.Sort):
		if b.changeOrder == nil {
			return SortByChange{}
		}
		b.SortByChange(nil)
	case p.Matches(b.Map.Tenants):
		return OpenPicker{}
	case p.Matches(b.Map.Diff):
		return OpenPicker{Compare: true}
	case p.Matches(b.Map.Overview):
		return OpenOverview{}
	case p.Matches(b.Map.Jump):
		return OpenJump{}
	case p.Matches(b.Map.CopyChange):
		return CopyChange{}
	case p.MatchesAlone(b.Map.Undo):
		return ReviewUndo{}
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

// typeFilter takes a key while the filter is typed: enter keeps it, esc clears it.
func (b *Browse) typeFilter(p keys.Press) Intent {
	name := b.selectedName()
	switch {
	case p.Matches(b.Map.Choose):
		b.typing = false
	case p.Matches(b.Map.Leave):
		b.clearFilter()
	case b.rows.press(p, b.Map.WithoutLetters()):
	case b.filter.press(p):
		b.applyFilter(name)
	}
	return nil
}

// back takes one step out: the filter, then the states shown, then the marks,
// then the scope.
func (b *Browse) back() Intent {
	switch {
	case b.fromList && b.filter.value() == b.filterOnEntry:
		return Back{} // to where the filter stays what it was
	case b.filter.value() != "":
		b.clearFilter()
	case b.state != showAll:
		name := b.selectedName()
		b.state = showAll
		b.rebuild(name)
	case len(b.marks) > 0:
		b.Unmark()
	default:
		return Back{}
	}
	return nil
}

func (b *Browse) clearFilter() {
	name := b.selectedName()
	b.typing, b.filter = false, newTextField(feature.MaxFeature)
	b.applyFilter(name)
}

// Title implements Screen. A narrow terminal has room for the scope, and for
// how many flags are shown.
func (b *Browse) Title() (title, count string) {
	scope, count := b.Theme.scopeTitle(b.scope), b.count()
	title, more := " Feature Flags"+b.Theme.dot+scope, ""
	if b.catalogue && b.unregisteredCount > 0 && b.state != showOrphaned {
		more = fmt.Sprintf("%s%d not registered", b.Theme.dot, b.unregisteredCount)
	}
	room := b.width - ansi.StringWidth(title) - len(count) - 2
	if room < ansi.StringWidth(more) {
		title, room = " "+scope, room+ansi.StringWidth(title)-ansi.StringWidth(" "+scope)
	}
	if room < ansi.StringWidth(more) {
		more = ""
	}
	return title, count + more
}

// count is how many flags are shown, and of how many. Without a catalogue no
// flag is registered, and all are listed.
func (b *Browse) count() string {
	shown, all, noun := len(b.shown), len(b.views), "flag"
	switch {
	case b.views == nil || b.firstPageOnly: // how many there are is not known
		return ""
	case b.catalogue && b.state == showOrphaned && shown == b.unregisteredCount:
		return fmt.Sprintf("%d not registered", shown)
	case b.catalogue && b.state == showOrphaned:
		return fmt.Sprintf("%d of %d not registered", shown, b.unregisteredCount)
	case b.catalogue:
		all -= b.unregisteredCount
	}
	if shown != all {
		return fmt.Sprintf("%d of %s", shown, Plural(all, noun))
	}
	return Plural(all, noun)
}

// Foot implements Screen.
func (b *Browse) Foot() string {
	var parts []string
	if b.typing { // first, since what does not fit is cut
		parts = append(parts, "/"+b.filter.draw(b.Theme, max(10, b.width/3)))
	}
	if len(b.shown) > 0 {
		parts = append(parts, fmt.Sprintf("%d/%d", b.rows.cursor+1, len(b.shown)))
	}
	if b.state != showAll {
		parts = append(parts, "only "+stateNames[b.state])
	}
	if n := len(b.marked()); n > 0 {
		parts = append(parts, fmt.Sprintf("%d marked", n))
	}
	if b.changeOrder != nil {
		parts = append(parts, "by last change")
	}
	if text := b.filter.value(); text != "" && !b.typing {
		parts = append(parts, "/"+b.Theme.clean(text))
	}
	return strings.Join(parts, "  ")
}

// Keys implements Screen.
func (b *Browse) Keys() keys.Group {
	if b.typing {
		return b.Map.FieldKeys("keep", "clear")
	}
	return b.Map.BrowseKeys()
}
