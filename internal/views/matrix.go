package views

import (
	"fmt"
	"maps"
	"slices"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// Matrix is the screen that shows each flag's value at each scope. It holds the pages
// of scopes read so far.
type Matrix struct {
	Theme Theme
	Map   keys.Map
	Kinds feature.KindList // the kinds of scope in the database

	kind          feature.Kind
	flags         []feature.View // the rows; only their definitions are used
	system        map[string]feature.Stored
	scopeRollouts map[feature.Scope]feature.ScopeRollouts // what decides canary features, where read
	noCatalogue   bool                                    // whether there is no catalogue
	columns       []column
	hasMore       bool // whether the database has another page of scopes
	loadingPage   bool // whether a page is being read
	depends       bool // whether a value depends on something else than settings

	rows          rows
	shown         []int // the indexes of the flags shown, or nil for all
	onlyDiffering bool  // whether to show only flags whose values differ between the columns
	longestName   int
	longestScope  int // the width of the longest heading
	column        int // the cursor's column
	firstColumn   int // the first visible column

	width, height int
}

// column is a scope and its stored overrides.
type column struct {
	info   feature.ScopeInfo
	stored map[string]feature.Stored
}

// NewMatrix returns the screen for flags and the scopes of a kind. The screen waits for
// its first page of scopes.
func NewMatrix(t Theme, m keys.Map, kind feature.Kind, flags []feature.View) *Matrix {
	x := &Matrix{Theme: t, Map: m, kind: kind, flags: flags, loadingPage: true, longestName: textWidth(t.Say(words.HeadFlag))}
	for i := range flags {
		x.longestName = maxWidth(x.longestName, flags[i].Name)
	}
	x.rows.resize(len(flags), 1)
	return x
}

// Show adds a page of scopes with their overrides. system holds the system's overrides.
// If first is true, the page replaces the columns. The cursor stays on its scope.
func (m *Matrix) Show(system map[string]feature.Stored, infos []feature.ScopeInfo, stored map[feature.Scope]map[string]feature.Stored, first, more bool) {
	var was feature.Scope
	if m.column < len(m.columns) {
		was = m.columns[m.column].info.Scope
	}
	if first {
		m.columns = nil
		if m.inherits() {
			m.columns = []column{{feature.ScopeInfo{Scope: feature.SystemScope()}, system}}
		}
	}
	for _, info := range infos {
		m.columns = append(m.columns, column{info, stored[info.Scope]})
	}
	m.longestScope, m.depends = 0, somethingDepends(system)
	for _, c := range m.columns {
		m.depends = m.depends || somethingDepends(c.stored)
		m.longestScope = maxWidth(m.longestScope, m.name(c.info))
	}
	m.system, m.hasMore, m.loadingPage = system, more, false
	if at := slices.IndexFunc(m.columns, func(c column) bool { return c.info.Scope == was }); at >= 0 {
		m.column = at
	}
	m.filterRows()
	m.moveTo(m.column)
}

// Failed records that a page could not be read, so that the screen may ask again.
func (m *Matrix) Failed() { m.loadingPage = false }

// Kind returns the columns' kind of scope.
func (m *Matrix) Kind() feature.Kind { return m.kind }

// inherits reports whether the columns' scopes inherit from the system, which then has a
// column too.
func (m *Matrix) inherits() bool { return m.Kinds.InheritsSystem(m.kind) }

// Flags returns the flags of all rows.
func (m *Matrix) Flags() []feature.View { return m.flags }

// Columns returns the number of scopes read, without the system.
func (m *Matrix) Columns() int {
	if m.inherits() {
		return max(0, len(m.columns)-1)
	}
	return len(m.columns)
}

// view returns the view of a flag at a column's scope.
func (m *Matrix) view(row int, c column) feature.View {
	find := func(stored map[string]feature.Stored) *feature.Stored {
		if s, ok := stored[m.flags[row].Name]; ok {
			return &s
		}
		return nil
	}
	return m.scopeRollouts[c.info.Scope].Decide(m.flags[row].At(m.Kinds.Of(c.info.Scope.Kind), find(m.system), find(c.stored)), !m.noCatalogue)
}

// SetRollouts adds the rollouts that decide canary features at some scopes. catalogue
// reports whether definitions are known.
func (m *Matrix) SetRollouts(rollouts map[feature.Scope]feature.ScopeRollouts, catalogue bool) {
	if m.noCatalogue = !catalogue; m.scopeRollouts == nil {
		m.scopeRollouts = map[feature.Scope]feature.ScopeRollouts{}
	}
	maps.Copy(m.scopeRollouts, rollouts)
}

func (m *Matrix) moveTo(column int) {
	m.column = max(0, min(column, len(m.columns)-1))
	fit := m.fit()
	m.firstColumn = max(0, min(m.firstColumn, m.column, len(m.columns)-fit))
	m.firstColumn = max(m.firstColumn, m.column-fit+1)
}

// Press takes a key.
func (m *Matrix) Press(p keys.Press) Intent {
	switch {
	case p.Matches(m.Map.Leave):
		return Back{}
	case p.Matches(m.Map.Refresh):
		return Refresh{}
	case p.Matches(m.Map.Left):
		m.moveTo(m.column - 1)
		return nil
	case p.Matches(m.Map.Right):
		m.moveTo(m.column + 1)
		if m.hasMore && !m.loadingPage && m.firstColumn+2*m.fit() >= len(m.columns) {
			m.loadingPage = true
			return NextPage{}
		}
		return nil
	case p.Matches(m.Map.Kind):
		return SwitchKind{}
	case p.Matches(m.Map.Differing):
		m.onlyDiffering = !m.onlyDiffering
		m.filterRows()
		return nil
	case m.rows.press(p, m.Map) || len(m.columns) == 0 || m.rows.count == 0:
		return nil
	}
	at := m.columns[m.column]
	view := m.view(m.flagAt(m.rows.cursor), at)
	switch {
	case p.Matches(m.Map.CopyName):
		return Copy{Text: view.Name, What: m.Theme.Say(words.TheFlagsName)}
	case p.Matches(m.Map.Choose):
		return GoTo{Info: at.info, Name: view.Name}
	case p.MatchesAlone(m.Map.Change) && !view.Allows(m.Kinds.Of(at.info.Scope.Kind)) && !view.Overridden():
		return ShowNotice{feature.WrongScope(view.Name, m.Kinds.Of(at.info.Scope.Kind))}
	case p.MatchesAlone(m.Map.Change):
		return Propose{Scope: at.info, View: view, After: oppositeSetting(view, m.Kinds.Of(at.info.Scope.Kind))}
	}
	return nil
}

// Title implements Screen.
func (m *Matrix) Title() (title, count string) {
	t := m.Theme
	count = t.Count(len(m.flags), words.Flag)
	if m.onlyDiffering {
		count = t.Say(words.MatrixDiffer, m.rows.count, count)
	}
	count += fmt.Sprintf(", %d", m.Columns())
	if m.hasMore {
		count += "+"
	}
	kind := m.Kinds.Of(m.kind)
	noun := t.kindPlural(kind)
	if m.Columns() == 1 && !m.hasMore {
		noun = t.kindName(kind)
	}
	return t.Say(words.MatrixTitle) + t.dot + t.kindPlural(kind), count + " " + noun
}

// Resize implements Screen.
func (m *Matrix) Resize(width, height int) {
	m.width, m.height = width, height
	m.rows.resize(m.rows.count, height-len(m.intro()))
	m.moveTo(m.column)
}

// name returns the heading of a scope's column.
func (m *Matrix) name(info feature.ScopeInfo) string {
	t := m.Theme
	switch {
	case info.Scope.IsSystem():
		return t.Say(words.System)
	case !m.inherits() && info.Slug != "":
		return t.clean(info.Slug)
	}
	return t.clean(info.Scope.ID)
}

// Body implements Screen.
func (m *Matrix) Body() []string {
	above := m.intro()
	switch {
	case len(m.flags) == 0:
		return append(above, m.Theme.Say(words.MatrixNoFlags))
	case m.rows.count == 0:
		return append(above, m.Theme.Say(words.MatrixSame, m.Map.Differing.Help().Key))
	case len(m.columns) == 0 && m.loadingPage:
		return append(above, "  "+m.Theme.reading())
	case len(m.columns) == 0:
		return append(above, m.Theme.Say(words.MatrixNoScopes, m.Theme.kindPlural(m.Kinds.Of(m.kind))))
	}
	return append(above, m.rows.draw(m.Theme, m.width, m.row)...)
}

// Foot implements Screen.
func (m *Matrix) Foot() string {
	if len(m.columns) == 0 || m.rows.count == 0 {
		return ""
	}
	at := m.columns[m.column]
	value := m.Theme.cellText(m.view(m.flagAt(m.rows.cursor), at), m.Kinds.Of(at.info.Scope.Kind))
	return fmt.Sprintf("%d/%d  %s: %s", m.rows.cursor+1, m.rows.count, m.Theme.scopeTitle(m.Kinds, at.info), m.Theme.clean(value))
}

// Keys implements Screen.
func (m *Matrix) Keys() keys.Group { return m.Map.MatrixKeys() }
