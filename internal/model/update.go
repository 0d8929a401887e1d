package model

import (
	"errors"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/flag"
)

// Update implements tea.Model.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.frame.Width, m.frame.Height = msg.Width, msg.Height
	case tea.KeyMsg:
		return m, m.typed(msg)
	case scopeLoaded:
		return m, m.scopeLoaded(msg)
	case countsLoaded:
		if m.counts.done(msg.seq) && msg.err == nil {
			m.browse.SetCounts(msg.counts)
		} else if msg.err != nil {
			m.fail(msg.err)
		}
	case recentLoaded:
		m.recentLoaded(msg)
	case scopesLoaded:
		m.scopesLoaded(msg)
	case scopeLookedUp:
		return m, m.scopeLookedUp(msg)
	case reachLoaded:
		if msg.err != nil {
			m.fail(msg.err)
		} else {
			msg.toggle.SetReach(msg.reach)
		}
	case toggleArmed:
		msg.toggle.Arm()
	case changeApplied:
		return m, m.changeApplied(msg)
	case commandPanicked:
		m.fail(msg.problem)
	}
	return m, nil
}

// scopeLoaded shows what was read. Where that failed, what was read before
// stays, and is called stale.
func (m *Model) scopeLoaded(msg scopeLoaded) tea.Cmd {
	if !m.load.done(msg.seq) {
		return nil
	}
	if msg.err != nil {
		m.frame.Status.Stale = true
		m.fail(msg.err)
		return nil
	}
	moved := m.browse.Scope().Scope != msg.scope.Scope
	if m.fromFile != nil {
		m.definitions = m.fromFile
	} else if msg.defs != nil {
		m.definitions = msg.defs
	}
	if msg.system != nil {
		m.system = msg.system
	}
	m.own = msg.own
	status := &m.frame.Status
	if status.Stale { // what failed is over
		status.Problem, status.Hint = "", ""
	}
	status.ReadAt, status.Stale = msg.at, false
	if moved {
		status.Notice = ""
	}
	resolved := flag.Resolve(msg.scope.Scope, m.definitions, m.system, m.own)
	m.browse.Show(msg.scope, resolved, len(m.definitions) > 0)
	if m.browse.Recent() {
		return m.loadRecent()
	}
	return nil
}

func (m *Model) recentLoaded(msg recentLoaded) {
	switch {
	case msg.err != nil:
		m.fail(msg.err)
	case msg.scope == m.browse.Scope().Scope:
		if msg.names == nil {
			msg.names = []string{}
		}
		m.browse.SortByChange(msg.names)
	}
}

func (m *Model) scopesLoaded(msg scopesLoaded) {
	if !m.search.done(msg.seq) || m.picker == nil {
		return
	}
	if msg.err != nil {
		m.picker.Failed()
		m.fail(msg.err)
		return
	}
	m.query.After = msg.page.Next
	m.picker.Show(msg.page.Scopes, msg.first, msg.page.More)
}

// scopeLookedUp goes to a scope whose id was typed, or asks, if nothing knows
// it, whether it is meant.
func (m *Model) scopeLookedUp(msg scopeLookedUp) tea.Cmd {
	if !m.lookup.done(msg.seq) || m.mode != picking {
		return nil
	}
	switch {
	case errors.Is(msg.err, flag.ErrUnknown):
		m.picker.Ask(msg.info.Scope, msg.err.Error()+". "+flag.Hint(msg.err))
	case msg.err != nil:
		m.fail(msg.err)
	default:
		return m.goTo(msg.info)
	}
	return nil
}

// changeApplied reports what became of a change, on whatever screen the user
// is by now, and reads the scope again: what is shown is what is stored.
func (m *Model) changeApplied(msg changeApplied) tea.Cmd {
	here := m.mode == toggling && m.toggle == msg.toggle
	reload := tea.Batch(m.loadScope(m.browse.Scope(), m.browse.Scope().Scope != msg.change.Scope), m.loadCounts())
	var conflict *data.Conflict
	switch {
	case msg.err == nil:
		if here {
			m.mode = browsing
		}
		text := done(msg.change, msg.applied)
		if len(msg.applied.Changed) > 0 {
			text += " · saved, live " + m.frame.Session.Live
		}
		m.say(text)
	case here && errors.As(msg.err, &conflict):
		m.toggle.Conflict(msg.err.Error()+".", conflict.Rows[0].Now)
		return tea.Batch(reload, m.loadReach(m.toggle), arm(m.toggle))
	default:
		if here {
			m.toggle.Failed()
		}
		m.fail(&flag.Problem{Text: "Failed to update flag \"" + msg.change.Name + "\": " + msg.err.Error(), Hint: flag.Hint(msg.err), Cause: msg.err})
	}
	return reload
}
