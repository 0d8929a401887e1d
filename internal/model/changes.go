package model

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// armingTime is how long no key must be pressed before a change screen or a
// review takes keys: what was typed ahead was not meant for it.
const armingTime = 400 * time.Millisecond

func (m *Model) arm(screen interface{ Arm() }) tea.Cmd {
	m.arming++
	number := m.arming
	return m.tick(armingTime, func(time.Time) tea.Msg { return toggleArmed{screen, number} })
}

// awaitSilence begins the time again in which a confirmation takes no keys, where
// that is not over: a key was pressed.
func (m *Model) awaitSilence() tea.Cmd {
	if prompt, ok := m.screen().(interface {
		Arm()
		Armed() bool
	}); ok && !prompt.Armed() {
		return m.arm(prompt)
	}
	return nil
}

// applyChange makes a change. It is not given up when the program ends.
func (m *Model) applyChange(apply views.Apply) tea.Cmd {
	change := apply.Change
	m.over(changing(change))
	m.mine[change.Name] = true
	toggle, _ := m.screen().(*views.Toggle)
	store, writes, write := m.store, m.writes, m.writes.begin()
	set := m.changeSet(apply.Reason)
	set.Changes = []feature.Change{change}
	run := command(context.WithoutCancel(m.ctx), func(ctx context.Context) (tea.Msg, error) {
		applied, err := store.Apply(ctx, set)
		return changeApplied{toggle: toggle, write: write, change: change, reason: set.Reason, applied: applied}, err
	}, func(err error) tea.Msg {
		return changeApplied{toggle: toggle, write: write, change: change, err: err}
	})
	return func() tea.Msg {
		msg := run().(changeApplied)
		writes.end(write, outcome(msg))
		return msg
	}
}

// changeApplied reports what became of a change, on whatever screen the user
// is by now, and reads the flag again: what is shown is what is stored.
func (m *Model) changeApplied(msg changeApplied) tea.Cmd {
	m.writes.shown(msg.write)
	here := m.screen() == screen(msg.toggle)
	shown := m.browse.Scope().Scope
	var conflict *data.Conflict
	switch {
	case msg.err == nil:
		if here {
			m.leave()
			m.over(subject{kind: reaching})
		}
		m.remember(msg.applied, msg.reason, "")
		m.outdated([]feature.Change{msg.change})
		text := done(msg.change, shown, msg.applied)
		if len(msg.applied.Changed) > 0 {
			text = rowOnly(msg.toggle, text) + " · saved, live " + m.frame.Session.LiveAt(msg.change.Scope.Kind).Short
		}
		m.sayWritten(text)
		return m.reread(msg.change)
	case here && errors.As(msg.err, &conflict):
		msg.toggle.Conflict(msg.err.Error()+".", conflict.Rows[0].Now)
		return tea.Batch(m.reload(false), m.loadReach(msg.toggle), m.arm(msg.toggle))
	default:
		if here {
			msg.toggle.Failed()
		}
		m.fail(changing(msg.change), &feature.Problem{Text: notDone(msg.change, shown, msg.err), Hint: feature.Hint(msg.err), Cause: msg.err})
	}
	return m.reload(false)
}

// rowOnly words a change that was made of a row that does not decide.
func rowOnly(toggle *views.Toggle, text string) string {
	if toggle == nil || toggle.RowOnly() == "" {
		return text
	}
	return "Its row only: " + text + ", which " + toggle.RowOnly()
}

// outcome words what became of a write, for a user who has left.
func outcome(msg changeApplied) string {
	if msg.err != nil {
		return views.Clean(notDone(msg.change, feature.Scope{}, msg.err))
	}
	return views.Clean("saved: " + done(msg.change, feature.Scope{}, msg.applied))
}

// done words a change as the web page does, for a screen that shows a scope.
func done(change feature.Change, shown feature.Scope, applied data.Applied) string {
	name := named(change, shown)
	if len(applied.Changed) == 0 {
		return fmt.Sprintf("%s was %s already", name, change.After)
	}
	switch change.After {
	case feature.On:
		return name + " enabled"
	case feature.Off:
		return name + " disabled"
	}
	return "Override cleared for " + name
}

// notDone words a change that failed.
func notDone(change feature.Change, shown feature.Scope, err error) string {
	return fmt.Sprintf("Failed to update flag %s: %s", named(change, shown), err)
}

// named is a change's flag, and its scope where that is not the one shown.
func named(change feature.Change, shown feature.Scope) string {
	if change.Scope == shown {
		return `"` + change.Name + `"`
	}
	return fmt.Sprintf(`"%s" at %s`, change.Name, change.Scope)
}
