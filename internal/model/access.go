package model

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// accessRead brings whether the database may be written to.
type accessRead struct {
	seq      int
	readOnly string // why not; empty: it may
	err      error
}

// retry tells that what could not be read at the start may be tried again.
type retry struct{}

// retryAfter is how long a screen that could not be filled waits before it is
// tried again. A user waits for it, and a database that is starting does not mind.
const retryAfter = 2 * time.Second

// loadAccess asks whether the database may be written to: a standby may have
// been promoted, or the role granted more or less, since it was opened.
func (m *Model) loadAccess() tea.Cmd {
	if m.accessing.pending {
		return nil
	}
	store, seq := m.store, m.accessing.next()
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		readOnly, err := store.Access(ctx)
		return accessRead{seq: seq, readOnly: readOnly}, err
	}, func(err error) tea.Msg { return accessRead{seq: seq, err: err} })
}

// accessRead says so when that has changed. A failure is left to what is read for
// the screen.
func (m *Model) accessRead(msg accessRead) {
	if !m.accessing.done(msg.seq) || msg.err != nil || msg.readOnly == m.access {
		return
	}
	m.access, m.frame.Session.ReadOnly = msg.readOnly, msg.readOnly
	m.setKeys()
	m.browse.Map = m.keys
	if msg.readOnly == "" {
		m.sayBeside("Changes can be made here now.")
	} else {
		m.sayBeside("Read-only from now on: " + msg.readOnly)
	}
}

// retried reads what could not be read at the start, unless it has been since.
func (m *Model) retried() tea.Cmd {
	m.retrying = false
	if !m.frame.Status.ReadAt.IsZero() || m.load.pending {
		return nil
	}
	return m.refresh()
}

// tryAgain has the first reading, which has failed, made again after a while.
func (m *Model) tryAgain() tea.Cmd {
	if !m.frame.Status.ReadAt.IsZero() || m.retrying {
		return nil
	}
	m.retrying = true
	return m.tick(retryAfter, func(time.Time) tea.Msg { return retry{} })
}
