package model

import (
	"context"
	"errors"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
	"flagtui/internal/views"
	"flagtui/internal/words"
)

// copied is the reply to copyText and copyChange.
type copied struct {
	what string
	err  error
}

// copyText copies a name to the clipboard as shown, without line breaks. A terminal does
// not report whether it accepted the text.
func (m *Model) copyText(text, what string) tea.Cmd {
	clipboard := m.clipboard
	return command(m.ctx, func(context.Context) (tea.Msg, error) {
		return copied{what: what}, clipboard(views.Clean(text))
	}, func(err error) tea.Msg { return copied{err: err} })
}

// copyChange copies a change-set to the clipboard as Markdown. It takes the change-set
// of the id, else the given entries, else the user's last change-set.
func (m *Model) copyChange(change string, entries []feature.Entry) tea.Cmd {
	clipboard, store, session, t := m.clipboard, m.store, m.frame.Session, m.frame.Theme
	own := entries
	if n := len(m.session); n > 0 && change == "" && len(entries) == 0 {
		if own = m.session[n-1]; store.Info().HasJournal {
			change = own[0].Change // the journal has all of its entries
		}
	}
	m.clearProblem(subject{kind: remembered})
	given := len(entries) > 0
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
		what := t.Say(words.CopiedChange, entries[0].Change)
		undo := store.Info().HasJournal
		switch { // only a change-set of the journal can be undone by its id
		case given:
			what, undo = t.Say(words.CopiedOne), false
		case !undo:
			what = t.Say(words.CopiedLast)
		}
		place := session.Database
		if session.Context != "" {
			place = session.Context + ", " + place
		}
		return copied{what: what}, clipboard(views.Markdown(store.Info().Kinds, entries, undo, place))
	}, func(err error) tea.Msg { return copied{err: err} })
}

func (m *Model) onCopied(msg copied) {
	switch {
	case errors.Is(msg.err, feature.ErrUnknown):
		m.setNotice(msg.err.Error())
	case msg.err != nil:
		m.fail(subject{kind: remembered}, msg.err)
	default:
		m.setNotice(m.say(words.Copied, msg.what))
	}
}
