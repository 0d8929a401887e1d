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
	about   activity // the kind of problem if it cannot be read
	live    bool     // it is read again when overrides have changed
	reading request  // the newest one for what it shows

	// read returns a function that reads what the screen shows: from its start
	// (anew), or its next page. That function runs outside of Update; the show
	// that it returns runs in Update again. nil: the screen reads nothing.
	read func(anew bool) func(context.Context) (show func(), err error)
}

// layerRead is the reply to a layer's request.
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

// below returns the list under the top screen; nil if that screen is no list.
func (m *Model) below() views.List {
	if n := len(m.layers); n > 1 {
		list, _ := m.layers[n-2].screen.(views.List)
		return list
	}
	return m.browse
}

// open puts a screen on top and reads what it shows.
func (m *Model) open(l *layer) tea.Cmd {
	m.layers = append(m.layers, l)
	return m.read(l, true)
}

// closeTop closes the top screen.
func (m *Model) closeTop() {
	if n := len(m.layers); n > 0 {
		m.layers = m.layers[:n-1]
	}
}

// read reads what a layer shows: anew, or its next page.
func (m *Model) read(l *layer, anew bool) tea.Cmd {
	if l.read == nil || !anew && l.reading.pending { // the page being read comes first
		return nil
	}
	m.clearProblem(subject{kind: l.about})
	seq, get := l.reading.next(), l.read(anew)
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		show, err := get(ctx)
		return layerRead{layer: l, seq: seq, show: show}, err
	}, func(err error) tea.Msg { return layerRead{layer: l, seq: seq, err: err} })
}

// readTop is read for the top screen.
func (m *Model) readTop(anew bool) tea.Cmd {
	if n := len(m.layers); n > 0 {
		return m.read(m.layers[n-1], anew)
	}
	return nil
}

func (m *Model) onLayerRead(msg layerRead) tea.Cmd {
	switch {
	case !msg.layer.reading.done(msg.seq):
	case msg.err != nil:
		if waiting, ok := msg.layer.screen.(interface{ Failed() }); ok {
			waiting.Failed()
		}
		m.fail(subject{kind: msg.layer.about}, msg.err)
	default:
		msg.show()
		if list, ok := msg.layer.screen.(interface{ WantsMore() bool }); ok && list.WantsMore() {
			return m.read(msg.layer, false)
		}
	}
	return nil
}

// reload reads the scope and every live screen again.
func (m *Model) reload(reason loadReason, everything bool) tea.Cmd {
	m.countsStale = true
	m.forgetPreviews()
	return tea.Batch(m.loadScope(reason, m.loader.target, everything), m.reloadLayers())
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

// place is a scope with the screens that were open above it.
type place struct {
	scope  feature.ScopeInfo
	layers []*layer
}

// back closes the top screen. On browse it returns to where the user came from, or
// else to the system.
func (m *Model) back() tea.Cmd {
	if len(m.layers) > 0 {
		m.closeTop()
		return nil
	}
	if n := len(m.trail); n > 0 {
		from := m.trail[n-1]
		m.trail, m.layers = m.trail[:n-1], from.layers
		m.browse.EnterScope(len(m.trail) > 0)
		return tea.Batch(m.loadOwn(from.scope), m.reloadLayers())
	}
	if m.loader.target.Scope.IsSystem() || m.loader.target.Scope.IsZero() {
		return nil
	}
	return m.goTo(feature.ScopeInfo{Scope: feature.SystemScope()})
}

// goTo loads a scope. Browse shows it when it is loaded, so that title and rows
// always belong together. If it was chosen on details, matrix or overview, back
// returns to that screen.
func (m *Model) goTo(info feature.ScopeInfo) tea.Cmd {
	switch m.screen().(type) {
	case *views.Details, *views.Matrix, *views.Overview, *views.Doctor:
		m.trail = append(m.trail, place{m.loader.target, m.layers})
	default:
		m.trail = nil
	}
	m.layers = nil
	if info.Scope.IsSystem() && m.store.Info().Kinds.WithoutSystem() {
		info.Scope = feature.Scope{} // there is no system here: the definitions alone
	}
	m.browse.EnterScope(len(m.trail) > 0)
	return m.loadOwn(info)
}

// maxRecentScopes is the number of recent scopes kept.
const maxRecentScopes = 8

// addRecentScope makes a scope the newest of the recent scopes.
func (m *Model) addRecentScope(info feature.ScopeInfo) {
	if info.Scope.IsSystem() || info.Scope.IsZero() {
		return
	}
	recent := []feature.ScopeInfo{info}
	for _, other := range m.recentScopes {
		if other.Scope != info.Scope && len(recent) < maxRecentScopes {
			recent = append(recent, other)
		}
	}
	m.recentScopes = recent
}
