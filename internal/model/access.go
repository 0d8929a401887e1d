package model

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// accessRead is the reply to loadAccess.
type accessRead struct {
	seq      int
	readOnly string // the reason; empty if the database is writable
	err      error
}

// retry is the message that repeats a first load that failed.
type retry struct{}

// retryDelay is the time between attempts of a first load.
const retryDelay = 2 * time.Second

// loadAccess reads whether the database is writable. The answer changes when a standby
// is promoted or the role's privileges change.
func (m *Model) loadAccess() tea.Cmd {
	if m.accessCheck.pending {
		return nil
	}
	store, seq := m.store, m.accessCheck.next()
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
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
		m.appendNotice("Changes can be made here now.")
	} else {
		m.appendNotice("Read-only from now on: " + msg.readOnly)
	}
}

// onRetry repeats the first load unless one is pending or has succeeded.
func (m *Model) onRetry() tea.Cmd {
	if m.loader.retryFired() {
		return m.refresh(byUser)
	}
	return nil
}

// startRetryTimer starts the timer for the next attempt of the first load.
func (m *Model) startRetryTimer() tea.Cmd {
	return m.tick(retryDelay, func(time.Time) tea.Msg { return retry{} })
}
