package model

import (
	"context"
	"errors"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// copied answers copyText and copyChange.
type copied struct {
	what string
	err  error
}

// copyText takes a name to the clipboard, as the screen shows it: who pastes it
// into a shell pastes no line break. No terminal says whether it took it.
func (m *Model) copyText(text, what string) tea.Cmd {
	clipboard := m.clipboard
	return command(m.ctx, func(context.Context) (tea.Msg, error) {
		return copied{what: what}, clipboard(views.Clean(text))
	}, func(err error) tea.Msg { return copied{err: err} })
}

// copyChange takes a change-set to the clipboard as Markdown: the one named,
// or the user's last.
func (m *Model) copyChange(change string) tea.Cmd {
	clipboard, store, session := m.clipboard, m.store, m.frame.Session
	var own []feature.Entry
	if n := len(m.session); n > 0 && change == "" {
		if own = m.session[n-1]; store.Info().HasJournal {
			change = own[0].Change // which tells all of it
		}
	}
	m.over(subject{kind: remembered})
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		entries, err := own, error(nil)
		switch {
		case change != "":
			entries, err = store.ChangeSet(ctx, change)
		case own == nil:
			entries, err = store.LastOwn(ctx, session.Actor)
		}
		if err != nil {
			return nil, err
		}
		what := "the change " + entries[0].Change
		undo := store.Info().HasJournal
		if !undo { // then nothing can be undone by its id
			what = "the last change"
		}
		place := session.Database
		if session.Context != "" {
			place = session.Context + ", " + place
		}
		return copied{what: what + ", as Markdown"}, clipboard(views.Markdown(entries, undo, place))
	}, func(err error) tea.Msg { return copied{err: err} })
}

func (m *Model) copied(msg copied) {
	switch {
	case errors.Is(msg.err, feature.ErrUnknown):
		m.say(msg.err.Error())
	case msg.err != nil:
		m.fail(subject{kind: remembered}, msg.err)
	default:
		m.say("Sent to the terminal's clipboard: " + msg.what)
	}
}
