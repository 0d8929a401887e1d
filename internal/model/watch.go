package model

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/views"
	"flagtui/internal/words"
)

// watchState is the state of the watch for other sessions' changes.
type watchState struct {
	signals    <-chan data.Signal
	unwatch    context.CancelFunc // ends the watch
	ownChanges map[string]bool    // flags changed by this session since the last load
	news       news
	spread     time.Duration // the time over which all dashboards spread their reads; zero for few
	rest       rest
}

// watchSignal is a message from the watch.
type watchSignal struct {
	from   <-chan data.Signal
	signal data.Signal
	ended  bool
}

// watch starts watching the database, and ends the previous watch.
func (m *Model) watch() tea.Cmd {
	if m.unwatch != nil {
		m.unwatch()
	}
	ctx, cancel := context.WithCancel(m.ctx)
	m.unwatch = cancel
	m.signals = m.store.Watch(ctx)
	return nextSignal(m.signals)
}

// nextSignal waits for the watch's next signal.
func nextSignal(from <-chan data.Signal) tea.Cmd {
	return func() tea.Msg {
		signal, ok := <-from
		if signal.Crash != nil {
			panic(signal.Crash) // the terminal's host reports the panic
		}
		return watchSignal{from: from, signal: signal, ended: !ok}
	}
}

// onWatchSignal shows the watch's state, and refreshes the screens after a change.
func (m *Model) onWatchSignal(msg watchSignal) tea.Cmd {
	if msg.from != m.signals || msg.ended {
		return nil
	}
	m.spread, m.frame.Status.Full = msg.signal.Spread, msg.signal.Full
	m.frame.Status.Live = m.watchText(msg.signal.By)
	if msg.signal.By == data.Blind {
		m.setOffline()
	} else {
		m.frame.Status.OfflineSince = time.Time{}
	}
	if msg.signal.Changed {
		m.countsStale = true
		m.forgetPreviews()
	}
	if m.loader.watchSignal(msg.signal.By != data.Blind, msg.signal.Changed) {
		return tea.Batch(nextSignal(m.signals), m.refreshIfChanged())
	}
	return nextSignal(m.signals)
}

// watchText says how the screen learns of changes by others.
func (m *Model) watchText(by data.Way) string {
	switch by {
	case data.Notified:
		return m.say(words.WatchLive)
	case data.Polling:
		return m.say(words.WatchPolling)
	}
	return ""
}

// promptOpen reports whether a confirmation is open. A confirmation must not move, so
// nothing is refreshed under it.
func (m *Model) promptOpen() bool {
	switch m.screen().(type) {
	case *views.Toggle, *views.Review:
		return true
	}
	return false
}

// refreshTimer is the message of the timer that setTimer asks for.
type refreshTimer struct{}

// refreshIfChanged carries out the loader's next step after changes that the watch has
// reported.
func (m *Model) refreshIfChanged() tea.Cmd {
	switch step, wait := m.loader.next(m.now(), m.promptOpen()); step {
	case setTimer:
		return m.tick(wait, func(time.Time) tea.Msg { return refreshTimer{} })
	case refreshScope:
		return tea.Batch(m.loadScope(byWatch, m.loader.target, false), m.reloadLayers(byWatch))
	case refreshAll:
		if !m.rest.due && (m.spread > 0 || m.rest.after.After(m.now())) {
			return m.refreshScopeFirst()
		}
		m.rest.due = false
		return m.reload(byWatch, len(m.definitions) <= maxReloadedDefinitions)
	}
	return nil
}

// maxReloadedDefinitions is the largest catalogue that is read again after each change.
// A larger catalogue is read again only when the user refreshes. We assume that it
// changes only with the app's releases.
const maxReloadedDefinitions = 20_000
