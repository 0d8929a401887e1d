package model

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
)

// flagReread brings what is stored of one flag.
type flagReread struct {
	seq         int
	scope       feature.Scope
	name        string
	system, own map[string]feature.Stored // nil: the scope's values do not come from there
	err         error
}

// reread reads again what was changed: of a great many flags, the others would
// be what takes the time. What others have changed meanwhile a watch tells;
// without one, everything is read again. The time of the reading stays that of
// the others.
func (m *Model) reread(change feature.Change) tea.Cmd {
	scope := m.browse.Scope().Scope
	m.browse.SetReading(change.Name)
	if scope.IsZero() || !m.watching || m.due || m.load.pending || m.frame.Status.Stale || m.goal.Scope != scope {
		return m.reload(false)
	}
	m.uncounted = m.uncounted || !change.Scope.IsSystem()
	m.unasked = false
	store, seq := m.store, m.load.next()
	return tea.Batch(m.reloadLayers(), command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		msg := flagReread{seq: seq, scope: scope, name: change.Name}
		var err error
		if scope.Kind.Inherits() {
			if msg.system, err = store.Stored(ctx, feature.SystemScope(), change.Name); err != nil {
				return nil, err
			}
		}
		if !scope.IsSystem() {
			msg.own, err = store.Stored(ctx, scope, change.Name)
		}
		return msg, err
	}, func(err error) tea.Msg { return flagReread{seq: seq, err: err} }))
}

// flagReread shows what was read again of one flag.
func (m *Model) flagReread(msg flagReread) tea.Cmd {
	if !m.load.done(msg.seq) {
		return nil
	}
	view, listed := feature.Find(m.browse.Views(), msg.name)
	if msg.err != nil || !listed || !view.Registered || !view.Allows(msg.scope.Kind) { // whether it is listed may have changed, too
		return m.reload(false)
	}
	m.browse.SetReading("")
	m.browse.UpdateView(m.gates.Decide(view.At(msg.scope, renew(m.system, msg.name, msg.system), renew(m.own, msg.name, msg.own)), true))
	return m.hasRead()
}

// renew puts what was read of one flag in place of what is known of it, and
// returns it; nil: there is no override.
func renew(known map[string]feature.Stored, name string, read map[string]feature.Stored) *feature.Stored {
	if read == nil {
		return nil
	}
	now, ok := read[name]
	if delete(known, name); !ok {
		return nil
	}
	known[name] = now
	return &now
}
