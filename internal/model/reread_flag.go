package model

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
)

// flagReread is the reply to rereadFlag. If the read failed, the reply has no name.
type flagReread struct {
	seq         int
	scope       feature.Scope
	name        string
	system, own map[string]feature.Stored // nil if the scope's values do not depend on it
}

// rereadFlag reads only the changed flag, because reading a great many flags takes long.
// The watch reports changes of the others. Without a working watch, rereadFlag reloads
// everything.
func (m *Model) rereadFlag(change feature.Change) tea.Cmd {
	scope := m.browse.Scope().Scope
	m.browse.SetReading(change.Name)
	if !m.loader.canReadOneFlag(scope) {
		return m.reload(afterWrite, false)
	}
	m.forgetPreviews()
	m.countsStale = m.countsStale || !change.Scope.IsSystem()
	store := m.store
	seq, _ := m.loader.start(afterWrite, m.loader.target, false)
	return tea.Batch(m.reloadLayers(afterWrite), command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		msg := flagReread{seq: seq, scope: scope, name: change.Name}
		err := store.AtOnce(ctx, func(ctx context.Context) (err error) {
			if scope.IsSystem() || store.Info().Kinds.InheritsSystem(scope.Kind) {
				msg.system, err = store.Stored(ctx, feature.SystemScope(), change.Name)
			}
			return err
		}, func(ctx context.Context) (err error) {
			if !scope.IsSystem() {
				msg.own, err = store.Stored(ctx, scope, change.Name)
			}
			return err
		})
		return msg, err
	}, func(error) tea.Msg { return flagReread{seq: seq} }))
}

// onFlagReread updates the row of a flag that was read again.
func (m *Model) onFlagReread(msg flagReread) tea.Cmd {
	if !m.loader.partRead(msg.seq) {
		return nil
	}
	view, _ := feature.Find(m.browse.Views(), msg.name)
	if !view.Registered || !view.Allows(m.stored.Kind) { // the read failed, or the flag may have left the list
		return m.reload(afterWrite, false)
	}
	m.browse.SetReading("")
	m.browse.UpdateView(m.stored.Rollouts.Decide(view.At(m.stored.Kind, renew(m.stored.System, msg.name, msg.system), renew(m.stored.Own, msg.name, msg.own)), true))
	return m.afterLoad()
}

// renew replaces the named flag's override in stored, and returns the new one. It
// returns nil if the flag has no override.
func renew(stored map[string]feature.Stored, name string, read map[string]feature.Stored) *feature.Stored {
	now, ok := read[name]
	if delete(stored, name); !ok {
		return nil
	}
	stored[name] = now
	return &now
}
