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

// firstPage is the number of flags read first. No terminal shows more at once.
const firstPage = 200

// loadFirstPage starts the first load with its first page, so that the user need
// not wait for all of a great many flags.
func (m *Model) loadFirstPage() tea.Cmd {
	if m.fromFile != nil {
		return m.refresh()
	}
	store, scope, seq := m.store, m.targetScope.Scope, m.load.next()
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		page, err := store.FirstPage(ctx, scope, firstPage)
		return firstPageLoaded{seq: seq, page: page}, err
	}, func(err error) tea.Msg { return firstPageLoaded{seq: seq, err: err} })
}

// onFirstPageLoaded shows the first page and loads the rest. It reports no error: the
// load that follows meets the same error and reports it.
func (m *Model) onFirstPageLoaded(msg firstPageLoaded) tea.Cmd {
	if !m.load.done(msg.seq) {
		return nil
	}
	if page := msg.page; len(page.Definitions) > 0 {
		m.browse.ShowFirstPage(m.targetScope, feature.Resolve(m.targetScope.Scope, page.Definitions, page.System, page.Own))
	}
	return m.refresh()
}

// onScopeLoaded shows what was read. If the load failed, the rows shown stay and
// are marked stale.
func (m *Model) onScopeLoaded(msg scopeLoaded) tea.Cmd {
	if !m.load.done(msg.seq) {
		return nil
	}
	m.browse.SetReading("")
	status := &m.frame.Status
	if msg.err != nil {
		status.Stale, m.targetScope, m.changedSinceLoad = true, m.browse.Scope(), false
		m.system, m.focusFlag = nil, ""
		m.fail(subject{kind: reading}, m.loadError(msg.err))
		return m.scheduleRetry()
	}
	m.newsPending = m.newsPending && !status.ReadAt.IsZero() // nothing has changed if nothing was shown
	m.background = m.background && !status.Stale             // then the new time shows that the rows are no longer stale
	shown := m.show(msg)
	status.Stale = false
	m.refreshAfter = nextRefresh(msg.at, msg.at.Sub(msg.started))
	m.newsPending = m.changedSinceLoad
	return tea.Batch(shown, m.afterLoad())
}

// afterLoad starts what follows a successful load.
func (m *Model) afterLoad() tea.Cmd {
	cmds := []tea.Cmd{m.loadCounts(), m.loadAccess()}
	m.writeText = ""
	if !m.writes.Pending() { // a pending write may be in the next load, too
		clear(m.ownChanges)
	}
	if m.changedSinceLoad {
		cmds = append(cmds, m.refreshIfChanged())
	}
	if m.browse.SortedByChange() {
		cmds = append(cmds, m.loadRecent(true))
	}
	return tea.Batch(cmds...)
}

// show puts what was read on the screen. If the screen shows the same already,
// show changes nothing but the time of the load.
func (m *Model) show(msg scopeLoaded) tea.Cmd {
	same := msg.scope == m.browse.Scope() && m.browse.Views() != nil
	if msg.everything {
		defs := msg.defs
		if m.reloadDefinitions = false; m.fromFile != nil {
			defs = m.fromFile
		}
		if !slices.EqualFunc(defs, m.definitions, feature.Definition.Equal) {
			m.definitions, same = defs, false
		}
	}
	if msg.scope.Scope == m.targetScope.Scope {
		m.targetScope = msg.scope
	}
	same = same && maps.Equal(msg.own, m.own) && (m.system != nil && maps.Equal(msg.system, m.system) || !msg.scope.Scope.Kind.Inherits())
	same = same && msg.rollouts.Equal(m.rollouts)
	m.own, m.rollouts = msg.own, msg.rollouts
	m.system = msg.system
	m.addRecentScope(msg.scope)
	if same && m.focusFlag == "" && m.background {
		return nil // a refresh in the background changes no time on the screen
	}
	m.frame.Status.ReadAt = msg.at
	if same && m.focusFlag == "" {
		return nil
	}
	before := m.browse.Views()
	if m.browse.Scope().Scope != msg.scope.Scope {
		m.setNotice("")
		m.recent.cancel()
		m.news.cancel()
		before = nil
	}
	resolved := msg.rollouts.DecideAll(feature.Resolve(msg.scope.Scope, m.definitions, msg.system, msg.own), len(m.definitions) > 0)
	m.browse.Show(msg.scope, resolved, len(m.definitions) > 0)
	if m.focusFlag != "" {
		m.browse.Find(m.focusFlag)
		m.focusFlag = ""
	}
	if before == nil || !m.newsPending {
		return nil
	}
	return m.markNews(before, resolved)
}

// notCounted is the beginning of the notice that a count has failed.
const notCounted = "The tenants' overrides could not be counted: "

// onCountsLoaded shows how many tenants override each flag.
func (m *Model) onCountsLoaded(msg countsLoaded) tea.Cmd {
	switch {
	case !m.counts.done(msg.seq):
		return nil
	case errors.Is(msg.err, feature.ErrUnavailable):
		// If the database is gone, another read reports that. If the count only
		// took too long, that is no problem of the database.
		m.appendNotice(notCounted + msg.err.Error())
	case msg.err != nil:
		m.fail(subject{kind: counting}, msg.err)
	default:
		m.browse.SetCounts(msg.counts)
		if strings.Contains(m.frame.Status.Notice, notCounted) {
			m.setNotice(m.frame.Status.Saved)
		}
	}
	if until := nextRefresh(now(), msg.took); until.After(m.refreshAfter) {
		m.refreshAfter = until
	}
	return m.loadCounts()
}

// nextRefresh returns the time before which other sessions' changes are not loaded,
// after a load that ended at from and took so long. It limits refreshing to 1/20 of
// the time; loads under 5 ms are not limited.
func nextRefresh(from time.Time, took time.Duration) time.Time {
	const share, quick = 20, 5 * time.Millisecond
	if took < quick {
		return from
	}
	return from.Add((share - 1) * took)
}
