package model

import (
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/views"
)

// screen is a view that takes keys.
type screen interface {
	views.Screen
	Press(keys.Press) views.Intent
}

// layer is a screen that lies above browse.
type layer struct {
	screen
	about   activity // the kind of problem reported if reading fails
	live    bool     // reports whether a change of overrides reloads the screen
	reading request  // the newest request for the screen's data

	// read returns a function that reads the screen's data. With anew, reading starts at
	// the first page; else, it continues with the next page. The returned function runs
	// outside of Update. Its result, show, runs inside of Update. A nil read means that
	// the screen reads nothing.
	read func(anew bool) func(context.Context) (show func(), err error)
}

// layerRead is the reply to a layer's request.
type layerRead struct {
	layer *layer
	seq   int
	show  func()
	err   error
}

// screen returns the top screen.
func (m *Model) screen() screen {
	if n := len(m.layers); n > 0 {
		return m.layers[n-1].screen
	}
	return m.browse
}

// below returns the list under the top screen, or nil if the screen under it is not a list.
func (m *Model) below() views.List {
	if n := len(m.layers); n > 1 {
		list, _ := m.layers[n-2].screen.(views.List)
		return list
	}
	return m.browse
}

// open puts a screen on top and reads its data.
func (m *Model) open(l *layer) tea.Cmd {
	m.layers = newest(append(m.layers, l), maxLayers)
	return m.read(l, true)
}

// closeTop closes the top screen.
func (m *Model) closeTop() {
	if n := len(m.layers); n > 0 {
		m.layers = slices.Delete(m.layers, n-1, n) // frees what the screen has read
	}
}

// read reads a layer's data from the first page if anew is true, else the next page.
func (m *Model) read(l *layer, anew bool) tea.Cmd { return m.readFor(byUser, l, anew) }

func (m *Model) readFor(reason loadReason, l *layer, anew bool) tea.Cmd {
	if l.read == nil || !anew && l.reading.pending { // wait for the pending page
		return nil
	}
	m.clearProblem(subject{kind: l.about})
	seq, get := l.reading.next(), l.read(anew)
	return command(m.readContext(reason), func(ctx context.Context) (tea.Msg, error) {
		show, err := get(ctx)
		return layerRead{layer: l, seq: seq, show: show}, err
	}, func(err error) tea.Msg { return layerRead{layer: l, seq: seq, err: err} })
}

// readTop calls read for the top screen.
func (m *Model) readTop(anew bool) tea.Cmd {
	if n := len(m.layers); n > 0 {
		return m.read(m.layers[n-1], anew)
	}
	return nil
}

func (m *Model) onLayerRead(msg layerRead) tea.Cmd {
	switch {
	case !msg.layer.reading.done(msg.seq):
	case !slices.Contains(m.layers, msg.layer): // its screen was left; back reads it again
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

// reload reads the scope and every live screen again. With everything, reload also reads
// the definitions.
func (m *Model) reload(reason loadReason, everything bool) tea.Cmd {
	m.countsStale = true
	m.forgetPreviews()
	return tea.Batch(m.loadScope(reason, m.loader.target, everything), m.reloadLayers(reason))
}

func (m *Model) reloadLayers(reason loadReason) tea.Cmd {
	var cmds []tea.Cmd
	for _, l := range m.layers {
		if l.live {
			cmds = append(cmds, m.readFor(reason, l, true))
		}
	}
	return tea.Batch(cmds...)
}

// place is a scope together with the screens that were open above browse.
type place struct {
	scope  feature.ScopeInfo
	layers []*layer
}

// back closes the top screen. On browse, back returns to the previous place, or to the
// system if there is none.
func (m *Model) back() tea.Cmd {
	if len(m.layers) > 0 {
		m.closeTop()
		return nil
	}
	if n := len(m.trail); n > 0 {
		from := m.trail[n-1]
		m.trail, m.layers = slices.Delete(m.trail, n-1, n), from.layers
		m.browse.EnterScope(len(m.trail) > 0)
		return tea.Batch(m.loadOwn(from.scope), m.reloadLayers(byUser))
	}
	if m.loader.target.Scope.IsSystem() || m.loader.target.Scope.IsZero() {
		return nil
	}
	return m.goTo(feature.ScopeInfo{Scope: feature.SystemScope()})
}

// goTo loads a scope. Browse shows the scope once it is loaded, so that title and rows
// belong together. back returns to a screen in trail.
func (m *Model) goTo(info feature.ScopeInfo) tea.Cmd {
	switch m.screen().(type) {
	case *views.Details, *views.Matrix, *views.Overview, *views.Doctor:
		m.trail = newest(append(m.trail, place{m.loader.target, m.layers}), maxTrail)
	default:
		m.trail = nil
	}
	m.layers = nil
	if info.Scope.IsSystem() && m.store.Info().Kinds.WithoutSystem() {
		info.Scope = feature.Scope{} // a layout without the system scope shows only the definitions
	}
	m.browse.EnterScope(len(m.trail) > 0)
	return m.loadOwn(info)
}

// addRecentScope puts a scope first among the recent scopes.
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
