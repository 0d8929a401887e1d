package model

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
)

// changesRead is the reply to readChanges.
type changesRead struct {
	seq     int
	changes map[string]feature.Entry
	at      time.Time
	took    time.Duration
	err     error
}

// readChanges reads the last change of every listed flag. A search for a person or a
// time needs the changes.
func (m *Model) readChanges() tea.Cmd {
	m.clearProblem(subject{kind: searchingChanges})
	store, scope, names, seq := m.store, m.browse.Scope().Scope, m.browse.Names(), m.changes.next()
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		started := m.now()
		if scope.IsZero() { // without a scope, no flag has changes
			return changesRead{seq: seq, at: m.now()}, nil
		}
		changes, err := store.LastChanges(ctx, scope, names...)
		return changesRead{seq: seq, changes: changes, at: m.now(), took: m.now().Sub(started)}, err
	}, func(err error) tea.Msg { return changesRead{seq: seq, err: err} })
}

func (m *Model) onChangesRead(msg changesRead) {
	switch {
	case !m.changes.done(msg.seq):
	case msg.err != nil:
		m.browse.ChangesFailed()
		m.fail(subject{kind: searchingChanges}, msg.err)
	default:
		m.browse.SetChanges(msg.at, msg.changes)
		m.limitRest(msg.took)
	}
}
