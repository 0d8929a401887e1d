package model

import (
	"context"
	"math/rand/v2"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
)

// If many dashboards are open, a change makes all of them read. Each reads the scope first.
// Who changed the flags is read when all dashboards show the change, and the rest after
// that: the definitions, the counts and the screens below. The times are multiples of the
// signal's Spread.
const (
	newsAfter, newsUntil = 2, 6
	restAfter, restUntil = 6, 20
)

// rest is the state of the reads that follow refreshScopeFirst.
type rest struct {
	timerSet bool      // a restTimer is running
	due      bool      // the next refresh reads everything
	after    time.Time // the earliest time of the next restTimer
}

// restTimer is the message of the timer that refreshScopeFirst starts.
type restTimer struct{}

// refreshScopeFirst loads the scope and the top screen. It starts a timer for the rest.
func (m *Model) refreshScopeFirst() tea.Cmd {
	cmds := []tea.Cmd{m.loadScope(scopeByWatch, m.loader.target, false)}
	if n := len(m.layers); n > 0 && m.layers[n-1].live {
		cmds = append(cmds, m.readFor(scopeByWatch, m.layers[n-1], true))
	}
	if !m.rest.timerSet {
		m.rest.timerSet = true
		wait := max(m.randomWait(restAfter, restUntil), m.rest.after.Sub(m.now()))
		cmds = append(cmds, m.tick(wait, func(time.Time) tea.Msg { return restTimer{} }))
	}
	return tea.Batch(cmds...)
}

func (m *Model) onRestTimer() tea.Cmd {
	m.rest.timerSet, m.rest.due = false, true
	m.loader.loadAgain()
	return m.refreshIfChanged()
}

// limitRest limits the share of the time in which counts, previews and last changes are
// read, as nextRefresh does for loads. The scope need not wait.
func (m *Model) limitRest(took time.Duration) {
	if until := nextRefresh(m.now(), took); until.After(m.rest.after) {
		m.rest.after = until
	}
}

// randomWait returns a random time between two numbers of Spreads.
func (m *Model) randomWait(from, to time.Duration) time.Duration {
	return from*m.spread + rand.N((to-from)*m.spread+1)
}

// readContext returns the context of reads for a reason. Reads that the user has not asked
// for are in the background.
func (m *Model) readContext(reason loadReason) context.Context {
	if reason.isWatch() {
		return data.Background(m.ctx)
	}
	return m.ctx
}

// previewDeadline returns the time limit of a preview. In the background, another read
// may have to end first.
func (m *Model) previewDeadline(reason loadReason) time.Duration {
	if reason.isWatch() {
		return previewDeadline + m.timeout
	}
	return previewDeadline
}
