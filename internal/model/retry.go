package model

import (
	"math/rand/v2"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// retry is the message that repeats a load that failed.
type retry struct{}

// retryDelay is the time between attempts of a first load. While the server has no free
// connection, it grows up to mostRetryDelay, because each attempt costs the server time.
const (
	retryDelay     = 2 * time.Second
	mostRetryDelay = 30 * time.Second
)

// onRetry repeats a failed load unless one is pending or has succeeded.
func (m *Model) onRetry() tea.Cmd {
	if !m.loader.retryFired() {
		return nil
	}
	waiting := m.mostUrgent()
	cmd := m.refresh(byUser)
	if m.loader.full && waiting != nil && waiting.kind == reading { // the sentence stays until the load succeeds
		m.fail(waiting.subject, waiting.err)
	}
	return cmd
}

// startRetryTimer starts the timer for the next attempt.
func (m *Model) startRetryTimer() tea.Cmd {
	delay := retryDelay
	if m.loader.full {
		m.retryDelay = min(max(2*m.retryDelay, retryDelay), mostRetryDelay)
		delay = m.retryDelay/2 + rand.N(m.retryDelay)
	}
	return m.tick(delay, func(time.Time) tea.Msg { return retry{} })
}
