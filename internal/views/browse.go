package views

import (
	"fmt"
	"slices"
	"strings"

	"flagtui/internal/flag"
	"flagtui/internal/keys"
)

// Browse is the main screen: every flag, as one scope sees it.
type Browse struct {
	Theme Theme
	Map   keys.Map

	scope     flag.ScopeInfo
	views     []flag.View // as loaded, by name
	catalogue bool        // whether any catalogue is known
	orphans   int         // how many of the views are not registered
	counts    map[string]flag.Count

	state  stateFilter
	recent []string // the flags by last change, when sorted so; else nil
	filter field
	typing bool // keys go to the filter
	shown  []int
	rows   rows

	widths        columns
	width, height int
}

// stateFilter is which flags are shown, whatever their name.
type stateFilter int

const (
	showAll stateFilter = iota
	showOverridden
	showDiffering
	showEnabled
	showDisabled
	showOrphaned
)

var stateNames = [...]string{"all", "overridden", "differs from default", "enabled", "disabled", "not registered"}

// NewBrowse makes an empty screen.
func NewBrowse(t Theme, m keys.Map) *Browse {
	return &Browse{Theme: t, Map: m, filter: newField(flag.MaxName), scope: flag.ScopeInfo{Scope: flag.SystemScope()}}
}

// Show gives the screen what a scope holds. The cursor stays on its flag.
// catalogue is false where no definitions are known at all.
func (b *Browse) Show(scope flag.ScopeInfo, views []flag.View, catalogue bool) {
	if b.scope.Scope != scope.Scope {
		b.recent = nil
	}
	name := b.selectedName()
	b.scope, b.views, b.catalogue, b.orphans = scope, views, catalogue, 0
	for i := range views {
		if !views[i].Registered {
			b.orphans++
		}
	}
	b.refilter(name)
}

// Scope returns the scope that is shown.
func (b *Browse) Scope() flag.ScopeInfo { return b.scope }

// SetCounts gives the screen how many tenants override each flag.
func (b *Browse) SetCounts(counts map[string]flag.Count) {
	b.counts = counts
	b.measure()
}

// SortByChange orders the flags by these names: the last changed first, the
// others, never changed, behind them. nil sorts by name.
func (b *Browse) SortByChange(names []string) {
	name := b.selectedName()
	b.recent = names
	b.refilter(name)
}

// Recent tells whether the flags are sorted by last change.
func (b *Browse) Recent() bool { return b.recent != nil }

// selected returns the flag under the cursor.
func (b *Browse) selected() (flag.View, bool) {
	if b.rows.cursor >= len(b.shown) {
		return flag.View{}, false
	}
	return b.views[b.shown[b.rows.cursor]], true
}

func (b *Browse) selectedName() string {
	if view, ok := b.selected(); ok {
		return view.Name
	}
	return ""
}

// refilter chooses the rows again, and puts the cursor on the flag of that
// name; without such a row it stays where it is.
func (b *Browse) refilter(name string) {
	text := strings.ToLower(b.filter.value())
	b.shown = b.shown[:0]
	for i, view := range b.views {
		if b.state.keeps(view, b.scope.Scope.Kind, b.catalogue) && (text == "" || view.Matches(text)) {
			b.shown = append(b.shown, i)
		}
	}
	b.sort()
	b.measure()
	b.rows.resize(len(b.shown), b.rows.height)
	if at := slices.IndexFunc(b.shown, func(i int) bool { return b.views[i].Name == name }); at >= 0 {
		b.rows.to(at)
	}
}

func (b *Browse) sort() {
	if b.recent == nil {
		return
	}
	order := make(map[string]int, len(b.recent))
	for i, name := range b.recent {
		order[name] = i - len(b.recent)
	}
	slices.SortStableFunc(b.shown, func(i, j int) int { return order[b.views[i].Name] - order[b.views[j].Name] })
}

// goToSystem leaves the scope for the whole system.
var goToSystem = GoTo{Info: flag.ScopeInfo{Scope: flag.SystemScope()}}

// keeps tells whether a flag is shown. Flags that are not registered have a
// filter of their own, as the web page hides them; where no catalogue is
// known they are all there is.
func (s stateFilter) keeps(v flag.View, kind flag.Kind, catalogue bool) bool {
	if s != showOrphaned && !v.Registered && catalogue {
		return false
	}
	switch s {
	case showOverridden:
		return v.Overridden
	case showDiffering:
		return v.Enabled != v.Default
	case showEnabled:
		return v.Enabled
	case showDisabled:
		return !v.Enabled
	case showOrphaned:
		return !v.Registered
	}
	return true
}

// Press takes a key.
func (b *Browse) Press(p keys.Press) Intent {
	if b.typing {
		return b.typeFilter(p)
	}
	if b.rows.press(p, b.Map) {
		return nil
	}
	switch {
	case p.Means(b.Map.Change):
		return b.propose(func(v flag.View) flag.Setting { return flag.SettingOf(!v.Enabled) })
	case p.Means(b.Map.Clear):
		if view, ok := b.selected(); ok && !view.Overridden {
			return Say{"No override set for this flag"}
		}
		return b.propose(func(flag.View) flag.Setting { return flag.Follow })
	case p.Is(b.Map.Filter):
		b.typing = true
	case p.Is(b.Map.State):
		name := b.selectedName()
		b.state = (b.state + 1) % stateFilter(len(stateNames))
		b.refilter(name)
	case p.Is(b.Map.Sort):
		if b.recent == nil {
			return SortByChange{}
		}
		b.SortByChange(nil)
	case p.Is(b.Map.Tenants):
		return OpenPicker{}
	case p.Is(b.Map.System):
		return goToSystem
	case p.Is(b.Map.Refresh):
		return Refresh{}
	case p.Is(b.Map.Help):
		return OpenHelp{}
	case p.Is(b.Map.Quit):
		return Quit{}
	case p.Is(b.Map.Back):
		return b.back()
	}
	return nil
}

// typeFilter takes a key while the filter is typed: enter keeps it, esc clears it.
func (b *Browse) typeFilter(p keys.Press) Intent {
	name := b.selectedName()
	switch {
	case p.Is(b.Map.Choose):
		b.typing = false
	case p.Is(b.Map.Leave):
		b.clearFilter()
	case b.rows.press(p, arrowsOnly(b.Map)):
	case b.filter.press(p):
		b.refilter(name)
	}
	return nil
}

// back takes one step out: the filter, then the states shown, then the scope.
func (b *Browse) back() Intent {
	switch {
	case b.filter.value() != "":
		b.clearFilter()
	case b.state != showAll:
		name := b.selectedName()
		b.state = showAll
		b.refilter(name)
	case !b.scope.Scope.IsSystem():
		return goToSystem
	}
	return nil
}

func (b *Browse) clearFilter() {
	name := b.selectedName()
	b.typing, b.filter = false, newField(flag.MaxName)
	b.refilter(name)
}

func (b *Browse) propose(after func(flag.View) flag.Setting) Intent {
	view, ok := b.selected()
	if !ok {
		return nil
	}
	return Propose{View: view, After: after(view)}
}

// Title implements Screen.
func (b *Browse) Title() (title, count string) {
	registered := len(b.views) - b.orphans
	count = plural(registered, "flag")
	if len(b.shown) != registered {
		count = fmt.Sprintf("%d of %s", len(b.shown), count)
	}
	if b.orphans > 0 {
		count += fmt.Sprintf("%s%d not registered", b.Theme.dot, b.orphans)
	}
	return " Feature Flags" + b.Theme.dot + b.Theme.scopeTitle(b.scope), count
}

// Foot implements Screen.
func (b *Browse) Foot() string {
	var parts []string
	if len(b.shown) > 0 {
		parts = append(parts, fmt.Sprintf("%d/%d", b.rows.cursor+1, len(b.shown)))
	}
	if b.state != showAll {
		parts = append(parts, "only "+stateNames[b.state])
	}
	if b.recent != nil {
		parts = append(parts, "by last change")
	}
	if b.typing {
		parts = append(parts, "/"+b.filter.draw(b.Theme, max(10, b.width/3)))
	} else if text := b.filter.value(); text != "" {
		parts = append(parts, "/"+b.Theme.text(text))
	}
	return strings.Join(parts, "  ")
}

// Keys implements Screen.
func (b *Browse) Keys() keys.Group { return b.Map.Browse() }
