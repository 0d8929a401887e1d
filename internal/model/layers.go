package model

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/views"
)

// screen is a screen that takes keys.
type screen interface {
	views.Screen
	Press(keys.Press) views.Intent
}

// layer is a screen above browse.
type layer struct {
	screen
	about   activity // what goes wrong where it cannot be read
	live    bool     // it is read again when what is stored has changed
	reading request  // the newest one for what it shows

	// read makes a function that reads what the screen shows: anew, or its next
	// page. nil: what it shows is fixed. It is called with the model at hand;
	// what it returns is not, and returns in turn what shows what was read.
	read func(anew bool) func(context.Context) (show func(), err error)
}

// layerRead answers a layer's request.
type layerRead struct {
	layer *layer
	seq   int
	show  func()
	err   error
}

// screen returns the screen that is shown.
func (m *Model) screen() screen {
	if n := len(m.layers); n > 0 {
		return m.layers[n-1].screen
	}
	return m.browse
}

// below returns the list that the screen shown lies on; nil where it is none.
func (m *Model) below() views.List {
	if n := len(m.layers); n > 1 {
		list, _ := m.layers[n-2].screen.(views.List)
		return list
	}
	return m.browse
}

// open shows a screen above those that are open, and reads what it shows.
func (m *Model) open(l *layer) tea.Cmd {
	m.layers = append(m.layers, l)
	return m.read(l, true)
}

// leave goes back to the screen below.
func (m *Model) leave() {
	if n := len(m.layers); n > 0 {
		m.layers = m.layers[:n-1]
	}
}

// read reads what a layer shows: anew, or its next page.
func (m *Model) read(l *layer, anew bool) tea.Cmd {
	if l.read == nil || !anew && l.reading.pending { // that answer comes first
		return nil
	}
	m.over(subject{kind: l.about})
	seq, get := l.reading.next(), l.read(anew)
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		show, err := get(ctx)
		return layerRead{layer: l, seq: seq, show: show}, err
	}, func(err error) tea.Msg { return layerRead{layer: l, seq: seq, err: err} })
}

// readTop is read for the screen that is shown.
func (m *Model) readTop(anew bool) tea.Cmd {
	if n := len(m.layers); n > 0 {
		return m.read(m.layers[n-1], anew)
	}
	return nil
}

func (m *Model) layerRead(msg layerRead) {
	switch {
	case !msg.layer.reading.done(msg.seq):
	case msg.err != nil:
		if waiting, ok := msg.layer.screen.(interface{ Failed() }); ok {
			waiting.Failed()
		}
		m.fail(subject{kind: msg.layer.about}, msg.err)
	default:
		msg.show()
	}
}

// reload reads again what is shown: the scope, and every screen above it that
// goes with what is stored.
func (m *Model) reload(everything bool) tea.Cmd {
	m.uncounted = true
	return tea.Batch(m.loadScope(m.goal, everything), m.reloadLayers())
}

func (m *Model) reloadLayers() tea.Cmd {
	var cmds []tea.Cmd
	for _, l := range m.layers {
		if l.live {
			cmds = append(cmds, m.read(l, true))
		}
	}
	return tea.Batch(cmds...)
}

// place is a scope, and the screens that were open above it.
type place struct {
	scope  feature.ScopeInfo
	layers []*layer
}

// back goes back to the screen below; from browse to where the user came from,
// or else to the whole system.
func (m *Model) back() tea.Cmd {
	if len(m.layers) > 0 {
		m.leave()
		return nil
	}
	if n := len(m.trail); n > 0 {
		from := m.trail[n-1]
		m.trail, m.layers = m.trail[:n-1], from.layers
		m.browse.EnterScope(len(m.trail) > 0)
		return tea.Batch(m.loadOwn(from.scope), m.reloadLayers())
	}
	if m.goal.Scope.IsSystem() || m.goal.Scope.IsZero() {
		return nil
	}
	return m.goTo(feature.ScopeInfo{Scope: feature.SystemScope()})
}

// goTo reads a scope; browse shows it once it is there, never the rows of one
// scope under the title of another. From a screen that lists scopes beside
// others, back leads there again.
func (m *Model) goTo(info feature.ScopeInfo) tea.Cmd {
	switch m.screen().(type) {
	case *views.Details, *views.Matrix, *views.Overview:
		m.trail = append(m.trail, place{m.goal, m.layers})
	default:
		m.trail = nil
	}
	m.layers = nil
	if info.Scope.IsSystem() && m.store.Info().ScopedOnly() {
		info.Scope = feature.Scope{} // there is no system here: the definitions alone
	}
	m.browse.EnterScope(len(m.trail) > 0)
	return m.loadOwn(info)
}

// mostVisited is how many scopes are remembered.
const mostVisited = 8

// visited remembers a scope as the last one that was gone to.
func (m *Model) visited(info feature.ScopeInfo) {
	if info.Scope.IsSystem() || info.Scope.IsZero() {
		return
	}
	recent := []feature.ScopeInfo{info}
	for _, other := range m.recentScopes {
		if other.Scope != info.Scope && len(recent) < mostVisited {
			recent = append(recent, other)
		}
	}
	m.recentScopes = recent
}
