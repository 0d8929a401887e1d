package model

import (
	"context"
	"maps"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// maxNews is the largest number of changed flags for which the model reads who changed
// them. We assume that a program made more changes than that.
const maxNews = 50

// news holds the flags that are marked because other sessions have changed them.
type news struct {
	request                           // reads who changed the flags
	texts    map[string]string        // what the screen says until the reply, by flag
	at       map[string]feature.Scope // the changed override's scope, by flag; a catalogue change has none
	timerSet bool                     // a newsTimer is running
}

// newsTimer is the message of the timer that markNews starts.
type newsTimer struct{}

// newsRead is the reply to readNews.
type newsRead struct {
	seq  int
	news map[string]string // the change and its author, by flag
	err  error
}

// markNews marks the flags that other sessions have changed, and reads who changed them.
// If many dashboards are open, it first waits until all of them show the change.
func (m *Model) markNews(before, after []feature.View) tea.Cmd {
	shown := m.browse.Scope().Scope
	texts, at := map[string]string{}, map[string]feature.Scope{}
	for _, name := range feature.ChangedNames(before, after) {
		if m.ownChanges[name] {
			continue
		}
		texts[name] = m.say(words.NewsChanged)
		was, _ := feature.Find(before, name)
		switch now, _ := feature.Find(after, name); {
		case was.Own() != now.Own():
			at[name] = shown
		case was.Decision != nil || now.Decision != nil:
			texts[name] = m.say(words.NewsRollout) // a rollout's change has no known author
		case was.Source != now.Source || now.Source != feature.SourceDefault:
			at[name] = feature.SystemScope()
		}
	}
	if len(texts) == 0 {
		return nil
	}
	m.browse.SetChanged(maps.Clone(texts))
	m.cancelNews()
	m.news.texts, m.news.at = texts, at
	switch {
	case m.spread == 0:
		return m.readNews()
	case m.news.timerSet:
		return nil
	}
	m.news.timerSet = true
	return m.tick(m.randomWait(newsAfter, newsUntil), func(time.Time) tea.Msg { return newsTimer{} })
}

func (m *Model) onNewsTimer() tea.Cmd {
	m.news.timerSet = false
	return m.readNews()
}

// readNews reads who changed the marked flags.
func (m *Model) readNews() tea.Cmd {
	texts, byScope := m.news.texts, map[feature.Scope][]string{}
	for name, scope := range m.news.at {
		byScope[scope] = append(byScope[scope], name)
	}
	m.news.texts, m.news.at = nil, nil
	switch n := len(texts); {
	case n == 0: // another scope is shown by now
		return nil
	case n > maxNews:
		m.appendNotice(m.say(words.NewsMany, n))
		return nil
	}
	store, seq, shown, l := m.store, m.news.next(), m.browse.Scope().Scope, m.frame.Theme.Language
	return command(data.Background(m.ctx), func(ctx context.Context) (tea.Msg, error) {
		for scope, names := range byScope {
			if err := whoChanged(ctx, l, store, scope, shown, names, texts); err != nil {
				return nil, err
			}
		}
		return newsRead{seq: seq, news: texts}, nil
	}, func(err error) tea.Msg { return newsRead{seq: seq, err: err} })
}

// cancelNews makes the model drop what it would read of the marked flags.
func (m *Model) cancelNews() {
	m.news.cancel()
	m.news.texts, m.news.at = nil, nil
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
			delete(m.news.texts, change.Name)
			delete(m.news.at, change.Name)
		}
	}
}
