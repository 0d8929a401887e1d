package model

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/views"
)

// stepsEnded is the message that the steps after a saved change-set have ended.
type stepsEnded struct {
	write  int    // the number of the steps in Writes
	change string // the change-set's id
	err    error
}

// follow starts the steps that follow a saved change-set. The steps continue when the
// program ends. The channel delivers stepsEnded. It is nil without steps.
func follow(ctx context.Context, store data.Store, steps change.Steps, result change.Result, writes *Writes) <-chan tea.Msg {
	if !steps.Any() || result.ID == "" {
		return nil
	}
	msg := stepsEnded{write: writes.beginSteps(), change: result.ID}
	ended := make(chan tea.Msg, 1)
	run := command(ctx, func(ctx context.Context) (tea.Msg, error) {
		return msg, steps.Follow(ctx, store, result)
	}, func(err error) tea.Msg {
		msg.err = err
		return msg
	})
	go func() {
		msg := run().(stepsEnded)
		outcome := ""
		if msg.err != nil {
			outcome = views.Clean(msg.err.Error())
		}
		writes.endSteps(msg.write, outcome)
		ended <- msg
	}()
	return ended
}

// awaitSteps returns a command that waits for steps, or nil without steps.
func awaitSteps(ended <-chan tea.Msg) tea.Cmd {
	if ended == nil {
		return nil
	}
	return func() tea.Msg { return <-ended }
}

// onStepsEnded shows what failed after a change was saved.
func (m *Model) onStepsEnded(msg stepsEnded) {
	m.writes.shown(msg.write)
	if msg.err != nil {
		m.fail(subject{kind: following, name: msg.change}, msg.err)
	}
}
