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

// armingTime is the time without a key after which a confirmation accepts keys.
// Keys typed before it was seen were not meant for it.
const armingTime = 400 * time.Millisecond

func (m *Model) arm(screen interface{ Arm() }) tea.Cmd {
	m.armNumber++
	number := m.armNumber
	return m.tick(armingTime, func(time.Time) tea.Msg { return toggleArmed{screen, number} })
}

// confirmation is a screen that confirms a write.
type confirmation interface {
	Arm()
	Armed() bool
}

// awaitSilence restarts armingTime after a key if the confirmation does not accept
// keys yet.
func (m *Model) awaitSilence() tea.Cmd {
	if prompt, ok := m.screen().(confirmation); ok && !prompt.Armed() {
		return m.arm(prompt)
	}
	return nil
}

// applyChange writes a change. The write continues when the program ends.
func (m *Model) applyChange(apply views.Apply) tea.Cmd {
	change := apply.Change
	m.clearProblem(changing(change))
	m.ownChanges[change.Name] = true
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
		writes.end(write, outcomeText(msg))
		return msg
	}
}

// onChangeApplied reports the result of a change, on whatever screen is shown, and
// reads the flag again: the screen shows what is stored.
func (m *Model) onChangeApplied(msg changeApplied) tea.Cmd {
	m.writes.shown(msg.write)
	here := m.screen() == screen(msg.toggle)
	shown := m.browse.Scope().Scope
	var conflict *data.Conflict
	switch {
	case msg.err == nil:
		if here {
			m.closeTop()
			m.clearProblem(subject{kind: impactReading})
		}
		m.remember(msg.applied, msg.reason, "")
		m.dropNews([]feature.Change{msg.change})
		text := doneText(msg.change, shown, msg.applied)
		if len(msg.applied.Changed) > 0 {
			text = rowOnly(msg.toggle, text) + " · saved, takes effect " + m.frame.Session.Kinds.LiveAt(msg.change.Scope.Kind).Short
		}
		m.setWriteNotice(text)
		return m.rereadFlag(msg.change)
	case here && errors.As(msg.err, &conflict):
		msg.toggle.Conflict(msg.err.Error()+".", conflict.Rows[0].Now)
		return tea.Batch(m.reload(afterWrite, false), m.loadImpact(msg.toggle), m.arm(msg.toggle))
	default:
		if here {
			msg.toggle.Failed()
		}
		m.fail(changing(msg.change), &feature.Problem{Text: failedText(msg.change, shown, msg.err), Hint: feature.Hint(msg.err), Cause: msg.err})
	}
	return m.reload(afterWrite, false)
}

// rowOnly adds to text that the changed row does not decide the flag's value.
func rowOnly(toggle *views.Toggle, text string) string {
	if toggle == nil || toggle.RowOnly() == "" {
		return text
	}
	return "Its row only: " + text + ", which " + toggle.RowOnly()
}

// outcomeText describes the result of a write after the dashboard has ended.
func outcomeText(msg changeApplied) string {
	if msg.err != nil {
		return views.Clean(failedText(msg.change, feature.Scope{}, msg.err))
	}
	return views.Clean("saved: " + doneText(msg.change, feature.Scope{}, msg.applied))
}

// doneText describes a change as the web page does. It leaves out the scope shown.
func doneText(change feature.Change, shown feature.Scope, applied data.Applied) string {
	name := flagAndScope(change, shown)
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

// failedText describes a change that failed.
func failedText(change feature.Change, shown feature.Scope, err error) string {
	return fmt.Sprintf("Failed to update flag %s: %s", flagAndScope(change, shown), err)
}

// flagAndScope names a change's flag, and its scope unless that is the one shown.
func flagAndScope(change feature.Change, shown feature.Scope) string {
	if change.Scope == shown {
		return `"` + change.Name + `"`
	}
	return fmt.Sprintf(`"%s" at %s`, change.Name, change.Scope)
}
