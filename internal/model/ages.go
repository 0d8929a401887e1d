package model

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/views"
)

// agesEvery is the time between two counts of the ages on a screen. It is the smallest unit
// of an age.
const agesEvery = time.Minute

// agesTimer is the message of the timer that watchAges starts.
type agesTimer struct{}

// watchAges counts the ages on the top screen again if one of them is wrong, but not soon
// after the last count: many changes by others must not redraw each row. While the screen
// shows an age, a timer runs.
func (m *Model) watchAges() tea.Cmd {
	screen, ok := m.screen().(views.Aging)
	if !ok {
		return nil
	}
	counted, wrong := screen.Ages()
	if wrong.IsZero() {
		return nil
	}
	if now := m.now(); !now.Before(wrong) && now.Sub(counted) >= agesEvery/2 {
		screen.CountAges(now)
	}
	if m.agesTimerSet {
		return nil
	}
	m.agesTimerSet = true
	return m.tick(agesEvery, func(time.Time) tea.Msg { return agesTimer{} })
}

// tickUntil returns tea.Tick with timers that end with ctx. An SSH session that ends leaves
// none behind.
func tickUntil(ctx context.Context) func(time.Duration, func(time.Time) tea.Msg) tea.Cmd {
	return func(wait time.Duration, fn func(time.Time) tea.Msg) tea.Cmd {
		timer := time.NewTimer(wait)
		return func() tea.Msg {
			select {
			case <-ctx.Done():
				timer.Stop()
				return nil
			case at := <-timer.C:
				return fn(at)
			}
		}
	}
}
