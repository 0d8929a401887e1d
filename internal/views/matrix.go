package views

import (
	"fmt"
	"maps"
	"slices"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// Matrix shows flags by scopes: each value, and where it comes from. It holds the
// pages of scopes that have been read so far.
type Matrix struct {
	Theme Theme
	Map   keys.Map
	Kinds feature.KindList // those of the database

	kind          feature.Kind
	flags         []feature.View // the rows: of each its definition counts
	system        map[string]feature.Stored
	scopeRollouts map[feature.Scope]feature.ScopeRollouts // what decides canary features, where that is read
	noCatalogue   bool                                    // no catalogue is known
	columns       []column
	hasMore       bool // the database has another page of scopes
	loadingPage   bool // a page is being read

	rows          rows
	shown         []int // the flags shown; nil: all
	onlyDiffering bool  // only flags whose values differ between the columns are shown
	longestName   int   // the width of the longest name
	longestScope  int   // the width of the longest heading
	column        int   // where the cursor is
	firstColumn   int   // the first column shown

	width, height int
}

// column is one scope, and what is stored there.
type column struct {
	info   feature.ScopeInfo
	stored map[string]feature.Stored
}

// NewMatrix makes the screen for flags and the scopes of a kind; their first page
// is being read.
func NewMatrix(t Theme, m keys.Map, kind feature.Kind, flags []feature.View) *Matrix {
	x := &Matrix{Theme: t, Map: m, kind: kind, flags: flags, loadingPage: true, longestName: len("FLAG")}
	for i := range flags {
		x.longestName = maxWidth(x.longestName, flags[i].Name)
	}
	x.rows.resize(len(flags), 1)
	return x
}

// Show adds a page of scopes with their overrides. first: it replaces the columns.
// system are the overrides at system scope. The cursor stays on its scope.
func (m *Matrix) Show(system map[string]feature.Stored, infos []feature.ScopeInfo, stored map[feature.Scope]map[string]feature.Stored, first, more bool) {
	var was feature.Scope
	if m.column < len(m.columns) {
		was = m.columns[m.column].info.Scope
	}
	if first {
		m.columns = nil
		if m.kind.Inherits() {
			m.columns = []column{{feature.ScopeInfo{Scope: feature.SystemScope()}, system}}
		}
	}
	for _, info := range infos {
		m.columns = append(m.columns, column{info, stored[info.Scope]})
	}
	m.longestScope = 0
	for _, c := range m.columns {
		m.longestScope = maxWidth(m.longestScope, m.name(c.info))
	}
	m.system, m.hasMore, m.loadingPage = system, more, false
	if at := slices.IndexFunc(m.columns, func(c column) bool { return c.info.Scope == was }); at >= 0 {
		m.column = at
	}
	m.filterRows()
	m.moveTo(m.column)
}

// Failed allows a page to be requested again.
func (m *Matrix) Failed() { m.loadingPage = false }

// Kind is the kind of scope that the columns are of.
func (m *Matrix) Kind() feature.Kind { return m.kind }

// Flags are the rows.
func (m *Matrix) Flags() []feature.View { return m.flags }

// Columns is how many scopes have been read.
func (m *Matrix) Columns() int {
	if m.kind.Inherits() {
		return max(0, len(m.columns)-1)
	}
	return len(m.columns)
}

// view is a flag at the scope of a column.
func (m *Matrix) view(row int, c column) feature.View {
	find := func(stored map[string]feature.Stored) *feature.Stored {
		if s, ok := stored[m.flags[row].Name]; ok {
			return &s
		}
		return nil
	}
	return m.scopeRollouts[c.info.Scope].Decide(m.flags[row].At(c.info.Scope, find(m.system), find(c.stored)), !m.noCatalogue)
}

// SetRollouts adds the rollouts that decide canary features at these scopes.
// catalogue reports whether definitions are known.
func (m *Matrix) SetRollouts(rollouts map[feature.Scope]feature.ScopeRollouts, catalogue bool) {
	if m.noCatalogue = !catalogue; m.scopeRollouts == nil {
		m.scopeRollouts = map[feature.Scope]feature.ScopeRollouts{}
	}
	maps.Copy(m.scopeRollouts, rollouts)
}

// moveTo moves the cursor to a column, and scrolls to it.
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
		return Copy{Text: view.Name, What: "the flag's name"}
	case p.Matches(m.Map.Choose):
		return GoTo{Info: at.info, Name: view.Name}
	case p.MatchesAlone(m.Map.Change) && !view.Allows(at.info.Scope.Kind) && !view.Overridden:
		return ShowNotice{feature.WrongScope(view.Name, at.info.Scope.Kind)}
	case p.MatchesAlone(m.Map.Change):
		return Propose{Scope: at.info, View: view, After: oppositeSetting(view)}
	}
	return nil
}

// Title implements Screen.
func (m *Matrix) Title() (title, count string) {
	count = feature.Plural(len(m.flags), "flag")
	if m.onlyDiffering {
		count = fmt.Sprintf("%d of %s differ", m.rows.count, count)
	}
	count += fmt.Sprintf(", %d", m.Columns())
	if m.hasMore {
		count += "+"
	}
	kind := m.Kinds.Of(m.kind)
	words := kind.Plural
	if m.Columns() == 1 && !m.hasMore {
		words = kind.Name
	}
	return " Matrix" + m.Theme.dot + m.Theme.clean(kind.Plural), count + " " + m.Theme.clean(words)
}

// Resize implements Screen.
func (m *Matrix) Resize(width, height int) {
	m.width, m.height = width, height
	m.rows.resize(m.rows.count, height-len(m.intro()))
	m.moveTo(m.column)
}

// name is the heading of a scope's column.
func (m *Matrix) name(info feature.ScopeInfo) string {
	t := m.Theme
	switch {
	case info.Scope.IsSystem():
		return "System"
	case !m.kind.Inherits() && info.Slug != "":
		return t.clean(info.Slug)
	}
	return t.clean(info.Scope.ID)
}

// Body implements Screen.
func (m *Matrix) Body() []string {
	above := m.intro()
	switch {
	case len(m.flags) == 0:
		return append(above, "  No flags to show.")
	case m.rows.count == 0:
		return append(above, fmt.Sprintf("  No flag differs between them. %s shows all.", m.Map.Differing.Help().Key))
	case len(m.columns) == 0 && m.loadingPage:
		return append(above, "  Reading"+m.Theme.ellipsis)
	case len(m.columns) == 0:
		return append(above, fmt.Sprintf("  No %s known.", m.Theme.clean(m.Kinds.Of(m.kind).Plural)))
	}
	return append(above, m.rows.draw(m.Theme, m.width, m.row)...)
}

// Foot implements Screen.
func (m *Matrix) Foot() string {
	if len(m.columns) == 0 || m.rows.count == 0 {
		return ""
	}
	at := m.columns[m.column]
	_, words := matrixCell(m.view(m.flagAt(m.rows.cursor), at), at.info.Scope.Kind)
	return fmt.Sprintf("%d/%d  %s: %s", m.rows.cursor+1, m.rows.count, m.Theme.scopeTitle(at.info), m.Theme.clean(words))
}

// Keys implements Screen.
func (m *Matrix) Keys() keys.Group { return m.Map.MatrixKeys() }
