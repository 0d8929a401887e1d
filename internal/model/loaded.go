package model

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// firstPageSize is the number of flags in the first page. No terminal shows more rows.
const firstPageSize = 200

// loadFirstPage reads the first page, so that the user sees flags before all are loaded.
func (m *Model) loadFirstPage() tea.Cmd {
	if m.fromFile != nil {
		return m.refresh(firstPage)
	}
	store, scope := m.store, m.loader.target
	seq, _ := m.loader.start(firstPage, scope, true)
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		page, err := store.FirstPage(ctx, scope.Scope, firstPageSize)
		return firstPageLoaded{seq: seq, page: page}, err
	}, func(err error) tea.Msg { return firstPageLoaded{seq: seq, err: err} })
}

// onFirstPageLoaded shows the first page and loads everything. It reports no error,
// because the next load meets and reports the same error.
func (m *Model) onFirstPageLoaded(msg firstPageLoaded) tea.Cmd {
	if !m.loader.partRead(msg.seq) {
		return nil
	}
	if page := msg.page; len(page.Definitions) > 0 {
		m.browse.ShowFirstPage(m.loader.target, feature.Resolve(m.store.Info().Kinds.Of(m.loader.target.Scope.Kind), m.loader.target.Scope, page.Definitions, page.System, page.Own))
		if m.browse.Find(m.focusFlag) {
			m.focusFlag = ""
		}
	}
	return m.refresh(firstPage)
}

// onScopeLoaded shows a loaded scope.
func (m *Model) onScopeLoaded(msg scopeLoaded) tea.Cmd {
	if msg.err != nil {
		return m.loadFailed(msg)
	}
	markNews, ok := m.loader.succeeded(msg.seq, msg.scope, msg.everything, msg.started, msg.at)
	if !ok {
		return nil
	}
	m.browse.SetReading("")
	m.clearProblem(subject{kind: reading})
	m.retryDelay = 0
	m.frame.Status.Stale, m.frame.Status.Full, m.frame.Status.OfflineSince = false, false, time.Time{}
	shown := m.show(msg, markNews)
	return tea.Batch(shown, m.afterLoad())
}

// loadFailed marks the rows as stale and reports the error. The rows stay on the screen.
func (m *Model) loadFailed(msg scopeLoaded) tea.Cmd {
	retry, ok := m.loader.fail(msg.seq, m.browse.Scope())
	if !ok {
		return nil
	}
	m.browse.SetReading("")
	m.frame.Status.Stale = true
	if errors.Is(msg.err, feature.ErrUnavailable) && m.frame.Status.Live == "" { // a working watch proves that the database answers
		m.setOffline()
	}
	if errors.Is(msg.err, feature.ErrFull) {
		m.setOffline()
		m.frame.Status.Full = true
		retry = m.loader.noConnection() || retry
	}
	m.stored.System, m.focusFlag = nil, ""
	m.fail(subject{kind: reading}, m.loadError(m.frame.Theme.Language, msg.err))
	if retry {
		return m.startRetryTimer()
	}
	return nil
}

// setOffline records the time from which the database has not answered.
func (m *Model) setOffline() {
	if m.frame.Status.OfflineSince.IsZero() {
		m.frame.Status.OfflineSince = m.now()
	}
}

// afterLoad starts the reads that follow a successful load.
func (m *Model) afterLoad() tea.Cmd {
	if m.loader.reason == scopeByWatch {
		return m.refreshIfChanged()
	}
	cmds := []tea.Cmd{m.loadCounts(), m.readPreviewAndChanges(m.loader.reason), m.loadAccess(m.loader.reason), m.refreshIfChanged()}
	m.writeText = ""
	if !m.writes.Pending() { // a pending write may appear in the next load, too
		clear(m.ownChanges)
	}
	if m.browse.WantsChanges() {
		cmds = append(cmds, m.readChanges())
	} else {
		m.browse.ForgetChanges()
	}
	if m.browse.SortedByChange() {
		cmds = append(cmds, m.loadRecent(true))
	}
	return tea.Batch(cmds...)
}

// show puts a loaded scope on the screen. If nothing has changed, show only updates the
// time of the load.
func (m *Model) show(msg scopeLoaded, markNews bool) tea.Cmd {
	same := msg.scope == m.browse.Scope() && m.browse.Views() != nil
	if msg.everything {
		defs := msg.defs
		if m.fromFile != nil {
			defs = m.fromFile
		}
		if !slices.EqualFunc(defs, m.definitions, feature.Definition.Equal) {
			m.definitions, same = defs, false
		}
	}
	same = same && msg.stored.Equal(m.stored)
	m.stored = msg.stored
	m.addRecentScope(msg.scope)
	m.frame.Status.ReadAt = msg.at
	if same && m.focusFlag == "" {
		return nil
	}
	before := m.browse.Views()
	if m.browse.Scope().Scope != msg.scope.Scope {
		m.setNotice("")
		m.recent.cancel()
		m.changes.cancel()
		m.cancelNews()
		before = nil
	}
	resolved := msg.stored.Views(m.definitions)
	m.browse.Show(msg.scope, resolved, len(m.definitions) > 0)
	if m.focusFlag != "" {
		m.browse.Find(m.focusFlag)
		m.focusFlag = ""
	}
	if before == nil || !markNews {
		return nil
	}
	return m.markNews(before, resolved)
}

// onCountsLoaded shows the number of tenants that override each flag.
func (m *Model) onCountsLoaded(msg countsLoaded) tea.Cmd {
	switch {
	case !m.counts.done(msg.seq):
		return nil
	case errors.Is(msg.err, feature.ErrUnavailable):
		// An unreachable database is reported by other reads. A count that only took too
		// long is not a problem of the database.
		m.notCounted = m.say(words.NotCounted, msg.err)
		m.appendNotice(m.notCounted)
	case msg.err != nil:
		m.fail(subject{kind: counting}, msg.err)
	default:
		m.browse.SetCounts(msg.counts)
		if m.notCounted != "" && strings.Contains(m.notice, m.notCounted) {
			m.setNotice(m.saved)
		}
	}
	m.limitRest(msg.took)
	return m.loadCounts()
}
