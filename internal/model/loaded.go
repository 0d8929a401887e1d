package model

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
)

// firstPage is how many flags are read before all of them: no terminal shows
// more at once.
const firstPage = 200

// begin reads the first page of what is shown first, and then all of it: of a
// great many flags the user need not wait for the last.
func (m *Model) begin() tea.Cmd {
	if m.fromFile != nil {
		return m.refresh()
	}
	store, scope, seq := m.store, m.goal.Scope, m.load.next()
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		page, err := store.FirstPage(ctx, scope, firstPage)
		return begun{seq: seq, page: page}, err
	}, func(err error) tea.Msg { return begun{seq: seq, err: err} })
}

// begun shows the first page. Where it could not be read, all of it cannot be
// either, and that says so.
func (m *Model) begun(msg begun) tea.Cmd {
	if !m.load.done(msg.seq) {
		return nil
	}
	if page := msg.page; len(page.Definitions) > 0 {
		m.browse.ShowFirstPage(m.goal, feature.Resolve(m.goal.Scope, page.Definitions, page.System, page.Own))
	}
	return m.refresh()
}

// scopeLoaded shows what was read. Where that failed, what was read before
// stays, and is called stale.
func (m *Model) scopeLoaded(msg scopeLoaded) tea.Cmd {
	if !m.load.done(msg.seq) {
		return nil
	}
	m.browse.SetReading("")
	status := &m.frame.Status
	if msg.err != nil {
		status.Stale, m.goal, m.behind = true, m.browse.Scope(), false
		m.system, m.wanted = nil, ""
		m.fail(subject{kind: reading}, m.unread(msg.err))
		return m.tryAgain()
	}
	m.newsDue = m.newsDue && !status.ReadAt.IsZero() // what was there already is no news
	m.unasked = m.unasked && !status.Stale           // that it is not so any more is to be seen
	shown := m.show(msg)
	status.Stale = false
	m.idle = rest(msg.at, msg.at.Sub(msg.begun))
	m.newsDue = m.behind
	return tea.Batch(shown, m.hasRead())
}

// hasRead goes on once what was read is shown.
func (m *Model) hasRead() tea.Cmd {
	cmds := []tea.Cmd{m.loadCounts(), m.loadAccess()}
	m.written = ""
	if !m.writes.Pending() { // which it may show already
		clear(m.mine)
	}
	if m.behind {
		cmds = append(cmds, m.catchUp())
	}
	if m.browse.SortedByChange() {
		cmds = append(cmds, m.loadRecent(true))
	}
	return tea.Batch(cmds...)
}

// show puts what was read on the screen, unless that is what it shows.
func (m *Model) show(msg scopeLoaded) tea.Cmd {
	same := msg.scope == m.browse.Scope() && m.browse.Views() != nil
	if msg.everything {
		defs := msg.defs
		if m.due = false; m.fromFile != nil {
			defs = m.fromFile
		}
		if !slices.EqualFunc(defs, m.definitions, feature.Definition.Equal) {
			m.definitions, same = defs, false
		}
	}
	if msg.scope.Scope == m.goal.Scope {
		m.goal = msg.scope
	}
	same = same && maps.Equal(msg.own, m.own) && (m.system != nil && maps.Equal(msg.system, m.system) || !msg.scope.Scope.Kind.Inherits())
	same = same && msg.gates.Equal(m.gates)
	m.own, m.gates = msg.own, msg.gates
	m.system = msg.system
	m.visited(msg.scope)
	if same && m.wanted == "" && m.unasked {
		return nil // nobody need be told when it was read
	}
	m.frame.Status.ReadAt = msg.at
	if same && m.wanted == "" {
		return nil
	}
	before := m.browse.Views()
	if m.browse.Scope().Scope != msg.scope.Scope {
		m.frame.Status.Notice = ""
		m.recent.cancel()
		m.news.cancel()
		before = nil
	}
	resolved := msg.gates.DecideAll(feature.Resolve(msg.scope.Scope, m.definitions, msg.system, msg.own), len(m.definitions) > 0)
	m.browse.Show(msg.scope, resolved, len(m.definitions) > 0)
	if m.wanted != "" {
		m.browse.Find(m.wanted)
		m.wanted = ""
	}
	if before == nil || !m.newsDue {
		return nil
	}
	return m.tellNews(before, resolved)
}

// notCounted begins what is said where the overrides could not be counted.
const notCounted = "The tenants' overrides could not be counted: "

// countsLoaded shows how many tenants override each flag.
func (m *Model) countsLoaded(msg countsLoaded) tea.Cmd {
	switch {
	case !m.counts.done(msg.seq):
		return nil
	case errors.Is(msg.err, feature.ErrUnavailable):
		// Where it is the database that is gone, another reading says so; where
		// there is too much to count in the time, nothing is wrong with it.
		m.sayBeside(notCounted + msg.err.Error())
	case msg.err != nil:
		m.fail(subject{kind: counting}, msg.err)
	default:
		m.browse.SetCounts(msg.counts)
		if strings.Contains(m.frame.Status.Notice, notCounted) {
			m.say(m.frame.Status.Saved)
		}
	}
	if until := rest(now(), msg.took); until.After(m.idle) {
		m.idle = until
	}
	return m.loadCounts()
}

// rest is until when what others change is not read again after a reading
// that took so long: where something changes all the time, to look at it takes
// a small part of the machine. A quick reading needs no rest.
func rest(from time.Time, took time.Duration) time.Time {
	const share, quick = 20, 5 * time.Millisecond
	if took < quick {
		return from
	}
	return from.Add((share - 1) * took)
}
