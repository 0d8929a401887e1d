package model

import (
	"context"
	"time"

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

// accessPause is the shortest time between two reads of the privileges that follow changes
// by others, if many dashboards are open. Such a read takes a server ten times as long as
// reading a scope.
const accessPause = time.Minute

// access is the state of the reads of loadAccess.
type access struct {
	request
	at       time.Time // the start of the last one
	timerSet bool      // an accessTimer is running
}

// accessTimer is the message of the timer that loadAccess starts.
type accessTimer struct{}

// loadAccess reads whether the database is writable. The answer changes when a standby
// is promoted or the role's privileges change.
func (m *Model) loadAccess(reason loadReason) tea.Cmd {
	wait := m.accessCheck.at.Add(accessPause).Sub(m.now())
	switch {
	case m.accessCheck.pending || m.accessCheck.timerSet && reason.isWatch():
		return nil
	case m.spread > 0 && reason.isWatch() && wait > 0:
		m.accessCheck.timerSet = true
		return m.tick(wait, func(time.Time) tea.Msg { return accessTimer{} })
	}
	m.accessCheck.at = m.now()
	store, seq := m.store, m.accessCheck.next()
	return command(data.Background(m.ctx), func(ctx context.Context) (tea.Msg, error) {
		readOnly, err := store.Access(ctx)
		return accessRead{seq: seq, readOnly: readOnly}, err
	}, func(err error) tea.Msg { return accessRead{seq: seq, err: err} })
}

func (m *Model) onAccessTimer() tea.Cmd {
	m.accessCheck.timerSet = false
	return m.loadAccess(byWatch)
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
