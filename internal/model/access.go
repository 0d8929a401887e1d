package model

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/words"
)

// accessRead is the reply to loadAccess.
type accessRead struct {
	seq      int
	readOnly string // the reason; empty if the database is writable
	err      error
}

// loadAccess reads whether the database is writable. The answer changes when a standby
// is promoted or the role's privileges change.
func (m *Model) loadAccess() tea.Cmd {
	if m.accessCheck.pending {
		return nil
	}
	store, seq := m.store, m.accessCheck.next()
	return command(data.Background(m.ctx), func(ctx context.Context) (tea.Msg, error) {
		readOnly, err := store.Access(ctx)
		return accessRead{seq: seq, readOnly: readOnly}, err
	}, func(err error) tea.Msg { return accessRead{seq: seq, err: err} })
}

// onAccessRead enables or disables the keys that write, and shows a notice. It drops
// errors, because the load reports them.
func (m *Model) onAccessRead(msg accessRead) {
	if !m.accessCheck.done(msg.seq) || msg.err != nil || msg.readOnly == m.readOnlyReason {
		return
	}
	m.readOnlyReason, m.frame.Session.ReadOnly = msg.readOnly, msg.readOnly
	m.setKeys()
	m.browse.Map = m.keys
	if msg.readOnly == "" {
		m.appendNotice(m.say(words.ChangesPossible))
	} else {
		m.appendNotice(m.say(words.ReadOnlyNow, msg.readOnly))
	}
}
