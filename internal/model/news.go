package model

import (
	"context"
	"fmt"
	"maps"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// vigil is what is known of changes by others, as a watch tells of them.
type vigil struct {
	signals  <-chan data.Signal
	unwatch  context.CancelFunc
	watching bool // what others change is told
	watched  bool // the watch has begun

	behind  bool      // something has changed since the load under way began
	idle    time.Time // until then, what others change is not read again
	resting bool      // a timer tells when that is
	unasked bool      // the load under way is for what the watch has told

	newsDue bool            // the next load is to tell what others have changed
	mine    map[string]bool // the flags that this session has changed since the last load, or is changing
	news    request         // for who has changed them
}

// signalled brings what a watch tells.
type signalled struct {
	from   <-chan data.Signal
	signal data.Signal
	ended  bool
}

// newsRead brings who changed flags that others have changed.
type newsRead struct {
	seq  int
	news map[string]string // what was done, by flag
	err  error
}

// watch begins to watch the database for changes, by whomever.
func (m *Model) watch() tea.Cmd {
	if m.unwatch != nil {
		m.unwatch()
	}
	ctx, cancel := context.WithCancel(m.ctx)
	m.unwatch = cancel
	m.signals = m.store.Watch(ctx)
	return nextSignal(m.signals)
}

// nextSignal waits for the next thing that a watch tells.
func nextSignal(from <-chan data.Signal) tea.Cmd {
	return func() tea.Msg {
		signal, ok := <-from
		if signal.Crash != nil {
			panic(signal.Crash) // whoever runs the program reports it
		}
		return signalled{from: from, signal: signal, ended: !ok}
	}
}

// signalled reads again what is shown when something may have changed.
func (m *Model) signalled(msg signalled) tea.Cmd {
	if msg.from != m.signals || msg.ended {
		return nil
	}
	m.frame.Status.Live = map[data.Way]string{data.Notified: "live", data.Polling: "looks every 2 s", data.Blind: "not watching"}[msg.signal.By]
	m.watching = msg.signal.By != data.Blind
	next := nextSignal(m.signals)
	if !msg.signal.Changed {
		return next
	}
	m.newsDue, m.uncounted = true, true
	if m.behind {
		return next // that is known
	}
	m.behind = true
	return tea.Batch(next, m.catchUp())
}

// prompting tells whether a change is being considered: under a prompt nothing
// moves.
func (m *Model) prompting() bool {
	switch m.screen().(type) {
	case *views.Toggle, *views.Review:
		return true
	}
	return false
}

// rested tells that what others have changed may be read again.
type rested struct{}

// catchUp reads again what may have changed. What is being read may be older;
// it is shown all the same: where changes come faster than they are read,
// nothing else would ever be shown.
func (m *Model) catchUp() tea.Cmd {
	switch wait := m.idle.Sub(now()); {
	case !m.behind || m.load.pending || m.prompting():
		return nil
	case wait > 0 && m.resting:
		return nil
	case wait > 0:
		m.resting = true
		return m.tick(wait, func(time.Time) tea.Msg { return rested{} })
	}
	first := !m.watched
	var read tea.Cmd
	if m.behind, m.watched = false, true; first {
		// Something may have changed between the first reading and the beginning
		// of the watch. All the rest has only just been read.
		read = tea.Batch(m.loadScope(m.goal, false), m.reloadLayers())
	} else {
		read = m.reload(len(m.definitions) <= mostReread)
	}
	m.unasked = true
	return read
}

// mostReread is how many definitions are read again whenever something has
// changed. A larger catalogue would be sent anew for each override; it changes with
// the app's releases, and is read again when the user asks for it.
const mostReread = 20_000

// mostNews is of how many changed flags it is asked who changed them; where
// more have changed at once, it was no person at a keyboard.
const mostNews = 50

// tellNews marks the flags that others have changed, and asks who.
func (m *Model) tellNews(before, after []feature.View) tea.Cmd {
	shown := m.browse.Scope().Scope
	news, at := map[string]string{}, map[feature.Scope][]string{} // where they were changed; nowhere: in the catalogue
	for _, name := range feature.ChangedNames(before, after) {
		if m.mine[name] {
			continue
		}
		news[name] = "changed"
		was, _ := feature.Find(before, name)
		switch now, _ := feature.Find(after, name); {
		case was.Own() != now.Own():
			at[shown] = append(at[shown], name)
		case was.Decision != nil || now.Decision != nil:
			news[name] = "rolled out otherwise" // by somebody whom no row of the flag names
		case was.Source != now.Source || now.Source != feature.SourceDefault:
			at[feature.SystemScope()] = append(at[feature.SystemScope()], name)
		}
	}
	if len(news) == 0 {
		return nil
	}
	m.browse.SetChanged(news)
	if len(news) > mostNews {
		m.sayBeside(fmt.Sprintf("%d flags have changed meanwhile", len(news)))
		return nil
	}
	store, seq := m.store, m.news.next()
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		told := maps.Clone(news)
		for scope, names := range at {
			if err := whoChanged(ctx, store, scope, shown, names, told); err != nil {
				return nil, err
			}
		}
		return newsRead{seq: seq, news: told}, nil
	}, func(err error) tea.Msg { return newsRead{seq: seq, err: err} })
}

// whoChanged words what was done to flags at a scope, while another one may be
// shown. A person is named only where the last record says so.
func whoChanged(ctx context.Context, store data.Store, scope, shown feature.Scope, names []string, told map[string]string) error {
	last, err := store.LastChanges(ctx, scope, names...)
	if err != nil {
		return err
	}
	for _, name := range names {
		change := last[name] // without a record and a row: cleared, by nobody known
		text := "cleared"
		if change.After != feature.Inherit {
			text = "set to " + change.After.String()
		}
		if scope != shown {
			text += " for the system"
		}
		switch {
		case change.Origin == feature.FromOutside:
			text += " outside flagtui and the app"
		case change.Origin != "" && change.Actor != "":
			text += " by " + change.Actor
		}
		told[name] = text
	}
	return nil
}

func (m *Model) newsRead(msg newsRead) {
	if !m.news.done(msg.seq) || msg.err != nil { // the flags are marked all the same
		return
	}
	m.browse.SetChanged(msg.news)
	var first string
	for name := range msg.news {
		if first == "" || name < first {
			first = name
		}
	}
	text := fmt.Sprintf("%q was %s", first, msg.news[first])
	if more := len(msg.news) - 1; more > 0 {
		text += ", and " + views.Plural(more, "other flag") + " changed"
	}
	m.sayBeside(text)
}

// outdated takes away what is said of others' changes of flags that this session
// has changed since.
func (m *Model) outdated(changes []feature.Change) {
	shown := m.browse.Scope().Scope
	for _, change := range changes {
		if change.Scope == shown || change.Scope.IsSystem() {
			m.browse.ClearChanged(change.Name)
		}
	}
}
