package model

import (
	"context"
	"maps"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
	"flagtui/internal/words"
)

// watchState is the state of the watch for other sessions' changes.
type watchState struct {
	signals    <-chan data.Signal
	unwatch    context.CancelFunc // ends the watch
	ownChanges map[string]bool    // flags changed by this session since the last load
	news       request            // reads who changed the marked flags
	spread     time.Duration      // the time over which all dashboards spread their reads; zero for few
	rest       rest
}

// watchSignal is a message from the watch.
type watchSignal struct {
	from   <-chan data.Signal
	signal data.Signal
	ended  bool
}

// newsRead is the reply to markNews.
type newsRead struct {
	seq  int
	news map[string]string // the change and its author, by flag
	err  error
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
		if m.spread > 0 && !m.rest.due {
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

// maxNews is the largest number of changed flags for which the model reads who changed
// them. We assume that a program made more changes than that.
const maxNews = 50

// markNews marks the flags that other sessions have changed, and reads who changed them.
func (m *Model) markNews(before, after []feature.View) tea.Cmd {
	shown := m.browse.Scope().Scope
	news, at := map[string]string{}, map[feature.Scope][]string{} // at lists the flags by the override's scope; catalogue changes have no scope
	for _, name := range feature.ChangedNames(before, after) {
		if m.ownChanges[name] {
			continue
		}
		news[name] = m.say(words.NewsChanged)
		was, _ := feature.Find(before, name)
		switch now, _ := feature.Find(after, name); {
		case was.Own() != now.Own():
			at[shown] = append(at[shown], name)
		case was.Decision != nil || now.Decision != nil:
			news[name] = m.say(words.NewsRollout) // a rollout's change has no known author
		case was.Source != now.Source || now.Source != feature.SourceDefault:
			at[feature.SystemScope()] = append(at[feature.SystemScope()], name)
		}
	}
	if len(news) == 0 {
		return nil
	}
	m.browse.SetChanged(news)
	if len(news) > maxNews {
		m.appendNotice(m.say(words.NewsMany, len(news)))
		return nil
	}
	store, seq, wait, l := m.store, m.news.next(), m.randomWait(newsSpreads), m.frame.Theme.Language
	return command(data.Background(m.ctx), func(ctx context.Context) (tea.Msg, error) {
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
		texts := maps.Clone(news)
		for scope, names := range at {
			if err := whoChanged(ctx, l, store, scope, shown, names, texts); err != nil {
				return nil, err
			}
		}
		return newsRead{seq: seq, news: texts}, nil
	}, func(err error) tea.Msg { return newsRead{seq: seq, err: err} })
}

// whoChanged writes to texts how the named flags were changed at a scope. A text names a
// person only if the last record does.
func whoChanged(ctx context.Context, l words.Language, store data.Store, scope, shown feature.Scope, names []string, texts map[string]string) error {
	last, err := store.LastChanges(ctx, scope, names...)
	if err != nil {
		return err
	}
	for _, name := range names {
		change := last[name] // a missing entry means that an unknown person removed the override
		texts[name] = change.HowText(l, scope != shown)
	}
	return nil
}

func (m *Model) onNewsRead(msg newsRead) {
	if !m.news.done(msg.seq) || msg.err != nil { // after an error the marks stay
		return
	}
	m.browse.SetChanged(msg.news)
	var first string
	for name := range msg.news {
		if first == "" || name < first {
			first = name
		}
	}
	text := m.say(words.NewsOne, first, msg.news[first])
	if more := len(msg.news) - 1; more > 0 {
		text = m.say(words.NewsAndOthers, text, m.frame.Theme.Count(more, words.OtherFlag))
	}
	m.appendNotice(text)
}

// dropNews removes the marks of flags that this session has changed itself.
func (m *Model) dropNews(changes []feature.Change) {
	shown := m.browse.Scope().Scope
	for _, change := range changes {
		if change.Scope == shown || change.Scope.IsSystem() {
			m.browse.ClearChanged(change.Name)
		}
	}
}
