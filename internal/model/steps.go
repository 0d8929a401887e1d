package model

import (
	"context"
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/views"
)

// stepEnded says how a step after a saved change-set ended.
type stepEnded struct {
	step      int    // the number of the step in Writes
	announces string // the change-set of which the step tells the application, or ""
	err       error
}

// follow starts the steps that follow a saved change-set. They go on when the program
// ends. Each channel delivers a stepEnded.
func follow(ctx context.Context, store data.Store, steps change.Steps, result change.Result, writes *Writes) (ended []<-chan tea.Msg) {
	for _, step := range steps.After(store, result) {
		msg := stepEnded{step: writes.beginStep()}
		if step.Announces {
			msg.announces = result.ID
		}
		run := command(ctx, func(ctx context.Context) (tea.Msg, error) {
			return msg, step.Run(ctx)
		}, func(err error) tea.Msg {
			msg.err = err
			return msg
		})
		reply := make(chan tea.Msg, 1)
		go func() {
			msg := run().(stepEnded)
			outcome := ""
			if msg.err != nil {
				outcome = views.Clean(msg.err.Error())
			}
			writes.endStep(msg.step, outcome)
			reply <- msg
		}()
		ended = append(ended, reply)
	}
	return ended
}

// awaitSteps returns a command that waits for steps, or nil without steps.
func awaitSteps(ended []<-chan tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	for _, reply := range ended {
		cmds = append(cmds, func() tea.Msg { return <-reply })
	}
	return tea.Batch(cmds...)
}

// onStepEnded shows what failed after a change was saved, or that it was announced.
func (m *Model) onStepEnded(msg stepEnded) {
	m.writes.shown(msg.step)
	switch {
	case msg.err != nil:
		m.fail(subject{kind: following, name: strconv.Itoa(msg.step)}, msg.err)
		m.onNotAnnounced(msg.announces)
	case msg.announces != "":
		m.onAnnounced(msg.announces)
	}
}
