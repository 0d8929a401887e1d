// Package model is the dashboard's state and its one tea.Model: it takes
// messages, asks the screens what a key means, performs that, and draws.
package model

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/flag"
	"flagtui/internal/keys"
	"flagtui/internal/views"
)

// Options are what a dashboard is opened with.
type Options struct {
	Store   data.Store
	Session views.Session
	Theme   views.Theme
	Scope   flag.ScopeInfo // the scope shown first

	// Definitions are the catalogue given as a file; nil: it is in the
	// database, if anywhere.
	Definitions []flag.Definition
}

// mode is which screen has the keys.
type mode int

const (
	browsing mode = iota
	picking
	toggling
	helping
)

// Model is the dashboard.
type Model struct {
	ctx    context.Context
	store  data.Store
	writes *Writes
	keys   keys.Map
	frame  views.Frame

	mode   mode
	browse *views.Browse
	picker *views.Picker
	toggle *views.Toggle
	help   *views.Help

	// What was read. The definitions of a file are never read again.
	fromFile    []flag.Definition
	definitions []flag.Definition
	system, own map[string]flag.Stored

	// The newest request of each kind, and whether it is still under way. The
	// answer to an older one is dropped.
	load, counts, search, lookup request
	query                        data.ScopeQuery // the picker's
}

// request numbers the requests of one kind.
type request struct {
	seq     int
	pending bool
}

// next starts a request and returns its number.
func (r *request) next() int {
	r.seq, r.pending = r.seq+1, true
	return r.seq
}

// done tells whether this is the answer to the newest request.
func (r *request) done(seq int) bool {
	if seq != r.seq {
		return false
	}
	r.pending = false
	return true
}

// New makes a dashboard. ctx ends its reading; a write under way goes on, and
// is in writes until it has ended.
func New(ctx context.Context, o Options, writes *Writes) *Model {
	bindings := keys.Default()
	if o.Session.ReadOnly != "" {
		bindings = keys.ReadOnly()
	}
	m := &Model{
		ctx:      ctx,
		store:    o.Store,
		writes:   writes,
		keys:     bindings,
		frame:    views.Frame{Theme: o.Theme, Session: o.Session},
		browse:   views.NewBrowse(o.Theme, bindings),
		fromFile: o.Definitions,
	}
	m.browse.Show(o.Scope, nil, true)
	return m
}

// Init implements tea.Model.
func (m *Model) Init() tea.Cmd { return m.refresh() }

// View implements tea.Model.
func (m *Model) View() string {
	if m.frame.Width == 0 {
		return "" // the terminal's size is on its way
	}
	m.frame.Status.Pending = m.pending()
	return m.frame.Draw(m.screen())
}

// screen returns the screen that is shown.
func (m *Model) screen() screen {
	switch m.mode {
	case picking:
		return m.picker
	case toggling:
		return m.toggle
	case helping:
		return m.help
	}
	return m.browse
}

// screen is a screen that takes keys.
type screen interface {
	views.Screen
	Press(keys.Press) views.Intent
}

// pending says what is being waited for.
func (m *Model) pending() string {
	switch {
	case m.writes.Pending():
		return "Saving"
	case m.lookup.pending:
		return "Looking the id up"
	case m.load.pending && m.frame.Status.ReadAt.IsZero():
		return "Loading"
	case m.load.pending:
		return "Reading"
	}
	return ""
}

// fail shows what went wrong until it is dismissed.
func (m *Model) fail(err error) {
	m.frame.Status.Problem, m.frame.Status.Hint = err.Error(), flag.Hint(err)
}

// say shows what was done.
func (m *Model) say(text string) {
	m.frame.Status.Notice, m.frame.Status.Problem, m.frame.Status.Hint = text, "", ""
}

// now is the time that a reply arrives, for the eye only.
func now() time.Time { return time.Now() }
